"""What analytics have learned, as bytes to be kept over a restart. Known by hub; knows alarms, shelf and watch.

The newest minutes are not in it: they are loaded from the store's rollups. Whoever restores calls, in this order,
`restore`, `MinuteCounts.follow`, `MinuteCounts.load`, `AlarmBook.refill`, `MinuteCounts.advance(now, listening=False)`
and `AlarmBook.settle`.
"""

import msgspec
import numpy as np

from app.analytics.alarms import Alarm, AlarmBook
from app.analytics.baseline import Floats
from app.analytics.shelf import SeriesKey, Shelf
from app.analytics.watch import Watch
from app.core.errors import BadInput

VERSION = 1


class _ShelfState(msgspec.Struct, frozen=True):
    """Keys with their rows, the baseline, and the largest excess of the past per tier, row by row."""

    keys: list[tuple[int, str, str, int]]
    learned_until: int
    baseline: bytes
    quick: bytes
    slow: bytes


class _State(msgspec.Struct, frozen=True):
    version: int
    next_id: int
    topics: _ShelfState
    slices: _ShelfState
    tone: bytes
    alarms: list[Alarm]
    struck: dict[int, int] = {}


def dump(book: AlarmBook) -> bytes:
    """Everything learned and every open alarm."""
    state = _State(
        version=VERSION,
        next_id=book.next_id,
        topics=_dump_shelf(book.topics),
        slices=_dump_shelf(book.slices),
        tone=_bytes(book.tone.past),
        alarms=book.open_alarms(),
        struck=book.strikes(),
    )
    return msgspec.msgpack.encode(state)


def restore(book: AlarmBook, saved: bytes) -> None:
    """Take back what `dump` wrote, into a book over counts that are still empty.

    Raises:
        BadInput: the bytes are damaged or of another version; learn again from the rollups with
            `MinuteCounts.relearn`.
    """
    try:
        state = msgspec.msgpack.decode(saved, type=_State)
    except msgspec.MsgspecError as error:
        raise BadInput("What was learned cannot be read.", hint="It is learned again from the counts.") from error
    if state.version != VERSION:
        raise BadInput("What was learned is of another version.", hint="It is learned again from the counts.")
    _restore_shelf(book.topics, state.topics)
    _restore_shelf(book.slices, state.slices)
    book.tone.past = _array(state.tone, columns=2)
    book.next_id = state.next_id
    book.remember_strikes(state.struck)
    book.reopen(state.alarms)


def _dump_shelf(watch: Watch) -> _ShelfState:
    shelf = watch.shelf
    return _ShelfState(
        keys=[(key.topic, key.region, key.network, row) for key, row in shelf.row_by_key.items()],
        learned_until=shelf.learned_until,
        baseline=shelf.baseline.dump(),
        quick=_bytes(watch.quick.past.T),
        slow=_bytes(watch.slow.past.T),
    )


def _restore_shelf(watch: Watch, state: _ShelfState) -> None:
    shelf: Shelf = watch.shelf
    shelf.adopt({SeriesKey(topic, region, network): row for topic, region, network, row in state.keys})
    shelf.learned_until = state.learned_until
    shelf.baseline.restore(state.baseline)
    for tier, saved in ((watch.quick, state.quick), (watch.slow, state.slow)):
        past = _array(saved, columns=len(tier.scales)).T
        tier.reserve(past.shape[1])
        tier.past[:, : past.shape[1]] = past


def _bytes(array: Floats) -> bytes:
    return np.ascontiguousarray(array, dtype=np.float32).tobytes()


def _array(saved: bytes, *, columns: int) -> Floats:
    return np.frombuffer(saved, dtype=np.float32).reshape(-1, columns).astype(np.float64)
