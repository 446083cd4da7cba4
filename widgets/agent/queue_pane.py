"""The queue: header, strips, list, outbox and toast. Known by the window; knows the desk, kit and the queue view."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from app.core.clock import Millis
from app.core.i18n import N_, _, ngettext
from app.domain.principal import Right
from widgets.agent.card_delegate import CardDelegate
from widgets.agent.desk import Desk
from widgets.agent.marked_bar import MarkedBar
from widgets.agent.outbox_bar import OutboxBar
from widgets.agent.queue_view import QueueView
from widgets.agent.slow_strip import AGAIN, SlowStrip
from widgets.kit.desk_button import ButtonKind, DeskButton
from widgets.kit.desk_empty import CardBlocks, EmptyState
from widgets.kit.desk_margins import set_margins
from widgets.kit.desk_panel import Panel
from widgets.kit.desk_strip import StripBar
from widgets.kit.desk_text import Words
from widgets.kit.toast import Toast
from widgets.models.words import clock_time, minutes_seconds
from widgets.theme.desk import DeskLook

ORDER_WORDS = {
    "due": N_("Due first"),
    "newest": N_("Newest first"),
    "priority": N_("Most pressing first"),
    "resolved": N_("Latest first"),
}


class QueuePane(Panel):
    """Everything in the queue's column.

    Signals:
        view_requested: another view is wanted; carries its rail name.
        command_requested: a button asks for a command; carries its id.
    """

    view_requested = Signal(str)
    command_requested = Signal(str)

    def __init__(self, look: DeskLook, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(look, look.tokens.bg1, parent)
        self._desk = desk
        self._next_view = "unassigned"
        self.delegate = CardDelegate(look, desk.queue.model, desk.directory, self)
        self.view = QueueView(look, desk.queue.model, self.delegate, self)
        self._title = Words(look, style="pane")
        self._count = Words(look, style="small", ink=look.tokens.t3)
        self._order = DeskButton(look, kind=ButtonKind.QUIET, glyph="sort")
        self.marked = MarkedBar(look, desk, self)
        self._news = DeskButton(look, kind=ButtonKind.QUIET, parent=self)
        self._filter = DeskButton(look, kind=ButtonKind.QUIET, glyph="close", parent=self)
        self._lost = StripBar(look, glyph="hub-lost", warns=True, parent=self)
        self.slow = SlowStrip(look, _("The hub has not sent this view yet."), self)
        self._empty = EmptyState(look, glyph="inbox")
        self._blocks = CardBlocks(look)
        self.toast = Toast(look, undo=_("Undo"), parent=self)
        self.outbox = OutboxBar(look, desk, self)
        self._build()
        self._wire()

    # public

    def tick(self, now: Millis) -> None:
        """A second has passed."""
        self.view.tick(now)
        self.outbox.tick(now)
        self._heed_loading()
        if not self._lost.isHidden():
            self._say_lost()

    def refresh(self) -> None:
        """Say again how many there are, and whether any picture is here."""
        self._say_header()
        self._show_place()
        self._say_lost()
        self._heed_loading()

    def reading_order(self) -> list[QWidget]:
        """What Tab goes through."""
        return [
            self._header,
            self.marked,
            self._lost,
            self.slow,
            self._filter,
            self._news,
            self.view,
            self._empty,
            self.toast,
            self.outbox,
        ]

    def take_focus(self) -> None:
        """The list has the keys, or what stands in its place and hands them on."""
        (self._place.currentWidget() or self.view).setFocus()

    def set_caps(self, cap: Callable[[str], str]) -> None:
        """Keys that work now, by command."""
        self.toast.undo_button.set_cap(cap("undo"))
        self.outbox.set_cap(cap("undo"))
        self.marked.set_caps(cap)
        self.slow.set_cap(AGAIN, cap(AGAIN))

    # inside

    def _build(self) -> None:
        look = self.look
        self._header = Panel(look, look.tokens.bg1, line="bottom")
        self._header.setFixedHeight(look.px(44))
        row = QHBoxLayout(self._header)
        set_margins(row, look.px(16), 0, look.px(10), 0)
        row.setSpacing(look.px(8))
        for widget in (self._title, self._count):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self._order)
        self._place = QStackedLayout()
        for place in (self.view, self._empty, self._blocks):
            self._place.addWidget(place)
        toast_place = QVBoxLayout()
        set_margins(toast_place, look.px(8), look.px(4), look.px(8), look.px(8))
        toast_place.addWidget(self.toast)
        column = QVBoxLayout(self)
        set_margins(column, 0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(self.marked)
        column.addWidget(self._lost)
        column.addWidget(self.slow)
        column.addWidget(self._filter, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._news, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(self._place, 1)
        column.addLayout(toast_place)
        column.addWidget(self.outbox)
        self._toast_place = toast_place
        self._lost.offer((("try_now", _("Try now")),))
        self._lost.hide()
        self._filter.hide()
        self._news.hide()
        self._toast_gone()

    def _wire(self) -> None:
        desk = self._desk
        desk.view_changed.connect(self.refresh)
        desk.link_changed.connect(self.refresh)
        desk.directory.counts_changed.connect(self.refresh)
        desk.directory.accounts_changed.connect(self._names_changed)
        desk.directory.company.changed.connect(self.view.viewport().update)
        desk.directory.house_changed.connect(self.view.viewport().update)
        desk.queue.filled_changed.connect(self.refresh)
        desk.queue.model.rows_changed.connect(self._rows_changed)
        self.view.end_near.connect(desk.queue.want_more)
        self.view.news_above.connect(self._say_news)
        self._news.clicked.connect(self.view.to_top)
        self._filter.clicked.connect(lambda: self.command_requested.emit("filter_none"))
        self._empty.go_requested.connect(self._go_on)
        self._lost.act_chosen.connect(lambda _act: desk.link.try_now())
        self.slow.act_chosen.connect(self.command_requested)
        self.marked.command_requested.connect(self.command_requested)
        desk.saved.changed.connect(self.refresh)
        self._order.clicked.connect(lambda: self.command_requested.emit("order"))
        self.toast.undo_requested.connect(desk.deeds.undo)
        self.outbox.list_requested.connect(lambda: self.command_requested.emit("own_replies"))
        self.toast.gone.connect(self._toast_gone)

    def say_done(self, words: str, undo: bool) -> None:
        """A toast for what was done."""
        self._say(words, undo=undo, glyph="check")

    def say_why_not(self, words: str) -> None:
        """A toast for a key that does nothing now, with the reason."""
        self._say(words, undo=False, glyph="question")

    def _say(self, words: str, *, undo: bool, glyph: str) -> None:
        pad = self.look.px(8)
        set_margins(self._toast_place, pad, self.look.px(4), pad, pad)
        self.toast.say(words, undo=undo, glyph=glyph)

    def _names_changed(self) -> None:
        self.delegate.forget()
        self.view.viewport().update()
        self._show_place()

    def _toast_gone(self) -> None:
        set_margins(self._toast_place, 0, 0, 0, 0)

    def _rows_changed(self) -> None:
        """Only how many there are has changed: in a scrolled list this comes every few frames."""
        self._count.setText(self._count_words())
        self._show_place()
        if self.marked.isVisibleTo(self):
            self._show_marked()

    def _say_header(self) -> None:
        named = self._desk.queue.named
        if named is None:
            return
        self._title.setText(named.title)
        order = _(ORDER_WORDS[named.view.order])
        self._order.set_words(order, name=_("Order: {order}").format(order=order))
        self._count.setText(self._count_words())
        self._show_marked()
        self._say_filter()

    def _show_marked(self) -> None:
        """What can be done to marked cards; those that are being looked at stay where they are on the screen."""
        was = self.marked.isVisibleTo(self)
        self.marked.refresh()
        bar, now = self.view.verticalScrollBar(), self.marked.isVisibleTo(self)
        if now != was and bar.value():
            bar.setValue(bar.value() + (self.marked.height() if now else -self.marked.height()))

    def _say_filter(self) -> None:
        """What is left out, and that a press shows everything again."""
        filtering = self._desk.filtering
        self._filter.setVisible(filtering.works_on(self._desk.queue.named))
        said = filtering.said
        self._filter.set_words(said, name=_("{filter}. Show everything").format(filter=said))

    def _heed_loading(self) -> None:
        """What has not come after some seconds is said, and can be asked for again; without the hub that is said."""
        desk = self._desk
        named = desk.queue.named
        waits = named is not None and not desk.queue.filled and desk.live
        was = self.slow.isHidden()
        self.slow.heed(named.name if waits and named is not None else None, desk.link.now())
        if self.slow.isHidden() != was:
            self._count.setText(self._count_words())

    def _count_words(self) -> str:
        desk = self._desk
        if not desk.queue.filled:
            return _("Loading...") if self.slow.isHidden() else ""
        marked = len(desk.queue.model.marked)
        if marked:
            return ngettext("{count} marked", "{count} marked", marked).format(count=marked)
        named = desk.queue.named
        if desk.filtering.works_on(named):
            return ""  # how many a filter leaves nobody counts; the groups say what is here
        known = desk.viewing.count_words(named.name) if named is not None else ""
        count = known or str(desk.queue.model.loaded)
        if not desk.live:
            return _("{count} at {time}").format(count=count, time=clock_time(desk.lost_since))
        return count

    def _show_place(self) -> None:
        filled = self._desk.queue.filled
        if not filled:
            if self._place.currentWidget() is not self._blocks:
                self._blocks.begin()
            self._place.setCurrentWidget(self._blocks)
            return
        self._blocks.end()
        empty = self._desk.queue.model.rowCount() == 0
        if empty:
            self._say_empty()
        self._place.setCurrentWidget(self._empty if empty else self.view)

    def _say_empty(self) -> None:
        named, directory = self._desk.queue.named, self._desk.directory
        self._next_view = "open" if named is not None and named.name == "unassigned" else "unassigned"
        waiting = directory.count(self._next_view)
        head = named.empty if named is not None else ""
        if directory.has_no_account():
            add = _("Add one with G, then C: what is said to it comes here.")
            ask = _("An administrator adds the accounts you answer from.")
            self._empty.say(_("No account yet"), add if self._desk.may(Right.ADMINISTER) else ask, glyph="globe")
            return
        if self._desk.queue.looking:
            self._empty.say(_("Nothing yet"), _("Looking further down the queue..."), glyph="eye")
            return
        if self._desk.filtering.works_on(named):
            said = self._desk.filtering.said
            self._empty.say(_("Nothing passes the filter"), said, button=_("Show everything"), glyph="eye")
            return
        if not waiting:
            self._empty.say(head, _("Nothing else waits."), glyph="inbox")
            return
        title = _("All open") if self._next_view == "open" else _("Unassigned")
        following = ngettext("{count} is in {view}.", "{count} are in {view}.", waiting)
        self._empty.say(
            head,
            following.format(count=waiting, view=title),
            button=_("Go to {view}").format(view=title),
            cap="G Q" if self._next_view == "open" else "G U",
        )

    def _go_on(self) -> None:
        """The way on from an empty place."""
        if self._desk.filtering.works_on(self._desk.queue.named):
            self.command_requested.emit("filter_none")
        else:
            self.view_requested.emit(self._next_view)

    def _say_lost(self) -> None:
        desk = self._desk
        self._lost.setVisible(not desk.live)
        if desk.live:
            return
        wait = desk.link.next_try - desk.link.now()
        following = _("Next try in {length}.").format(length=minutes_seconds(wait)) if wait > 0 else _("Trying now.")
        rest = _("New posts are not arriving. Replies you send wait here. {following}").format(following=following)
        bold = _("Hub lost at {time}.").format(time=clock_time(desk.lost_since))
        if desk.link.state.value == "refused":
            bold, rest = _("The hub refused this station."), desk.link.reason
        self._lost.say(bold, rest)

    def _say_news(self, count: int) -> None:
        self._news.setVisible(count > 0)
        if count:
            self._news.set_words(ngettext("{count} new above", "{count} new above", count).format(count=count))
