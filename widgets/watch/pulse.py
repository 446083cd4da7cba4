"""What a wall tells its watchdog once a second, as one line of JSON. Known by the watchdog and by the wall's heart;
knows nothing."""

import json
import os
from dataclasses import asdict, dataclass

WATCHED = "FISHBOWL_WATCHED"
"""Set in the environment of a wall that has a watchdog: it beats on standard output."""
TROUBLE = 75
"""Exit status of a wall that could not start and has said why on its screens (EX_TEMPFAIL of sysexits.h)."""


@dataclass(frozen=True)
class Pulse:
    """One beat of a wall's event loop.

    Attributes:
        frame: how many panels were painted since the start.
        picture: fingerprint of the last sampled window.
        blank_s: for how many seconds a window has had one single colour; 0 while none has.
        still_s: for how many seconds a window's picture has been the same.
        resident_mb: memory of the process; 0 where the system does not say.
        ceiling_mb: with more than that it is to be started anew; 0 for no ceiling.
    """

    frame: int
    picture: int = 0
    blank_s: float = 0.0
    still_s: float = 0.0
    resident_mb: float = 0.0
    ceiling_mb: float = 0.0


def encode(pulse: Pulse) -> bytes:
    """One line."""
    return json.dumps(asdict(pulse)).encode() + b"\n"


def decode(line: bytes) -> Pulse | None:
    """The pulse in a line; None for anything else that was printed."""
    try:
        values = json.loads(line)
        frame = int(values.pop("frame"))
        picture = int(values.pop("picture"))
        return Pulse(frame, picture, **{name: float(value) for name, value in values.items()})
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def is_watched() -> bool:
    """Whether this process has a watchdog."""
    return os.environ.get(WATCHED) == "1"
