"""What the figures on a screen are made of, over its scene for a while. Known by the wall's station; knows kit and
the help's formulas.

Asked for with a key at the wall itself. It turns its own pages and goes by itself; also at once when the scene
changes, for whatever comes then matters more.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from app.core.i18n import _
from widgets.kit.canvas import Canvas
from widgets.kit.wrap import wrap
from widgets.models.formulas import Formula, formula_of, formula_under
from widgets.theme.fonts import SEMI_BOLD
from widgets.wall.panel import Panel
from widgets.wall.window import WallWindow

PAGE_MS, LOOK_MS = 20_000, 200
MOST_CHARACTERS = 330
EDGE, HEAD, FOOT, GAP = 64.0, 128.0, 72.0, 64.0
TITLE, LINE, AFTER = 44, 40, 28
TWO_COLUMNS = 1400.0


@dataclass(frozen=True)
class Explained:
    """A panel's title and, in lines, how its figures are made."""

    title: str
    lines: tuple[str, ...]

    @property
    def height(self) -> float:
        return TITLE + LINE * len(self.lines) + AFTER


def find_formula(name: str) -> Formula | None:
    """By a figure's name or by a heading."""
    return (formula_of(name) or formula_under(name)) if name else None


def explain(panels: Sequence[Panel], *, width: float, scale: float) -> list[Explained]:
    """Each panel that shows figures, in lines of that width; what is made in one way is told once, with all titles."""
    titles: dict[Formula, list[str]] = {}
    for panel in panels:
        formula = find_formula(panel.formula())
        if formula is not None and panel.title() not in titles.setdefault(formula, []):
            titles[formula].append(panel.title())
    return [
        Explained(", ".join(names), _lines(formula.lead(MOST_CHARACTERS), width, scale))
        for formula, names in titles.items()
    ]


def _lines(text: str, width: float, scale: float) -> tuple[str, ...]:
    return tuple(line for part in text.split("\n") for line in wrap(part, width, 28, scale=scale))


def paginate(told: Sequence[Explained], *, height: float, columns: int) -> list[list[list[Explained]]]:
    """Pages of columns; nothing is torn, and what is higher than a column has one of its own."""
    pages: list[list[list[Explained]]] = [[[]]]
    left = height
    for one in told:
        if one.height > left and pages[-1][-1]:
            if len(pages[-1]) == columns:
                pages.append([])
            pages[-1].append([])
            left = height
        pages[-1][-1].append(one)
        left -= one.height
    return pages


def balanced(told: Sequence[Explained], *, height: float, columns: int) -> list[list[list[Explained]]]:
    """The same; where all of it is one page, its columns are about equally high."""
    limit = sum(one.height for one in told) / columns
    while limit < height:
        pages = paginate(told, height=limit, columns=columns)
        if len(pages) == 1:
            return pages
        limit += LINE
    return paginate(told, height=height, columns=columns)


class FormulaPlate(QWidget):
    """Covers one window until its last page was shown, the key comes again, or the scene changes.

    Attributes:
        page: which is shown, from 0; pages: all of them.
    """

    def __init__(self, window: WallWindow) -> None:
        super().__init__(window)
        self._window, self._panels = window, list(window.panels)
        self._theme = window.context.theme
        self.page = 0
        width, height = window.logical_size()
        self._columns = 2 if width >= TWO_COLUMNS else 1
        self._width = (width - 2 * EDGE - GAP * (self._columns - 1)) / self._columns
        told = explain(self._panels, width=self._width, scale=self._unit())
        self.pages = balanced(told, height=height - HEAD - FOOT, columns=self._columns)
        self._turning = QTimer(self, interval=PAGE_MS)
        self._turning.timeout.connect(self.turn)
        self._looking = QTimer(self, interval=LOOK_MS)
        self._looking.timeout.connect(self._look)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(_("How these figures are made"))
        self.setAccessibleDescription(" ".join(f"{one.title}: {' '.join(one.lines)}" for one in told))

    def begin(self) -> None:
        """Lie over the scene from now on."""
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        self._turning.start()
        self._looking.start()

    def turn(self) -> None:
        """The next page; after the last the scene is seen again."""
        self.page += 1
        if self.page >= len(self.pages):
            self.end()
        else:
            self.update()

    def end(self) -> None:
        """The scene is seen again."""
        self._turning.stop()
        self._looking.stop()
        self.hide()
        self.setParent(None)
        self.deleteLater()

    def _look(self) -> None:
        """Whatever changes the scene ends it: a crisis, a turn, the panic scene, another screen."""
        if self._window.panels != self._panels or self._window.is_neutral:
            self.end()

    def paintEvent(self, _event: QPaintEvent) -> None:
        unit = self._unit()
        width, height = self.width() / unit, self.height() / unit
        mirrored = self._window.context.options.right_to_left
        with Canvas(self, scale=unit, mirrored=mirrored) as canvas:
            canvas.fill(0, 0, width, height, self._theme.bg)
            head = canvas.fit(_("How these figures are made"), width - 2 * EDGE, 44, weight=SEMI_BOLD)
            canvas.text(EDGE, 84, head, size=44, color=self._theme.text1, weight=SEMI_BOLD)
            for number, column in enumerate(self.pages[min(self.page, len(self.pages) - 1)]):
                self._paint_column(canvas, column, EDGE + number * (self._width + GAP))
            foot = canvas.fit(self._foot(), width - 2 * EDGE, 24)
            canvas.text(EDGE, height - 32, foot, size=24, color=self._theme.text2)

    def _foot(self) -> str:
        if len(self.pages) == 1:
            return _("The scene comes back by itself.")
        said = _("Page {number} of {count}. The scene comes back by itself.")
        return said.format(number=self.page + 1, count=len(self.pages))

    def _paint_column(self, canvas: Canvas, column: Sequence[Explained], x: float) -> None:
        top = HEAD
        for one in column:
            title = canvas.fit(one.title, self._width, 32, weight=SEMI_BOLD)
            canvas.text(x, top + 32, title, size=32, color=self._theme.text1, weight=SEMI_BOLD)
            for number, line in enumerate(one.lines, 1):
                canvas.text(x, top + 34 + LINE * number, line, size=28, color=self._theme.text2)
            top += one.height

    def _unit(self) -> float:
        """Widget pixels per logical pixel of the wall."""
        return self._window.width() / max(1.0, self._window.logical_size()[0])


def toggle_formulas(window: WallWindow) -> FormulaPlate | None:
    """Show how the figures of a window are made, or its scene again; nothing where there is no figure."""
    shown = window.findChild(FormulaPlate)
    if shown is not None:
        shown.end()
        return None
    if window.is_neutral or not any(find_formula(panel.formula()) for panel in window.panels):
        return None
    plate = FormulaPlate(window)
    plate.begin()
    return plate
