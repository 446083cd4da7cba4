"""The wall's handful of figures, each with sample and margin. Known by the hub's tables; knows figures, analytics and
wire."""

import math
from collections.abc import Mapping, Sequence
from statistics import median

from app.domain.topic import TopicKind
from app.hub.figures import Figures
from app.wire.feeds import KpiRow

RANGE_MINUTES = 60
DAY_MINUTES = 1440
NORMAL_95 = 1.96


def kpi_rows(
    figures: Figures, *, counts: Mapping[str, int], first_replies: Sequence[float], promise: int, has_competitors: bool
) -> list[KpiRow]:
    """All figures of the KPI feed.

    Args:
        counts: conversations by rail entry; `breaching` counts those overdue now.
        first_replies: minutes to the first reply of conversations answered in the last hour.
        promise: first-reply target in minutes; 0 for none.
    """
    rows = [_mentions(figures), _sentiment(figures), _first_reply(first_replies, promise), *_backlog(counts)]
    if has_competitors:
        rows.append(_share_of_voice(figures))
    return rows


def _mentions(figures: Figures) -> KpiRow:
    """Mean posts a minute over the last five complete minutes."""
    value, posts = figures.mentions_per_minute()
    return KpiRow(
        name="mentions_per_minute", value=value, known=figures.counts.head >= 0, sample=posts, range_minutes=5
    )


def _sentiment(figures: Figures) -> KpiRow:
    """100 · (positive − negative) / all over the last hour, with its 95 % margin; usual: the last day."""
    value, margin, sample = net_sentiment(*figures.sentiment_counts(minutes=RANGE_MINUTES))
    usual, _margin, usual_sample = net_sentiment(*figures.sentiment_counts(minutes=DAY_MINUTES))
    return KpiRow(
        name="net_sentiment",
        value=value,
        known=sample > 0,
        margin=margin,
        usual=usual,
        has_usual=usual_sample >= 100,
        sample=sample,
        range_minutes=RANGE_MINUTES,
    )


def net_sentiment(negative: int, neutral: int, positive: int) -> tuple[float, float, int]:
    """Net sentiment −100…100, the half width of its 95 % interval, and the sample.

    The margin is that of a mean of −1, 0 and 1: 1.96 · 100 · √((p + n − (p − n)²) / N) with shares p and n.
    """
    sample = negative + neutral + positive
    if sample == 0:
        return 0.0, 0.0, 0
    mean = (positive - negative) / sample
    variance = max(0.0, (positive + negative) / sample - mean * mean)
    return 100 * mean, 100 * NORMAL_95 * math.sqrt(variance / sample), sample


def _first_reply(minutes: Sequence[float], promise: int) -> KpiRow:
    """Median minutes from a conversation's first post to our first reply, of those answered in the last hour."""
    return KpiRow(
        name="first_reply_minutes",
        value=median(minutes) if minutes else 0.0,
        known=bool(minutes),
        target=float(promise),
        has_target=promise > 0,
        sample=len(minutes),
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
    """Our posts among ours and our competitors', in percent, over the last hour; usual: the last day."""
    value, margin, sample = _share(figures, minutes=RANGE_MINUTES)
    usual, _margin, usual_sample = _share(figures, minutes=DAY_MINUTES)
    return KpiRow(
        name="share_of_voice",
        value=value,
        known=sample > 0,
        margin=margin,
        usual=usual,
        has_usual=usual_sample >= 100,
        sample=sample,
        range_minutes=RANGE_MINUTES,
    )


def _share(figures: Figures, *, minutes: int) -> tuple[float, float, int]:
    ours = figures.posts_of(TopicKind.BRAND, minutes=minutes)
    theirs = figures.posts_of(TopicKind.COMPETITOR, minutes=minutes)
    sample = ours + theirs
    if sample == 0:
        return 0.0, 0.0, 0
    share = ours / sample
    return 100 * share, 100 * NORMAL_95 * math.sqrt(share * (1 - share) / sample), sample
