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
    """Over a held or pinned scene, in one line."""
    if order.verb is Verb.PIN and not known:
        return _("{name} asked for the scene “{scene}”; this wall has none of that name").format(
            name=order.by, scene=order.scene
        )
    if not order.until:
        return _("{name} keeps this scene until it is released").format(name=order.by)
    return _("{name} keeps this scene until {time} UTC").format(name=order.by, time=words.time(order.until))
