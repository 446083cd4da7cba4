"""The feeds a panel mirrors while it is shown. Known by wall.panel; knows link."""

from collections.abc import Callable, Sequence
from typing import Any

from app.link.base import Link
from app.link.mirror import FeedChange, Mirror
from app.wire.feeds import Feed


class Subscriptions:
    """Mirrors of one owner; each is let go of exactly once.

    Attributes:
        mirrors: by feed.
    """

    def __init__(self, link: Link, changed: Callable[[FeedChange], None]) -> None:
        self.mirrors: dict[Feed, Mirror] = {}
        self._link = link
        self._changed = changed
        self._stops: dict[Feed, Callable[[], None]] = {}

    def follow(self, wants: Callable[[], Sequence[Feed]]) -> None:
        """Mirror what is wanted, let go of the rest; what one feed says may make the owner want another."""
        while (wanted := wants()) and set(wanted) != set(self.mirrors):
            for feed in [feed for feed in self.mirrors if feed not in wanted]:
                self._let_go(feed)
            for feed in [feed for feed in wanted if feed not in self.mirrors]:
                mirror = self._link.subscribe(feed)
                self.mirrors[feed] = mirror
                self._stops[feed] = mirror.listen(self._heard)

    def clear(self) -> None:
        """Let go of everything."""
        for feed in list(self.mirrors):
            self._let_go(feed)

    def rows(self, feed: Feed) -> dict[str, Any]:
        """The current rows; none of a feed that is not mirrored."""
        mirror = self.mirrors.get(feed)
        return mirror.rows if mirror else {}

    def _let_go(self, feed: Feed) -> None:
        self._stops.pop(feed)()
        del self.mirrors[feed]
        self._link.unsubscribe(feed)

    def _heard(self, mirror: Mirror, change: FeedChange) -> None:
        """A mirror may have been let go of while this change was being told."""
        if mirror in self.mirrors.values():
            self._changed(change)
