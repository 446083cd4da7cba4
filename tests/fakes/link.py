"""A link without a hub: tests fill its mirrors by hand and see what a face asked for. Known by tests of both faces."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from msgspec import Raw

from app.core.clock import Millis
from app.core.errors import Unavailable
from app.link.base import LinkState
from app.link.mirror import Mirror
from app.wire.calls import Request
from app.wire.feeds import Feed

NOON: Millis = 1_779_364_800_000
"""Thursday 21 May 2026, 12:00 UTC: where a fake link's clock starts."""


class FakeLink:
    """A live link whose answers and rows are the test's.

    Attributes:
        clock: hub time; `advance` moves it.
        heard_at: what `as_of` answers; moves with the clock while live.
        calls: every request made, in order.
        answers: what to answer by type of request: a value, an exception, or a function of the request.
        subscribed: how many subscriptions each feed has now.
    """

    def __init__(self, *, now: Millis = NOON, name: str = "Ana", role: str = "agent") -> None:
        self.state = LinkState.LIVE
        self.since: Millis = now
        self.reason = ""
        self.next_try: Millis = 0
        self.name = name
        self.role = role
        self.station = "wall@foyer"
        self.clock: Millis = now
        self.heard_at: Millis = now
        self.calls: list[Request] = []
        self.answers: dict[type[Request], Any] = {}
        self.subscribed: dict[Feed, int] = {}
        self.tries = 0
        self._mirrors: dict[Feed, Mirror] = {}
        self._listeners: list[Callable[[], None]] = []

    def now(self) -> Millis:
        return self.clock

    def as_of(self) -> Millis:
        return self.heard_at

    async def call(self, request: Request, *, timeout: float = 15.0) -> Any:
        self.calls.append(request)
        if self.state is not LinkState.LIVE:
            raise Unavailable("The hub cannot be reached.")
        answer = self.answers.get(type(request))
        if isinstance(answer, BaseException):
            raise answer
        return answer(request) if callable(answer) else answer

    def subscribe(self, feed: Feed) -> Mirror:
        self.subscribed[feed] = self.subscribed.get(feed, 0) + 1
        return self.mirror(feed)

    def unsubscribe(self, feed: Feed) -> None:
        left = self.subscribed[feed] - 1
        if left:
            self.subscribed[feed] = left
        else:
            del self.subscribed[feed]

    def on_state(self, listener: Callable[[], None]) -> Callable[[], None]:
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def try_now(self) -> None:
        self.tries += 1

    # what tests do

    def mirror(self, feed: Feed) -> Mirror:
        """The mirror of a feed, whether anybody has subscribed or not."""
        return self._mirrors.setdefault(feed, Mirror(feed))

    def fill(self, feed: Feed, rows: Mapping[str, Any], *, at: Millis | None = None) -> None:
        """A snapshot arrives."""
        raw = [(key, Raw(msgspec.msgpack.encode(row))) for key, row in rows.items()]
        moment = self.clock if at is None else at
        self.mirror(feed).take_snapshot(epoch="fake", version=1, rows=raw, at=moment)

    def recall(self, feed: Feed, rows: Mapping[str, Any], *, at: Millis) -> None:
        """The last-known picture of an earlier session is read."""
        raw = [(key, Raw(msgspec.msgpack.encode(row))) for key, row in rows.items()]
        self.mirror(feed).recall(rows=raw, at=at)

    def put(self, feed: Feed, rows: Mapping[str, Any], *, drop: tuple[str, ...] = ()) -> None:
        """A delta arrives."""
        mirror = self.mirror(feed)
        raw = [(key, Raw(msgspec.msgpack.encode(row))) for key, row in rows.items()]
        mirror.take_delta(version=mirror.version + 1, put=raw, drop=drop, at=self.clock)

    def advance(self, milliseconds: Millis) -> None:
        """Time passes; a live hub goes on hearing."""
        self.clock += milliseconds
        if self.state is LinkState.LIVE:
            self.heard_at = self.clock

    def become(self, state: LinkState, *, reason: str = "", next_try: Millis = 0) -> None:
        """The link's state changes; losing it makes every mirror last known."""
        self.state, self.reason, self.next_try, self.since = state, reason, next_try, self.clock
        if state is not LinkState.LIVE:
            for mirror in self._mirrors.values():
                mirror.lose()
        for listener in tuple(self._listeners):
            listener()
