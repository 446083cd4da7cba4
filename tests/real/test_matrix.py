"""The Matrix connector against Synapse, which nobody here wrote."""

import asyncio

import pytest

from app.connectors.base import RateLimited, SignInFailed, Tools
from app.connectors.matrix import Matrix
from app.core.clock import SystemClock
from app.domain.account import Account, HealthState
from app.domain.post import PostKind
from app.domain.reply import OutgoingReply
from tests.fakes.clock import HurriedClock
from tests.fakes.ear import Ear, tools
from tests.real.cut_off import outcomes
from tests.real.synapse_server import SynapseServer, User

pytestmark = pytest.mark.real


def account_of(server: SynapseServer, user: User) -> Account:
    return Account(id=7, network="matrix", handle=user.id, brand="Harbour", options={"server": server.url})


def connector_of(server: SynapseServer, user: User, given: Tools, **secrets: str) -> Matrix:
    return Matrix(account_of(server, user), secrets or {"password": user.password}, given)


def reply_to(parent: str, text: str = "Thank you") -> OutgoingReply:
    return OutgoingReply(outbox_id=1, account_id=7, text=text, parent=parent, thread=parent)


async def test_what_is_said_answered_edited_and_redacted_is_heard(synapse: SynapseServer) -> None:
    brand, ann = await synapse.create_user("brand"), await synapse.create_user("ann")
    room = await synapse.room(ann, brand)
    private = await synapse.room(ann, brand, is_direct=True)
    direct = {ann.id: [private]}
    await synapse.ask("PUT", f"/_matrix/client/v3/user/{brand.id}/account_data/m.direct", direct, who=brand)
    clock = HurriedClock()
    ear = Ear(account_of(synapse, brand), clock)
    async with tools(clock) as given, ear.listening(connector_of(synapse, brand, given)):
        asked = await synapse.say(ann, room, "is the ferry late?", **{"m.mentions": {"user_ids": [brand.id]}})
        secret = await synapse.say(ann, private, "my number is 7")
        wrong = await synapse.say(ann, room, "teh ferry")
        await ear.until(lambda: {asked, secret, wrong} <= set(ear.posts))
        target = {"rel_type": "m.replace", "event_id": wrong.partition("/")[2]}
        new = {"msgtype": "m.text", "body": "the ferry"}
        await synapse.say(ann, room, "* the ferry", **{"m.relates_to": target, "m.new_content": new})
        await ear.until(lambda: ear.times[wrong] == 2)
        await synapse.redact(ann, asked)
        await ear.until(lambda: asked in ear.deleted)
    assert [ear.posts[one].kind for one in (asked, secret, wrong)] == [
        PostKind.MENTION,
        PostKind.DIRECT,
        PostKind.HEARD,
    ]
    assert ear.posts[asked].author.handle == ann.id[1:]
    assert [post.text for batch in ear.batches for post in batch.posts if post.edited_at] == ["the ferry"]


async def test_a_gap_of_120_messages_is_filled(synapse: SynapseServer) -> None:
    brand, ann = await synapse.create_user("brand"), await synapse.create_user("ann")
    room = await synapse.room(ann, brand)
    clock = HurriedClock()
    ear = Ear(account_of(synapse, brand), clock)
    first = await synapse.say(ann, room, "before")
    async with tools(clock) as given:
        async with ear.listening(connector_of(synapse, brand, given)):
            await ear.until(lambda: first in ear.posts)
        missed = {await synapse.say(ann, room, f"question {number}") for number in range(120)}
        async with ear.listening(connector_of(synapse, brand, given)):
            await ear.until(lambda: missed <= set(ear.posts))
    assert ear.times[first] == 1


async def test_nothing_is_missed_when_the_server_is_killed_and_comes_back(synapse: SynapseServer) -> None:
    brand, ann = await synapse.create_user("brand"), await synapse.create_user("ann")
    room = await synapse.room(ann, brand)
    clock = HurriedClock()
    ear = Ear(account_of(synapse, brand), clock)
    async with tools(clock) as given, ear.listening(connector_of(synapse, brand, given)):
        before = await synapse.say(ann, room, "before")
        await ear.until(lambda: before in ear.posts)
        synapse.kill()
        await ear.until(lambda: ear.healths[-1].state is HealthState.DOWN)
        await asyncio.to_thread(synapse.restart)
        after = await synapse.say(ann, room, "after")
        await ear.until(lambda: after in ear.posts)


async def test_a_reply_sent_five_times_and_by_a_new_device_is_published_once(synapse: SynapseServer) -> None:
    brand, ann = await synapse.create_user("brand"), await synapse.create_user("ann")
    room = await synapse.room(ann, brand)
    parent = await synapse.say(ann, room, "is the ferry late?")
    async with tools(HurriedClock()) as given:
        connector = connector_of(synapse, brand, given)
        await connector.check()
        key, other = connector.new_key(), connector.new_key()
        receipts = await asyncio.gather(*(connector.send(reply_to(parent), key=key) for _try in range(5)))
        elsewhere = connector_of(synapse, brand, given)
        receipts.append(await elsewhere.send(reply_to(parent), key=key))
        assert await elsewhere.find(reply_to(parent), key=other) is None
    (published,) = await synapse.messages_of(brand, room)
    assert {receipt.native_id for receipt in receipts} == {f"{room}/{published['event_id']}"}


async def test_a_send_cut_off_by_a_killed_server_is_settled(synapse: SynapseServer) -> None:
    brand, ann = await synapse.create_user("brand"), await synapse.create_user("ann")
    room = await synapse.room(ann, brand)
    parent = await synapse.say(ann, room, "is the ferry late?")
    async with tools(HurriedClock()) as given:
        connector = connector_of(synapse, brand, given)
        await connector.check()
        keys = {f"Answer {number}": connector.new_key() for number in range(12)}
        sends = [connector.send(reply_to(parent, text), key=key) for text, key in keys.items()]
        told = await outcomes(sends, synapse.kill)
        assert any(isinstance(one, Exception) for one in told)
        await asyncio.to_thread(synapse.restart)
        again = connector_of(synapse, brand, given)
        for text, key in keys.items():
            if await again.find(reply_to(parent, text), key=key) is None:
                await again.send(reply_to(parent, text), key=key)
    texts = sorted(event["content"]["body"] for event in await synapse.messages_of(brand, room))
    assert texts == sorted(keys)


async def test_an_encrypted_room_says_so_and_is_not_written_to(synapse: SynapseServer) -> None:
    brand, ann = await synapse.create_user("brand"), await synapse.create_user("ann")
    state = [{"type": "m.room.encryption", "state_key": "", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}]
    room = await synapse.room(ann, brand, initial_state=state)
    await synapse.put(ann, room, "m.room.encrypted", {"algorithm": "m.megolm.v1.aes-sha2", "ciphertext": "x"})
    clock = HurriedClock()
    ear = Ear(account_of(synapse, brand), clock)
    async with tools(clock) as given, ear.listening(connector_of(synapse, brand, given)):
        await ear.until(lambda: f"{room}/$encrypted" in ear.posts and room in ear.error)
    assert await synapse.messages_of(brand, room) == []


async def test_an_ended_token_is_renewed_and_a_wrong_password_says_what_to_do(synapse: SynapseServer) -> None:
    brand = await synapse.create_user("brand")
    async with tools(HurriedClock()) as given:
        connector = connector_of(synapse, brand, given)
        await connector.check()
        ended = brand._replace(token=connector._line._token)
        await synapse.ask("POST", "/_matrix/client/v3/logout", {}, who=ended)
        assert (await connector.check()).native_id == brand.id
        with pytest.raises(SignInFailed, match="sign-in"):
            await connector_of(synapse, brand, given, password="wrong").check()
        with pytest.raises(SignInFailed, match="not valid any more"):
            await connector_of(synapse, brand, given, token=ended.token).check()


async def test_real_rate_limits_name_the_moment_to_ask_again(strict_synapse: SynapseServer) -> None:
    brand, ann = await strict_synapse.create_user("brand"), await strict_synapse.create_user("ann")
    parent = await strict_synapse.say(ann, await strict_synapse.room(ann, brand), "hello")
    clock = SystemClock()
    async with tools(clock) as given:
        connector = connector_of(strict_synapse, brand, given)
        with pytest.raises(RateLimited) as told:
            await send_often(connector, parent)
    assert clock.now() < told.value.until <= clock.now() + 60_000


async def send_often(connector: Matrix, parent: str) -> None:
    for number in range(20):
        await connector.send(reply_to(parent, f"Answer {number}"), key=connector.new_key())
