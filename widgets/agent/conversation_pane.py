"""A conversation: header, thread, composer; on a large screen an earlier one of the person beside it. Known by the
window; knows the desk and its own parts."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from app.core.clock import Millis
from app.core.i18n import _
from widgets.agent.composer import Composer
from widgets.agent.desk import Desk
from widgets.agent.earlier_view import EarlierView
from widgets.agent.header import ConversationHeader
from widgets.agent.slow_strip import AGAIN, SlowStrip
from widgets.agent.standing import StandingLine
from widgets.agent.thread_view import ThreadView
from widgets.kit.desk_empty import EmptyState
from widgets.kit.desk_panel import Panel
from widgets.theme.desk import DeskLook

WIDEST = 860
"""A conversation is no wider: lines and times stay together."""
BESIDE = 520
"""From so much more room on an earlier conversation stands beside it, as wide as the room, and no wider than itself."""


class ConversationPane(Panel):
    """The middle of the desk.

    Signals:
        original_requested: a post's page is wanted; carries its address.
    """

    original_requested = Signal(str)

    def __init__(self, look: DeskLook, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(look, look.tokens.bg2, parent)
        self._desk = desk
        self.header = ConversationHeader(look, desk, self)
        self.standing = StandingLine(look, desk, self)
        self.slow = SlowStrip(look, _("The hub has not sent this conversation yet."), self)
        self.thread_view = ThreadView(look, desk.pictures, self)
        self.composer = Composer(look, desk, self)
        self.earlier = EarlierView(look, desk, self)
        self.earlier.hide()
        self._nothing = EmptyState(look, glyph="inbox", parent=self)  # without one it would be a window for a moment
        self._nothing.say(_("No conversation is open"), _("Choose one from the queue."))
        self.setMinimumWidth(look.px(480))
        self._build()
        desk.conversation_changed.connect(self.refresh)
        desk.conversation_updated.connect(self.refresh)
        desk.directory.accounts_changed.connect(self.refresh)
        desk.directory.colleagues_changed.connect(self.refresh)
        self.thread_view.older_requested.connect(desk.read_older)
        self.thread_view.original_requested.connect(self.original_requested)
        self.composer.look_requested.connect(self.original_requested)
        self.earlier.original_requested.connect(self.original_requested)
        self.earlier.open_requested.connect(desk.open_any)
        self.slow.act_chosen.connect(self.header.command_requested)
        self.standing.labels_requested.connect(lambda: self.header.command_requested.emit("label"))
        self.refresh()

    # public

    def refresh(self) -> None:
        """Show the open conversation as it stands."""
        opened = self._desk.opened
        self._place.setCurrentIndex(1 if opened is not None else 0)
        self._share_room()
        self._heed_loading()
        if opened is None:
            return
        self.standing.show_card(opened.card)
        account = self._desk.directory.account(opened.card.account_id) or opened.account
        self.thread_view.show_entries(
            opened.id,
            opened.entries(),
            handle=opened.card.handle,
            account=account,
            now=self._desk.link.now(),
            older=bool(opened.older),
            me=self._desk.directory.me,
            colleagues=self._desk.directory.colleagues,
        )

    def tick(self, now: Millis) -> None:
        """A second has passed."""
        self.header.tick(now)
        self.composer.tick(now)
        self._heed_loading()

    def set_caps(self, cap: Callable[[str], str]) -> None:
        """Keys that work now, by command."""
        self.header.refresh_caps(cap)
        self.composer.use_caps(cap)
        self.slow.set_cap(AGAIN, cap(AGAIN))

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.composer.set_ceiling(round(self.height() * 0.4))
        self._share_room()

    # inside

    def _heed_loading(self) -> None:
        """A thread that has not come after some seconds is said, and can be asked for again."""
        opened = self._desk.opened
        waits = opened is not None and opened.loading and self._desk.live
        self.slow.heed(opened.id if waits and opened is not None else None, self._desk.link.now())

    def _share_room(self) -> None:
        """What the conversation leaves over is the earlier one's, if it can use it; the rest stands on both sides."""
        widest, over = self.look.px(WIDEST), self.width() - self.look.px(WIDEST)
        beside = self._desk.opened is not None and over >= self.look.px(BESIDE)
        if beside:
            self.earlier.setFixedWidth(min(over, widest))
        if beside and self.earlier.isHidden():
            self.earlier.begin()
        elif not beside:
            self.earlier.hide()
        self._desk.earlier.stand(beside)
        left = self.width() - (self.earlier.width() if beside else 0)
        side = max(0, (left - widest) // 2)
        self.header.set_side(side)
        self.standing.set_side(side)
        self.thread_view.set_side(side)
        self._foot.setContentsMargins(side, 0, side, 0)

    def _build(self) -> None:
        talk = QWidget()
        inner = QVBoxLayout(talk)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.header)
        inner.addWidget(self.standing)
        inner.addWidget(self.slow)
        inner.addWidget(self.thread_view, 1)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.composer)
        self._foot.setContentsMargins(0, 0, 0, 0)
        inner.addLayout(self._foot)
        self._place = QStackedLayout()
        self._place.addWidget(self._nothing)
        self._place.addWidget(talk)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(self._place, 1)
        row.addWidget(self.earlier)
