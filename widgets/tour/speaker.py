"""What the speaker reads: the notes at reading size, what comes next, the time against the plan. Known by the tour;
knows kit and the keys.

It stands on the second monitor, or over the guests' window while somebody asks for it.
"""

from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.clock import MINUTE, SECOND, Millis
from app.core.i18n import _
from widgets.kit.desk_button import ButtonKind, DeskButton
from widgets.kit.desk_marks import rounded
from widgets.kit.desk_text import TextBlock, Words
from widgets.theme.desk import DeskLook, palette, style_sheet
from widgets.tour.keys import Asked, Wish, wish_of
from widgets.tour.pages import NotesBox

NOTES = 1.2
"""How much larger the notes are than everything else: they are read in passing, in a dark room."""
WIDEST = 760
"""A line of notes is no longer than the eye follows, in logical pixels at 100 %."""


@dataclass(frozen=True)
class Briefing:
    """What the speaker's window says.

    Attributes:
        place: which stop of how many; caption: what the guests read; after, after_title: what comes next.
        passed, behind: the watch, in words; is_late: behind the plan.
        state: what the guests see is live or a replay, and what that means; trouble: what is wrong, empty if nothing.
    """

    title: str
    place: str
    caption: str
    notes: str
    after: str
    after_title: str
    passed: str
    behind: str
    is_late: bool
    state: str
    trouble: str


NOTHING = Briefing("", "", "", "", "", "", "", "", False, "", "")


class Card(QWidget):
    """A field with a ground of its own: a head, perhaps a title, and words."""

    def __init__(self, look: DeskLook, head: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        column = QVBoxLayout(self)
        column.setContentsMargins(*(look.px(14),) * 4)
        column.setSpacing(look.px(4))
        column.addWidget(Words(look, head, style="section", ink=look.tokens.t2))
        self.title = TextBlock(look, "", style="read_strong", widest=WIDEST)
        self.title.hide()
        column.addWidget(self.title)
        self.text = TextBlock(look, "", style="read", widest=WIDEST)
        column.addWidget(self.text)
        column.addStretch(1)

    def say(self, text: str, *, title: str = "") -> None:
        """Show this from now on."""
        self.title.set_words(title)
        self.title.setVisible(bool(title))
        self.text.set_words(text)

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = self._look.tokens
        rounded(QPainter(self), self.rect(), self._look.px(8), fill=tokens.bg1, frame=tokens.line)


class Speaker(QWidget):
    """The speaker's window.

    Signals:
        asked: a key or a button asked for something.

    Attributes:
        said: what it says now.
    """

    asked = Signal(object)

    def __init__(self, look: DeskLook, *, right_to_left: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._look, self._mirrored = look, right_to_left
        self.said = NOTHING
        self.setPalette(palette(look))
        self.setStyleSheet(style_sheet(look))
        self.setAutoFillBackground(True)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft if right_to_left else Qt.LayoutDirection.LeftToRight)
        self.setWindowTitle(_("Fishbowl tour: notes"))
        self.setAccessibleName(_("Notes of the tour"))
        tokens, larger = look.tokens, replace(look, scale=NOTES * look.scale)
        self._place = Words(look, style="section", ink=tokens.t2)
        self._title = TextBlock(look, style="title", widest=WIDEST)
        self._passed = Words(look, style="title")
        self._behind = Words(look, style="label", ink=tokens.t2)
        self._notes = NotesBox(larger, _("Notes"), widest=WIDEST)
        self._caption = Card(look, _("Your guests read"))
        self._after = Card(look, _("Next"))
        self._state = TextBlock(look, style="base", ink=tokens.t2, widest=2 * WIDEST)
        self._trouble = TextBlock(look, style="base", ink=tokens.warn, widest=2 * WIDEST)
        self.buttons = [self._button(*one) for one in _buttons()]
        self._lay_out()

    def show_briefing(self, said: Briefing) -> None:
        """Say this from now on."""
        self.said = said
        self._place.setText(said.place)
        self._title.set_words(said.title)
        self._passed.setText(said.passed)
        self._behind.setText(said.behind)
        self._behind.set_ink(self._look.tokens.warn if said.is_late else self._look.tokens.t2)
        self._notes.set_words(said.notes or _("There are no notes for this stop."))
        self._caption.say(said.caption)
        self._after.say(said.after, title=said.after_title)
        self._state.set_words(said.state)
        self._trouble.set_words(said.trouble)
        self._trouble.setVisible(bool(said.trouble))

    # inside

    def _lay_out(self) -> None:
        look = self._look
        column = QVBoxLayout(self)
        column.setContentsMargins(*(look.px(24),) * 4)
        column.setSpacing(look.px(12))
        column.addLayout(self._head())
        middle = QHBoxLayout()
        middle.setSpacing(look.px(24))
        middle.addWidget(self._notes, 3)
        side = QVBoxLayout()
        side.setSpacing(look.px(12))
        side.addWidget(self._caption)
        side.addWidget(self._after)
        side.addStretch(1)
        middle.addLayout(side, 2)
        column.addLayout(middle, 1)
        column.addWidget(self._trouble)
        column.addWidget(self._state)
        foot = QHBoxLayout()
        foot.setSpacing(look.px(8))
        for button in self.buttons:
            foot.addWidget(button)
        foot.addStretch(1)
        column.addLayout(foot)

    def _head(self) -> QHBoxLayout:
        head, left, right = QHBoxLayout(), QVBoxLayout(), QVBoxLayout()
        for layout, widgets in ((left, (self._place, self._title)), (right, (self._passed, self._behind))):
            layout.setSpacing(self._look.px(2))
            for widget in widgets:
                layout.addWidget(widget)
        for words in (self._passed, self._behind):
            words.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        head.addLayout(left, 1)
        head.addLayout(right)
        return head

    def _button(self, wish: Wish, text: str, cap: str) -> DeskButton:
        kind = ButtonKind.PRIMARY if wish is Wish.NEXT else ButtonKind.PLAIN
        button = DeskButton(self._look, text, kind=kind, cap=cap)
        button.clicked.connect(lambda: self.asked.emit(Asked(wish)))
        return button

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The same keys as in the guests' window."""
        asked = wish_of(event, right_to_left=self._mirrored)
        if asked is not None and not event.isAutoRepeat():
            self.asked.emit(asked)


def _buttons() -> tuple[tuple[Wish, str, str], ...]:
    return (
        (Wish.NEXT, _("Next"), "PgDown"),
        (Wish.BACK, _("Back"), "PgUp"),
        (Wish.AGAIN, _("This stop again"), "Shift+F5"),
        (Wish.BLANK, _("Dark"), "B"),
        (Wish.RESET, _("From the beginning"), "Home"),
        (Wish.ASK_END, _("End"), "Esc"),
    )


def watch_words(passed: Millis, planned: Millis) -> str:
    """The time that has passed, of the time planned."""
    return _("{passed} of {planned}").format(passed=clock_words(passed), planned=clock_words(planned))


def behind_words(behind: Millis) -> str:
    """How that is against the plan; less than five seconds are none."""
    if abs(behind) < 5 * SECOND:
        return _("In time")
    said = _("{time} behind") if behind > 0 else _("{time} ahead")
    return said.format(time=clock_words(abs(behind)))


def clock_words(length: Millis) -> str:
    """Minutes and seconds."""
    return f"{length // MINUTE}:{length % MINUTE // SECOND:02}"
