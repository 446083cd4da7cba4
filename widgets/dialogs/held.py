"""Goes through held replies one by one: each is read with what it answers and what was said since, then sent or given
back. Known by the agent's window; knows kit and models.

J and K go on, Ctrl+Enter sends, X gives back, O opens the conversation. A reply leaves the review when the hub has
moved it, whoever did that.
"""

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.errors import FishbowlError
from app.core.i18n import _, number
from app.domain.reply import OutboxItem
from widgets.kit.desk_box import ScrollBox
from widgets.kit.desk_button import DeskButton, Mark
from widgets.kit.desk_dialog import DeskDialog
from widgets.kit.desk_empty import EmptyState
from widgets.kit.desk_margins import flip, set_margins
from widgets.kit.desk_marks import account_mark
from widgets.kit.desk_text import TextBlock
from widgets.models.words import at_handle
from widgets.theme.desk import DeskLook

WIDTH, MARK, HIGHEST = 560, 28, 360
ROOM = WIDTH - 32 - MARK - 10


class HeldReply(QWidget):
    """The one that is read now."""

    def __init__(self, look: DeskLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._mark: Mark | None = None
        self.way = TextBlock(look, style="label", widest=ROOM)
        self.told = TextBlock(look, style="small", ink=look.tokens.t3, widest=ROOM)
        self.text = TextBlock(look, style="read", widest=ROOM)
        self.around = TextBlock(look, style="base", ink=look.tokens.t2, widest=ROOM)
        outer = QVBoxLayout(self)
        set_margins(outer, look.px(MARK + 10), look.px(2), 0, 0)
        outer.setSpacing(look.px(6))
        box = ScrollBox(look, _("The held reply"), highest=HIGHEST)
        box.column.setSpacing(look.px(8))
        for block in (self.text, self.around):
            box.column.addWidget(block)
        for widget in (self.way, self.told, box):
            outer.addWidget(widget)

    def show_item(self, item: OutboxItem, *, way: str, told: str, mark: Mark | None) -> None:
        """Show a reply; what is around it comes later."""
        self._mark = mark
        self.way.set_words(way)
        self.told.set_words(told)
        self.text.set_words(item.text)
        self.setAccessibleName(f"{way}. {told} {item.text}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._mark is not None:
            px = self._look.px
            box = flip(QRect(0, px(4), px(MARK), px(MARK)), self.rect(), self.isRightToLeft())
            account_mark(QPainter(self), self._look, box, self._mark.monogram, self._mark.hue)


class HeldDialog(DeskDialog):
    """The replies that wait for release.

    Signals:
        decided: an item, and True to send it, False to give it back as a draft.
        open_requested: its conversation is to be opened; carries the item.
        read_requested: what is around it is wanted (`show_around`); carries the item.
    """

    help_at = ("desk", "Holding")
    decided = Signal(object, bool)
    open_requested = Signal(object)
    read_requested = Signal(object)

    def __init__(
        self,
        look: DeskLook,
        held: Callable[[], list[OutboxItem]],
        *,
        hold: Callable[[], str],
        told: Callable[[OutboxItem], tuple[str, str]],
        mark: Callable[[OutboxItem], Mark | None],
        parent: QWidget | None = None,
    ) -> None:
        """`held` tells what is held now, `hold` why sending is held, `told` a reply's way and story, `mark` its
        account's."""
        words = _("Read each again: the world may have changed since it was written.")
        super().__init__(look, _("Held replies"), words, width=WIDTH, parent=parent)
        self._held, self._hold, self._told, self._mark = held, hold, told, mark
        self._item: OutboxItem | None = None
        self._under_way: set[int] = set()
        self.place = TextBlock(look, style="small", ink=look.tokens.t3)
        self.reply = HeldReply(look)
        self.said = TextBlock(look, ink=look.tokens.warn)
        self._empty = EmptyState(look, glyph="check")
        self._empty.say(_("No reply is held"), _("What is held is read again here."))
        self._empty.setFixedHeight(look.px(240))
        self.send_button = DeskButton(look)
        self.back_button = DeskButton(look, cap="X")
        self.open_button = DeskButton(look, _("Open the conversation"), cap="O")
        self.next_button = DeskButton(look, _("Next"), cap="J")
        self._build()
        self.answer_with(_("Close"), "")
        self.refresh()

    # public

    @property
    def item(self) -> OutboxItem | None:
        """The reply that is read now."""
        return self._item

    def refresh(self) -> None:
        """Show things as they stand now; the reply that is read stays while it is held."""
        held = self._held()
        self._under_way &= {one.id for one in held}
        now = next((one for one in held if self._item is not None and one.id == self._item.id), None)
        self._show(now or self._following(held), held)

    def refresh_around(self) -> None:
        """Ask for what is around the reply that is read: its reader is listening now."""
        if self._item is not None:
            self.read_requested.emit(self._item)

    def show_around(self, item: OutboxItem, words: str) -> None:
        """What a reply answers and what was said since; late words about another one are dropped."""
        if self._item is not None and self._item.id == item.id:
            self.reply.around.set_words(words)
            self._grown()

    def refuse(self, error: FishbowlError) -> None:
        """The hub did not do it: the reply is still held."""
        self._under_way.clear()
        self._say(f"{error.message} {error.hint}".strip())
        self.refresh()

    def decide(self, *, send: bool) -> None:
        """Send the one that is read, or give it back."""
        item, button = self._item, self.send_button if send else self.back_button
        if item is None or item.id in self._under_way:
            return
        if not button.may:
            self._say(button.accessibleDescription())
            return
        self._say("")
        self._under_way.add(item.id)
        self.decided.emit(item, send)
        self.refresh()

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key()) if event.key() else Qt.Key.Key_unknown
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.decide(send=True)
        elif event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            super().keyPressEvent(event)
        elif key is Qt.Key.Key_X:
            self.decide(send=False)
        elif key is Qt.Key.Key_O:
            self._open()
        elif key in {Qt.Key.Key_J, Qt.Key.Key_K}:
            self._step(1 if key is Qt.Key.Key_J else -1)
        else:
            super().keyPressEvent(event)

    # inside

    def _build(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(self.look.px(8))
        for button in (self.send_button, self.back_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        more = QHBoxLayout()
        more.setSpacing(self.look.px(8))
        for button in (self.open_button, self.next_button):
            more.addWidget(button)
        more.addStretch(1)
        for widget in (self._empty, self.place, self.reply):
            self.body.addWidget(widget)
        self.body.addLayout(buttons)
        self.body.addLayout(more)
        self.body.addWidget(self.said)
        self.said.hide()
        self.send_button.set_cap("Ctrl+Return")
        self.send_button.clicked.connect(lambda: self.decide(send=True))
        self.back_button.clicked.connect(lambda: self.decide(send=False))
        self.open_button.clicked.connect(self._open)
        self.next_button.clicked.connect(lambda: self._step(1))

    def _show(self, item: OutboxItem | None, held: list[OutboxItem]) -> None:
        another = (item.id if item is not None else 0) != (self._item.id if self._item is not None else 0)
        self._item = item
        self._empty.setVisible(item is None)
        buttons = (self.send_button, self.back_button, self.open_button)
        for widget in (self.place, self.reply, *buttons):
            widget.setVisible(item is not None)
        self.next_button.setVisible(len(held) > 1)
        if item is None:
            return
        at = [one.id for one in held].index(item.id) + 1
        self.place.set_words(_("{place} of {count}").format(place=number(at), count=number(len(held))))
        way, told = self._told(item)
        self.reply.show_item(item, way=way, told=told, mark=self._mark(item))
        self._dress(item)
        if another:
            self.reply.around.set_words(_("Looking at the conversation..."))
            self.read_requested.emit(item)
        self._grown()

    def _dress(self, item: OutboxItem) -> None:
        busy = _("The hub is asked.") if item.id in self._under_way else ""
        held = _("All sending is held. Let sending go on first, then release this one.") if self._hold() else ""
        self.send_button.set_words(_("Send as {account}").format(account=at_handle(item.handle)))
        self.send_button.set_mark(self._mark(item))
        self.send_button.set_may(not (busy or held), busy or held)
        self.back_button.set_words(_("Give back to {name}").format(name=item.author))
        self.back_button.set_may(not busy, busy)

    def _following(self, held: list[OutboxItem]) -> OutboxItem | None:
        """After the one that has gone: the next by number, else the first."""
        before = self._item.id if self._item is not None else 0
        return next((one for one in held if one.id > before), held[0] if held else None)

    def _step(self, by: int) -> None:
        held = self._held()
        if self._item is not None and len(held) > 1:
            place = [one.id for one in held].index(self._item.id)
            self._say("")
            self._show(held[(place + by) % len(held)], held)

    def _open(self) -> None:
        item = self._item
        if item is not None:
            self.accept()
            self.open_requested.emit(item)

    def _say(self, words: str) -> None:
        self.said.set_words(words)
        self.said.setVisible(bool(words))

    def _grown(self) -> None:
        """As high as the words need."""
        if self.isVisible():
            self._column.activate()
            self.resize(self.sizeHint())
