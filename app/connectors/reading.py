"""Reading what a network sends without trusting its shape: the value, or nothing where something else stands. Known by
connectors; knows core and markup.

None of these raises, whatever it is given.
"""

import math
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from app.connectors.markup import written
from app.core.clock import MINUTE, SECOND, Millis

FUTURE: Millis = 5 * MINUTE
"""So far ahead of us a network's clock may be."""
LONGEST_ADDRESS = 2000
_LATEST: Millis = 253_402_300_799_000
_MOST = (1 << 53) - 1


def dig(value: Any, *path: str | int) -> Any:
    """What stands at a place inside objects and lists; None where there is no such place."""
    for step in path:
        if isinstance(step, str):
            value = value.get(step) if isinstance(value, dict) else None
        else:
            value = value[step] if isinstance(value, list) and -len(value) <= step < len(value) else None
    return value


def text_of(value: Any) -> str:
    """A text; empty for anything else."""
    return value if isinstance(value, str) else ""


def name_of(value: Any) -> str:
    """An id that a network writes as a text or as a number."""
    if isinstance(value, bool):
        return ""
    return str(value) if isinstance(value, int) else text_of(value)


def count_of(value: Any) -> int:
    """A number of people or things, 0 or more; a text of digits counts too."""
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 19:
        value = int(value)
    return min(max(0, value), _MOST) if type(value) is int else 0


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """The objects of a list; whatever else stands there is passed over."""
    return (one for one in value if isinstance(one, dict)) if isinstance(value, list) else iter(())


def web(value: Any) -> str:
    """A web address; empty for anything else."""
    text = text_of(value)
    return written(text, limit=LONGEST_ADDRESS) if text.startswith(("https://", "http://")) else ""


def iso(value: Any) -> Millis:
    """A moment as ISO 8601 writes it; 0 for anything else."""
    try:
        parsed = datetime.fromisoformat(text_of(value))
        at = (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return 0
    return max(1, round(at * SECOND))


def epoch(value: Any) -> Millis:
    """A moment in seconds since 1970; 0 for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return 0
    return min(max(0, round(value * SECOND)), _LATEST) if abs(value) < _LATEST else 0


def not_ahead(moment: Millis, *, now: Millis) -> Millis:
    """A moment that is told, at most five minutes ahead of us; now where none is."""
    return min(moment or now, now + FUTURE)
