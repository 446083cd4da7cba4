"""The Discord connector against a loopback fake, and its messages of any shape."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.connectors._discord.messages import moment_of, post_of, snowflake_at
from app.connectors.base import Refused, SignInFailed, Tools
from app.connectors.discord import Discord
from app.connectors.runner import Runner
from app.domain.account import Account, HealthState
from app.domain.post import PostKind
from app.domain.reply import Attachment
from tests.fakes.any_json import JSON
from tests.fakes.clock import NOON, FastClock
from tests.fakes.discord import BOT, CHANNEL, PRIVATE, TOKEN, FakeDiscord
from tests.fakes.ear import tools
from tests.fakes.scene import ConnectorScene, reply_to


class Scene(ConnectorScene[FakeDiscord, Discord]):
    """A bot and its server."""

    def __init__(self, fake: FakeDiscord, given_tools: Tools, clock: FastClock) -> None:
        options = {"service": fake.url, "channels": ""}
        super().__init__(fake, given_tools, clock, network="discord", handle="harbour", options=options)

    def again(self) -> Discord:
        return Discord(self.account, {"token": TOKEN}, self.tools)

    def listening(self) -> AbstractAsyncContextManager[Runner]:
        """Each time a bot that has no session yet."""
        self.connector = self.again()
        return super().listening()


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    clock = FastClock()
    async with FakeDiscord(clock).running() as fake, tools(clock) as made:
        yield Scene(fake, made, clock)


async def test_kinds_follow_from_whom_a_message_addresses(scene: Scene) -> None:
    async with scene.listening():
        await scene.ear.until(lambda: bool(scene.ear.cursors))
        heard = await scene.fake.say("nice weather")
        named = await scene.fake.say("<@9000> hello", mentions=[BOT])
        answer = await scene.fake.say(
            "thanks",
            message_reference={"type": 0, "message_id": "5", "channel_id": CHANNEL},
            referenced_message={"author": BOT},
        )
        private = await scene.fake.say("psst", channel=PRIVATE)
        await scene.ear.until(lambda: private in scene.ear.posts)
    kinds = [scene.ear.posts[one].kind for one in (heard, named, answer, private)]
    assert kinds == [PostKind.HEARD, PostKind.MENTION, PostKind.REPLY, PostKind.DIRECT]
    assert scene.ear.posts[named].text == "@harbour hello"
    assert scene.ear.posts[private].thread == PRIVATE


async def test_of_channels_that_were_not_chosen_only_what_addresses_us_is_heard(scene: Scene) -> None:
    scene.account = Account(
        id=5, network="discord", handle="h", brand="H", options={"service": scene.fake.url, "channels": PRIVATE}
    )
    async with scene.listening():
        await scene.ear.until(lambda: bool(scene.ear.cursors))
        other = await scene.fake.say("among ourselves")
        named = await scene.fake.say("<@9000> help", mentions=[BOT])
        await scene.ear.until(lambda: named in scene.ear.posts)
    assert other not in scene.ear.posts


async def test_a_session_that_breaks_is_resumed_and_nothing_is_missed(scene: Scene) -> None:
    async with scene.listening():
        await scene.ear.until(lambda: bool(scene.ear.cursors))
        await scene.fake.cut()
        said = await scene.fake.say("in the break")
        await scene.ear.until(lambda: said in scene.ear.posts)
    assert (scene.fake.sessions, scene.fake.resumed) == (1, 1)


async def test_where_a_session_cannot_be_resumed_the_channels_are_read(scene: Scene) -> None:
    scene.fake.resumable = False
    async with scene.listening():
        first = await scene.fake.say("before")
        await scene.ear.until(lambda: first in scene.ear.posts)
        await scene.fake.cut()
        scene.fake.messages[CHANNEL].pop()
        said = await scene.fake.say("in the gap")
        await scene.ear.until(lambda: said in scene.ear.posts and first in scene.ear.deleted)
    assert scene.fake.sessions == 2


async def test_more_than_a_page_of_an_absence_is_read_to_its_end(scene: Scene) -> None:
    first = await scene.fake.say("before")
    async with scene.listening():
        await scene.ear.until(lambda: first in scene.ear.posts)
    said = {await scene.fake.say(f"away {number}") for number in range(230)}
    async with scene.listening():
        await scene.ear.until(lambda: said <= set(scene.ear.posts))


async def test_edits_and_deletions_are_followed(scene: Scene) -> None:
    async with scene.listening():
        await scene.ear.until(lambda: bool(scene.ear.cursors))
        said = await scene.fake.say("first")
        await scene.ear.until(lambda: said in scene.ear.posts)
        await scene.fake.edit(said, "second")
        await scene.fake.remove(said)
        await scene.ear.until(lambda: said in scene.ear.deleted)
    texts = [post.text for batch in scene.ear.batches for post in batch.posts if post.native_id == said]
    assert texts[-1] == "second"


async def test_the_nonce_makes_five_sends_one_message(scene: Scene) -> None:
    bots = [scene.again() for _number in range(5)]
    said, key = await scene.fake.say("hello"), bots[0].new_key()
    await asyncio.gather(*(bot.send(reply_to(said), key=key) for bot in bots))
    assert len(scene.fake.ours) == 1


async def test_a_reply_pings_nobody_but_whom_it_answers_and_carries_pictures_with_their_words(scene: Scene) -> None:
    said, bot = await scene.fake.say("hello"), scene.again()
    picture = Attachment(name="map.png", mime="image/png", data=b"png", alt="A map")
    await bot.send(reply_to(said, attachments=(picture,)), key=bot.new_key())
    given_body = scene.fake.given[0]
    assert given_body["allowed_mentions"] == {"parse": [], "replied_user": True}
    assert given_body["attachments"] == [{"id": 0, "filename": "map.png", "description": "A map"}]
    assert given_body["files"] == {"files[0]": b"png"}


async def test_an_own_message_is_deleted_and_one_that_is_gone_is_no_error(scene: Scene) -> None:
    said, bot = await scene.fake.say("hello"), scene.again()
    receipt = await bot.send(reply_to(said), key=bot.new_key())
    await bot.delete(receipt.native_id)
    await bot.delete(receipt.native_id)
    assert scene.fake.ours == []


async def test_a_thread_is_a_message_and_its_neighbours(scene: Scene) -> None:
    said = [await scene.fake.say(f"number {number}") for number in range(3)]
    thread = await scene.again().thread(said[1])
    assert [post.native_id for post in thread] == said
    assert {post.kind for post in thread} == {PostKind.CONTEXT}


@pytest.mark.parametrize(("code", "error"), [(4004, "token"), (4014, "intent")])
async def test_a_gateway_that_refuses_says_what_to_do(scene: Scene, code: int, error: str) -> None:
    scene.fake.refuses_gateway = code
    async with scene.listening():
        await scene.ear.until(lambda: error in scene.ear.error.lower())
    told = scene.ear.healths[-1].state if code == 4004 else HealthState.DOWN
    assert told in {HealthState.SIGN_IN, HealthState.DOWN, HealthState.LATE, HealthState.OFF}


async def test_a_channel_that_is_closed_to_us_is_told_and_the_others_go_on(scene: Scene) -> None:
    options = {"service": scene.fake.url, "channels": f"999\n{CHANNEL}"}
    scene.account = Account(id=5, network="discord", handle="h", brand="H", options=options)
    said = await scene.fake.say("hello")
    async with scene.listening():
        await scene.ear.until(lambda: said in scene.ear.posts)
        await scene.ear.until(lambda: any("999" in health.error for health in scene.ear.healths))


async def test_a_wrong_token_is_a_sign_in_that_failed(scene: Scene) -> None:
    with pytest.raises(SignInFailed):
        await Discord(scene.account, {"token": "no"}, scene.tools).check()


async def test_where_the_bot_may_not_write_the_reply_is_refused(scene: Scene) -> None:
    bot = scene.again()
    await bot.check()
    del scene.fake.messages[PRIVATE]
    with pytest.raises(Refused):
        await bot.find(reply_to(f"{PRIVATE}/1"), key=bot.new_key())


def test_an_id_tells_its_moment() -> None:
    assert moment_of(str(snowflake_at(NOON))) == NOON
    assert moment_of("175928847299117063") == 1462015105796


FIELDS = ("type", "content", "mentions", "attachments", "member", "message_reference", "referenced_message")
MOMENTS = ("timestamp", "edited_timestamp", "guild_id", "author", "channel_id", "id")
MESSAGE = st.fixed_dictionaries({}, optional=dict.fromkeys((*FIELDS, *MOMENTS), JSON))


@given(MESSAGE | JSON)
def test_a_message_of_any_shape_never_raises(message: Any) -> None:
    post_of(message, us="9000", account_id=5, root=lambda _one: "", now=NOON)


@given(MESSAGE)
def test_whatever_stands_beside_them_who_and_where_make_a_post(message: dict[str, Any]) -> None:
    whole = {**message, "id": "77", "channel_id": "5", "author": {"id": "9"}, "type": 0}
    post = post_of(whole, us="9000", account_id=5, root=lambda _one: "", now=NOON)
    assert post is not None
    assert (post.native_id, post.author.native_id) == ("5/77", "9")
    assert post.text
