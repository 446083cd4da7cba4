"""Where a post is shown and what has become of it, in words. Known by the dialog of posts on walls; knows wire."""

from app.core.clock import Millis
from app.core.i18n import _, ngettext, number
from app.wire.feeds import OnWallRow, WallPlace
from widgets.models.on_walls import Fate
from widgets.models.words import clock_time, day_words, isolate

MOST_PLACES = 3


def place_words(row: OnWallRow, *, now: Millis) -> str:
    """Each wall, screen and panel with the time since when, one a line; of many the first."""
    lines = [_place(one, now) for one in row.places[:MOST_PLACES]]
    more = len(row.places) - MOST_PLACES
    if more > 0:
        lines.append(
            ngettext("And in {count} more place", "And in {count} more places", more).format(count=number(more))
        )
    return "\n".join(lines)


def by_words(row: OnWallRow) -> str:
    """Who let it onto the walls, or took it off."""
    if not row.is_released:
        return _("Taken off by {name}.").format(name=isolate(row.released_by)) if row.released_by else ""
    if row.released_by:
        return _("Released by {name}.").format(name=isolate(row.released_by))
    return _("Shown by the policy: nobody has released it by hand.")


def fate_words(row: OnWallRow, fate: Fate) -> str:
    """What has become of it; empty while it is shown."""
    walls = ", ".join(dict.fromkeys(isolate(one.wall) for one in row.places))
    return {
        Fate.SHOWN: "",
        Fate.LEFT: _("No wall shows it any more."),
        Fate.GOING: _("Taken off. Still on: {walls}.").format(walls=walls),
        Fate.UNREACHED: _("Taken off, but not reached, so that it may still be shown: {walls}.").format(walls=walls),
        Fate.GONE: _("Taken off: no wall shows it any more."),
    }[fate]


def _place(one: WallPlace, now: Millis) -> str:
    wall = isolate(one.wall)
    if one.room:
        wall = _("{wall} in {room}").format(wall=wall, room=isolate(one.room))
    since = f"{day_words(one.since, now=now)} {clock_time(one.since)}"
    words = (
        _("Screen {screen} of {wall}: {panel} ({scene}), since {time}")
        if one.here
        else _("Screen {screen} of {wall}: {panel} ({scene}), since {time}; not reached, may still show it")
    )
    return words.format(wall=wall, screen=number(one.screen), panel=one.panel, scene=one.scene, time=since)
