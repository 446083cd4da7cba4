"""What a queue is narrowed to, and a view kept under a name with it. Known by store, services, hub, wire and widgets;
knows the other words of the field.

A saved view remembers a view of the rail by its name, and a filter; never moments: "Mine" is everybody's own, and
"Breaching soon" is soon whenever it is looked at.
"""

from msgspec import Struct
from msgspec.structs import replace

from app.core.clock import MINUTE, Millis
from app.domain.conversation import Status, View
from app.domain.mark import Mark
from app.domain.understanding import Intent

BREACHING: Millis = 15 * MINUTE
NOBODY = "none"
"""The assignee of what nobody has."""


class Filter(Struct, frozen=True, kw_only=True):
    """What a queue leaves out, or shows alone.

    Attributes:
        account_id: 0 for any. network, label, language: empty for any.
        assignee: a colleague, `NOBODY`, or empty for anybody.
        intent: None for any.
        only: those that bear this mark; None for any. without: those that bear none of these.
    """

    account_id: int = 0
    network: str = ""
    assignee: str = ""
    label: str = ""
    language: str = ""
    intent: Intent | None = None
    only: Mark | None = None
    without: tuple[Mark, ...] = ()


class SavedView(Struct, frozen=True, kw_only=True):
    """A view under a name of its own.

    Attributes:
        id: given by the hub; 0 before.
        base: the rail's name of the view that is filtered, as in `base_view`.
        owner: who made it. shared: the whole team sees it.
    """

    name: str
    filter: Filter
    id: int = 0
    base: str = "open"
    order: str = "due"
    owner: str = ""
    shared: bool = False


NARROWS = ("account_id", "network", "assignee", "label", "language", "intent", "only")
"""Fields that a filter and a view have in common, each of which can have one value."""


def through(view: View, by: Filter) -> View:
    """The view as the filter leaves it; of two words that contradict each other nothing is left."""
    wanted = {name: getattr(by, name) for name in NARROWS if getattr(by, name)}
    if any(getattr(view, name) and getattr(view, name) != value for name, value in wanted.items()):
        return replace(view, statuses=())
    return replace(view, **wanted, without=tuple(dict.fromkeys((*view.without, *by.without))))


def base_view(name: str, *, me: str, now: Millis, day_began: Millis) -> View | None:
    """What a row of the rail shows, by its name; None for one that nobody knows.

    `day_began` is local midnight. What is breaching is told by the minute, so that the view stays the same within one.
    """
    kind, _colon, number = name.partition(":")
    if number.isdecimal() and kind in {"account", "topic"}:
        return View(account_id=int(number)) if kind == "account" else View(topic_id=int(number))
    standing = {
        "open": View(),
        "mine": View(assignee=me),
        "unassigned": View(assignee=NOBODY),
        "breaching": View(due_before=now // MINUTE * MINUTE + BREACHING),
        "waiting": View(statuses=(Status.PENDING,), order="newest"),
        "snoozed": View(statuses=(Status.SNOOZED,), order="newest"),
        "resolved_today": View(statuses=(Status.RESOLVED,), order="resolved", resolved_since=day_began),
    }
    return standing.get(name)


def view_of(saved: SavedView, *, me: str, now: Millis, day_began: Millis) -> View | None:
    """What a saved view shows; None where its base is not known any more."""
    base = base_view(saved.base, me=me, now=now, day_began=day_began)
    if base is None:
        return None
    view = through(base, saved.filter)
    return view if base.order == "resolved" else replace(view, order=saved.order)
