"""Everything in a desk window, laid out for its width. Known by the window; knows the panes.

It is built anew when theme or text size change; what is being written lives in the desk, not here.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from app.core.errors import Code, FishbowlError
from app.core.i18n import _, ngettext
from app.domain.principal import Right
from widgets.agent.conversation_pane import ConversationPane
from widgets.agent.desk import Desk
from widgets.agent.frame import Frame, frame_for
from widgets.agent.person_panel import PersonPanel
from widgets.agent.queue_pane import QueuePane
from widgets.agent.rail import Rail
from widgets.agent.top_bar import TopBar
from widgets.agent.unsent_bar import UnsentBar
from widgets.kit.desk_banner import Banner
from widgets.kit.desk_empty import EmptyState
from widgets.kit.desk_order import in_order
from widgets.kit.desk_panel import Panel
from widgets.kit.desk_strip import StripBar
from widgets.models.desk_memory import DeskMemory
from widgets.models.words import clock_time
from widgets.theme.desk import DeskLook

WIDEST = 8_000
"""Wider than any window, in logical pixels at 100 %."""


class DeskContent(Panel):
    """The panes and bars of one desk.

    Signals:
        command_requested: a button asks for a command; carries its id.
        view_requested: a view is wanted; carries its rail name.
        original_requested: a post's page is wanted; carries its address.
    """

    command_requested = Signal(str)
    view_requested = Signal(str)
    original_requested = Signal(str)

    def __init__(
        self, look: DeskLook, desk: Desk, parent: QWidget | None = None, *, memory: DeskMemory | None = None
    ) -> None:
        super().__init__(look, look.tokens.bg0, parent)
        self._desk = desk
        self._memory = memory or DeskMemory()
        self._frame: Frame | None = None
        self._person_wanted = False
        self._elsewhere: EmptyState | None = None
        self.top_bar = TopBar(look, desk, self)
        self.banner = Banner(look, show=_("Show what is held"), lift=_("Let sending go on..."), parent=self)
        self.panic = Banner(look, show=_("Walls..."), lift=_("Let the walls go on..."), parent=self)
        self.problem = StripBar(look, glyph="warning", warns=True, parent=self)
        self._away = False
        self.unsent = UnsentBar(look, desk, self)
        self.rail = Rail(look, desk, self)
        self.queue = QueuePane(look, desk, self)
        self.conversation = ConversationPane(look, desk, self)
        self.person = PersonPanel(look, desk, self)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self._build()
        self._wire()
        self._say_house()

    # public

    def panes(self) -> list[QWidget]:
        """What F6 goes through, in order."""
        found = [self.rail, self.queue.view, self.conversation.thread_view, self.conversation.composer.text]
        beside = [self.conversation.earlier.thread_view] if self._desk.earlier.is_shown else []
        return [*found, *beside, self.person] if self.person.isVisible() else [*found, *beside]

    def give_conversation(self) -> ConversationPane:
        """Let the conversation be shown elsewhere; a line in its place says where it is."""
        self._elsewhere = EmptyState(self.look, glyph="open")
        self._elsewhere.say(
            _("The conversation has a window of its own"),
            _("What you choose in the queue is shown there."),
            button=_("Bring it back"),
        )
        self._elsewhere.go_requested.connect(lambda: self.command_requested.emit("own_window"))
        self.splitter.replaceWidget(self.splitter.indexOf(self.conversation), self._elsewhere)
        return self.conversation

    def take_conversation(self) -> None:
        """It is back."""
        if self._elsewhere is not None:
            self.splitter.replaceWidget(self.splitter.indexOf(self._elsewhere), self.conversation)
            self.conversation.show()
            self._elsewhere.deleteLater()
            self._elsewhere = None

    def toggle_person(self) -> None:
        """Show or hide the person: a drawer where there is no room for a column."""
        self._person_wanted = not self.person.isVisible()
        if self._frame is not None and not self._frame.drawer:
            self._memory.keep(person_shown=self._person_wanted)
        self._place_person()

    def give_way(self) -> None:
        """The drawer goes, so that what is written, and its Send button, is not covered."""
        if self._is_drawn():
            self.toggle_person()

    def refresh_caps(self, caps: Callable[[str], str], *, in_text: bool) -> None:
        """Show the keys that work now."""
        self.top_bar.search_button.set_cap(caps("palette"))
        self.queue.set_caps(caps)
        self.conversation.set_caps(caps)
        key = caps("keys")
        self.rail.say_keys(_("Press {key} for keys").format(key=key) if key else "")

    def say_problem(self, error: FishbowlError) -> None:
        """Something was not done; it stays until it is closed, or what was in the way is gone."""
        self._away = error.code is Code.UNAVAILABLE
        self.problem.say(error.message, error.hint)
        self.problem.show()

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leads back to the queue from everywhere, and takes the drawer away."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
            return
        self.give_way()
        self.queue.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # inside

    def _build(self) -> None:
        look = self.look
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        for pane in (self.queue, self.conversation, self.person):
            self.splitter.addWidget(pane)
        self.splitter.setStretchFactor(0, 0)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setStretchFactor(2, 0)
        self.splitter.setStyleSheet(f"QSplitter::handle {{ background: {look.tokens.line.name()}; }}")
        self.problem.offer((("close", _("Close")),))
        self.problem.hide()
        self.splitter.splitterMoved.connect(self._keep_columns)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addWidget(self.splitter, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for bar in (self.top_bar, self.panic, self.banner, self.unsent, self.problem):
            column.addWidget(bar)
        column.addLayout(row, 1)
        self._order_focus()

    def _order_focus(self) -> None:
        """The Tab key goes through bars and panes as they are read."""
        bars = (self.top_bar, self.panic, self.banner, self.unsent, self.problem)
        head = (self.conversation.header, self.conversation.slow)
        talk = (*head, self.conversation.thread_view, *self.conversation.composer.reading_order())
        beside = self.conversation.earlier.reading_order()
        in_order(*bars, self.rail, *self.queue.reading_order(), *talk, *beside, self.person)

    def _wire(self) -> None:
        self.rail.view_chosen.connect(self.view_requested)
        self.rail.topics_requested.connect(self._want_topics)
        self.rail.rows_changed.connect(self._order_focus)
        self.queue.view_requested.connect(self.view_requested)
        self.queue.command_requested.connect(self.command_requested)
        self.conversation.header.command_requested.connect(self.command_requested)
        self.conversation.original_requested.connect(self.original_requested)
        self.conversation.thread_view.judging_requested.connect(lambda: self.command_requested.emit("judge"))
        self.conversation.composer.change_requested.connect(self._want_change)
        self.top_bar.search_button.clicked.connect(self._want_palette)
        self.top_bar.menu_button.clicked.connect(self._want_menu)
        self.banner.lift_requested.connect(self._want_lift)
        self.banner.show_requested.connect(self._want_held)
        self.panic.lift_requested.connect(lambda: self.command_requested.emit("calm"))
        self.panic.show_requested.connect(lambda: self.command_requested.emit("walls"))
        self.rail.held_posts_requested.connect(lambda: self.command_requested.emit("held_posts"))
        self.problem.act_chosen.connect(self.problem.hide)
        self.conversation.thread_view.left.connect(self.queue.view.setFocus)
        self.conversation.earlier.left.connect(self.queue.view.setFocus)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow_focus)
        self._desk.problem.connect(self.say_problem)
        self._desk.drafts.typed.connect(lambda _conversation_id: self.give_way())
        self._desk.done.connect(self.queue.say_done)
        self._desk.in_vain.connect(self.queue.say_why_not)
        self._desk.link_changed.connect(self._hub_moved)
        self._desk.directory.house_changed.connect(self._say_house)
        self._desk.directory.outbox_changed.connect(self._say_hold)

    def _hub_moved(self) -> None:
        """Words about a hub that is away are over when it is back."""
        if self._away and self._desk.live:
            self._away = False
            self.problem.hide()

    def _want_topics(self) -> None:
        self.command_requested.emit("go_topics")

    def _want_change(self) -> None:
        self.command_requested.emit("destination")

    def _want_palette(self) -> None:
        self.command_requested.emit("palette")

    def _want_menu(self) -> None:
        self.command_requested.emit("menu")

    def _want_lift(self) -> None:
        self.command_requested.emit("lift")

    def _want_held(self) -> None:
        """A lead goes through all that is held, everybody else through his own."""
        self.command_requested.emit("held" if self._desk.may(Right.HOLD) else "own_replies")

    def _say_house(self) -> None:
        self._say_panic()
        self._say_hold()

    def _say_panic(self) -> None:
        house = self._desk.directory.house()
        if house is None or not house.panic:
            self.panic.hide()
            return
        since = _("Every wall shows its neutral scene since {time}; {name} asked for it.").format(
            time=clock_time(house.panic_since), name=house.panic_by or _("the hub")
        )
        may = self._desk.may(Right.DIRECT_WALL)
        self.panic.say(since, house.panic_reason, may_lift=may, held=may)

    def _say_hold(self) -> None:
        house = self._desk.directory.house()
        if house is None or not house.hold:
            self.banner.hide()
            return
        since = _("All sending is held since {time} by {name}: {reason}.").format(
            time=clock_time(house.hold_since), name=house.hold_by or _("the hub"), reason=house.hold.rstrip(".")
        )
        waits = ngettext("{count} reply waits.", "{count} replies wait.", house.held).format(count=house.held)
        rest = _("Write and save; nothing goes out. {waiting}").format(waiting=waits)
        may = self._desk.may(Right.HOLD)
        held = house.held > 0 if may else bool(self._desk.directory.held())
        self.banner.show_button.set_words(_("Show what is held") if may else _("Show my held replies"))
        self.banner.say(since, rest, may_lift=may, held=held)

    def _fit(self) -> None:
        px = self.look.px
        frame = frame_for(self.width() / self.look.scale)
        self.top_bar.align_search(px(frame.rail), narrow=frame.narrow_rail, width=px(min(420, frame.queue)))
        if frame == self._frame:
            self._place_person()
            return
        self._frame = frame
        self.rail.setFixedWidth(px(frame.rail))
        self.rail.set_narrow(frame.narrow_rail)
        self.conversation.header.show_person_button(frame.drawer)
        self.conversation.header.show_queue_button(frame.alone)
        self.queue.setMinimumWidth(px(min(320, frame.queue)))
        self.queue.setMaximumWidth(px(WIDEST if frame.alone else 520))
        for place in (0, 1):
            self.splitter.setCollapsible(place, frame.alone)
        self.person.setMinimumWidth(px(260))
        self.person.setMaximumWidth(px(380))
        last = self._memory.last
        self._person_wanted = last.person_shown and not frame.drawer
        self._place_person()
        queue = px(frame.queue if frame.alone else last.queue or frame.queue)
        person = 0 if frame.drawer else px(last.person or frame.person)
        rest = self.width() - px(frame.rail) - queue - person - 2
        self.splitter.setSizes([queue, max(px(480), rest), person])
        self._show_alone(self.queue)
        self._follow_focus(None, QApplication.focusWidget())

    def _keep_columns(self) -> None:
        """The agent has moved an edge: so wide it stays, in every window wide enough."""
        if self._frame is None or self._frame.alone:
            return
        queue, _conversation, *person = (round(size / self.look.scale) for size in self.splitter.sizes())
        self._memory.keep(queue=queue)
        if person and self.person.isVisible():
            self._memory.keep(person=person[0])

    def _follow_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Where there is room for one pane only, it is the one with the focus."""
        for pane in (self.queue, self.conversation):
            if now is not None and pane.isAncestorOf(now) and pane.window() is self.window():
                self._show_alone(pane)

    def _is_drawn(self) -> bool:
        """Whether the person lies over the thread."""
        return self._frame is not None and self._frame.drawer and self.person.isVisible()

    def _show_alone(self, pane: QWidget) -> None:
        """The splitter takes the other one out of sight without hiding it: keys still reach it, and bring it back."""
        if self._frame is not None and self._frame.alone:
            place = self.splitter.indexOf(pane)
            self.splitter.setSizes([self.splitter.width() * (one == place) for one in range(self.splitter.count())])

    def _place_person(self) -> None:
        """In the splitter, or as a drawer over the thread's far edge."""
        if self._frame is None:
            return
        if not self._frame.drawer:
            if self.person.parentWidget() is not self.splitter:
                self.splitter.addWidget(self.person)
            self.person.setVisible(self._person_wanted)
            return
        if self.person.parentWidget() is not self:
            self.person.setParent(self)
        width = self.look.px(300)
        area = self.splitter.geometry()
        x = area.left() if self.isRightToLeft() else area.right() + 1 - width
        top = area.top() + self.look.px(44)
        self.person.setGeometry(x, top, width, area.bottom() + 1 - top)
        self.person.setVisible(self._person_wanted)
        self.person.raise_()
