"""How far alarms can be trusted: what people judged of them, and how soon they came. Known by services; knows
figures and scan."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from app.analytics.figures import Estimate, median, share
from app.analytics.scan import Explained, Scan


class Judgement(Struct, frozen=True, kw_only=True):
    """What a person says of an alarm.

    Attributes:
        alarm_id: which alarm.
        true: there was something to act on.
        why: in words.
        began: minute the trouble began in, as found out later; −1 when nobody can tell.
        raised: minute the alarm was raised in.
    """

    alarm_id: int
    true: bool
    raised: int
    why: str = ""
    began: int = -1


def precision(judgements: Iterable[Judgement]) -> Estimate:
    """Judged alarms that were true, in percent, with Wilson's interval; the newest judgement of an alarm counts."""
    newest = {judgement.alarm_id: judgement.true for judgement in judgements}
    return share(sum(newest.values()), len(newest))


def time_to_detect(judgements: Iterable[Judgement]) -> Estimate:
    """Median minutes from the beginning of the trouble to its alarm, of true alarms whose beginning is known."""
    newest = {judgement.alarm_id: judgement for judgement in judgements}
    return median([float(one.raised - one.began) for one in newest.values() if one.true and one.began >= 0])


def why(minutes: Sequence[int], posts: Sequence[float], *, at: int) -> Explained:
    """Why there was an alarm at a minute, or none: the series is replayed up to it and every window is told.

    Args:
        minutes, posts: the series' rollup in order, gaps where nothing was stored; some weeks before `at` are best.
        at: the minute that is asked about.
    """
    scan = Scan()
    for minute, number in zip(minutes, posts, strict=True):
        if minute <= at:
            scan.read(float(minute), float(number))
    return scan.explain()
