"""The key figures of a wall: their words and the bar under the number. Known by the KPI panel; knows wire.feeds.

A bar is said in shares of its scale (0–1) and names of the theme's colours, so that it can be checked without paint.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.core.clock import MINUTE
from app.core.i18n import _, ngettext
from app.wire.feeds import KpiRow
from widgets.wall.words import UNIT_SPACE, Words

Kpis = Mapping[str, KpiRow]


@dataclass(frozen=True)
class Segment:
    """A piece of a bar from `start` to `end`; `gap` pixels are left free before it."""

    start: float
    end: float
    color: str
    gap: int = 0


@dataclass(frozen=True)
class Bar:
    """What is drawn under a number; `mark` is where the target, the usual or zero lies."""

    segments: tuple[Segment, ...]
    mark: float | None = None


@dataclass(frozen=True)
class Figure:
    """One figure, ready to be written.

    Attributes:
        number, unit: beside each other on one baseline.
        context: what it means, its range, what is usual; the last clause goes first.
        says: the same as a sentence, for those who cannot see it.
        short: the context where there is hardly room; narrow: the same with its range in fewer letters.
    """

    number: str
    unit: str
    context: str
    bar: Bar | None
    says: str
    short: str = ""
    narrow: str = ""


def net_sentiment(rows: Kpis, words: Words) -> Figure:
    """Mean sentiment from −100 to 100 with its 95 % interval."""
    row = rows["net_sentiment"]
    share = _on_scale(row.value)
    near, far = (
        (row.value + row.margin, row.value - row.margin)
        if row.value < 0
        else (row.value - row.margin, row.value + row.margin)
    )
    sign = "negative" if row.value < 0 else "positive"
    solid = _on_scale(near) if near * row.value > 0 else 0.5
    segments = tuple(
        Segment(min(a, b), max(a, b), color)
        for a, b, color in ((0.5, solid, sign), (solid, _on_scale(far), f"{sign}_dim"))
        if a != b
    )
    usual = _("usual {value}").format(value=words.signed(row.usual)) if row.has_usual else ""
    context, narrow = _ranged(row, usual, words)
    number, margin = words.signed(row.value), f"±{round(row.margin)}"
    bar = Bar(segments, 0.5 if share is not None else None)
    return Figure(number, margin, context, bar, f"{number} {margin}, {context}", narrow=narrow)


def first_reply(rows: Kpis, words: Words) -> Figure:
    """Minutes until a first reply, against the promise."""
    row = rows["first_reply_minutes"]
    number, unit = words.elapsed(round(row.value) * MINUTE)
    target = _("Target {length}").format(length=words.span(round(row.target))) if row.has_target else ""
    context, narrow = _ranged(row, "", words)
    said = ", ".join(part for part in (target, context) if part)
    bar = None
    if row.has_target and row.target > 0:
        share = min(1.0, row.value / (2 * row.target))
        late = (Segment(0.5, share, "warn"),) if share > 0.5 else ()
        bar = Bar((Segment(0.0, min(0.5, share), "accent"), *late), 0.5)
    short = _("Target {count}").format(count=round(row.target)) if row.has_target else ""
    return Figure(number, unit, said, bar, f"{number} {unit}, {said}", short, narrow=target or narrow)


def share_of_voice(rows: Kpis, words: Words) -> Figure:
    """Percent of all mentions of the market."""
    row = rows["share_of_voice"]
    usual = _("usual {value}").format(value=round(row.usual)) if row.has_usual else ""
    context, narrow = _ranged(row, usual, words)
    bar = Bar((Segment(0.0, row.value / 100, "neutral"),), row.usual / 100 if row.has_usual else None)
    number = str(round(row.value))
    return Figure(number, "%", context, bar, f"{number}{UNIT_SPACE}%, {context}", narrow=narrow)


def community_first(rows: Kpis, words: Words) -> Figure:
    """Percent of the questions on forums that somebody else answered before us."""
    row = rows["community_first"]
    questions = ngettext("{count} question", "{count} questions", row.sample).format(count=words.number(row.sample))
    length, number = words.span(row.range_minutes), str(round(row.value))
    context = _("{questions}, last {length}").format(questions=questions, length=length)
    bar = Bar((Segment(0.0, row.value / 100, "accent"),))
    return Figure(number, "%", context, bar, f"{number}{UNIT_SPACE}%, {context}", narrow=questions)


def open_conversations(rows: Kpis, words: Words) -> Figure:
    """How many conversations wait, and how many of them are late."""
    row = rows["open_conversations"]
    late_row = rows.get("overdue_conversations")
    late = round(late_row.value) if late_row and late_row.known else 0
    count = round(row.value)
    context = _("{count} past target").format(count=words.number(late)) if late else _("None past target")
    split = 1 - late / count if count else 0.0
    segments = (Segment(0.0, split, "accent"),) if split else ()
    if late and count:
        segments = (*segments, Segment(split, 1.0, "warn", gap=2))
    short = _("{count} late").format(count=words.number(late)) if late else _("None late")
    return Figure(words.number(count), "", context, Bar(segments), f"{words.number(count)}, {context}", short)


@dataclass(frozen=True)
class FigureKind:
    """A figure a KPI panel can show: the row it needs, its title, how it is written, whether it counts what connectors
    hear."""

    row: str
    title: Callable[[], str]
    write: Callable[[Kpis, Words], Figure]
    counts: bool = False


KINDS: Mapping[str, FigureKind] = {
    "net_sentiment": FigureKind("net_sentiment", lambda: _("Net sentiment"), net_sentiment, counts=True),
    "first_reply": FigureKind("first_reply_minutes", lambda: _("First reply"), first_reply),
    "share_of_voice": FigureKind("share_of_voice", lambda: _("Share of voice"), share_of_voice, counts=True),
    "community_first": FigureKind("community_first", lambda: _("Community first"), community_first),
    "open_conversations": FigureKind("open_conversations", lambda: _("Open cases"), open_conversations),
}


def track_top(height: float) -> float:
    """Where the track lies in a tile: free of the words at its foot, also on a screen that has hardly room."""
    return min(153.0, height - 52)


def _on_scale(value: float) -> float:
    return min(1.0, max(0.0, (value + 100) / 200))


def _ranged(row: KpiRow, usual: str, words: Words) -> tuple[str, str]:
    """Over what range, and what is usual: in words, and where there is little room."""
    length = words.span(row.range_minutes)
    last = _("last {length}").format(length=length)
    return ", ".join(part for part in (last, usual) if part), ", ".join(part for part in (length, usual) if part)
