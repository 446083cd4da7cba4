"""What the Matrix connector hears, and how."""

import dataclasses
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.connectors._matrix.events import Us
from app.connectors._matrix.line import Line
from app.connectors._matrix.rooms import Rooms
from app.connectors._matrix.sync import Sync
from app.connectors.base import Identity, Refused, SignInFailed, Tools
from app.connectors.matrix import Matrix
from app.domain.account import Account, HealthState
from app.domain.post import Post, PostKind
from tests.fakes.clock import FastClock, ManualClock
from tests.fakes.ear import Ear, tools
from tests.fakes.matrix import ANN, PASSWORD, PRIVATE, ROOM, US, FakeMatrix

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["events", "timeline", "x"]), inner),
    max_leaves=6,
)


class Scene:
    """A fake homeserver and an ear that listens to it."""

    def __init__(self, fake: FakeMatrix, given: Tools, ear: Ear) -> None:
        self.fake = fake
        self.given = given
        self.ear = ear

    def connector(self, **options: str) -> Matrix:
        account = Account(id=5, network="matrix", handle=US, brand="", options={"server": self.fake.url, **options})
        return Matrix(account, {"password": PASSWORD}, self.given)

    async def hears(self, *native_ids: str) -> list[Post]:
        await self.ear.until(lambda: set(native_ids) <= set(self.ear.posts))
        return [self.ear.posts[one] for one in native_ids]


@asynccontextmanager
async def scene() -> AsyncIterator[Scene]:
    clock = FastClock()
    fake = FakeMatrix(clock)
    async with fake.running(), tools(clock) as given:
        yield Scene(fake, given, Ear(Account(id=5, network="matrix", handle=US, brand=""), clock))


def answering(native_id: str, **more: Any) -> dict[str, Any]:
    return {"m.relates_to": {"m.in_reply_to": {"event_id": native_id.rpartition("/")[2]}, **more}}


async def test_how_a_message_relates_to_us() -> None:
    async with scene() as here:
        ours = here.fake.say("We open at nine", who=US)
        named = here.fake.say("Harbour, is the ferry late?")
        told = here.fake.say("is it?", more={"m.mentions": {"user_ids": [US]}})
        not_told = here.fake.say("not about Harbour", more={"m.mentions": {}})
        answer = here.fake.say("thanks", more=answering(ours))
        root = ours.rpartition("/")[2]
        below = here.fake.say("me too", more=answering(answer, rel_type="m.thread", event_id=root))
        private = here.fake.say("my number is 7", room=PRIVATE)
        async with here.ear.listening(here.connector()):
            posts = await here.hears(ours, named, told, not_told, answer, below, private)
    kinds = [post.kind for post in posts]
    assert kinds[:4] == [PostKind.OWN, PostKind.MENTION, PostKind.MENTION, PostKind.HEARD]
    assert kinds[4:] == [PostKind.REPLY, PostKind.COMMENT, PostKind.DIRECT]
    assert (posts[4].parent, posts[4].thread) == (ours, ours)
    assert (posts[5].parent, posts[5].thread) == (answer, ours)
    assert (posts[1].author.handle, posts[1].author.name, posts[1].reach) == (ANN[1:], "Ann", 12)


async def test_a_gap_is_read_page_by_page() -> None:
    async with scene() as here:
        first = here.fake.say("before")
        async with here.ear.listening(here.connector()):
            await here.hears(first)
        missed = [here.fake.say(f"question {number}") for number in range(75)]
        async with here.ear.listening(here.connector()):
            await here.hears(*missed)
        assert here.ear.times[first] == 1
        assert sum(path.endswith("/messages") for path in here.fake.asked_for) >= 7


async def test_a_redaction_is_a_deletion_and_a_replacement_an_edit() -> None:
    async with scene() as here:
        regretted, wrong = here.fake.say("I regret this"), here.fake.say("teh ferry")
        async with here.ear.listening(here.connector()):
            await here.hears(regretted, wrong)
            here.fake.redact(regretted)
            await here.ear.until(lambda: regretted in here.ear.deleted)
            change = {"m.relates_to": {"rel_type": "m.replace", "event_id": wrong.rpartition("/")[2]}}
            here.fake.say("* forged", who="@eve:fake.example", more={**change, "m.new_content": {"body": "forged"}})
            here.fake.say("* the ferry", more={**change, "m.new_content": {"body": "the ferry", "msgtype": "m.text"}})
            await here.ear.until(lambda: here.ear.times[wrong] == 2)
        edits = [post for batch in here.ear.batches for post in batch.posts if post.edited_at]
        assert [(post.native_id, post.text) for post in edits] == [(wrong, "the ferry")]


async def test_an_edit_of_what_was_said_before_a_restart_is_checked_with_the_server() -> None:
    async with scene() as here:
        wrong = here.fake.say("teh ferry")
        async with here.ear.listening(here.connector()):
            await here.hears(wrong)
        content = {"m.relates_to": {"rel_type": "m.replace", "event_id": wrong.rpartition("/")[2]}}
        here.fake.say("* the ferry", more={**content, "m.new_content": {"body": "the ferry"}})
        async with here.ear.listening(here.connector()):
            await here.ear.until(lambda: here.ear.times[wrong] == 2)


async def test_an_encrypted_room_says_once_that_it_cannot_be_read() -> None:
    async with scene() as here:
        here.fake.put(ROOM, "m.room.encrypted", {"ciphertext": "x"})
        here.fake.put(ROOM, "m.room.encrypted", {"ciphertext": "y"})
        async with here.ear.listening(here.connector()):
            (post,) = await here.hears(f"{ROOM}/$encrypted")
            await here.ear.until(lambda: any("Encrypted rooms" in health.error for health in here.ear.healths))
        assert post.kind is PostKind.CONTEXT
        assert here.ear.times == {f"{ROOM}/$encrypted": 1}


@pytest.mark.parametrize("invites", ["list", "join"])
async def test_invitations_are_told_or_accepted(invites: str) -> None:
    async with scene() as here:
        here.fake.invited.append("!new:fake.example")
        async with here.ear.listening(here.connector(invites=invites)):
            if invites == "join":
                await here.ear.until(lambda: here.fake.joined == ["!new:fake.example"])
            else:
                await here.ear.until(lambda: "!new:fake.example" in here.ear.error)
        assert bool(here.fake.joined) is (invites == "join")


async def test_an_ended_token_is_renewed_by_the_password_on_the_same_device_and_kept() -> None:
    kept: list[dict[str, str]] = []

    async def keep(secrets: Any) -> None:
        kept.append(dict(secrets))

    async with scene() as here:
        here.given = dataclasses.replace(here.given, keep=keep)
        connector = here.connector()
        assert await connector.check() == Identity(native_id=US, handle=US[1:])
        devices = set(here.fake.tokens.values())
        here.fake.tokens.clear()
        await connector.check()
        assert set(here.fake.tokens.values()) == devices
        assert [one["token"] for one in kept][1:] == list(here.fake.tokens)
        assert {one["device"] for one in kept} == devices


@pytest.mark.parametrize("secrets", [{"password": "wrong"}, {"token": "ended"}, {}], ids=str)
async def test_a_sign_in_that_is_no_good_says_what_to_do(secrets: dict[str, str]) -> None:
    async with scene() as here:
        account = Account(id=5, network="matrix", handle=US, brand="", options={"server": here.fake.url})
        with pytest.raises(SignInFailed) as told:
            await Matrix(account, secrets, here.given).check()
        assert told.value.hint


async def test_a_name_without_a_server_says_how_it_is_entered() -> None:
    async with scene() as here:
        account = Account(id=5, network="matrix", handle="harbour", brand="")
        with pytest.raises(Refused, match="whole Matrix name"):
            await Matrix(account, {"password": "x"}, here.given).check()


async def test_a_password_changed_meanwhile_asks_to_sign_in() -> None:
    async with scene() as here, here.ear.listening(here.connector()):
        await here.ear.until(lambda: any(one.state is HealthState.CONNECTED for one in here.ear.healths))
        here.fake.password = "changed"
        here.fake.tokens.clear()
        await here.ear.until(lambda: here.ear.healths[-1].state is HealthState.SIGN_IN)


async def test_a_thread_shows_what_is_above_and_below() -> None:
    async with scene() as here:
        first = here.fake.say("one")
        second = here.fake.say("two", who=US, more=answering(first))
        here.fake.say("unrelated")
        here.fake.say("three", more=answering(second))
        thread = await here.connector().thread(second)
        kinds = [(post.text, post.kind) for post in thread]
        assert kinds == [("one", PostKind.CONTEXT), ("two", PostKind.OWN), ("three", PostKind.CONTEXT)]
        assert await here.connector().thread(f"{ROOM}/$nothing") == ()
        assert await here.connector().thread("rubbish") == ()


@given(JSON)
async def test_no_sync_raises_or_hides_a_well_formed_room(part: Any) -> None:
    async with tools(ManualClock()) as given_tools:
        line = Line(US, "https://fake.example", {"token": "x"}, tools=given_tools)
        rooms = Rooms(line)
        rooms._names[ANN] = "Ann"
        sync = Sync(line, rooms, Us(US, "", "https://fake.example", 5), joins=False)
        event = {"event_id": "$1", "sender": ANN, "type": "m.room.message", "content": {"body": "hello"}}
        join = {ROOM: {"timeline": {"events": [part, event]}, "state": part, "summary": part}, "!odd": part}
        answer = {"account_data": {"events": part}, "rooms": {"join": join, "invite": {"!new": {"invite_state": part}}}}
        posts, _deleted = await sync._read(answer, "s1")
        await sync._troubles(answer)
        await sync._read({"account_data": part, "rooms": part}, "s1")
    assert [post.text for post in posts] == ["hello"]
