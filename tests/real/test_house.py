"""The whole house on a whole Bluesky: from a stranger's mention to the desk and the wall, and back, once."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.core.http import open_session
from app.core.paths import DataDir
from app.core.settings import Settings
from app.core.tasks import TaskScope
from app.domain.account import Account, HealthState
from app.domain.announcement import read_announcement
from app.domain.conversation import Card, EntryKind, Status, View
from app.domain.reply import OutboxState
from app.hub.main import Hub
from app.link.child import FixedHub
from app.link.client import HubClient
from app.link.mirror import Mirror
from app.link.reach import live
from app.wire.calls import Moderate, SaveAccount, SendReply
from app.wire.feeds import (
    CountFeed,
    Feed,
    HealthFeed,
    HeldPostFeed,
    OutboxFeed,
    QueueFeed,
    StreamFeed,
    ThreadFeed,
    VolumeFeed,
)
from tests.fakes.clock import HurriedClock
from tests.real.bluesky_server import BlueskyServer, Ref, User

pytestmark = pytest.mark.real

ANY = View(statuses=tuple(Status))
PATIENCE = 60.0


class House:
    """A hub with a Bluesky account, and a desk at it.

    Attributes:
        brand: our account, `ann` a stranger.
        desk: a live link.
    """

    desk: HubClient
    account: Account

    def __init__(self, folder: Path, server: BlueskyServer, brand: User, ann: User) -> None:
        self.server, self.brand, self.ann = server, brand, ann
        self._data = DataDir(folder)
        self._stack = AsyncExitStack()
        self._scope = TaskScope("house")

    async def open(self) -> None:
        """Start the hub, connect a desk, add the account."""
        hub = Hub(self._data, Settings(), clock=HurriedClock(times=10))
        self._scope.spawn("hub", hub.run())
        await asyncio.wait_for(hub.working.wait(), PATIENCE)
        self._stack.callback(hub.end)
        announced = read_announcement(self._data.announcement)
        assert announced is not None
        http = open_session()
        self._stack.push_async_callback(http.close)
        self.desk = HubClient(FixedHub(announced.url, announced.token).find, http, station="desk", mode="agent")
        self._scope.spawn("desk", self.desk.run())
        await live(self.desk, within=PATIENCE)
        options = {"handle": self.brand.handle, "service": self.server.service, "firehose": self.server.firehose}
        account = Account(
            id=0, network="bluesky", handle=self.brand.handle, brand="Harbour", options=options, undo_seconds=0
        )
        secrets = {"password": self.brand.password}
        self.account = await self.desk.call(SaveAccount(account=account, secrets=secrets, session_only=True))

    async def close(self) -> None:
        await self._scope.close()
        await self._stack.aclose()

    async def showing(self, feed: Feed, condition: Callable[[dict[str, Any]], object]) -> Mirror:
        """Wait until a feed's rows satisfy a condition."""
        mirror, news = self.desk.subscribe(feed), asyncio.Event()
        stop = mirror.listen(lambda _mirror, _change: news.set())
        try:
            async with asyncio.timeout(PATIENCE):
                while not (mirror.filled and condition(mirror.rows)):
                    news.clear()
                    await news.wait()
        except TimeoutError:
            raise AssertionError(f"{feed} still shows {list(mirror.rows.values())[:5]}") from None
        finally:
            stop()
        return mirror

    async def conversation(self, words: str) -> Card:
        """The conversation whose newest post has these words."""
        queue = await self.showing(
            QueueFeed(view=ANY), lambda rows: [1 for card in rows.values() if words in card.text]
        )
        found: Card = next(card for card in queue.rows.values() if words in card.text)
        return found

    async def mentioned(self, words: str) -> tuple[Ref, Card]:
        """A stranger addresses us; his post and our conversation."""
        mention = await self.server.mention(self.ann, self.brand, words)
        return mention, await self.conversation(words)

    def reply(self, card: Card, parent: Ref, text: str) -> SendReply:
        return SendReply(
            conversation_id=card.id,
            account_id=self.account.id,
            parent=parent.uri,
            to_handle=self.ann.handle,
            text=text,
            token=text,
        )


@pytest.fixture
async def house(bluesky: BlueskyServer, tmp_path: Path) -> AsyncIterator[House]:
    brand, ann = await bluesky.create_user("brand"), await bluesky.create_user("ann")
    made = House(tmp_path / "data", bluesky, brand, ann)
    await made.open()
    yield made
    await made.close()


async def test_a_strangers_mention_is_on_the_desk_and_counted_on_the_wall(house: House) -> None:
    _mention, card = await house.mentioned("is the ferry late?")

    assert card.handle == house.ann.handle
    await house.showing(VolumeFeed(minutes=60, step=1), lambda rows: sum(row.posts for row in rows.values()) == 1)


async def test_a_reply_is_on_the_network_and_in_the_thread_once_even_when_the_network_delivers_it(
    house: House,
) -> None:
    mention, card = await house.mentioned("is the ferry late?")
    item = await house.desk.call(house.reply(card, mention, "It is on time."))
    await house.showing(OutboxFeed(), lambda rows: rows[str(item.id)].state is OutboxState.SENT)
    published = await house.server.posts_of(house.brand)
    assert [record["value"]["text"] for record in published] == ["It is on time."]

    # Ann's answer comes behind our own post on every lane: once it is here, ours has been delivered too.
    ours = Ref(published[0]["uri"], published[0]["cid"])
    await house.server.reply(house.ann, ours, "Thank you!", root=mention)
    thread = await house.showing(
        ThreadFeed(conversation_id=card.id),
        lambda rows: "Thank you!" in [entry.text for entry in rows.values()],
    )
    texts = [entry.text for entry in thread.rows.values() if entry.kind in (EntryKind.OWN, EntryKind.SENDING)]
    assert texts == ["It is on time."]


async def test_what_is_deleted_at_its_source_leaves_desk_and_wall(house: House) -> None:
    mention, card = await house.mentioned("I should not have said this")
    held = await house.showing(HeldPostFeed(), bool)
    await house.desk.call(Moderate(post_ids=tuple(row.id for row in held.rows.values()), release=True))
    await house.showing(StreamFeed(), lambda rows: [1 for row in rows.values() if "should not" in row.text])

    await house.server.delete(house.ann, mention.uri)
    await house.showing(StreamFeed(), lambda rows: not rows)
    thread = await house.showing(
        ThreadFeed(conversation_id=card.id),
        lambda rows: all(entry.gone for entry in rows.values() if entry.kind is EntryKind.POST),
    )
    assert not [entry for entry in thread.rows.values() if "should not" in entry.text]


async def test_a_network_that_was_killed_leaves_no_gap(house: House) -> None:
    await house.mentioned("before it fell")
    await asyncio.to_thread(house.server.kill)
    key = str(house.account.id)
    await house.showing(HealthFeed(), lambda rows: rows[key].state in (HealthState.LATE, HealthState.DOWN))
    await asyncio.to_thread(house.server.restart)
    for number in range(5):
        await house.server.mention(house.ann, house.brand, f"after it came back {number}")

    await house.showing(QueueFeed(view=ANY), lambda rows: len(rows) == 6)
    await house.showing(HealthFeed(), lambda rows: rows[key].state is HealthState.CONNECTED)


async def test_a_burst_of_mentions_of_one_second_is_whole(house: House) -> None:
    await house.mentioned("first")
    second = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    texts = [f"question {number}" for number in range(300)]
    await house.server.many_mentions(house.ann, house.brand, texts, at=second)

    await house.showing(CountFeed(me="ana"), lambda rows: rows["open"].count == 301)
    await house.showing(VolumeFeed(minutes=120, step=1), lambda rows: sum(row.posts for row in rows.values()) == 301)
