"""Of a corpus of hostile posts nothing ever reaches a wall under "hold doubtful", and a wall paints what reaches it."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from app.domain.account import Account
from app.domain.post import Author, Batch, Post, PostKind
from app.domain.principal import Right
from app.hub.main import Hub
from app.link.client import HubClient
from app.link.mirror import Mirror
from app.wire.calls import MintToken
from app.wire.feeds import FEEDS, StreamFeed
from tests.fakes.any_feed import any_feed
from tests.fakes.clock import NOON
from tests.fakes.pond import Water
from tests.hub.conftest import Rooms, Until

CORPUS = Path(__file__).parents[1] / "data" / "hostile.toml"
KIND_WORDS = "Thank you, the crew on the ferry were lovely"


def corpus() -> list[dict[str, Any]]:
    with CORPUS.open("rb") as file:
        found: list[dict[str, Any]] = tomllib.load(file)["post"]
    return found


@pytest.fixture
async def hub(rooms: Rooms) -> Hub:
    wall = rooms.settings.wall.model_copy(update={"policy": "hold_doubtful", "mask": "handle"})
    rooms.settings = rooms.settings.model_copy(update={"wall": wall})
    return await rooms.open_hub()


@pytest.fixture
async def screen(rooms: Rooms, desk: HubClient) -> HubClient:
    return await rooms.station(token=await desk.call(MintToken(name="Foyer", role="screen")), name="wall")


def said(native_id: str, text: str, author: str) -> Post:
    made = Author(native_id=f"did:{native_id}", handle=author, name=author)
    return Post(network="pond", native_id=native_id, kind=PostKind.HEARD, text=text, created_at=NOON, author=made)


async def test_nothing_hostile_ever_reaches_a_wall(
    hub: Hub, brand: Account, screen: HubClient, water: Water, until: Until
) -> None:
    posts = corpus()
    walls = [screen.subscribe(any_feed(kind)) for kind in FEEDS if kind.NEEDS is Right.WATCH]
    stream = screen.subscribe(StreamFeed())
    seen: list[str] = []
    shown: list[str] = []

    def look(mirror: Mirror, _change: object) -> None:
        seen.append(str(mirror.rows))

    for mirror in walls:
        mirror.listen(look)
    stream.listen(lambda mirror, _change: shown.extend(row.text for row in mirror.rows.values()))
    water.deliver(
        Batch(
            lane="all",
            posts=tuple(
                said(f"h{number}", post["text"], post.get("author", "Mira")) for number, post in enumerate(posts)
            ),
        )
    )
    water.deliver(Batch(lane="all", posts=(said("kind", KIND_WORDS, "Mira"),)))
    await until(stream, lambda: any(row.text == KIND_WORDS for row in stream.rows.values()))

    assert set(shown) == {KIND_WORDS}
    told = "\n".join(seen)
    assert KIND_WORDS in told
    hostile = {post["text"] for post in posts} | {post["author"] for post in posts if "author" in post}
    assert sorted(text for text in hostile if text in told or repr(text)[1:-1] in told) == []


def test_the_corpus_says_of_every_post_why_it_is_there() -> None:
    posts = corpus()
    assert all(post["text"] and post["why"] for post in posts)
    assert sum("author" in post for post in posts) >= 5
    assert sum("\u202e" in post["text"] + post.get("author", "") for post in posts) >= 3
