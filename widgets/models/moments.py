"""Moments an agent chooses, for putting away and for sending later: a short list, and what he types. Known by the
agent's questions; knows core."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.core.clock import HOUR, MINUTE, Millis
from app.core.i18n import _

MORNING = 9
"""The hour at which a working day begins."""

_LENGTH = re.compile(r"(\d+)\s*(min|m|h)", re.IGNORECASE)
_CLOCK = re.compile(r"(?:(\d{4}-\d{2}-\d{2})\s+)?(\d{1,2}):(\d{2})")


SCHEDULED: Millis = 10 * MINUTE
"""A reply that waits longer than any undo window leaves at a chosen moment."""


def is_scheduled(leaves_at: Millis, written_at: Millis) -> bool:
    """Whether a reply waits for a chosen moment, not for the end of its undo window."""
    return leaves_at - written_at > SCHEDULED


@dataclass(frozen=True)
class Moment:
    """One choice: a lasting name, words, and when it is."""

    name: str
    words: str
    at: Millis


def moments(now: Millis) -> list[Moment]:
    """What is chosen most: in an hour, in four, tomorrow and on Monday at nine; on a Sunday the two are one."""
    tomorrow = Moment("tomorrow", _("Tomorrow at 9:00"), _morning(now, days=1))
    monday = _morning(now, days=7 - datetime.fromtimestamp(now / 1000).weekday())
    return [
        Moment("hour", _("In 1 hour"), now + HOUR),
        Moment("hours", _("In 4 hours"), now + 4 * HOUR),
        tomorrow,
        *([Moment("monday", _("Monday at 9:00"), monday)] if monday != tomorrow.at else []),
    ]


def read_moment(words: str, *, now: Millis) -> Millis:
    """What somebody typed: 45 min, 3 h, 15:30 (today, else tomorrow) or 2026-11-24 9:00; 0 when it says no moment that
    lies ahead."""
    length = _LENGTH.fullmatch(words.strip())
    if length is not None:
        unit = HOUR if length[2].lower() == "h" else MINUTE
        return now + int(length[1]) * unit if int(length[1]) else 0
    clock = _CLOCK.fullmatch(words.strip())
    return _on_clock(clock, now) if clock is not None else 0


def _on_clock(found: re.Match[str], now: Millis) -> Millis:
    today = datetime.fromtimestamp(now / 1000)
    try:
        day = datetime.strptime(found[1], "%Y-%m-%d") if found[1] else today
        moment = day.replace(hour=int(found[2]), minute=int(found[3]), second=0, microsecond=0)
        at = _millis(moment)
        if at <= now and not found[1]:
            at = _millis(moment + timedelta(days=1))
    except (ValueError, OverflowError, OSError):
        return 0
    return at if at > now else 0


def _morning(now: Millis, *, days: int) -> Millis:
    day = datetime.fromtimestamp(now / 1000) + timedelta(days=days)
    return _millis(day.replace(hour=MORNING, minute=0, second=0, microsecond=0))


def _millis(moment: datetime) -> Millis:
    return int(moment.timestamp() * 1000)
