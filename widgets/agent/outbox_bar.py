"""The agent's own replies that are leaving or held, at the foot of the queue, with undo for the next one and the way to
the list of all. Known by the queue pane; knows the desk and kit.

With none it is gone at the next change of the list, not under the hand.
"""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.core.clock import SECOND, Millis
from app.core.i18n import _, ngettext, number
from app.domain.reply import OutboxItem, OutboxState
from widgets.agent.desk import Desk
from widgets.kit.desk_button import ButtonKind, DeskButton
from widgets.kit.desk_margins import flip
from widgets.kit.desk_marks import account_mark, draw_text, glyph_in, metrics, text_width
from widgets.kit.desk_panel import Panel
from widgets.models.composition import monogram_of
from widgets.models.moments import is_scheduled
from widgets.models.own_replies import length_words
from widgets.models.words import at_handle, clock_time, day_words
from widgets.theme.desk import DeskLook

HEIGHT = 52


class OutboxBar(Panel):
    """One line for what leaves next; with nothing that leaves, for what is held.

    Signals:
        list_requested: the agent wants to see all of them.
    """

    list_requested = Signal()

    def __init__(self, look: DeskLook, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(look, look.tokens.bg2, parent)
        self._desk = desk
        self._now: Millis = desk.link.now()
        self._lines = ("", "")
        self._cap = "Z"
        self.list_button = DeskButton(look, _("Show"), kind=ButtonKind.QUIET, parent=self)
        self.list_button.setAccessibleName(_("Show your replies that are not out"))
        self.list_button.clicked.connect(self.list_requested)
        self.undo_button = DeskButton(look, _("Undo"), cap="Z", parent=self)
        self.undo_button.clicked.connect(self._undo)
        self.setFixedHeight(look.px(HEIGHT))
        desk.directory.outbox_changed.connect(self._refresh)
        self._refresh()

    # public

    def tick(self, now: Millis) -> None:
        """A second has passed."""
        self._now = now
        if not self.isHidden():
            self._refresh()

    def set_cap(self, cap: str) -> None:
        """The key that undoes now; shown where the line keeps its words beside it."""
        self._cap = cap
        self._place_button()

    # Qt

    def resizeEvent(self, event: object) -> None:
        self._place_button()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        item = self._next()
        if item is None:
            return
        painter, look = QPainter(self), self.look
        painter.fillRect(QRect(0, 0, self.width(), 1), look.tokens.line)
        mark = flip(QRect(look.px(16), look.px(14), look.px(24), look.px(24)), self.rect(), self.isRightToLeft())
        account = self._desk.directory.account(item.account_id)
        if item.state is OutboxState.HELD:
            glyph_in(painter, look, mark, "pause", look.tokens.t2)
        else:
            left = QRect(0, 0, self._left_width(item), look.px(2))
            painter.fillRect(flip(left, self.rect(), self.isRightToLeft()), look.tokens.acc)
            if account is not None:
                account_mark(painter, look, mark, monogram_of(account), account.hue)
        self._paint_lines(painter)

    # inside

    def _next(self) -> OutboxItem | None:
        return next(iter(self._shown()), None)

    def _shown(self) -> list[OutboxItem]:
        """What leaves, the next one first; else what is held."""
        directory = self._desk.directory
        return directory.first_on_the_way() or directory.held()

    def _refresh(self) -> None:
        item = self._next()
        self.setVisible(item is not None)
        if item is None:
            return
        self._lines = self._words(item)
        self.setAccessibleName(". ".join(self._lines))
        self.setToolTip(self._lines[1])
        may = item.state is OutboxState.WAITING
        self.undo_button.set_may(may, "" if may else _("It is leaving now."))
        held = item.state is OutboxState.HELD
        self.undo_button.setVisible(not held)
        self.list_button.setVisible(held or len(self._shown()) > 1)
        self._place_button()
        self.update()

    def _words(self, item: OutboxItem) -> tuple[str, str]:
        count = len(self._shown())
        left = item.not_before - self._now
        seconds = max(0, -(-left // SECOND))
        network = self._desk.directory.network(item.network).title
        if item.state is OutboxState.HELD:
            held = ngettext("{count} reply of yours is held", "{count} replies of yours are held", count)
            head = held.format(count=number(count))
        elif count > 1:
            first = ngettext("{count} waits, leaves in {length}", "{count} wait, next in {length}", count)
            head = first.format(count=number(count), length=length_words(left))
        elif item.state is OutboxState.SENDING or not seconds:
            head = _("Sending on {network}").format(network=network)
        elif is_scheduled(item.not_before, item.created_at) and seconds > 60:
            day = day_words(item.not_before, now=self._now)
            at = clock_time(item.not_before)
            head = _("Leaves at {time}, {day}, on {network}").format(day=day, time=at, network=network)
        else:
            head = _("Sending in {seconds} s on {network}").format(seconds=seconds, network=network)
        accounts = _("{account} to {person}")
        return head, accounts.format(account=at_handle(item.handle), person=at_handle(item.to_handle))

    def _left_width(self, item: OutboxItem) -> int:
        whole = max(1, item.not_before - item.created_at)
        left = max(0, min(whole, item.not_before - self._now))
        return self.width() * left // whole

    def _paint_lines(self, painter: QPainter) -> None:
        look, mirrored = self.look, self.isRightToLeft()
        room = self._room()
        align = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
        styles = (("label", look.tokens.t1, look.px(9)), ("small", look.tokens.t3, look.px(27)))
        for line, (style, ink, top) in zip(self._lines, styles, strict=True):
            rect = flip(QRect(look.px(50), top, room, look.px(18)), self.rect(), mirrored)
            words = metrics(look, style).elidedText(line, Qt.TextElideMode.ElideRight, room)
            draw_text(painter, look, rect, words, style=style, ink=ink, align=align)

    def _room(self) -> int:
        """Width for the words beside the buttons as they are now."""
        return (
            self.width() - self.look.px(62) - sum(one.sizeHint().width() + self.look.px(8) for one in self._buttons())
        )

    def _buttons(self) -> list[DeskButton]:
        """Those that are there, from the far edge inwards."""
        return [one for one in (self.undo_button, self.list_button) if not one.isHidden()]

    def _place_button(self) -> None:
        self.undo_button.set_cap(self._cap)
        if text_width(self.look, "label", self._lines[0]) > self._room():
            self.undo_button.set_cap("")
        edge = self.width() - self.look.px(12)
        for button in self._buttons():
            size = button.sizeHint()
            button.resize(size)
            box = QRect(edge - size.width(), (self.height() - size.height()) // 2, size.width(), size.height())
            button.move(flip(box, self.rect(), self.isRightToLeft()).topLeft())
            edge = box.left() - self.look.px(4)

    def _undo(self) -> None:
        item = self._next()
        if item is not None:
            self._desk.sending.undo(item)
