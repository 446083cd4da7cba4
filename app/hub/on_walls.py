"""The posts that are on walls now, and where: what whoever moderates looks through. Known by the hub's tables; knows
glass, services and store."""

from collections import defaultdict

from app.domain.heard import Public
from app.domain.screens import Screen
from app.domain.walls import ShownPost
from app.hub.glass import Glass, Named
from app.services.house import House
from app.store import screens
from app.wire.station_feeds import OnWallRow, WallPlace


async def on_walls(house: House, glass: Glass) -> dict[str, OnWallRow]:
    """Every post that a wall says it shows, by id, with the places it is shown in."""
    shown = house.on_walls.shown(house.attendance, house.clock.now())
    if not shown:
        return {}
    kept = {screen.station: screen for screen in await house.store.read(screens.all)}
    places: dict[int, list[WallPlace]] = defaultdict(list)
    for station, posts in shown.items():
        here = house.attendance.stations[station].connections > 0
        for one in posts:
            places[one.post].append(_place(station, kept.get(station), one, here=here))
    found = await glass.named(places)
    return {str(number): _row(one, tuple(places[number])) for number, one in found.items()}


def _place(station: str, screen: Screen | None, one: ShownPost, *, here: bool) -> WallPlace:
    return WallPlace(
        wall=screen.name if screen is not None and screen.name else station,
        room=screen.room if screen is not None else "",
        screen=one.screen,
        scene=one.scene,
        panel=one.panel,
        since=one.since,
        here=here,
    )


def _row(named: Named, places: tuple[WallPlace, ...]) -> OnWallRow:
    found, author = named
    return OnWallRow(
        id=found.id,
        network=found.post.network,
        author=author,
        text=found.post.text,
        at=found.post.created_at,
        is_released=found.public is Public.RELEASED and not found.gone,
        released_by=found.moderated_by,
        places=places,
    )
