"""One post on the walls: whom they name, its words, where it stands since when, what has become of it. Known by the
dialog of posts on walls; knows kit."""

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.clock import Millis
from app.core.i18n import _
from app.wire.feeds import OnWallRow
from widgets.kit.desk_button import DeskButton
from widgets.kit.desk_chosen import paint_chosen
from widgets.kit.desk_margins import set_margins
from widgets.kit.desk_text import TextBlock, Words
from widgets.models.on_wall_words import by_words, fate_words, place_words
from widgets.models.on_walls import Fate
from widgets.models.words import clock_time, day_words, isolate, shorten
from widgets.theme.desk import DeskLook

MOST_LETTERS, MOST_IN_TIP = 400, 4_000
"""A wall shows fewer; what follows is in the tip."""


class WallPostRow(QWidget):
    """One row.

    Signals:
        pressed: somebody pressed it.
        taken_off, put_back: its button was pressed.
    """

    pressed = Signal()
    taken_off = Signal()
    put_back = Signal()

    def __init__(
        self, look: DeskLook, row: OnWallRow, *, network: str, now: Millis, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.row = row
        self._look, self._now = look, now
        self._current, self._fate = False, Fate.SHOWN
        when = f"{day_words(row.at, now=now)} {clock_time(row.at)}"
        author = isolate(row.author) if row.author else _("Nobody is named")
        head = _("{author}, {network}, {when}").format(author=author, network=network, when=when)
        self._head = Words(look, head, style="label", ink=look.tokens.t2)
        self._text = TextBlock(look, shorten(row.text, MOST_LETTERS) or _("No words."), style="title", widest=640)
        if len(row.text) > MOST_LETTERS:
            self._text.setToolTip(f"<p>{escape(row.text[:MOST_IN_TIP])}</p>")  # as a paragraph it is wrapped
        self._places = TextBlock(look, style="small", ink=look.tokens.t2, widest=640)
        self._fate_line = TextBlock(look, style="small", ink=look.tokens.warn, widest=640)
        self._off = DeskButton(look, _("Take it off"), cap="X", parent=self)
        self._back = DeskButton(look, _("Put it back"), cap="Z", parent=self)
        self._lay()
        self.show_state(current=False, fate=Fate.SHOWN)

    def show_state(self, *, current: bool, fate: Fate) -> None:
        """Whether it is the one that keys mean, and what has become of it."""
        self._current, self._fate = current, fate
        taken = fate in {Fate.GOING, Fate.UNREACHED, Fate.GONE}
        told = (place_words(self.row, now=self._now), by_words(self.row))
        self._places.set_words("\n".join(part for part in told if part))
        self._fate_line.set_words(fate_words(self.row, fate))
        self._fate_line.setVisible(fate is not Fate.SHOWN)
        self._off.setVisible(current and not taken)
        self._back.setVisible(current and taken)
        parts = (self._head.text(), self.row.text, self._places.words, self._fate_line.words)
        self.setAccessibleName(". ".join(part for part in parts if part))
        self.update()

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.pressed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._current:
            paint_chosen(QPainter(self), self._look, self)

    def _lay(self) -> None:
        px = self._look.px
        column = QVBoxLayout(self)
        set_margins(column, px(14), px(10), px(14), px(10))
        column.setSpacing(px(4))
        column.addWidget(self._head)
        column.addWidget(self._text)
        foot = QHBoxLayout()
        foot.setSpacing(px(8))
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addWidget(self._fate_line)
        words.addWidget(self._places)
        foot.addLayout(words, 1)
        for button, said in ((self._off, self.taken_off), (self._back, self.put_back)):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(said)
            foot.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(foot)
