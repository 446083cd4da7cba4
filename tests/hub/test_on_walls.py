"""What is on walls now, as whoever moderates sees it, and taken off at once."""

import pytest

from app.core.errors import Code, FishbowlError
from app.domain.account import Account
from app.domain.audit import AuditRow
from app.domain.walls import ShownPost
from app.hub.main import Hub
from app.link.client import HubClient
from app.link.mirror import Mirror
from app.wire.calls import ListAudit, MintToken, Moderate, PlaceScreen
from app.wire.feeds import OnWallFeed, OnWallRow, StreamFeed
from app.wire.wall_calls import TellPosts, TellWall
from tests.fakes.clock import NOON
from tests.fakes.pond import Water
from tests.hub.conftest import Rooms, Until

WORDS = "Thank you, the crew on the ferry were lovely today"
SCREEN = "wall@foyer"


@pytest.fixture
async def hub(rooms: Rooms) -> Hub:
    wall = rooms.settings.wall.model_copy(update={"policy": "release_clean"})
    rooms.settings = rooms.settings.model_copy(update={"wall": wall})
    return await rooms.open_hub()


@pytest.fixture
async def screen(rooms: Rooms, desk: HubClient) -> HubClient:
    return await rooms.station(token=await desk.call(MintToken(name="Foyer", role="screen")), name=SCREEN)


@pytest.fixture
async def shown(brand: Account, water: Water, screen: HubClient, until: Until) -> int:
    """A post that the policy let onto the wall, which says so."""
    stream = screen.subscribe(StreamFeed())
    water.say(WORDS, at=NOON)
    await until(stream, lambda: len(stream.rows) == 1)
    (post,) = stream.rows.values()
    await screen.call(TellPosts(posts=(ShownPost(post.id, 1, "Overview", "Posts", NOON),)))
    number: int = post.id
    return number


@pytest.fixture
def on_walls(desk: HubClient) -> Mirror:
    return desk.subscribe(OnWallFeed())


def only(mirror: Mirror) -> OnWallRow:
    (row,) = mirror.rows.values()
    assert isinstance(row, OnWallRow)
    return row


async def test_a_post_is_listed_with_its_wall_its_panel_and_since_when_and_masked_as_there(
    desk: HubClient, shown: int, on_walls: Mirror, until: Until
) -> None:
    await until(on_walls, lambda: len(on_walls.rows) == 1)
    row = only(on_walls)
    (place,) = row.places
    assert (row.id, row.text, row.author, row.is_released, row.released_by) == (shown, WORDS, "@m•••a", True, "")
    assert (place.wall, place.screen, place.scene, place.panel, place.since) == (SCREEN, 1, "Overview", "Posts", NOON)
    assert place.here

    await desk.call(PlaceScreen(station=SCREEN, room="Hall"))
    await until(on_walls, lambda: only(on_walls).places[0].room == "Hall")


async def test_what_is_taken_off_leaves_the_feed_of_walls_and_stays_listed_until_they_say_that_it_is_gone(
    desk: HubClient, screen: HubClient, shown: int, on_walls: Mirror, until: Until
) -> None:
    stream = screen.subscribe(StreamFeed())
    await until(on_walls, lambda: len(on_walls.rows) == 1)
    await desk.call(Moderate(post_ids=(shown,), release=False))
    await until(stream, lambda: not stream.rows)
    await until(on_walls, lambda: not only(on_walls).is_released)
    assert only(on_walls).places

    await screen.call(TellPosts(posts=()))
    await until(on_walls, lambda: not on_walls.rows)


async def test_taking_off_and_putting_back_are_audited_with_what_was_before(
    desk: HubClient, screen: HubClient, shown: int, until: Until
) -> None:
    stream = screen.subscribe(StreamFeed())
    await desk.call(Moderate(post_ids=(shown,), release=False))
    await desk.call(Moderate(post_ids=(shown,), release=True, seen=(WORDS,)))
    await until(stream, lambda: len(stream.rows) == 1)
    acts: list[AuditRow] = [one for one in await desk.call(ListAudit()) if one.subject == f"post:{shown}"]
    assert [(one.verb, one.before) for one in acts] == [
        ("post.released", '{"public":"blocked"}'),
        ("post.blocked", '{"public":"released"}'),
    ]


async def test_a_wall_that_left_is_told_of_as_one_that_may_still_show_it(
    screen: HubClient, shown: int, on_walls: Mirror, until: Until
) -> None:
    await screen.call(TellWall(shows=("Overview",), scenes=(("overview", "Overview"),)))
    await until(on_walls, lambda: len(on_walls.rows) == 1)
    await screen._http.close()
    await until(on_walls, lambda: not only(on_walls).places[0].here)


async def test_an_agent_who_may_not_moderate_does_not_see_them(rooms: Rooms, desk: HubClient) -> None:
    agent = await rooms.station(token=await desk.call(MintToken(name="Ana", role="agent")), name="desk 2")
    mirror = agent.subscribe(OnWallFeed())
    with pytest.raises(FishbowlError) as caught:
        await agent.call(Moderate(post_ids=(1,), release=False))
    assert caught.value.code is Code.NOT_ALLOWED
    assert not mirror.filled


async def test_a_wall_that_tells_too_much_is_refused_in_words(screen: HubClient) -> None:
    one = ShownPost(1, 1, "Overview", "Posts", NOON)
    for posts, words in (((one,) * 501, "500 posts"), ((ShownPost(1, 1, "x" * 121, "Posts", NOON),), "120 char")):
        with pytest.raises(FishbowlError, match=words) as caught:
            await screen.call(TellPosts(posts=posts))
        assert caught.value.code is Code.BAD_INPUT
