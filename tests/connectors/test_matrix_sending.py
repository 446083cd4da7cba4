"""How a reply leaves for Matrix."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec
import pytest

from app.connectors.base import Ambiguous, Refused
from app.connectors.matrix import Matrix
from app.domain.account import Account
from app.domain.reply import Attachment, OutgoingReply
from tests.fakes.clock import FastClock
from tests.fakes.ear import tools
from tests.fakes.matrix import ANN, PASSWORD, PRIVATE, ROOM, US, FakeMatrix
from tests.fakes.network import Fault


def made(fake: FakeMatrix, given: object) -> Matrix:
    account = Account(id=5, network="matrix", handle=US, brand="", options={"server": fake.url})
    return Matrix(account, {"password": PASSWORD}, given)  # type: ignore[arg-type]


@asynccontextmanager
async def signed_in() -> AsyncIterator[tuple[FakeMatrix, Matrix]]:
    clock = FastClock()
    fake = FakeMatrix(clock)
    async with fake.running(), tools(clock) as given:
        connector = made(fake, given)
        await connector.check()
        yield fake, connector


def reply_to(parent: str, text: str = "Thank you", **more: object) -> OutgoingReply:
    reply = OutgoingReply(outbox_id=1, account_id=5, text=text, parent=parent, thread=parent)
    return msgspec.structs.replace(reply, **more)


async def test_a_reply_names_what_and_whom_it_answers() -> None:
    async with signed_in() as (fake, connector):
        parent = fake.say("hello", room=PRIVATE)
        receipt = await connector.send(reply_to(parent), key=connector.new_key())
        (ours,) = fake.ours
    assert receipt.native_id == f"{PRIVATE}/{ours['event_id']}"
    assert ours["content"]["m.relates_to"] == {"m.in_reply_to": {"event_id": parent.rpartition("/")[2]}}
    assert ours["content"]["m.mentions"] == {"user_ids": [ANN]}


async def test_an_answer_within_a_thread_stays_in_it() -> None:
    async with signed_in() as (fake, connector):
        root = fake.say("hello").rpartition("/")[2]
        parent = fake.say("again", more={"m.relates_to": {"rel_type": "m.thread", "event_id": root}})
        await connector.send(reply_to(parent), key=connector.new_key())
        relates = fake.ours[0]["content"]["m.relates_to"]
    assert (relates["rel_type"], relates["event_id"]) == ("m.thread", root)


async def test_a_lost_send_is_found_by_a_new_device_and_not_repeated() -> None:
    async with signed_in() as (fake, connector):
        reply, key = reply_to(fake.say("hello")), connector.new_key()
        fake.fault = Fault.CUT_AFTER_WRITE
        with pytest.raises(Ambiguous):
            await connector.send(reply, key=key)
        fake.fault = Fault.NONE
        for number in range(30):
            fake.say(f"and {number}", who=US)
        restarted = made(fake, connector._tools)
        receipt = await restarted.send(reply, key=key)
        assert [event["event_id"] for event in fake.ours if event["content"]["body"] == reply.text] == [
            receipt.native_id.rpartition("/")[2]
        ]


async def test_pictures_go_out_before_the_words() -> None:
    async with signed_in() as (fake, connector):
        picture = Attachment(name="ferry.png", mime="image/png", data=b"\x89PNG", alt="a ferry")
        await connector.send(reply_to(fake.say("hello"), attachments=(picture,)), key=connector.new_key())
        assert fake.uploads == [b"\x89PNG"]
        kinds = [(event["content"]["msgtype"], event["content"]["body"]) for event in fake.ours]
    assert kinds == [("m.image", "a ferry"), ("m.text", "Thank you")]


async def test_nothing_is_said_openly_in_an_encrypted_room() -> None:
    async with signed_in() as (fake, connector):
        parent = fake.say("hello")
        fake.encrypted.add(ROOM)
        with pytest.raises(Refused, match="encrypted"):
            await connector.send(reply_to(parent), key=connector.new_key())
        secret = fake.put(PRIVATE, "m.room.encrypted", {"ciphertext": "x"})
        with pytest.raises(Refused, match="encrypted"):
            await connector.send(reply_to(secret), key=connector.new_key())
        assert fake.ours == []


async def test_what_is_gone_or_no_message_cannot_be_answered() -> None:
    async with signed_in() as (fake, connector):
        redacted = fake.say("hello")
        fake.redact(redacted)
        for parent in (redacted, f"{ROOM}/$nothing", "rubbish"):
            with pytest.raises(Refused):
                await connector.send(reply_to(parent), key=connector.new_key())
        assert fake.ours == []


async def test_deleting_is_only_for_own_posts_and_may_be_repeated() -> None:
    async with signed_in() as (fake, connector):
        parent = fake.say("hello")
        receipt = await connector.send(reply_to(parent), key=connector.new_key())
        await connector.delete(receipt.native_id)
        await connector.delete(receipt.native_id)
        await connector.delete(f"{ROOM}/$nothing")
        assert fake.ours == []
        for other in (parent, "rubbish"):
            with pytest.raises(Refused):
                await connector.delete(other)
