"""Tells the agent what is new for him, without being a nuisance: work given to him, his name in a note, a reply of his
that was not sent or did not arrive, a breach near, an alarm. Known by the window; knows link, wire, desk and choices.

Several at once are one; nothing is told while he types or wants no disturbance. What he sees on the desk anyway makes
no sound; while the window is not in front its title and the taskbar say how many there are. A reply that is not out is
seen in a bar that stays (`UnsentBar`): here it is only made heard, also one that failed while the desk was closed.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from app.core.clock import DAY, MINUTE, SECOND, Millis
from app.core.i18n import _, ngettext
from app.domain.conversation import Card, View
from app.domain.mention import Mention
from app.link.mirror import FeedChange
from app.wire.feeds import AlarmFeed, MentionFeed, QueueFeed
from widgets.agent.desk import Desk
from widgets.models.watch import Watch
from widgets.models.words import isolate

NEAR: Millis = 5 * MINUTE
TYPING_LASTS: Millis = 4 * SECOND
FOLDED_OVER: Millis = 2 * SECOND
MOST_TOLD = 1_000


class Notices(QObject):
    """What is new for one agent.

    Attributes:
        unseen: how many were told while the window was not in front.

    Signals:
        told: a line for the desk's toast.
        unseen_changed: the window's title and badge must say another number.
    """

    told = Signal(str)
    unseen_changed = Signal(int)

    def __init__(self, desk: Desk, window: QWidget, *, beep: Callable[[], None] = QApplication.beep) -> None:
        super().__init__(window)
        self._desk, self._window, self._beep = desk, window, beep
        self._waiting: list[tuple[Millis, str]] = []
        """Words for the toast, empty for what the desk shows in another place; each since when it is new."""
        self._near: set[tuple[int, Millis]] = set()
        self._watches: list[Watch] = []
        self._me = ""
        self._typed_at: Millis = 0
        self.unseen = 0
        desk.drafts.typed.connect(self._typed)
        desk.troubles.came.connect(lambda _item: self._want("", shown=True))
        application = QGuiApplication.instance()
        if isinstance(application, QApplication):
            application.focusWindowChanged.connect(self._looked)

    # public

    def tick(self, now: Millis) -> None:
        """A second has passed: breaches that come near, then what has waited for its moment."""
        if self._desk.directory.me and self._me != self._desk.directory.me:
            self._watch_all(self._desk.directory.me)
        self._look_for_breaches(now)
        if self._waiting and self._may_speak(now):
            self._speak()

    def close(self) -> None:
        """Watch nothing any more."""
        for watch in self._watches:
            watch.close()
        self._watches.clear()

    # inside

    def _watch_all(self, me: str) -> None:
        self.close()
        link, self._me = self._desk.link, me
        self._mine = Watch(link, QueueFeed(view=View(assignee=me)), self)
        mentions, alarms = Watch(link, MentionFeed(me=me), self), Watch(link, AlarmFeed(), self)
        self._watches = [self._mine, mentions, alarms]
        self._follow(self._mine, self._given)
        self._follow_mentions(mentions)
        self._follow(alarms, lambda alarm: _("Alarm: {topic}, level {level}").format(
            topic=alarm.name, level=alarm.level))  # fmt: skip

    def _follow(self, watch: Watch, words: Callable[..., str]) -> None:
        """Tell each row that comes after the first picture, once."""
        known: set[str] | None = set(watch.rows) if watch.mirror.filled else None

        def changed(_change: FeedChange) -> None:
            nonlocal known
            rows = watch.rows
            if known is not None:
                for key in [key for key in rows if key not in known][:MOST_TOLD]:
                    self._want(words(rows[key]))
            known = set(rows)

        watch.changed.connect(changed)

    def _follow_mentions(self, watch: Watch) -> None:
        """Tell each that is newer than the last one that was told, at whichever desk and however long ago that is."""

        def changed() -> None:
            choices, now = self._desk.choices, self._desk.link.now()
            if watch not in self._watches or not choices.known or choices.settings.quiet:
                return
            told = choices.settings.told_mention
            new = [one for one in watch.rows.values() if one.id > told and (told or one.at > now - DAY)]
            for one in sorted(new, key=lambda one: one.id):
                self._want(_mentioned(one))
            if new:
                choices.change(told_mention=max(one.id for one in new))

        watch.changed.connect(lambda _change: changed())
        self._desk.choices.changed.connect(changed)
        changed()

    def _given(self, card: Card) -> str:
        """Empty for what the agent took himself."""
        if self._desk.deeds.is_own_taking(card.id):
            return ""
        return _("New for you: {name}").format(name=isolate(card.name))

    def _look_for_breaches(self, now: Millis) -> None:
        if not self._watches:
            return
        for card in self._mine.rows.values():
            key = (card.id, card.due_at)
            if 0 < card.due_at - now <= NEAR and key not in self._near:
                self._near.add(key)
                minutes = max(1, (card.due_at - now) // MINUTE)
                words = ngettext("{name} waits: {count} minute left", "{name} waits: {count} minutes left", minutes)
                self._want(words.format(name=isolate(card.name), count=minutes))

    def _want(self, words: str, *, shown: bool = False) -> None:
        if (words or shown) and not self._desk.choices.settings.quiet:
            self._waiting.append((self._desk.link.now(), words))

    def _may_speak(self, now: Millis) -> bool:
        pause = now - self._typed_at >= TYPING_LASTS
        return pause and now - self._waiting[0][0] >= FOLDED_OVER

    def _speak(self) -> None:
        waiting, self._waiting = [words for _at, words in self._waiting], []
        told = [words for words in waiting if words]
        count = len(told)
        folded = ngettext("{count} thing is new for you", "{count} things are new for you", count).format(count=count)
        if told:
            self.told.emit(told[0] if count == 1 else folded)
        if QGuiApplication.focusWindow() is None:
            self._count(self.unseen + len(waiting))
            QApplication.alert(self._window)
            if self._desk.choices.settings.sound:
                self._beep()

    def _typed(self, _conversation_id: object) -> None:
        self._typed_at = self._desk.link.now()

    def _looked(self, window: object) -> None:
        if window is not None and self.unseen:
            self._count(0)

    def _count(self, unseen: int) -> None:
        self.unseen = unseen
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.setBadgeNumber(unseen)
        self.unseen_changed.emit(unseen)


def _mentioned(note: Mention) -> str:
    words = _("Not delivered: your reply to {name}") if note.undelivered else _("{name} named you in a note")
    return words.format(name=isolate(note.by))
