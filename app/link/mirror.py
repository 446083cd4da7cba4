"""A station's copy of one feed: rows by key, kept exact by snapshots and deltas. Known by the client and widgets;
knows wire.

Rows are decoded when they arrive. A listener is told once per frame which keys were put and dropped; after a snapshot
`whole` is True. A mirror filled from the last-known picture says so (`last_known`) until the hub's first frame.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from msgspec import Raw

from app.core.clock import Millis
from app.wire.feeds import Feed


@dataclass(frozen=True)
class FeedChange:
    """What one frame changed.

    Attributes:
        whole: everything was replaced; `put` then holds all keys.
    """

    put: tuple[str, ...]
    drop: tuple[str, ...]
    whole: bool = False


Listener = Callable[["Mirror", FeedChange], None]


class Mirror:
    """The rows of one feed, as far as this station knows them.

    Attributes:
        feed: what is mirrored.
        rows: current rows by key.
        epoch, version: where the hub's next delta must continue; empty and 0 before the first frame.
        filled: False until any picture, last-known or live, has arrived.
        last_known: the picture is from an earlier session or a lost hub.
        changed_at: hub time of the last frame, 0 before it.
    """

    def __init__(self, feed: Feed) -> None:
        self.feed = feed
        self.rows: dict[str, Any] = {}
        self.epoch = ""
        self.version = 0
        self.filled = False
        self.last_known = False
        self.changed_at: Millis = 0
        self._decoder: msgspec.msgpack.Decoder[Any] = msgspec.msgpack.Decoder(type(feed).ROW)
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` after each change; returns what ends it."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    def take_snapshot(self, *, epoch: str, version: int, rows: Sequence[tuple[str, Raw]], at: Millis) -> None:
        """Replace everything."""
        self.rows = {key: self._decoder.decode(raw) for key, raw in rows}
        self.epoch, self.version = epoch, version
        self.filled, self.last_known, self.changed_at = True, False, at
        self._tell(FeedChange(put=tuple(self.rows), drop=(), whole=True))

    def take_delta(self, *, version: int, put: Sequence[tuple[str, Raw]], drop: Sequence[str], at: Millis) -> bool:
        """Apply one step; False (and nothing changed) when a step is missing and a snapshot is needed."""
        if version != self.version + 1:
            return False
        decoded = [(key, self._decoder.decode(raw)) for key, raw in put]
        for key in drop:
            self.rows.pop(key, None)
        self.rows.update(decoded)
        self.version, self.changed_at, self.last_known = version, at, False
        self._tell(FeedChange(put=tuple(key for key, _ in decoded), drop=tuple(drop)))
        return True

    def recall(self, *, rows: Sequence[tuple[str, Raw]], at: Millis) -> None:
        """Fill from the last-known picture, only while nothing better is here."""
        if self.filled:
            return
        self.rows = {key: self._decoder.decode(raw) for key, raw in rows}
        self.filled, self.last_known, self.changed_at = True, True, at
        self._tell(FeedChange(put=tuple(self.rows), drop=(), whole=True))

    def confirm(self, *, at: Millis) -> None:
        """The hub is back and nothing was missed: what is shown is live again."""
        self.filled, self.changed_at = True, at
        if self.last_known:
            self.last_known = False
            self._tell(FeedChange(put=(), drop=()))

    def lose(self) -> None:
        """The hub is lost: what is shown is the last known."""
        if self.filled and not self.last_known:
            self.last_known = True
            self._tell(FeedChange(put=(), drop=()))

    def _tell(self, change: FeedChange) -> None:
        for listener in tuple(self._listeners):
            listener(self, change)
