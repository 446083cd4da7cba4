"""The figures on a wall's scenes, and of the chosen one how it is made. Known by the agent's window; knows kit and the
help's formulas.

Up and down go through the figures, those that are shown now first; Enter or F1 shows the place in the help.
"""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.core.i18n import _
from app.wire.feeds import StationRow
from widgets.kit.desk_box import ScrollBox
from widgets.kit.desk_dialog import DeskDialog
from widgets.kit.desk_line import ChosenLine
from widgets.kit.desk_marks import draw_text
from widgets.kit.desk_text import TextBlock, Words
from widgets.models.formulas import Formula, formula_of, formula_under
from widgets.theme.desk import DeskLook

ROW, WIDTH, HIGHEST, EXPLANATION = 30, 560, 300, 104
"""Room for the longest words, so that nothing jumps while one goes through the figures."""
MOST_CHARACTERS = 360


class SceneFigure(NamedTuple):
    """A figure on a scene: both titles, and where the help says how it is made."""

    scene: str
    title: str
    formula: str


def figures_of(walls: Sequence[StationRow]) -> list[SceneFigure]:
    """Every figure these walls can show, each once a scene; the scenes that are shown now come first."""
    shown = {title for wall in walls for title in wall.shows}
    found = [
        SceneFigure(dict(wall.scenes).get(scene, scene), title, formula)
        for wall in walls
        for scene, title, formula in wall.figures
    ]
    return sorted(dict.fromkeys(found), key=lambda one: one.scene not in shown)


class FigureLine(ChosenLine):
    """One figure."""

    def __init__(self, look: DeskLook, figure: SceneFigure) -> None:
        super().__init__(look, height=ROW)
        self.figure = figure
        self.setAccessibleName(_("{figure}, on {scene}").format(figure=figure.title, scene=figure.scene))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, look = QPainter(self), self._look
        inner = self.paint_ground(painter)
        side = Qt.AlignmentFlag.AlignRight if self.isRightToLeft() else Qt.AlignmentFlag.AlignLeft
        align = side | Qt.AlignmentFlag.AlignVCenter
        draw_text(painter, look, inner, self.figure.title, style="base", ink=look.tokens.t1, align=align)


class WallFigures(DeskDialog):
    """The list, and the explanation of the chosen figure.

    Signals:
        help_wanted: the heading on the page of formulas that explains the chosen figure.
    """

    help_at = ("formulas", "Formulas")
    help_wanted = Signal(str)

    def __init__(self, look: DeskLook, name: str, walls: Sequence[StationRow], parent: QWidget | None = None) -> None:
        words = _("What is shown there, and what each number is made of.")
        super().__init__(look, _("Figures: {wall}").format(wall=name), words, width=WIDTH, parent=parent)
        self._box = ScrollBox(look, _("Figures"), highest=HIGHEST)
        self._lines: list[FigureLine] = []
        self._chosen = -1
        self._words = TextBlock(look, "", style="small", ink=look.tokens.t2)
        self._words.setFixedHeight(look.px(EXPLANATION))
        self.body.addWidget(self._box)
        self.body.addWidget(self._words)
        self.answer_with(_("Close"), _("Show in the help"))
        if self.act_button is not None:
            self.act_button.clicked.disconnect()
            self.act_button.clicked.connect(self._ask_help)
        self._fill(figures_of(walls))

    @property
    def said(self) -> str:
        """What is said of the chosen figure."""
        return self._words.words

    def choose(self, number: int) -> None:
        """Explain the figure of this line, from 0."""
        self._chosen = number
        for at, line in enumerate(self._lines):
            line.show_chosen(chosen=at == number)
        formula = self._formula()
        missing = _("The help does not say how it is made.")
        self._words.set_words(formula.lead(MOST_CHARACTERS) if formula is not None else missing)
        self._box.ensureWidgetVisible(self._lines[number], 0, self.look.px(ROW))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down go on; Enter asks for the help, as F1 does; Escape closes."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_J: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_K: -1}
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._ask_help()
        elif event.key() in steps and self._lines:
            at = max(0, min(len(self._lines) - 1, self._chosen + steps[Qt.Key(event.key())]))
            self._lines[at].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    def _fill(self, figures: Sequence[SceneFigure]) -> None:
        scene = ""
        for number, figure in enumerate(figures):
            if figure.scene != scene:
                scene = figure.scene
                self._box.column.addWidget(Words(self.look, scene, style="name"))
            line = FigureLine(self.look, figure)
            line.chosen.connect(lambda at=number: self.choose(at))
            self._lines.append(line)
            self._box.column.addWidget(line)
        if self._lines:
            self._lines[0].setFocus(Qt.FocusReason.OtherFocusReason)
            self.choose(0)
        else:
            self._words.set_words(_("This wall has not told which figures it shows."))

    def _formula(self) -> Formula | None:
        name = self._lines[self._chosen].figure.formula if self._lines else ""
        return (formula_of(name) or formula_under(name)) if name else None

    def help_over(self, _dialog: QWidget) -> None:
        """F1: how the chosen figure is made."""
        self._ask_help()

    def _ask_help(self) -> None:
        formula = self._formula()
        self.help_wanted.emit(formula.heading if formula is not None else "")
