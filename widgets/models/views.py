"""The views an agent works through, by name. Known by rail, commands and queue; knows domain."""

from dataclasses import dataclass
from datetime import datetime

from app.core.clock import MINUTE, Millis
from app.core.i18n import _
from app.domain.account import Account
from app.domain.conversation import Status, View
from app.domain.mark import Mark
from app.domain.topic import Topic

BREACHING: Millis = 15 * MINUTE
OPEN, UNDELIVERED = "open", "undelivered"


@dataclass(frozen=True)
class NamedView:
    """A view as the rail lists it.

    Attributes:
        name: its row in the count feed.
        icon: a glyph's name; empty where a mark stands instead.
        empty: what an empty one says, and what is next.
        marked: it looks for a mark itself: no filter works on it.
    """

    name: str
    title: str
    icon: str
    view: View
    empty: str = ""
    marked: bool = False


def standing_views(me: str, *, now: Millis) -> tuple[NamedView, ...]:
    """The views every agent has, in rail order."""
    soon = (now // MINUTE) * MINUTE + BREACHING
    return (
        NamedView(OPEN, _("All open"), "inbox", View(), _("Nothing is open")),
        NamedView("mine", _("Mine"), "person", View(assignee=me), _("Nothing waiting for you")),
        NamedView("unassigned", _("Unassigned"), "unassigned", View(assignee="none"), _("Everything has somebody")),
        NamedView("breaching", _("Breaching soon"), "clock", View(due_before=soon), _("Nothing is due in 15 minutes")),
        NamedView(
            "waiting",
            _("Waiting"),
            "pause",
            View(statuses=(Status.PENDING,), order="newest"),
            _("Nobody is being waited for"),
        ),
        NamedView(
            "snoozed",
            _("Snoozed"),
            "snooze",
            View(statuses=(Status.SNOOZED,), order="newest"),
            _("Nothing is snoozed"),
        ),
        NamedView(
            "resolved_today",
            _("Resolved today"),
            "check",
            View(statuses=(Status.RESOLVED,), order="resolved", resolved_since=midnight(now)),
            _("Nothing has been resolved today"),
        ),
    )


def undelivered_view() -> NamedView:
    """Every conversation with a reply that nobody has read, but for those that are resolved: the newest came back, one
    failed, or it is not known whether one is out."""
    waiting = (Status.OPEN, Status.PENDING, Status.SNOOZED)
    view = View(statuses=waiting, order="newest", only=Mark.UNDELIVERED)
    return NamedView(UNDELIVERED, _("Not delivered"), "warning", view, _("Every reply was delivered"), marked=True)


def midnight(now: Millis) -> Millis:
    """When the local day of a moment began."""
    day = datetime.fromtimestamp(now / 1000).replace(hour=0, minute=0, second=0, microsecond=0)
    return int(day.timestamp() * 1000)


def account_view(account: Account) -> NamedView:
    """Everything open of one brand account."""
    return NamedView(
        f"account:{account.id}", account.brand, "", View(account_id=account.id), _("Nothing is open for this brand")
    )


def topic_view(topic: Topic) -> NamedView:
    """Everything open about one topic."""
    return NamedView(
        f"topic:{topic.id}", topic.name, "hash", View(topic_id=topic.id), _("Nothing is open about this topic")
    )
