"""An earlier conversation of the person, to be read beside the open one: nothing can be written here. Known by the
conversation pane and its dialog; knows the desk, the thread view and kit."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from app.core.i18n import _
from app.domain.conversation import Status
from widgets.agent.desk import Desk
from widgets.agent.fact_row import STATUS_ICONS, FactRow
from widgets.agent.thread_view import ThreadView
from widgets.kit.desk_button import ButtonKind, DeskButton
from widgets.kit.desk_empty import EmptyState
from widgets.kit.desk_margins import set_margins
from widgets.kit.desk_panel import Panel
from widgets.kit.desk_text import Words
from widgets.models.words import day_words
from widgets.theme.desk import DeskLook


def status_name(status: Status) -> str:
    """How a conversation stands, in a word or two."""
    names = {
        Status.OPEN: _("Open"),
        Status.PENDING: _("Waiting for the person"),
        Status.SNOOZED: _("Snoozed"),
        Status.RESOLVED: _("Resolved"),
    }
    return names[status]


class EarlierView(Panel):
    """Which one, a way to the others and to opening it, and its thread.

    Signals:
        original_requested: a post's page is wanted; carries its address.
        open_requested: it is to be opened; carries the conversation's id.
        left: Esc was pressed.
    """

    original_requested = Signal(str)
    open_requested = Signal(object)
    left = Signal()

    def __init__(self, look: DeskLook, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(look, look.tokens.bg1, parent, line="left")
        self._desk = desk
        self._top = Panel(look, look.tokens.bg1, self, line="bottom")
        self._title = Words(look, _("Earlier conversation"), style="pane")
        self._count = Words(look, style="small", ink=look.tokens.t3)
        self.newer = DeskButton(look, _("Newer"), kind=ButtonKind.QUIET, name=_("Newer conversation"))
        self.older = DeskButton(look, _("Older"), kind=ButtonKind.QUIET, name=_("Older conversation"))
        self.open_button = DeskButton(look, _("Open it"), name=_("Open the earlier conversation"))
        self.thread_view = ThreadView(look, desk.pictures, self, name=_("Earlier conversation"), read_only=True)
        self._none = EmptyState(look, glyph="clock", parent=self)  # without one it would be a window for a moment
        self._line = QVBoxLayout()
        self._fact: FactRow | None = None
        self._build()
        self.setAccessibleName(_("Earlier conversation"))
        self.older.clicked.connect(lambda: desk.earlier.step(1))
        self.newer.clicked.connect(lambda: desk.earlier.step(-1))
        self.open_button.clicked.connect(self._want_open)
        self.thread_view.original_requested.connect(self.original_requested)
        self.thread_view.left.connect(self.left)
        desk.earlier.changed.connect(self.refresh)
        self.refresh()

    # public

    def refresh(self) -> None:
        """Say which one is looked at, and show its thread; it is fetched while this can be seen."""
        earlier = self._desk.earlier
        if not self.isHidden():
            earlier.look()
        place, many = earlier.place(), len(earlier.past)
        self._count.setText(_("{place} of {count}").format(place=place + 1, count=many) if many > 1 else "")
        self.older.set_may(place + 1 < many, _("There is no older one."))
        self.newer.set_may(place > 0, _("There is no newer one but the open one."))
        for button in (self.older, self.newer):
            button.setVisible(many > 1)
        self.open_button.setVisible(earlier.chosen is not None)
        self._place.setCurrentIndex(1 if earlier.detail is not None else 0)
        self._say_none()
        self._say_which()
        self._show_thread()

    def begin(self) -> None:
        """It comes into sight."""
        self.show()
        self.refresh()

    def reading_order(self) -> list[QWidget]:
        """What Tab goes through."""
        return [self._top, self.thread_view]

    # inside

    def _build(self) -> None:
        px = self.look.px
        head = QHBoxLayout()
        set_margins(head, px(20), 0, px(12), 0)
        head.setSpacing(px(8))
        for widget in (self._title, self._count):
            head.addWidget(widget)
        head.addStretch(1)
        for button in (self.newer, self.older, self.open_button):
            head.addWidget(button)
        self._top.setFixedHeight(px(44))
        self._top.setLayout(head)
        self._place = QStackedLayout()
        self._place.addWidget(self._none)
        self._place.addWidget(self.thread_view)
        set_margins(self._line, px(20), px(6), px(20), px(6))
        column = QVBoxLayout(self)
        set_margins(column, 1, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top)
        column.addLayout(self._line)
        column.addLayout(self._place, 1)

    def _say_none(self) -> None:
        earlier = self._desk.earlier
        if earlier.chosen is None:
            known = self._desk.opened is not None and self._desk.opened.person is not None
            head = _("First conversation") if known else ""
            self._none.say(head, _("Nothing earlier of this person is known.") if known else "")
        elif earlier.trouble:
            self._none.say(_("It could not be fetched"), earlier.trouble, glyph="warning")
        else:
            self._none.say("", _("Looking up..."), glyph="clock")

    def _say_which(self) -> None:
        if self._fact is not None:
            self._line.removeWidget(self._fact)
            self._fact.hide()
            self._fact.deleteLater()
            self._fact = None
        chosen = self._desk.earlier.chosen
        if chosen is not None:
            _id, words, status, at = chosen
            when = day_words(at, now=self._desk.link.now())
            end = _("{status} · {day}").format(status=status_name(status), day=when)
            self._fact = FactRow(self.look, words, end=end, glyph=STATUS_ICONS[status])
            self._line.addWidget(self._fact)

    def _show_thread(self) -> None:
        detail = self._desk.earlier.detail
        if detail is None:
            return
        account = self._desk.directory.account(detail.card.account_id) or detail.account
        self.thread_view.show_entries(
            detail.card.id,
            list(detail.entries),
            handle=detail.card.handle,
            account=account,
            now=self._desk.link.now(),
            older=False,
            me=self._desk.directory.me,
            colleagues=self._desk.directory.colleagues,
        )

    def _want_open(self) -> None:
        chosen = self._desk.earlier.chosen
        if chosen is not None:
            self.open_requested.emit(chosen[0])
