"""What a wall says about an order it obeys: who gave it and until when. Known by wall.remote; knows domain.walls."""

from app.core.i18n import _
from app.domain.walls import Verb, WallOrder
from widgets.wall.words import Words


def message_foot(order: WallOrder, words: Words) -> str:
    """Under a message: who sent it, and until when it stays."""
    if not order.until:
        return _("{name} at {time} UTC, until it is released").format(name=order.by, time=words.time(order.since))
    return _("{name} at {time} UTC, until {end} UTC").format(
        name=order.by, time=words.time(order.since), end=words.time(order.until)
    )


def scene_line(order: WallOrder, words: Words, *, known: bool) -> str:
    """Over a held or pinned scene, in one line: the turns are paused, or one scene is kept."""
    if order.verb is Verb.PIN and not known:
        return _("{name} asked for the scene “{scene}”; this wall has none of that name").format(
            name=order.by, scene=order.scene
        )
    if order.verb is Verb.HOLD:
        said = _("Paused by {name} at {time} UTC, until {end} UTC")
        for_good = _("Paused by {name} at {time} UTC, until it is released")
    else:
        said = _("Pinned by {name} at {time} UTC, until {end} UTC")
        for_good = _("Pinned by {name} at {time} UTC, until it is released")
    return (said if order.until else for_good).format(
        name=order.by, time=words.time(order.since), end=words.time(order.until)
    )
