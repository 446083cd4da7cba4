"""Goals: a figure, what it should be, and how far it is from that. Known by the panel of goals; knows wire.feeds.

A bar is said in shares of its scale (0–1), as that of a key figure.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.core.clock import MINUTE
from app.core.i18n import _
from app.wire.feeds import KpiRow
from widgets.wall.words import UNIT_SPACE, Words

Say = Callable[[float, Words], str]


@dataclass(frozen=True)
class Aim:
    """What can be a goal.

    Attributes:
        row: the hub's name of the figure.
        title: what it is called.
        say: its value in words; `say_distance` how far it is from its target.
        at_most: whether less is better.
        low, high: the ends of its scale; where `high` is 0 the scale goes to twice the target.
    """

    row: str
    title: Callable[[], str]
    say: Say
    say_distance: Say
    at_most: bool
    low: float = 0.0
    high: float = 0.0


@dataclass(frozen=True)
class Goal:
    """One goal, ready to be painted.

    Attributes:
        name, value: what is measured, and what it is now; `value` is empty while nothing is known.
        target: what it should be, in words.
        distance: how far it is from that; empty where it is reached or unknown.
        is_reached: False as well while nothing is known.
        share, mark: of the bar; where the value and where the target lies.
    """

    name: str
    value: str
    target: str
    distance: str
    is_reached: bool
    share: float
    mark: float


def _minutes(value: float, words: Words) -> str:
    return " ".join(part for part in words.elapsed(round(value) * MINUTE) if part).replace(" ", UNIT_SPACE)


def _count(value: float, words: Words) -> str:
    return words.number(round(value))


def _percent(value: float, _words: Words) -> str:
    return f"{round(value)}{UNIT_SPACE}%"


def _signed(value: float, words: Words) -> str:
    return words.signed(value)


AIMS: Mapping[str, Aim] = {
    "first_reply": Aim("first_reply_minutes", lambda: _("First reply"), _minutes, _minutes, at_most=True),
    "open_conversations": Aim("open_conversations", lambda: _("Open cases"), _count, _count, at_most=True),
    "overdue_conversations": Aim("overdue_conversations", lambda: _("Past target"), _count, _count, at_most=True),
    "share_of_voice": Aim("share_of_voice", lambda: _("Share of voice"), _percent, _count, at_most=False, high=100),
    "community_first": Aim("community_first", lambda: _("Community first"), _percent, _count, at_most=False, high=100),
    "net_sentiment": Aim(
        "net_sentiment", lambda: _("Net sentiment"), _signed, _count, at_most=False, low=-100, high=100
    ),
}
"""Under the names that scene files use."""


USUAL = "usual"
"""A target that is whatever is usual of the figure: no worse than that."""


def read_goals(rows: Mapping[str, KpiRow], targets: Mapping[str, float | str], words: Words) -> list[Goal]:
    """The goals in the order of `targets` (figure and target, or USUAL); those with a target of the hub's own come
    after. One that is to be as usual is left out until it is known what is."""
    chosen = {name: target for name, target in targets.items() if name in AIMS}
    for name, aim in AIMS.items():
        row = rows.get(aim.row)
        if row is not None and row.has_target:
            chosen.setdefault(name, row.target)
    goals = (_goal(AIMS[name], rows.get(AIMS[name].row), target, words) for name, target in chosen.items())
    return [goal for goal in goals if goal is not None]


def _goal(aim: Aim, row: KpiRow | None, wanted: float | str, words: Words) -> Goal | None:
    if isinstance(wanted, str):
        if row is None or not row.has_usual:
            return None
        target = float(round(row.usual))
        limit = _("at most {value}, as usual") if aim.at_most else _("at least {value}, as usual")
    else:
        target = wanted
        limit = _("at most {value}") if aim.at_most else _("at least {value}")
    said = limit.format(value=aim.say(target, words))
    high = aim.high or max(1.0, 2 * target)
    mark = _share(target, aim.low, high)
    if row is None or not row.known:
        return Goal(aim.title(), "", said, "", is_reached=False, share=0.0, mark=mark)
    missing = row.value - target if aim.at_most else target - row.value
    reached = round(missing) <= 0
    wording = _("{distance} over") if aim.at_most else _("{distance} short")
    distance = "" if reached else wording.format(distance=aim.say_distance(missing, words))
    share = _share(row.value, aim.low, high)
    return Goal(aim.title(), aim.say(row.value, words), said, distance, is_reached=reached, share=share, mark=mark)


def _share(value: float, low: float, high: float) -> float:
    return min(1.0, max(0.0, (value - low) / (high - low)))
