"""The desk's window: holds the content, the keys, the second's tick, and the look. Known by station; knows content,
actions and shell."""

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QTextEdit, QVBoxLayout

from app.core.clock import HOUR, Millis
from app.core.i18n import _
from widgets.agent.actions import DeskActions
from widgets.agent.appearance import Appearance
from widgets.agent.commands import desk_commands
from widgets.agent.content import DeskContent
from widgets.agent.desk import Desk
from widgets.agent.filter_commands import GO_SAVED
from widgets.agent.notices import Notices
from widgets.agent.own_window import OwnWindow
from widgets.agent.placing import place_of, put, put_back
from widgets.agent.queue_view import make_second_timer
from widgets.agent.seat import Seat
from widgets.models.desk_memory import DeskMemory
from widgets.shell.shortcuts import Shortcuts
from widgets.theme.desk import DeskLook, palette, style_sheet

LEAST_WIDTH, LEAST_HEIGHT = 960, 640
BETWEEN_PARTS_MS = 50
PRESSING = 40
"""Of 100: a card of this priority has something to tell."""
RECENT: Millis = HOUR
"""What is overdue for longer belongs to the days that are just coming in."""


class DeskWindow(Seat):
    """One agent's window.

    Attributes:
        desk: the mind behind it; `content` what is shown; `hands` what commands do.
        standard, table: the commands with their own keys, and with those the agent chose.
        memory: how it stood when it was last open.

    Signals:
        closed: the window has closed.
    """

    closed = Signal()

    def __init__(
        self, desk: Desk, *, theme: str = "", text_size: int = 0, guide: bool = True, memory: DeskMemory | None = None
    ) -> None:
        """With `guide` the first steps are shown to whoever has never seen them; `memory` says how it stood."""
        super().__init__()
        self.desk = desk
        self.memory = memory or DeskMemory()
        self.appearance = Appearance(desk.choices, self.memory, theme=theme, text_size=text_size, parent=self)
        self._begun = self._remembers_place = False
        self.look: DeskLook = self.appearance.look
        self.standard = desk_commands()
        self._guided = not guide
        self._own: OwnWindow | None = None
        self.notices = Notices(desk, self)
        self._keys: tuple[dict[str, str], bool] = ({}, True)
        self.table = self.standard
        self.content = DeskContent(self.look, desk, self, memory=self.memory)
        self.hands = DeskActions(self, desk)
        self.attach = self.hands.attach
        self.shortcuts = Shortcuts(self, self.table)
        self.setWindowTitle(_("Fishbowl desk"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._timer = make_second_timer(self)
        self._timer.timeout.connect(self._tick_in_parts)
        self.shortcuts.chosen.connect(self.run)
        self.command_requested.connect(self.run)
        self.appearance.changed.connect(self._rebuild)
        self.own_window_requested.connect(self.turn_own_window)
        self.shortcuts.text_focus_changed.connect(self._refresh_caps)
        self.shortcuts.chord_waiting.connect(self._hint)
        desk.conversation_changed.connect(self._say_title)
        desk.choices.changed.connect(self._take_choices)
        desk.directory.house_changed.connect(self._offer_guide)
        desk.saved.changed.connect(self._take_views)
        self.notices.told.connect(lambda words: self.content.queue.say_done(words, False))
        self.notices.unseen_changed.connect(lambda _count: self._say_title())
        self._put_in()
        self._take_views()

    # public

    def run(self, command_id: str) -> None:
        """Run a command; one that may not run now says why."""
        command = self.table[command_id]
        why = command.refusal(self.hands)
        if why:
            self.content.queue.say_why_not(why)
            return
        command.run(self.hands)

    def tick(self) -> None:
        """A second has passed."""
        self._tick_queue()
        self._tick_rest()

    def find_place(self, usual: QSize) -> None:
        """Stand where it stood when it was last open, and remember from now on where it stands."""
        put(self, self.memory.last.window, usual=usual)
        self._remembers_place = True

    def turn_own_window(self, *, quietly: bool = False) -> None:
        """The conversation in a window of its own, or back in this one; `quietly` leaves in front what is there."""
        if self._own is not None:
            self._own.close()
            return
        self._own = OwnWindow(self.look, self.content.give_conversation(), self.table)
        self._own.command_chosen.connect(self.run)
        self._own.closed.connect(self._bring_back)
        if not put_back(self._own, self.memory.last.own_window):
            self._own.place_beside(self)
        self._own.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, quietly)
        self._own.show()
        self.content.conversation.thread_view.setFocus()
        self._say_title()

    # Qt

    def closeEvent(self, event: QCloseEvent) -> None:
        self._timer.stop()
        self._keep_place()
        if self._own is not None:
            self._own.close()
        self.notices.close()
        self.hands.alarms.crises.close()
        self.desk.close()
        super().closeEvent(event)
        self.closed.emit()

    # inside

    def _put_in(self) -> None:
        look = self.look
        self.setPalette(palette(look))
        self.setStyleSheet(style_sheet(look))
        self.setFont(look.font("base"))
        self.setMinimumSize(min(look.px(LEAST_WIDTH), 1280), min(look.px(LEAST_HEIGHT), 720))
        self._column.addWidget(self.content)
        self.content.command_requested.connect(self.run)
        self.content.view_requested.connect(self.hands.go)
        self.content.original_requested.connect(self.hands.show_original)
        self.content.unsent.show_requested.connect(self.hands.mine.show_unsent)
        self.content.conversation.composer.send_asks.connect(self.hands.reply.ask_protected)
        self.content.conversation.composer.later_requested.connect(self.hands.reply.send_later)
        self.content.conversation.composer.snippet_requested.connect(self.hands.ask_snippet)
        self.content.conversation.composer.preview_requested.connect(self.hands.reply.show_preview)
        self.content.conversation.composer.attach_requested.connect(self.attach.choose)
        self.content.conversation.composer.pictures.describe_requested.connect(self.attach.describe)
        self.content.conversation.composer.pictures.smaller_requested.connect(self.attach.shrink)
        self.content.conversation.composer.text.picture_given.connect(self.attach.add_given)
        self.content.conversation.composer.text.files_given.connect(
            lambda paths: self.attach.add_files(self.desk.open_id, paths)
        )
        self.content.conversation.composer.take_over_asks.connect(self.hands.reply.ask_take_over)
        self.content.conversation.composer.left.connect(self.content.queue.view.setFocus)
        self.content.queue.view.card_chosen.connect(self.desk.open)
        self.content.queue.view.card_opened.connect(self._open_card)
        self.desk.queue.filled_changed.connect(self._begin)
        self.desk.queue.model.rowsInserted.connect(self._begin)
        self._refresh_caps()
        self.content.queue.refresh()
        self.content.conversation.composer.refresh()
        self.content.person.refresh()
        self.content.conversation.header.refresh()
        self.tick()
        self._timer.start()
        self._begin()

    def _rebuild(self) -> None:
        """Build the content anew in another look; nothing that is written is touched, and whoever writes writes on."""
        own, text = self._own, self.content.conversation.composer.text
        caret = text.textCursor().position() if text.hasFocus() else -1
        in_front = own is not None and own.isActiveWindow()
        if own is not None:
            own.close()
        before = self.content
        self.look = self.appearance.look
        self._column.removeWidget(before)
        before.hide()
        before.deleteLater()
        self.content = DeskContent(self.look, self.desk, self, memory=self.memory)
        self._put_in()
        QApplication.setPalette(palette(self.look))
        self.content.queue.view.select(self.desk.open_id, quietly=True)
        self.content.queue.view.setFocus()
        if own is not None:
            self.turn_own_window(quietly=not in_front)
        if caret >= 0:
            _write_on(self.content.conversation.composer.text, caret)

    def _keep_place(self) -> None:
        if self._remembers_place and self.isVisible():
            self.memory.keep(window=place_of(self))
        if self._own is not None:
            self.memory.keep(own_window=place_of(self._own))

    def _tick_in_parts(self) -> None:
        """The same, spread over some frames: a list that is scrolled meanwhile has no time for all of it in one."""
        self._tick_queue()
        QTimer.singleShot(BETWEEN_PARTS_MS, self, lambda: self._tick_rest() if self._timer.isActive() else None)

    def _tick_queue(self) -> None:
        self.content.queue.tick(self.desk.link.now())

    def _tick_rest(self) -> None:
        self.desk.queue.model.regroup(self.desk.link.now())
        self.content.conversation.tick(self.desk.link.now())
        self.desk.sending.tick(self.desk.link.now())
        self.desk.presence.tick(self.desk.link.now())
        self.desk.shift.tick(self.desk.link.now())
        self.desk.troubles.tick(self.desk.link.now())
        self.notices.tick(self.desk.link.now())
        self.second_passed.emit()
        self._keep_place()

    def _begin(self) -> None:
        """The first picture has come: open the first card, with the focus in the queue."""
        first = 0 if self._begun else self._first_card()
        if not first:
            return
        # A first card may be gone again before it was opened: the next picture's first card is tried then.
        self._begun = bool(self.desk.open_id)
        if not self._begun:
            self.content.queue.view.select(first)
        if not self.shortcuts.in_text:
            self.content.queue.view.setFocus()

    def _first_card(self) -> int:
        """The one at the top, 0 while there is none; of the invented day the most pressing, rather not overdue.

        Its colleagues resolve what is overdue and not looked at, and its first minute brings two days of that.
        """
        cards, house = self.desk.queue.model.cards(), self.desk.directory.house()
        if house is not None and house.demo:
            now = self.desk.link.now()
            told = [one for one in cards if one.due_at > now - (RECENT if one.priority >= PRESSING else 0)]
            cards = sorted(told, key=lambda one: (one.due_at <= now, -one.priority))
        return cards[0].id if cards else 0

    def _open_card(self, conversation_id: int) -> None:
        self.desk.open(conversation_id)
        self.hands.open_thread()

    def _refresh_caps(self) -> None:
        in_text = self.shortcuts.in_text
        self.content.refresh_caps(lambda command: self.table.cap(command, in_text=in_text), in_text=in_text)

    def _bring_back(self) -> None:
        """The own window closes: its pane stands here again."""
        own, self._own = self._own, None
        self.content.take_conversation()
        if own is not None:
            self.memory.keep(own_window=place_of(own))
            own.deleteLater()

    def _take_choices(self) -> None:
        """Other keys: shortcuts, caps, palette, menu and sheet are made from the table as it is now."""
        settings = self.desk.choices.settings
        self._offer_guide()
        if (settings.keys, settings.single_keys) == self._keys:
            return
        self._keys = settings.keys, settings.single_keys
        self._use_keys()

    def _offer_guide(self) -> None:
        """The first steps, once it is known who sits here, and on which company."""
        choices = self.desk.choices
        if choices.known and self.desk.directory.house() and not (choices.settings.guided or self._guided):
            self._guided = True
            self.hands.team.show_guide()

    def _take_views(self) -> None:
        """Other saved views: each is a command, which can be given a key."""
        views = self.desk.saved.named(now=self.desk.link.now())
        named = {(one.id, one.words, one.icon) for one in self.standard if one.id.startswith(GO_SAVED)}
        if named != {(f"go_{one.name}", one.title, one.icon) for one in views}:
            self.standard = desk_commands(views)
            self._use_keys()

    def _use_keys(self) -> None:
        settings = self.desk.choices.settings
        self.table = self.standard.with_keys(settings.keys)
        for shortcuts in (self.shortcuts, *([self._own.shortcuts] if self._own is not None else [])):
            shortcuts.use(self.table, single_keys=settings.single_keys)
        self._refresh_caps()

    def _hint(self, waiting: bool) -> None:
        chords = self.table.chords()
        letters = [f"{key}  {command.words}" for key, command in chords.items() if not key.isdigit()]
        self.content.rail.hint("\n".join([*letters, _("1 to 9  brand")]) if waiting else "")

    def _say_title(self) -> None:
        opened = self.desk.opened
        name = opened.card.name if opened is not None else ""
        title = _("{name} · Fishbowl desk").format(name=name) if name else _("Fishbowl desk")
        if self._own is not None and opened is not None:
            self._own.say_title(opened.card, self.desk.directory)
        unseen = self.notices.unseen
        self.setWindowTitle(f"({unseen}) {title}" if unseen else title)


def _write_on(text: QTextEdit, caret: int) -> None:
    """Into a text, at the place where somebody was writing."""
    cursor = text.textCursor()
    cursor.setPosition(min(caret, text.document().characterCount() - 1))
    text.setTextCursor(cursor)
    text.setFocus()


def set_direction(app: QApplication, *, right_to_left: bool) -> None:
    """Mirror the frame, or not; text follows its own letters."""
    app.setLayoutDirection(Qt.LayoutDirection.RightToLeft if right_to_left else Qt.LayoutDirection.LeftToRight)
