"""A link for glass that strangers stand before: no names, no post that a person has not released, and no words that
people of the house have written for each other. Known by the tour; knows wire.

It only takes away, whatever the hub's own policy says; what it does not know it does not show.
"""

import re
from collections.abc import Callable
from typing import Any

from msgspec import structs

from app.core.clock import Millis
from app.core.i18n import _
from app.link.base import Link
from app.link.mirror import FeedChange, Mirror
from app.wire.calls import Request
from app.wire.crisis_feeds import ResponseRow
from app.wire.feeds import AlarmRow, Feed, HouseFeed, HouseRow, RisingRow, StreamRow

HOUSE = HouseFeed()
BY_HAND = "hold_all"
"""The wall's policy under which every post on glass was released by a person."""


ADDRESS = re.compile(r"\w+://\S+|www\.\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
HANDLE = re.compile(r"@\w(?:[\w.-]*\w)?(?:@\w[\w.-]*\w)?")


class GuardedMirror(Mirror):
    """A mirror of a mirror: its rows are what may be shown of the other's."""

    def __init__(self, source: Mirror, show: Callable[[Any], Any | None]) -> None:
        super().__init__(source.feed)
        self._source, self._show = source, show
        self._stop = source.listen(self._heard)
        self._copy()

    def look_again(self) -> None:
        """What may be shown has changed."""
        self._copy()
        self._tell(FeedChange(put=tuple(self.rows), drop=(), whole=True))

    def close(self) -> None:
        """Listen no more."""
        self._stop()

    def _heard(self, _source: Mirror, change: FeedChange) -> None:
        before = set(self.rows)
        self._copy()
        put = tuple(key for key in change.put if key in self.rows)
        self._tell(FeedChange(put=put, drop=tuple(before - set(self.rows)), whole=change.whole))

    def _copy(self) -> None:
        source = self._source
        shown = {key: self._show(row) for key, row in source.rows.items()}
        self.rows = {key: row for key, row in shown.items() if row is not None}
        self.epoch, self.version, self.changed_at = source.epoch, source.version, source.changed_at
        self.filled, self.last_known = source.filled, source.last_known


class GuardedLink:
    """Another link, seen through the guard; see `app.link.base.Link`."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._mirrors: dict[Feed, tuple[GuardedMirror, int]] = {}
        self._stop_state = link.on_state(self._follow)
        self._follow()
        self._house = link.subscribe(HOUSE)
        self._by_hand = self._is_by_hand()
        self._stop_house = self._house.listen(self._house_changed)

    @property
    def shows_posts(self) -> bool:
        """Whether posts are shown at all: only where every one was released by a person."""
        return self._by_hand

    def now(self) -> Millis:
        return self._link.now()

    def as_of(self) -> Millis:
        return self._link.as_of()

    async def call(self, request: Request, *, timeout: float = 15.0) -> Any:
        return await self._link.call(request, timeout=timeout)

    def subscribe(self, feed: Feed) -> Mirror:
        mirror, users = self._mirrors.get(feed) or (GuardedMirror(self._link.subscribe(feed), self._guarded), 0)
        self._mirrors[feed] = (mirror, users + 1)
        return mirror

    def unsubscribe(self, feed: Feed) -> None:
        mirror, users = self._mirrors[feed]
        if users > 1:
            self._mirrors[feed] = (mirror, users - 1)
            return
        mirror.close()
        del self._mirrors[feed]
        self._link.unsubscribe(feed)

    def on_state(self, listener: Callable[[], None]) -> Callable[[], None]:
        return self._link.on_state(listener)

    def try_now(self) -> None:
        self._link.try_now()

    def close(self) -> None:
        """Let go of the house and of the link's state."""
        self._stop_state()
        self._stop_house()
        self._link.unsubscribe(HOUSE)

    def _follow(self) -> None:
        """The other link's state is this one's."""
        link = self._link
        self.state, self.since, self.reason, self.next_try = link.state, link.since, link.reason, link.next_try
        self.name, self.role, self.station = link.name, link.role, link.station

    def _guarded(self, row: Any) -> Any | None:
        match row:
            case StreamRow():
                return self._post(row)
            case AlarmRow():
                return structs.replace(row, owner="", matter="", posts=self._posts(row.posts))
            case ResponseRow():
                return structs.replace(row, repair_source="", steps=())
            case RisingRow():
                posts = self._posts(row.posts)
                return structs.replace(row, posts=posts) if posts else None
            case HouseRow():
                hold = _("Sending is on hold") if row.hold else ""
                return structs.replace(row, hold=hold, hold_by="", panic_by="", panic_reason="")
            case _:
                return row

    def _post(self, row: StreamRow) -> StreamRow | None:
        return structs.replace(row, author="", text=without_handles(row.text)) if self._by_hand else None

    def _posts(self, rows: tuple[StreamRow, ...]) -> tuple[StreamRow, ...]:
        return tuple(one for one in map(self._post, rows) if one is not None)

    def _is_by_hand(self) -> bool:
        return any(house.wall_policy == BY_HAND for house in self._house.rows.values())

    def _house_changed(self, _mirror: Mirror, _change: FeedChange) -> None:
        if self._is_by_hand() is not self._by_hand:
            self._by_hand = not self._by_hand
            for mirror, _users in self._mirrors.values():
                mirror.look_again()


def without_handles(text: str) -> str:
    """The text with every @handle as @•••, and every address of a page or a mailbox left out."""
    return HANDLE.sub("@•••", ADDRESS.sub("…", text))
