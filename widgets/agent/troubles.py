"""Own replies that were not sent, or may have been: told until the agent has looked, also when the desk was closed
meanwhile. Known by the desk, its notices and the bar; knows link, directory and choices.

What was looked at is kept with the agent's settings, so that no desk of his tells it twice. A reply of unknown fate is
told only when the network could not say soon whether it is there.
"""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Signal

from app.core.clock import SECOND, Millis
from app.domain.reply import OutboxItem, OutboxState
from app.link.base import Link, LinkState
from widgets.agent.choices import Choices
from widgets.models.directory import Directory

PATIENCE: Millis = 10 * SECOND
MOST_KEPT = 200


class Troubles(QObject):
    """What one agent must still look at.

    Attributes:
        shown: whether a conversation's composer tells at this moment what became of its reply.

    Signals:
        came: there is one more; carries the outbox item, once.
        changed: others wait now.
    """

    came = Signal(object)
    changed = Signal()

    def __init__(self, link: Link, directory: Directory, choices: Choices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._link, self._directory, self._choices = link, directory, choices
        self._since: dict[str, Millis] = {}
        self._told: set[str] = set()
        self._seen: set[str] = set()
        self._waiting: dict[str, OutboxItem] = {}
        self.shown: Callable[[int], bool] = lambda _conversation_id: False
        directory.outbox_changed.connect(self.follow)
        choices.changed.connect(self.follow)

    # public

    def waiting(self) -> list[OutboxItem]:
        """Those nobody has looked at, oldest first; of a thread its first part."""
        return list(self._waiting.values())

    def tick(self, _now: Millis) -> None:
        """A second has passed: what is unknown may be so for too long."""
        if self._since or self._waiting:
            self.follow()

    def look_at(self, items: Iterable[OutboxItem]) -> None:
        """The agent has seen these."""
        self._seen.update(_key(item) for item in items)
        self.follow()

    def follow(self) -> None:
        """See what is in trouble now, tell what is new, and forget what was seen."""
        if not self._choices.known:
            return
        found = {_key(item): item for item in self._directory.own_troubled()}
        self._since = {key: self._since.get(key, self._link.now()) for key in found}
        seen = self._seen | set(self._choices.settings.seen_replies)
        waiting = {key: item for key, item in found.items() if key not in seen and self._is_due(key, item)}
        for key in [key for key in waiting if key not in self._told]:
            self._told.add(key)
            self.came.emit(waiting[key])
        self._seen |= {key for key, item in waiting.items() if self.shown(item.conversation_id)}
        self._seen &= set(found)
        self._show({key: item for key, item in waiting.items() if key not in self._seen})
        self._keep(set(found))

    # inside

    def _is_due(self, key: str, item: OutboxItem) -> bool:
        return item.state is OutboxState.FAILED or self._link.now() - self._since[key] >= PATIENCE

    def _show(self, waiting: dict[str, OutboxItem]) -> None:
        if waiting != self._waiting:
            self._waiting = waiting
            self.changed.emit()

    def _keep(self, found: set[str]) -> None:
        """Let the hub know what was seen; without it that is done when it is back."""
        kept = self._choices.settings.seen_replies
        if self._link.state is LinkState.LIVE and not self._seen <= set(kept):
            wanted = sorted(self._seen | (set(kept) & found))[-MOST_KEPT:]
            self._choices.change(seen_replies=tuple(wanted))


def _key(item: OutboxItem) -> str:
    """A reply that was tried again, or is known to have failed by now, is another matter."""
    return f"{item.id}:{item.attempts}:{item.state}"
