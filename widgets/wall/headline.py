"""The one sentence at the top of a wall, made from its hottest topic. Known by the header; knows wire.feeds.

At most 46 characters; clauses are left out from the end until it fits. No topic above 44: no headline.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from app.core.i18n import _
from app.wire.feeds import AlarmRow, HeatRow
from widgets.wall.words import Words

LOUD = 44
MOST = 46
SLACK = 4
"""Heat may fall by this much and still be called rising: it is not measured finer."""


@dataclass(frozen=True)
class Headline:
    """The sentence, a shorter one for narrow screens, the heat its swatch shows, whether it is a declared crisis."""

    text: str
    short: str
    heat: int
    is_crisis: bool = False


def headline(heat: Iterable[HeatRow], alarms: Iterable[AlarmRow], *, words: Words) -> Headline | None:
    """What to say now; None when nothing is loud."""
    declared = [alarm for alarm in alarms if is_crisis(alarm)]
    if declared:
        worst = max(declared, key=lambda alarm: (alarm.level, alarm.began_at))
        text = _("Crisis level {level}: {name}").format(level=worst.level, name=worst.name)
        return Headline(_cut(text), _("Crisis level {level}").format(level=worst.level), worst.heat, is_crisis=True)
    loud = [row for row in heat if row.now > LOUD]
    if not loud:
        return None
    hottest = max(loud, key=lambda row: row.now)
    return Headline(_sentence(hottest, words), _short(hottest), hottest.now)


def is_crisis(alarm: AlarmRow) -> bool:
    """Whether an alarm is a crisis somebody has declared, level 3 or higher."""
    return alarm.level >= 3 and alarm.declared_at > 0


def direction(cells: tuple[int, ...]) -> tuple[int, int]:
    """Where heat is going: 1 up, −1 down, 0 neither, and for how many buckets it has."""
    heard = [cell for cell in cells if cell >= 0]
    last = len(heard) - 1
    for sign in (1, -1):
        start = _turn(heard, sign)
        if start < last and (heard[-1] - heard[start]) * sign > 2 * SLACK:
            while start < last - 1 and abs(heard[start + 1] - heard[start]) <= SLACK:
                start += 1
            return sign, last - start
    return 0, 0


def _turn(heard: list[int], sign: int) -> int:
    """Where the present movement began: walking back, the last extreme before it went the other way."""
    start = len(heard) - 1
    for index in range(len(heard) - 2, -1, -1):
        against = (heard[index] - heard[start]) * sign
        if against > SLACK:
            break
        if against < 0:
            start = index
    return max(start, 0)


def _sentence(row: HeatRow, words: Words) -> str:
    sign, buckets = direction(row.cells)
    length = words.span(buckets * row.step)
    values = {"topic": row.name, "heat": row.now, "length": length}
    full = {
        1: _("{topic}: heat {heat}, rising for {length}"),
        -1: _("{topic}: heat {heat}, falling for {length}"),
        0: _("{topic}: heat {heat}, steady"),
    }[sign].format(**values)
    return full if len(full) <= MOST else _short(row)


def _short(row: HeatRow) -> str:
    return _cut(_("{topic}: heat {heat}").format(topic=row.name, heat=row.now))


def _cut(text: str) -> str:
    return text if len(text) <= MOST else text[: MOST - 1].rstrip() + "…"
