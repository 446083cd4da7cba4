"""A wall without an identity shows a code, is let in by it, stays so, and asks again after it was sent away."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from app.core.http import open_session
from app.core.secrets import LayeredVault
from app.link.base import LinkState
from app.link.client import HubClient
from app.link.enrol import EnrolledHub
from app.link.kept_token import KeptToken
from app.link.reach import live, stay
from app.wire.calls import EnrolScreen, RemoveScreen
from tests.fakes.clock import HurriedClock
from tests.hub.conftest import PATIENCE, Rooms


async def until_so(hub: EnrolledHub, condition: Callable[[], bool]) -> None:
    """Wait for what the hub's listeners are told."""
    news = asyncio.Event()
    stop = hub.listen(news.set)
    async with asyncio.timeout(PATIENCE):
        while not condition():
            news.clear()
            await news.wait()
    stop()


class Screen:
    """A wall's link without its windows."""

    def __init__(self, rooms: Rooms, url: str, folder: Path) -> None:
        http = open_session()
        rooms.stack.push_async_callback(http.close)
        kept = KeptToken(url, vault=LayeredVault(None), file=folder / "screen.json")
        self.hub = EnrolledHub(url, http, station="wall@foyer", kept=kept, clock=HurriedClock())
        self.client = HubClient(self.hub.find, http, station="wall@foyer", mode="wall")
        self.task = rooms.scope.spawn("screen", stay(self.client, self.hub))

    async def code(self) -> str:
        """What it shows, once it shows something."""
        await until_so(self.hub, lambda: bool(self.hub.code))
        return self.hub.code


async def test_a_wall_is_let_in_by_its_code_and_needs_none_the_next_time(rooms: Rooms, tmp_path: Path) -> None:
    house = await rooms.open_hub()
    desk = await rooms.station()
    first = Screen(rooms, house.url, tmp_path)
    code = await first.code()
    assert first.hub.is_outside

    await desk.call(EnrolScreen(code=code, name="Foyer"))
    await live(first.client, within=PATIENCE)
    assert (first.client.name, first.client.role) == ("Foyer", "screen")
    assert (first.hub.code, first.hub.is_outside) == ("", False)

    second = Screen(rooms, house.url, tmp_path)
    await live(second.client, within=PATIENCE)
    assert (second.client.name, second.hub.code, second.hub.is_outside) == ("Foyer", "", False)


async def test_a_wall_that_is_sent_away_shows_a_code_again(rooms: Rooms, tmp_path: Path) -> None:
    house = await rooms.open_hub()
    desk = await rooms.station()
    wall = Screen(rooms, house.url, tmp_path)
    await desk.call(EnrolScreen(code=await wall.code(), name="Foyer"))
    await live(wall.client, within=PATIENCE)

    await desk.call(RemoveScreen(station="wall@foyer"))
    code = await wall.code()
    assert wall.hub.is_outside
    assert not wall.task.done()
    await desk.call(EnrolScreen(code=code, name="Foyer"))
    await live(wall.client, within=PATIENCE)


async def test_a_wall_whose_hub_is_not_there_says_so_and_tries_on(rooms: Rooms, tmp_path: Path) -> None:
    wall = Screen(rooms, "http://127.0.0.1:9", tmp_path)
    await until_so(wall.hub, lambda: bool(wall.hub.trouble))
    assert "cannot be reached" in wall.hub.trouble
    assert wall.hub.is_outside
    assert wall.client.state is not LinkState.REFUSED
