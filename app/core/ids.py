"""Row identities made without asking the database. Known by store, services and hub; knows core.clock.

An id is a positive 63-bit integer: 41 bits of milliseconds since 2020, 10 bits of node, 12 bits of sequence. Ids of one
process only grow, so they serve as keyset keys, and several hubs can make them side by side.
Source: the scheme is Twitter's Snowflake (2010).
"""

import threading

from app.core.clock import Clock, Millis, SystemClock

EPOCH: Millis = 1_577_836_800_000
_SEQUENCE_BITS = 12
_NODE_BITS = 10


class IdMaker:
    """Makes growing ids; safe to call from any thread.

    Attributes:
        node: 0–1023, which hub made the id.
    """

    def __init__(self, *, node: int = 0, clock: Clock | None = None) -> None:
        self.node = node & ((1 << _NODE_BITS) - 1)
        self._clock = clock or SystemClock()
        self._lock = threading.Lock()
        self._last = 0

    def next(self) -> int:
        """One new id, greater than every id made before, even when the clock was set back."""
        return self.block(1)[0]

    def continue_after(self, last: int) -> None:
        """Make only ids greater than this one, which an earlier process left: the clock may have been set back."""
        with self._lock:
            behind = ((last >> (_NODE_BITS + _SEQUENCE_BITS)) + 1) << (_NODE_BITS + _SEQUENCE_BITS)
            self._last = max(self._last, behind | self.node << _SEQUENCE_BITS)

    def block(self, count: int) -> range:
        """`count` consecutive new ids."""
        stamp = (self._clock.now() - EPOCH) << (_NODE_BITS + _SEQUENCE_BITS)
        stamp |= self.node << _SEQUENCE_BITS
        with self._lock:
            first = max(stamp, self._last + 1)
            self._last = first + count - 1
        return range(first, first + count)


def moment_of(number: int) -> Millis:
    """When, by its hub's clock, an id was made."""
    return (number >> (_NODE_BITS + _SEQUENCE_BITS)) + EPOCH


def first_id_at(moment: Millis) -> int:
    """The smallest id a hub can have made at this moment; turns a time into a keyset bound."""
    return max(0, moment - EPOCH) << (_NODE_BITS + _SEQUENCE_BITS)
