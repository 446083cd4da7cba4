"""The views an agent works through, by name. Known by rail, commands and queue; knows domain and wire."""

from dataclasses import dataclass
from datetime import datetime

from app.core.clock import Millis
from app.core.i18n import _
from app.domain.account import Account
from app.domain.conversation import Status, View
from app.domain.mark import Mark
from app.domain.saved_view import SavedView, base_view, view_of
from app.domain.topic import Topic
from app.wire.feeds import SavedViewRow

SAVED = "saved:"
"""What a saved view's name begins with."""
OPEN, UNDELIVERED = "open", "undelivered"
NOTHING = View(statuses=())


@dataclass(frozen=True)
class NamedView:
    """A view as the rail lists it.

    Attributes:
        name: its row in the count feed.
        icon: a glyph's name; empty where a mark stands instead.
        empty: what an empty one says, and what is next.
        marked: it looks for a mark itself: no filter works on it.
        saved: what was kept under this name; it has a filter of its own, and the desk's does not work on it.
        trouble: what of it is gone; empty for nothing.
    """

    name: str
    title: str
    icon: str
    view: View
    empty: str = ""
    marked: bool = False
    saved: SavedView | None = None
    trouble: str = ""

    @property
    def takes_filter(self) -> bool:
        """Whether the desk's filter works on it."""
        return not self.marked and self.saved is None


def standing_views(me: str, *, now: Millis) -> tuple[NamedView, ...]:
    """The views every agent has, in rail order."""
    began = midnight(now)

    def of_rail(name: str, title: str, icon: str, empty: str) -> NamedView:
        return NamedView(name, title, icon, base_view(name, me=me, now=now, day_began=began) or NOTHING, empty)

    return (
        of_rail(OPEN, _("All open"), "inbox", _("Nothing is open")),
        of_rail("mine", _("Mine"), "person", _("Nothing waiting for you")),
        of_rail("unassigned", _("Unassigned"), "unassigned", _("Everything has somebody")),
        of_rail("breaching", _("Breaching soon"), "clock", _("Nothing is due in 15 minutes")),
        of_rail("waiting", _("Waiting"), "pause", _("Nobody is being waited for")),
        of_rail("snoozed", _("Snoozed"), "snooze", _("Nothing is snoozed")),
        of_rail("resolved_today", _("Resolved today"), "check", _("Nothing has been resolved today")),
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


def saved_view(row: SavedViewRow, *, me: str, now: Millis) -> NamedView:
    """A view somebody saved; one that looks for what is gone says so."""
    saved, trouble = row.view, _gone(row.gone)
    view = view_of(saved, me=me, now=now, day_began=midnight(now)) or NOTHING
    icon = "warning" if trouble else "bookmark"
    name = f"{SAVED}{saved.id}"
    return NamedView(
        name, saved.name, icon, view, trouble or _("Nothing is in this view"), saved=saved, trouble=trouble
    )


def _gone(what: str) -> str:
    return {
        "account": _("The account of this view is no longer here"),
        "topic": _("The topic of this view is no longer here"),
        "label": _("No conversation bears the label of this view any more"),
        "colleague": _("The colleague of this view is no longer here"),
    }.get(what, "")
