"""One post that waits: who wrote it, what a wall would show of him, the words large, what speaks against it. Known by
the dialog of held posts; knows kit."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.clock import Millis
from app.core.i18n import _
from app.wire.feeds import HeldPostRow
from widgets.kit.desk_button import DeskButton
from widgets.kit.desk_chosen import paint_chosen
from widgets.kit.desk_margins import set_margins
from widgets.kit.desk_text import TextBlock, Words
from widgets.models.held_words import reason_words
from widgets.models.words import at_handle, clock_time, day_words, isolate
from widgets.theme.desk import DeskLook


class PostRow(QWidget):
    """One row.

    Signals:
        pressed: somebody pressed it.
        decided: one of its buttons was pressed; True to release.
    """

    pressed = Signal()
    decided = Signal(bool)

    def __init__(
        self, look: DeskLook, row: HeldPostRow, *, policy: str, network: str, now: Millis, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.row = row
        self._look, self._policy = look, policy
        self._current = self._marked = False
        shown = isolate(row.shown_as) if row.shown_as else _("nobody")
        when = f"{day_words(row.at, now=now)} {clock_time(row.at)}"
        head = _("{name} {handle} on {network}, {when}").format(
            name=isolate(row.name), handle=at_handle(row.handle), network=network, when=when
        )
        self._head = Words(look, head, style="label", ink=look.tokens.t2)
        self._shown = Words(look, _("A wall names {author}").format(author=shown), style="small", ink=look.tokens.t3)
        self._text = TextBlock(look, row.text or _("No words."), style="title", widest=640)
        self._why = TextBlock(look, reason_words(row.reasons, policy), style="small", widest=640)
        self._why.set_words(self._why.words, ink=look.tokens.warn if row.reasons else look.tokens.t3)
        self._release = DeskButton(look, _("Release"), cap="↵", parent=self)
        self._block = DeskButton(look, _("Block"), cap="X", parent=self)
        self._lay()
        self._name()

    def show_state(self, *, current: bool, marked: bool) -> None:
        """Whether it is the one that keys mean, and whether it is marked."""
        if (current, marked) != (self._current, self._marked):
            self._current, self._marked = current, marked
            self._release.setVisible(current)
            self._block.setVisible(current)
            self._name()
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, look, px = QPainter(self), self._look, self._look.px
        if self._current:
            paint_chosen(painter, look, self)
        if self._marked:
            x = self.width() - px(5) if self.isRightToLeft() else px(2)
            painter.fillRect(x, px(8), px(3), self.height() - px(16), look.tokens.acc)

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
        words.addWidget(self._why)
        words.addWidget(self._shown)
        foot.addLayout(words, 1)
        for button, release in ((self._release, True), (self._block, False)):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _checked=False, one=release: self.decided.emit(one))
            policy = button.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            button.setSizePolicy(policy)
            button.hide()
            foot.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(foot)

    def _name(self) -> None:
        parts = [self._head.text(), self.row.text, self._why.words, self._shown.text()]
        self.setAccessibleName(". ".join([_("Marked"), *parts] if self._marked else parts))
