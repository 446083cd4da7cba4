"""From signals to a level of alarm, with every reason in words. Known by alarms; knows signals.

An alarm begins at level 1. Each reason adds or takes points, and the level is 1 + the points, rounded down, from 1
to 5:

    volume      +1 from 5 times the usual hour, +2 from 15 times
    tone        +1 where at least 30 % are negative and 15 points more than usual
    speed       +½ where the newest quarter of an hour has twice the posts of the one before
    reach       +½ from 5 times the usual reach and 10,000 people, +1 from 20 times and 100,000
    spread      +½ from two networks or three regions
    danger      +½ where a tenth of the posts speak of risk, +½ where a third are complaints
    safety      +½ where a fifth are not fit for public display
    friendly    −1 where more are positive than negative and negative posts are no more than usual
    one author  −2 where one author wrote at least half of the posts
"""

from collections.abc import Iterator

from app.analytics.signals import Signals
from app.core.i18n import _, number

LEVELS = (1, 5)
ROBOT_SHARE = 0.5


def weigh(signals: Signals) -> tuple[int, tuple[str, ...]]:
    """The level, 1–5, and its reasons, strongest first."""
    found = sorted(_reasons(signals), key=lambda reason: -abs(reason[0]))
    points = sum(points for points, _sentence in found)
    level = min(LEVELS[1], max(LEVELS[0], 1 + int(max(0.0, points))))
    return level, tuple(sentence for _points, sentence in found)


def _reasons(signals: Signals) -> Iterator[tuple[float, str]]:
    yield from _volume(signals)
    yield from _tone(signals)
    yield from _speed_and_reach(signals)
    yield from _spread(signals)
    yield from _content(signals)
    if signals.top_author >= ROBOT_SHARE:
        text = _("One author wrote {share} % of the posts")
        yield -2.0, text.format(share=_percent(signals.top_author))


def _volume(signals: Signals) -> Iterator[tuple[float, str]]:
    if signals.ratio >= 2.0:
        points = 2.0 if signals.ratio >= 15.0 else 1.0 if signals.ratio >= 5.0 else 0.0
        text = _("{posts} posts in an hour, usually {usual}")
        yield points + 0.01, text.format(posts=number(round(signals.posts)), usual=number(round(signals.usual)))


def _tone(signals: Signals) -> Iterator[tuple[float, str]]:
    if signals.negative >= 0.3 and signals.negative >= signals.usual_negative + 0.15:
        text = _("{share} % negative, usually {usual} %")
        yield 1.0, text.format(share=_percent(signals.negative), usual=_percent(signals.usual_negative))
    elif signals.positive > signals.negative and signals.negative <= signals.usual_negative + 0.05:
        yield -1.0, _("More friendly than angry posts")


def _speed_and_reach(signals: Signals) -> Iterator[tuple[float, str]]:
    if signals.growth >= 2.0:
        text = _("{growth} times as many posts as a quarter of an hour ago")
        yield 0.5, text.format(growth=number(round(signals.growth, 1)))
    times = signals.reach / max(signals.usual_reach, 1.0)
    if times >= 5.0 and signals.reach >= 10_000:
        points = 1.0 if times >= 20.0 and signals.reach >= 100_000 else 0.5
        yield points, _("{reach} people reached in an hour").format(reach=number(round(signals.reach)))


def _spread(signals: Signals) -> Iterator[tuple[float, str]]:
    if signals.networks >= 2:
        yield 0.5, _("On {count} networks at once").format(count=signals.networks)
    elif signals.regions >= 3:
        yield 0.5, _("In {count} regions at once").format(count=signals.regions)


def _content(signals: Signals) -> Iterator[tuple[float, str]]:
    if signals.risks >= 0.1:
        yield 0.5, _("{share} % speak of danger").format(share=_percent(signals.risks))
    if signals.complaints >= 1.0 / 3.0:
        yield 0.5, _("{share} % are complaints").format(share=_percent(signals.complaints))
    if signals.unsafe >= 0.2:
        yield 0.5, _("{share} % not fit for public display").format(share=_percent(signals.unsafe))


def _percent(share: float) -> int:
    return round(100.0 * share)
