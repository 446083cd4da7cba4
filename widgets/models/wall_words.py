"""Walls and the orders they obey, in a desk's words. Known by the dialog of walls; knows domain and wire."""

from collections.abc import Sequence

from app.core.i18n import _
from app.domain.walls import Verb, WallOrder
from app.wire.feeds import StationRow
from widgets.models.words import clock_time, isolate

SHORTENED = 40


def order_words(order: WallOrder, titles: dict[str, str]) -> str:
    """One order: what, by whom, until when."""
    end = _("until {time}").format(time=clock_time(order.until)) if order.until else _("until released")
    by = isolate(order.by)
    match order.verb:
        case Verb.PIN:
            scene = titles.get(order.scene, order.scene)
            return _("{scene} pinned by {name}, {end}").format(scene=scene, name=by, end=end)
        case Verb.HOLD:
            return _("Held by {name}, {end}").format(name=by, end=end)
        case Verb.MESSAGE:
            text = order.text if len(order.text) <= SHORTENED else f"{order.text[:SHORTENED].rstrip()}…"
            return _("“{text}” by {name}, {end}").format(text=isolate(text), name=by, end=end)
        case _:
            return ""


def wall_words(wall: StationRow) -> str:
    """Whether a wall is there, and what it shows."""
    if not wall.here:
        return _("Away since {time}; it is told when it comes back.").format(time=clock_time(wall.since))
    if wall.shows:
        return _("Shows {scenes}").format(scenes=", ".join(wall.shows))
    return _("Here since {time}").format(time=clock_time(wall.since))


def orders_words(orders: Sequence[WallOrder], titles: dict[str, str]) -> str:
    """All that a wall was told, in one line."""
    return " · ".join(words for order in orders if (words := order_words(order, titles)))
