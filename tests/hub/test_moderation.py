"""Nothing that is not released is ever behind glass: the wall's safety from delivery to the feeds a screen reads."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
import pytest

from app.core.errors import Code, FishbowlError
from app.domain.account import Account
from app.domain.conversation import Status, View
from app.domain.post import Author, Batch, Media, Post, PostKind
from app.domain.principal import Right
from app.domain.topic import Topic
from app.hub.main import Hub
from app.link.client import HubClient
from app.link.mirror import Mirror
from app.wire.calls import MintToken, Moderate, SaveTopic
from app.wire.feeds import (
    FEEDS,
    HeldPostFeed,
    QueueFeed,
    StreamFeed,
    ThreadFeed,
)
from tests.fakes.any_feed import any_feed
from tests.fakes.clock import NOON
from tests.fakes.pond import AUTHOR, Water
from tests.hub.conftest import Rooms, Until

ANY = View(statuses=tuple(Status))
KIND_WORDS = "Thank you, the crew on the ferry were lovely today"
FOUL_WORDS = "You fucking idiots, call me on +49 170 1234567"


@pytest.fixture
def policy() -> str:
    return "hold_all"


@pytest.fixture
async def hub(rooms: Rooms, policy: str) -> Hub:
    wall = rooms.settings.wall.model_copy(update={"policy": policy})
    rooms.settings = rooms.settings.model_copy(update={"wall": wall})
    return await rooms.open_hub()


@pytest.fixture
async def screen(rooms: Rooms, desk: HubClient) -> HubClient:
    """What hangs on the wall: it may read what everybody in the room may."""
    return await rooms.station(token=await desk.call(MintToken(name="Foyer", role="screen")), name="wall")


@pytest.fixture
def stream(screen: HubClient) -> Mirror:
    return screen.subscribe(StreamFeed())


@pytest.fixture
def queue(desk: HubClient) -> Mirror:
    return desk.subscribe(QueueFeed(view=ANY))


@pytest.fixture
def held(desk: HubClient) -> Mirror:
    return desk.subscribe(HeldPostFeed())


def edited(post: Post, text: str, *, at: int = NOON + 5000) -> Batch:
    return Batch(lane="all", posts=(msgspec.structs.replace(post, text=text, edited_at=at),))


async def on_wall(hub: Hub) -> Mapping[str, bytes]:
    """What a wall that asks now is shown."""
    return await hub._live._tables.rows(StreamFeed())


def texts(mirror: Mirror) -> list[str]:
    return sorted(row.text for row in mirror.rows.values())


async def test_what_nobody_has_released_is_on_no_wall(
    hub: Hub, brand: Account, desk: HubClient, water: Water, stream: Mirror, held: Mirror, until: Until
) -> None:
    water.say(KIND_WORDS, at=NOON)
    await until(held, lambda: len(held.rows) == 1)
    assert await on_wall(hub) == {}

    (row,) = held.rows.values()
    await desk.call(Moderate(post_ids=(row.id,), release=True))
    await until(stream, lambda: texts(stream) == [KIND_WORDS])
    await until(held, lambda: not held.rows)


async def test_a_released_post_can_be_taken_back_and_stays_away_when_it_is_edited(
    hub: Hub, brand: Account, desk: HubClient, water: Water, stream: Mirror, held: Mirror, queue: Mirror, until: Until
) -> None:
    post = water.say(KIND_WORDS, at=NOON)
    await until(held, lambda: len(held.rows) == 1)
    (row,) = held.rows.values()
    await desk.call(Moderate(post_ids=(row.id,), release=True))
    await until(stream, lambda: len(stream.rows) == 1)

    await desk.call(Moderate(post_ids=(row.id,), release=False))
    await until(stream, lambda: not stream.rows)
    water.deliver(edited(post, "Even lovelier"))
    await until(queue, lambda: texts(queue) == ["Even lovelier"])
    assert await on_wall(hub) == {}
    assert held.rows == {}


async def test_what_is_deleted_at_its_source_leaves_the_wall_for_good(
    hub: Hub, brand: Account, desk: HubClient, water: Water, stream: Mirror, held: Mirror, queue: Mirror, until: Until
) -> None:
    post = water.say(KIND_WORDS, at=NOON)
    await until(held, lambda: len(held.rows) == 1)
    (row,) = held.rows.values()
    await desk.call(Moderate(post_ids=(row.id,), release=True))
    await until(stream, lambda: len(stream.rows) == 1)

    water.deliver(Batch(lane="all", deleted=(post.native_id,)))
    await until(stream, lambda: not stream.rows)
    await until(queue, lambda: texts(queue) == [""])
    thread = desk.subscribe(ThreadFeed(conversation_id=int(next(iter(queue.rows)))))
    await until(thread, lambda: all(entry.gone and not entry.text for entry in thread.rows.values()))

    await desk.call(Moderate(post_ids=(row.id,), release=True))
    water.deliver(Batch(lane="all", posts=(post,)))
    last = water.say("Later", at=NOON + 1)
    await until(held, lambda: last.text in texts(held))
    assert await on_wall(hub) == {}


@pytest.mark.parametrize("policy", ["hold_doubtful", "release_clean"])
async def test_a_clean_post_is_shown_at_once_and_leaves_when_it_is_edited_to_something_else(
    brand: Account, water: Water, stream: Mirror, until: Until, policy: str
) -> None:
    post = water.say(KIND_WORDS, at=NOON)
    await until(stream, lambda: texts(stream) == [KIND_WORDS])

    water.deliver(edited(post, FOUL_WORDS))
    await until(stream, lambda: not stream.rows)


async def test_a_post_released_by_hand_waits_again_when_it_is_edited(
    brand: Account, desk: HubClient, water: Water, stream: Mirror, held: Mirror, until: Until
) -> None:
    post = water.say(KIND_WORDS, at=NOON)
    await until(held, lambda: len(held.rows) == 1)
    await desk.call(Moderate(post_ids=tuple(row.id for row in held.rows.values()), release=True))
    await until(stream, lambda: len(stream.rows) == 1)

    water.deliver(edited(post, "Even lovelier"))
    await until(stream, lambda: not stream.rows)
    await until(held, lambda: texts(held) == ["Even lovelier"])


@pytest.mark.parametrize("policy", ["hold_all", "hold_doubtful", "release_clean"])
async def test_a_direct_message_is_on_no_wall_and_nobody_can_put_it_there(
    hub: Hub,
    brand: Account,
    desk: HubClient,
    water: Water,
    held: Mirror,
    queue: Mirror,
    until: Until,
    policy: str,
) -> None:
    water.say(KIND_WORDS, at=NOON, kind=PostKind.DIRECT)
    await until(queue, lambda: len(queue.rows) == 1)
    thread = desk.subscribe(ThreadFeed(conversation_id=int(next(iter(queue.rows)))))
    await until(thread, lambda: bool(thread.rows))
    (entry,) = thread.rows.values()

    with pytest.raises(FishbowlError) as caught:
        await desk.call(Moderate(post_ids=(entry.id,), release=True))

    await until(held, lambda: True)
    assert caught.value.code is Code.BAD_INPUT
    assert await on_wall(hub) == {}
    assert held.rows == {}


@pytest.mark.parametrize("policy", ["release_clean"])
async def test_authors_are_masked_and_pictures_nobody_saw_are_kept_back(
    brand: Account, water: Water, stream: Mirror, queue: Mirror, until: Until
) -> None:
    picture = (Media(kind="image", url="https://pond.example/1.jpg"),)
    water.deliver(Batch(lane="all", posts=(said("with-picture", "Look at this", media=picture),)))
    water.say(KIND_WORDS, at=NOON)
    await until(stream, lambda: texts(stream) == [KIND_WORDS])
    await until(queue, lambda: len(queue.rows) == 2)

    (row,) = stream.rows.values()
    assert row.author == "@m•••a"
    assert AUTHOR.name not in str(row)


def said(native_id: str, text: str, **fields: Any) -> Post:
    author = Author(native_id=f"did:{native_id}", handle=native_id, name=native_id)
    made: dict[str, Any] = {"kind": PostKind.MENTION, "created_at": NOON, "author": author, **fields}
    return Post(network="pond", native_id=native_id, text=text, **made)


async def test_a_screen_gets_no_row_of_any_desk_feed(
    brand: Account, desk: HubClient, screen: HubClient, stream: Mirror, water: Water, until: Until
) -> None:
    water.say(KIND_WORDS, at=NOON)
    mine = desk.subscribe(QueueFeed(view=ANY))
    await until(mine, lambda: len(mine.rows) == 1)
    number = int(next(iter(mine.rows)))
    asked = [any_feed(kind, number=number) for kind in FEEDS if kind.NEEDS is not Right.WATCH]
    refused = [screen.subscribe(feed) for feed in asked]
    volume = screen.subscribe(StreamFeed(limit=3))  # asked for last, answered last
    await until(volume, lambda: True)
    assert not any(mirror.filled for mirror in refused)


SECRETS: list[Callable[[str], Post]] = [
    lambda word: said("held", f"{word} held by the policy"),
    lambda word: said("direct", f"{word} for you alone", kind=PostKind.DIRECT),
    lambda word: said("foul", f"{word} {FOUL_WORDS}"),
    lambda word: said("shown", f"{word} in a picture", media=(Media(kind="image", url=f"https://x/{word}", alt=word),)),
    lambda word: said("named", "Hello", author=Author(native_id=word, handle=word, name=word)),
    lambda word: said("found", f"{word} {FOUL_WORDS}", kind=PostKind.HEARD),
    lambda word: said("ours", f"{word} by us", kind=PostKind.OWN),
    lambda word: said("around", f"{word} around it", kind=PostKind.CONTEXT),
]


@pytest.mark.parametrize("policy", ["hold_all", "hold_doubtful"])
async def test_no_feed_of_a_wall_ever_holds_a_word_of_what_is_not_released(
    hub: Hub, brand: Account, desk: HubClient, screen: HubClient, water: Water, queue: Mirror, until: Until, policy: str
) -> None:
    topic = await desk.call(SaveTopic(topic=Topic(id=0, name="Everything", query="hello OR held OR alone OR us")))
    word = "Quetzalcoatl"
    walls = [screen.subscribe(any_feed(kind)) for kind in FEEDS if kind.NEEDS is Right.WATCH]
    walls.append(screen.subscribe(StreamFeed(topic=topic.id)))
    seen: list[str] = []
    for mirror in walls:
        mirror.listen(lambda mirror, _change: seen.append(str(mirror.rows)))
    for make in SECRETS if policy == "hold_all" else SECRETS[1:]:
        water.deliver(Batch(lane="all", posts=(make(word),)))
    await until(queue, lambda: len(queue.rows) == (5 if policy == "hold_all" else 4))
    for mirror in walls:
        await until(mirror, lambda: True)
        seen.append(str(await hub._live._tables.rows(mirror.feed)))

    assert len(seen) >= 2 * len(walls)
    assert not [rows for rows in seen if word in rows]
