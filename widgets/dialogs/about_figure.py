"""The figures as they are now, and of the chosen one how it is made: value, uncertainty, sample, range, formula. Known
by the agent's window; knows kit and the words of figures.

A click or the arrow keys choose a figure; Enter or F1 shows its place in the help.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.i18n import _
from app.link.base import Link
from app.wire.feeds import KpiFeed, KpiRow
from widgets.kit.desk_dialog import DeskDialog
from widgets.kit.desk_line import ChosenLine
from widgets.kit.desk_marks import draw_text, text_width
from widgets.kit.desk_text import TextBlock
from widgets.models.figure_words import figure_name, sample_words, value_words
from widgets.models.formulas import formula_of
from widgets.models.watch import Watch
from widgets.theme.desk import DeskLook

FEED = KpiFeed()
ROW, WIDTH = 32, 560
SAMPLE, FORMULA = 24, 116
"""Room for the longest words, so that nothing jumps while one goes through the figures."""


class FigureRow(ChosenLine):
    """One figure: its name, and its value at the end."""

    def __init__(self, look: DeskLook, parent: QWidget | None = None) -> None:
        super().__init__(look, height=ROW, parent=parent)
        self._name, self._value = "", ""

    def show_figure(self, row: KpiRow) -> None:
        """Say what it is now."""
        self._name, self._value = figure_name(row.name), value_words(row)
        self.setAccessibleName(f"{self._name}: {self._value}")
        self.setAccessibleDescription(sample_words(row))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, look = QPainter(self), self._look
        tokens, inner = look.tokens, self.paint_ground(painter)
        starts, ends = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        if self.isRightToLeft():
            starts, ends = ends, starts
        middle = Qt.AlignmentFlag.AlignVCenter
        draw_text(painter, look, inner, self._name, style="base", ink=tokens.t1, align=starts | middle)
        if text_width(look, "base", self._value) < inner.width():
            draw_text(painter, look, inner, self._value, style="base", ink=tokens.t2, align=ends | middle)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down go on; the other keys are the dialog's."""
        if event.key() == Qt.Key.Key_Down:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Up:
            self.focusPreviousChild()
        else:
            event.ignore()


class AboutFigures(DeskDialog):
    """The list, and the explanation of the chosen figure.

    Signals:
        help_wanted: the heading on the page of formulas that explains the chosen figure.

    Attributes:
        name: the chosen figure.
    """

    help_at = ("formulas", "Formulas")
    help_wanted = Signal(str)

    def __init__(self, look: DeskLook, link: Link, parent: QWidget | None = None) -> None:
        words = _("What each number is made of, and how far it can be trusted.")
        super().__init__(look, _("Figures"), words, width=WIDTH, parent=parent)
        self.name = ""
        self._rows: dict[str, FigureRow] = {}
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self._sample = TextBlock(look, "", style="base", ink=look.tokens.t1)
        self._formula = TextBlock(look, _("Waiting for the first figures..."), style="small", ink=look.tokens.t2)
        self._sample.setFixedHeight(look.px(SAMPLE))
        self._formula.setFixedHeight(look.px(FORMULA))
        self.body.addLayout(self._list)
        self.body.addWidget(self._sample)
        self.body.addWidget(self._formula)
        self.answer_with(_("Close"), _("Show in the help"))
        if self.act_button is not None:
            self.act_button.clicked.disconnect()
            self.act_button.clicked.connect(self._ask_help)
        self._watch = Watch(link, FEED, self)
        self._watch.changed.connect(lambda _change: self._refresh())
        self._refresh()

    @property
    def said(self) -> str:
        """Everything said of the chosen figure."""
        return f"{self._sample.words}\n{self._formula.words}"

    def choose(self, name: str) -> None:
        """Explain this figure."""
        row = self._watch.rows.get(name)
        if row is None:
            return
        self.name = name
        for one, view in self._rows.items():
            view.show_chosen(chosen=one == name)
        formula = formula_of(name)
        self._sample.set_words(sample_words(row))
        self._formula.set_words(formula.words if formula is not None else _("The help does not say how it is made."))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter asks for the help, as F1 does; Escape closes."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._ask_help()
        else:
            super().keyPressEvent(event)

    def _refresh(self) -> None:
        for name, row in self._watch.rows.items():
            if name not in self._rows:
                self._add(name)
            self._rows[name].show_figure(row)
        if self._rows and not self.name:
            next(iter(self._rows.values())).setFocus(Qt.FocusReason.OtherFocusReason)
            self.choose(next(iter(self._rows)))
        elif self.name:
            self.choose(self.name)

    def _add(self, name: str) -> None:
        row = self._rows[name] = FigureRow(self.look)
        row.chosen.connect(lambda: self.choose(name))
        self._list.addWidget(row)
        self.order_focus()

    def help_over(self, _dialog: QWidget) -> None:
        """F1: how the chosen figure is made."""
        self._ask_help()

    def _ask_help(self) -> None:
        formula = formula_of(self.name) if self.name else None
        self.help_wanted.emit(formula.heading if formula is not None else "")
