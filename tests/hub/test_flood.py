"""A hundred thousand posts wait for release: the desk is shown the newest, and the wall goes on as if none did."""

import pytest
from sqlalchemy import text

from app.domain.account import Account
from app.hub.main import Hub
from app.link.client import HubClient
from app.store import posts
from app.store.tables import posts as table
from app.store.transaction import Write
from app.wire.calls import MintToken, Moderate
from app.wire.feeds import HeldPostFeed, StreamFeed
from tests.fakes.clock import NOON
from tests.fakes.pond import Water
from tests.hub.conftest import Rooms, Until

HELD = 100_000
OTHER = {"id": "id - n", "native_id": "native_id || '-' || n"}
"""What a copy has of its own; copies are older than the post they are made from."""


@pytest.fixture
async def screen(rooms: Rooms, desk: HubClient) -> HubClient:
    return await rooms.station(token=await desk.call(MintToken(name="Foyer", role="screen")), name="wall")


def copy_held(tx: Write) -> None:
    """The one post there is, as often as it takes."""
    columns = [column.name for column in table.c]
    copied = ", ".join(f"{OTHER.get(name, name)}" for name in columns)
    numbers = f"WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {HELD - 1})"
    done = tx.connection.execute(
        text(f"INSERT INTO posts ({', '.join(columns)}) {numbers} SELECT {copied} FROM posts, numbers")
    )
    assert done.rowcount == HELD - 1


async def test_a_flood_of_held_posts_stops_no_wall_and_no_desk(
    hub: Hub, brand: Account, desk: HubClient, screen: HubClient, water: Water, until: Until
) -> None:
    held, stream = desk.subscribe(HeldPostFeed()), screen.subscribe(StreamFeed())
    water.say("Thank you, the crew were lovely", at=NOON)
    await until(held, lambda: len(held.rows) == 1)
    await hub.house.store.write(copy_held)
    assert await hub.house.store.read(posts.count_held) == posts.MOST_COUNTED

    water.say("The ferry was on time, thank you", at=NOON + 1000)
    await until(held, lambda: len(held.rows) == HeldPostFeed().limit)
    newest = max(held.rows.values(), key=lambda row: row.id)
    assert newest.text == "The ferry was on time, thank you"
    assert stream.rows == {}

    await desk.call(Moderate(post_ids=(newest.id,), release=True))
    await until(stream, lambda: len(stream.rows) == 1)
    assert [row.text for row in stream.rows.values()] == [newest.text]
