"""The head of a conversation: who, about what, until when, and what can be done. Known by the conversation pane; knows
the desk and kit."""

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.core.clock import Millis
from app.core.i18n import _
from app.domain.conversation import Card, Status
from widgets.agent.company_words import company_words
from widgets.agent.desk import Desk
from widgets.agent.timer_paint import paint_timer, timer_width
from widgets.kit.desk_button import DeskButton, icon_button
from widgets.kit.desk_margins import flip, set_margins
from widgets.kit.desk_marks import chip, chip_width, draw_text, glyph_in, metrics, text_width
from widgets.kit.desk_panel import Panel
from widgets.models.timer import Timer, TimerState, timer_of
from widgets.theme.desk import DeskLook
from widgets.theme.icons import network_icon

ROOMY = 640
"""From this width on, in logical pixels at 100 %, the buttons show their keys."""


class Subject(QWidget):
    """Network, name, topic and timer, painted; the name gives way first."""

    def __init__(self, look: DeskLook, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._desk = look, desk
        self._now: Millis = desk.link.now()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_now(self, now: Millis) -> None:
        """Paint again if the timer's words changed."""
        before, self._now = self._timer(self._now), now
        after = self._timer(now)
        if before != after:
            self.update()
        card = self._card()
        name = card.name if card is not None else ""
        if name != self.accessibleName():
            self.setAccessibleName(name)
            self.setToolTip(name)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._look.px(120), self._look.px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        card = self._card()
        if card is None:
            return
        painter, px = QPainter(self), self._look.px
        timer, topic = self._timer(self._now), self._topic(card)
        suffix = self._suffix(timer)
        tail = timer_width(self._look, timer, suffix=suffix)
        if px(24) + text_width(self._look, "pane", card.name) + px(22) + tail > self.width():
            suffix, tail = "", timer_width(self._look, timer)
        chip_room = chip_width(self._look, topic) + px(10) if topic else 0
        room = self.width() - px(24) - tail - px(12)
        if text_width(self._look, "pane", card.name) > room - chip_room:
            chip_room = 0
        x = self._paint_name(painter, card, max(px(60), room - chip_room))
        if chip_room:
            chip(painter, self._look, self._place(x, px(18), chip_room - px(10)), topic)
            x += chip_room
        if timer.state is not TimerState.NONE:
            rect = self._place(x, px(18), tail)
            paint_timer(painter, self._look, rect, timer, mirrored=self.isRightToLeft(), suffix=suffix)
            x += tail + px(12)
        self._paint_company(painter, card, x)

    def _paint_company(self, painter: QPainter, card: Card, x: int) -> None:
        """Who else is here, where there is room for the words."""
        look, px = self._look, self._look.px
        words, glyph = company_words(self._desk.directory.company, card.id)
        width = text_width(look, "small", words) + 1
        if not words or x + px(18) + width > self.width():
            return
        glyph_in(painter, look, self._place(x, px(16), px(12)), glyph, look.tokens.t2, size=12)
        draw_text(painter, look, self._place(x + px(18), px(18), width), words, style="small", ink=look.tokens.t2)

    def _paint_name(self, painter: QPainter, card: Card, room: int) -> int:
        look, px = self._look, self._look.px
        glyph_in(painter, look, self._place(0, px(16), px(16)), network_icon(card.network), look.tokens.t1)
        name = metrics(look, "pane").elidedText(card.name, Qt.TextElideMode.ElideRight, room)
        width = text_width(look, "pane", name) + 1
        draw_text(painter, look, self._place(px(24), px(20), width), name, style="pane", ink=look.tokens.t1)
        return px(24) + width + px(10)

    def _place(self, x: int, height: int, width: int) -> QRect:
        return flip(QRect(x, (self.height() - height) // 2, width, height), self.rect(), self.isRightToLeft())

    def _card(self) -> Card | None:
        return self._desk.opened.card if self._desk.opened is not None else None

    def _timer(self, now: Millis) -> Timer:
        card = self._card()
        if card is None:
            return Timer(TimerState.NONE, "")
        return timer_of(card, now=now, held=bool(self._desk.directory.hold()))

    def _topic(self, card: Card) -> str:
        topic = self._desk.directory.topic(card.topics[0]) if card.topics else None
        return topic.name if topic is not None else ""

    @staticmethod
    def _suffix(timer: Timer) -> str:
        running = timer.state in {TimerState.CALM, TimerState.SOON, TimerState.DUE}
        return " " + _("to reply") if running else ""


class ConversationHeader(Panel):
    """The header row.

    Signals:
        command_requested: a button was pressed; carries its command's id.
    """

    command_requested = Signal(str)

    def __init__(self, look: DeskLook, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(look, look.tokens.bg2, parent, line="bottom")
        self._desk = desk
        self._caps: Callable[[str], str] = lambda _command: ""
        self.subject = Subject(look, desk)
        self._queue = icon_button(look, "inbox", _("Back to the queue (Esc)"))
        self._person = DeskButton(look, _("Person"))
        self._resolve = DeskButton(look, _("Resolve"))
        self._assign = icon_button(look, "person", _("Take or assign"))
        self._label = icon_button(look, "tag", _("Label"))
        self._snooze = icon_button(look, "snooze", _("Snooze..."))
        self._menu = icon_button(look, "more", _("More actions"))
        self._build()
        self.setFixedHeight(look.px(44))
        desk.conversation_updated.connect(self.refresh)
        desk.conversation_changed.connect(self.refresh)
        desk.directory.company.changed.connect(self.refresh)

    # public

    def refresh(self) -> None:
        """Say what is open."""
        opened = self._desk.opened
        for button in (self._resolve, self._assign, self._label, self._snooze):
            button.set_may(opened is not None, "" if opened is not None else _("No conversation is open."))
        resolved = opened is not None and opened.card.status is Status.RESOLVED
        self._resolve.set_words(_("Reopen") if resolved else _("Resolve"))
        self.subject.show_now(self._desk.link.now())
        self.subject.update()

    def tick(self, now: Millis) -> None:
        """A second has passed."""
        self.subject.show_now(now)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.refresh_caps(self._caps)

    def set_side(self, side: int) -> None:
        """Keep so many pixels more free on both sides."""
        set_margins(self._row, self.look.px(20) + side, 0, self.look.px(12) + side, 0)

    def show_person_button(self, on: bool) -> None:
        """Where the person panel is a drawer, a button opens it."""
        self._person.setVisible(on)

    def show_queue_button(self, on: bool) -> None:
        """Where the queue is out of sight, a button leads back to it."""
        self._queue.setVisible(on)

    def refresh_caps(self, caps: Callable[[str], str]) -> None:
        """Keys that work now."""
        self._caps = caps
        roomy = self.width() >= self.look.px(ROOMY)
        self._person.set_cap(caps("person") if roomy else "")
        self._resolve.set_cap(caps("resolve") if roomy else "")

    # inside

    def _build(self) -> None:
        px = self.look.px
        row = self._row = QHBoxLayout(self)
        self.set_side(0)
        row.setSpacing(px(8))
        row.addWidget(self._queue)
        row.addWidget(self.subject, 1)
        self._queue.hide()
        self._queue.clicked.connect(lambda: self.command_requested.emit("pane_2"))
        buttons = {
            "person": self._person,
            "resolve": self._resolve,
            "assign": self._assign,
            "label": self._label,
            "snooze": self._snooze,
            "menu": self._menu,
        }
        for command, button in buttons.items():
            row.addWidget(button)
            button.clicked.connect(lambda _checked=False, chosen=command: self._press(chosen))

    def _press(self, command: str) -> None:
        opened = self._desk.opened
        if command == "resolve" and opened is not None and opened.card.status is Status.RESOLVED:
            command = "reopen"
        self.command_requested.emit(command)
