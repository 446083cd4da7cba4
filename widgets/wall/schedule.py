"""What the playlist wants of every screen that is here, those included whose monitor is away. Known by the wall's
station; knows wall.playlist, wall.seats and shell.screens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.core.clock import Millis
from widgets.shell.screens import Monitor
from widgets.wall.playlist import Playlist, Turn
from widgets.wall.seats import Seats


@dataclass(frozen=True)
class Place:
    """A screen of the wall: its number from the left, its name, and what it also shows for others that are away."""

    number: int
    name: str
    hosted: tuple["Place", ...] = ()


def number_screens(present: Sequence[Monitor], away: Sequence[str], seats: Seats) -> Mapping[str, Place]:
    """The places of the present monitors by key.

    A monitor that is away keeps its number, so that the others' rules stay theirs; the nearest takes over its turns.
    """
    stands = {monitor.key: (monitor.left, monitor.top, monitor.name) for monitor in present}
    for key in away:
        if key in seats.seats and key not in stands:
            seat = seats.seats[key]
            stands[key] = (seat.left, seat.top, seat.name)
    ranked = sorted(stands, key=lambda key: (stands[key][:2], key))
    places = {key: Place(number, stands[key][2]) for number, key in enumerate(ranked, start=1)}
    guests: dict[str, list[Place]] = {}
    for key in away:
        if key in places and (host := seats.host(key, present)):
            guests.setdefault(host, []).append(places[key])
    return {
        monitor.key: Place(places[monitor.key].number, monitor.name, tuple(guests.get(monitor.key, ())))
        for monitor in present
    }


def turns_of(place: Place, playlist: Playlist | None, moment: Millis) -> tuple[Turn, ...]:
    """The turns of a screen and of those it stands in for, no scene twice; none where no rule fits."""
    if playlist is None:
        return ()
    turns: dict[str, Turn] = {}
    for one in (place, *place.hosted):
        for turn in playlist.turns(one.number, one.name, moment):
            turns.setdefault(turn.scene, turn)
    return tuple(turns.values())
