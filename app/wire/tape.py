"""A recording of what a wall is told: its feeds' rows at some moments, and how they went on for some minutes. Known by
whoever records one and by the link that plays it; knows wire.feeds.

A tape is one file: MessagePack, compressed. Rows stay encoded as they came over the wire.
"""

import gzip
import zlib
from pathlib import Path

import msgspec
from msgspec import Raw, Struct

from app.core.clock import Millis
from app.core.errors import BadInput
from app.core.i18n import _
from app.wire.feeds import AnyFeed

FORMAT = 1
SMALLEST = 9
"""How hard gzip tries: a tape is written once and shipped."""

Rows = list[tuple[str, Raw]]


class TapeStep(Struct, frozen=True, array_like=True):
    """What changed in one feed, `after` so many milliseconds of its moment."""

    after: Millis
    feed: int
    put: Rows
    drop: list[str]


class TapeMoment(Struct, frozen=True, kw_only=True):
    """Some minutes of the recording.

    Attributes:
        name: what scripts call it.
        at: when it began; it was recorded for `lasts` milliseconds.
        rows: every feed's rows at its beginning, in the order of the tape's feeds.
        steps: what changed afterwards, oldest first.
    """

    name: str
    at: Millis
    lasts: Millis
    rows: list[Rows]
    steps: list[TapeStep]


class Tape(Struct, frozen=True, kw_only=True):
    """A whole recording.

    Attributes:
        feeds: what was recorded.
    """

    feeds: list[AnyFeed]
    moments: list[TapeMoment]
    format: int = FORMAT

    def moment(self, name: str) -> TapeMoment | None:
        """The moment of that name; None where there is none."""
        return next((moment for moment in self.moments if moment.name == name), None)


def read_tape(file: Path) -> Tape:
    """The tape in a file. Raises BadInput where it cannot be read."""
    try:
        tape = msgspec.msgpack.decode(gzip.decompress(file.read_bytes()), type=Tape)
    except (OSError, EOFError, zlib.error, msgspec.MsgspecError) as error:
        raise BadInput(
            _("The recording {file} cannot be read: {error}").format(file=file, error=error),
            hint=_("Install Fishbowl again: the recording comes with it."),
        ) from None
    if tape.format != FORMAT:
        raise BadInput(_("The recording {file} was made by another Fishbowl.").format(file=file))
    return tape


def write_tape(file: Path, tape: Tape) -> None:
    """Write it where `read_tape` finds it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(gzip.compress(msgspec.msgpack.encode(tape), SMALLEST, mtime=0))
