"""The wall's handful of figures, each with sample and margin. Known by the hub's tables; knows figures, analytics and
wire."""

from collections.abc import Mapping, Sequence

from app.analytics.figures import Estimate, median, net_sentiment, share, share_of_voice
from app.analytics.trust import Judgement, precision, time_to_detect
from app.core.clock import minute_of
from app.domain.alarm import KeptAlarm
from app.domain.topic import TopicKind
from app.hub.figures import Figures
from app.wire.feeds import KpiRow

RANGE_MINUTES = 60
DAY_MINUTES = 1440
TRUST_MINUTES = 90 * DAY_MINUTES
HELPED_MINUTES = 28 * DAY_MINUTES
ENOUGH = 100
"""Fewer posts than this in a day do not say what is usual."""


def kpi_rows(
    figures: Figures,
    *,
    counts: Mapping[str, int],
    first_replies: Sequence[float],
    promise: int,
    has_competitors: bool,
    judgements: Sequence[Judgement] = (),
    helped: tuple[int, int] = (0, 0),
) -> list[KpiRow]:
    """All figures of the KPI feed.

    Args:
        counts: conversations by rail entry; `breaching` counts those overdue now.
        first_replies: minutes to the first reply of conversations answered in the last hour.
        judgements: what people said of the alarms of the last 90 days.
        promise: first-reply target in minutes; 0 for none.
        helped: questions put to us on forums in the last 28 days, and those that others answered before us.
    """
    rows = [_mentions(figures), _sentiment(figures), _first_reply(first_replies, promise), *_backlog(counts)]
    if has_competitors:
        rows.append(_share_of_voice(figures))
    if helped[0]:
        rows.append(_community_first(*helped))
    rows += _trust(judgements)
    return rows


def judgement(alarm: KeptAlarm) -> Judgement:
    """What people said of an alarm on record."""
    began = minute_of(alarm.trouble_at) if alarm.trouble_at else -1
    return Judgement(
        alarm_id=alarm.id, true=alarm.judged == "true", why=alarm.why, began=began, raised=minute_of(alarm.began)
    )


def _mentions(figures: Figures) -> KpiRow:
    """Mean posts a minute over the last five complete minutes."""
    value, posts = figures.mentions_per_minute()
    return KpiRow(
        name="mentions_per_minute", value=value, known=figures.counts.head >= 0, sample=posts, range_minutes=5
    )


def _sentiment(figures: Figures) -> KpiRow:
    """Net sentiment of the last hour (app.analytics.figures); usual: the last day's."""
    now = net_sentiment(*figures.sentiment_counts(minutes=RANGE_MINUTES))
    usual = net_sentiment(*figures.sentiment_counts(minutes=DAY_MINUTES))
    return _row("net_sentiment", now, usual)


def _row(name: str, now: Estimate, usual: Estimate) -> KpiRow:
    """A figure of the last hour beside the same of the last day."""
    return KpiRow(
        name=name,
        value=now.value,
        known=now.known,
        margin=now.margin,
        usual=usual.value,
        has_usual=usual.sample >= ENOUGH,
        sample=now.sample,
        range_minutes=RANGE_MINUTES,
    )


def _first_reply(minutes: Sequence[float], promise: int) -> KpiRow:
    """Median minutes from a conversation's first post to our first reply, of those answered in the last hour."""
    middle = median(minutes)
    return KpiRow(
        name="first_reply_minutes",
        value=middle.value,
        known=middle.known,
        margin=middle.margin,
        target=float(promise),
        has_target=promise > 0,
        sample=middle.sample,
        range_minutes=RANGE_MINUTES,
    )


def _backlog(counts: Mapping[str, int]) -> list[KpiRow]:
    """Conversations that wait for us now, and those of them past their promise."""
    waiting = counts.get("open", 0)
    overdue = counts.get("breaching", 0)
    return [
        KpiRow(name="open_conversations", value=float(waiting), sample=waiting, range_minutes=0),
        KpiRow(name="overdue_conversations", value=float(overdue), sample=overdue, range_minutes=0),
    ]


def _share_of_voice(figures: Figures) -> KpiRow:
    """Our posts among ours and our competitors', in percent, over the last hour; usual: the last day's."""
    return _row("share_of_voice", _share(figures, RANGE_MINUTES), _share(figures, DAY_MINUTES))


def _share(figures: Figures, minutes: int) -> Estimate:
    ours = figures.posts_of(TopicKind.BRAND, minutes=minutes)
    return share_of_voice(ours, [figures.posts_of(TopicKind.COMPETITOR, minutes=minutes)])


def _community_first(questions: int, answered: int) -> KpiRow:
    """Questions on forums that somebody else answered before us, in percent."""
    found = share(answered, questions)
    return KpiRow(
        name="community_first",
        value=found.value,
        known=found.known,
        margin=found.margin,
        sample=found.sample,
        range_minutes=HELPED_MINUTES,
    )


def _trust(judgements: Sequence[Judgement]) -> list[KpiRow]:
    """How far alarms can be trusted: judged alarms that were true, in percent, and minutes until trouble was told."""
    found = {"alarm_precision": precision(judgements), "time_to_detect_minutes": time_to_detect(judgements)}
    return [
        KpiRow(
            name=name, value=one.value, known=one.known, margin=one.margin, sample=one.sample,
            range_minutes=TRUST_MINUTES,
        )
        for name, one in found.items()
    ]  # fmt: skip
