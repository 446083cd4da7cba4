"""The agent's own replies that are not out: those that failed, those that leave later, those that are held. Each can
be taken back, or its conversation opened. Known by the agent's window; knows kit and the model of own replies.

J and K go on, Enter or O opens, Z takes back: the words and pictures are in the composer again.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.core.errors import FishbowlError
from app.core.i18n import _
from app.domain.reply import OutboxItem
from widgets.dialogs.own_reply_row import OwnReplyRow
from widgets.kit.desk_button import Mark
from widgets.kit.desk_dialog import DeskDialog
from widgets.kit.desk_empty import EmptyState
from widgets.kit.desk_scroll import OverlayBar
from widgets.kit.desk_text import TextBlock
from widgets.kit.focus_paint import KeylessRows
from widgets.models.own_replies import OwnReply
from widgets.theme.desk import DeskLook

HEIGHT = 480


class OwnRepliesDialog(DeskDialog):
    """The list and its keys.

    Signals:
        undo_requested: a reply is to be taken back; carries its item.
        open_requested: its conversation is to be opened; carries its item.
    """

    help_at = ("desk", "When a reply is not taken")
    undo_requested = Signal(object)
    open_requested = Signal(object)

    def __init__(
        self,
        look: DeskLook,
        replies: Callable[[], list[OwnReply]],
        *,
        name: Callable[[OutboxItem], str],
        mark: Callable[[OutboxItem], Mark | None],
        parent: QWidget | None = None,
    ) -> None:
        """`replies` tells what is listed now, `name` whose card a reply belongs to, `mark` its account's."""
        words = _("Taken back, words and pictures are in the composer again, and nothing goes out.")
        super().__init__(look, _("Your replies that are not out"), words, width=640, parent=parent)
        self._replies, self._name, self._mark = replies, name, mark
        self._rows: dict[int, OwnReplyRow] = {}
        self._order: list[int] = []
        self._current = 0
        self._said = TextBlock(look, ink=look.tokens.t2)
        self._empty = EmptyState(look, glyph="check", parent=self)
        self._list = KeylessRows()
        self._inside = QWidget()
        self._listing = QVBoxLayout(self._inside)
        self._build()
        self.answer_with(_("Close"), "")
        self._list.setFocus()
        self.refresh()

    # public

    @property
    def current(self) -> OwnReply | None:
        """The reply that keys mean."""
        row = self._rows.get(self._current)
        return row.reply if row is not None else None

    @property
    def said(self) -> str:
        """The line under the list."""
        return self._said.words

    def listed(self) -> list[OwnReply]:
        """The rows, from the top."""
        return [self._rows[number].reply for number in self._order]

    def refresh(self) -> None:
        """Show them as they stand now; rows that stay are not built again."""
        wanted = {reply.item.id: reply for reply in self._replies()}
        following = self._following(set(self._order) - set(wanted))
        for number in [number for number in self._rows if number not in wanted]:
            self._drop(self._rows.pop(number))
        for place, (number, reply) in enumerate(wanted.items()):
            if number not in self._rows:
                self._rows[number] = self._make(reply)
            self._rows[number].show_reply(reply)
            if self._listing.indexOf(self._rows[number]) != place:
                self._listing.insertWidget(place, self._rows[number])
        self._order = list(wanted)
        self._current = self._current if self._current in wanted else following or next(iter(wanted), 0)
        for number, row in self._rows.items():
            row.show_current(number == self._current)
        self._list.setVisible(bool(wanted))
        self._empty.setVisible(not wanted)

    def refuse(self, error: FishbowlError) -> None:
        """The hub did not do it."""
        self._said.set_words(f"{error.message} {error.hint}".strip(), ink=self.look.tokens.warn)

    def take_back(self) -> None:
        """The current one, or why it cannot be."""
        reply = self.current
        if reply is None:
            return
        self._said.set_words(reply.why if not reply.undo else "", ink=self.look.tokens.t2)
        if reply.undo:
            self.undo_requested.emit(reply.item)

    def open_current(self) -> None:
        """Close, and go to the conversation of the current one."""
        reply = self.current
        if reply is not None:
            self.accept()
            self.open_requested.emit(reply.item)

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key()) if event.key() else Qt.Key.Key_unknown
        if event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier):
            super().keyPressEvent(event)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_O}:
            self.open_current()
        elif key is Qt.Key.Key_Z:
            self.take_back()
        elif key in {Qt.Key.Key_J, Qt.Key.Key_Down}:
            self._step(1)
        elif key in {Qt.Key.Key_K, Qt.Key.Key_Up}:
            self._step(-1)
        else:
            super().keyPressEvent(event)

    # inside

    def _build(self) -> None:
        look = self.look
        self._listing.setContentsMargins(0, 0, 0, 0)
        self._listing.setSpacing(look.px(4))
        self._listing.addStretch(1)
        self._list.setAccessibleName(_("Your replies that are not out"))
        self._list.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setWidgetResizable(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setStyleSheet("QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }")
        self._list.setWidget(self._inside)
        self._list.setFixedHeight(look.px(HEIGHT))
        self._empty.setFixedHeight(look.px(HEIGHT // 2))
        self._empty.say(_("Every reply of yours is out"), _("What fails, waits or is held comes here."))
        OverlayBar(look, self._list)
        for widget in (self._list, self._empty, self._said):
            self.body.addWidget(widget)

    def _make(self, reply: OwnReply) -> OwnReplyRow:
        item = reply.item
        row = OwnReplyRow(self.look, reply, name=self._name(item), mark=self._mark(item), parent=self._inside)
        row.pressed.connect(lambda: self._go(item.id))
        row.undo_pressed.connect(lambda: self._press(item.id, self.take_back))
        row.open_pressed.connect(lambda: self._press(item.id, self.open_current))
        return row

    def _drop(self, row: OwnReplyRow) -> None:
        self._listing.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _step(self, by: int) -> None:
        if self._order:
            place = self._order.index(self._current)
            self._go(self._order[max(0, min(len(self._order) - 1, place + by))])

    def _go(self, number: int) -> None:
        self._current = number
        self.refresh()
        if number in self._rows:
            self._list.ensureWidgetVisible(self._rows[number], 0, self.look.px(24))

    def _press(self, number: int, act: Callable[[], None]) -> None:
        self._go(number)
        act()

    def _following(self, gone: set[int]) -> int:
        """The one that is current when these have left: the next one, else the one before; 0 for none."""
        place = self._order.index(self._current) if self._current in self._order else 0
        around = [*self._order[place:], *reversed(self._order[:place])]
        return next((number for number in around if number not in gone), 0)
