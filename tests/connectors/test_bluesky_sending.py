"""How a reply leaves for Bluesky."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec
import pytest

from app.connectors.base import Ambiguous, Refused, SignInFailed, Unreachable
from app.connectors.bluesky import Bluesky
from app.domain.account import Account
from app.domain.post import PostKind
from app.domain.reply import Attachment, OutgoingReply
from tests.fakes.bluesky import ANN, DID, HANDLE, PASSWORD, FakeBluesky
from tests.fakes.clock import ManualClock
from tests.fakes.ear import tools
from tests.fakes.network import Fault


@asynccontextmanager
async def signed_in() -> AsyncIterator[tuple[FakeBluesky, Bluesky]]:
    clock = ManualClock()
    fake = FakeBluesky(clock)
    async with fake.running(), tools(clock) as given:
        account = Account(id=5, network="bluesky", handle=HANDLE, brand="Harbour", options={"service": fake.url})
        connector = Bluesky(account, {"password": PASSWORD}, given)
        await connector.check()
        yield fake, connector


def reply_to(parent: str, text: str = "Thank you") -> OutgoingReply:
    return OutgoingReply(outbox_id=1, account_id=5, text=text, parent=parent, thread=parent, language="de")


async def test_a_reply_names_its_parent_the_threads_root_and_its_language() -> None:
    async with signed_in() as (fake, connector):
        parent = fake.mention("hello")
        root = {"uri": "at://did:plc:ann/app.bsky.feed.post/root", "cid": "rootcid"}
        fake.posts[parent]["record"]["reply"] = {"root": root, "parent": root}
        key = connector.new_key()
        receipt = await connector.send(reply_to(parent), key=key)
        record = fake.records[key]
    assert record["reply"] == {"root": root, "parent": {"uri": parent, "cid": fake.posts[parent]["cid"]}}
    assert record["langs"] == ["de"]
    assert record["createdAt"] == "2026-01-05T12:00:00.000Z"
    assert receipt.native_id == f"at://{DID}/app.bsky.feed.post/{key}"
    assert receipt.url == f"https://bsky.app/profile/{DID}/post/{key}"


async def test_a_mention_of_nobody_stays_plain_text() -> None:
    async with signed_in() as (fake, connector):
        key = connector.new_key()
        text = f"@{ANN['handle']} and @nobody.example"
        await connector.send(reply_to(fake.mention("hello"), text), key=key)
        features = [facet["features"][0] for facet in fake.records[key]["facets"]]
    assert [feature["did"] for feature in features] == [ANN["did"]]


async def test_a_deleted_parent_is_a_clear_refusal() -> None:
    async with signed_in() as (fake, connector):
        parent = fake.mention("hello")
        del fake.posts[parent]
        with pytest.raises(Refused, match="is gone"):
            await connector.send(reply_to(parent), key=connector.new_key())
        assert fake.writes == 0


async def test_a_closed_thread_is_a_clear_refusal() -> None:
    async with signed_in() as (fake, connector):
        parent = fake.mention("hello")
        fake.posts[parent]["viewer"] = {"replyDisabled": True}
        with pytest.raises(Refused, match="only some people"):
            await connector.send(reply_to(parent), key=connector.new_key())


async def test_a_server_that_is_not_there_surely_published_nothing() -> None:
    async with signed_in() as (fake, connector):
        parent = fake.mention("hello")
        await fake._runner.cleanup()
        with pytest.raises(Unreachable):
            await connector.send(reply_to(parent), key=connector.new_key())


@pytest.mark.parametrize("fault", [Fault.CUT_AFTER_WRITE, Fault.RUBBISH, Fault.DOWN, Fault.HALF])
async def test_a_broken_write_is_ambiguous(fault: Fault) -> None:
    async with signed_in() as (fake, connector):
        fake.fault = fault
        with pytest.raises(Ambiguous):
            await connector._session.post("com.atproto.repo.putRecord", {"rkey": "a", "record": {}}, reply=True)


async def test_an_ended_token_is_renewed_and_the_send_goes_through() -> None:
    async with signed_in() as (fake, connector):
        parent = fake.mention("hello")
        fake._tokens.clear()
        await connector.send(reply_to(parent), key=connector.new_key())
        assert fake.writes == 1
        assert fake.sessions == 2


async def test_a_changed_password_is_a_failed_sign_in_that_says_what_to_do() -> None:
    async with signed_in() as (fake, connector):
        fake._tokens.clear()
        fake.password = "another"
        with pytest.raises(SignInFailed, match="app password"):
            await connector.find(reply_to("at://x/y/z"), key="a")


async def test_deleting_is_only_for_own_posts_and_may_be_repeated() -> None:
    async with signed_in() as (fake, connector):
        receipt = await connector.send(reply_to(fake.mention("hello")), key=connector.new_key())
        await connector.delete(receipt.native_id)
        await connector.delete(receipt.native_id)
        assert fake.records == {}
        with pytest.raises(Refused):
            await connector.delete("at://did:plc:ann/app.bsky.feed.post/a")


async def test_the_thread_of_a_post_that_is_gone_is_empty() -> None:
    async with signed_in() as (fake, connector):
        uri = fake.mention("hello")
        assert [post.kind for post in await connector.thread(uri)] == [PostKind.CONTEXT]
        assert await connector.thread("at://did:plc:ann/app.bsky.feed.post/gone") == ()


async def test_keys_grow_even_when_made_in_one_millisecond_or_the_clock_goes_back() -> None:
    clock = ManualClock()
    async with tools(clock) as given:
        connector = Bluesky(Account(id=5, network="bluesky", handle=HANDLE, brand=""), {}, given)
        first, second = connector.new_key(), connector.new_key()
        clock.set_back(3_600_000)
        third = connector.new_key()
    assert first < second < third
    assert len({first, second, third}) == 3


async def test_without_a_password_nobody_is_asked() -> None:
    async with tools(ManualClock()) as given:
        account = Account(id=5, network="bluesky", handle=HANDLE, brand="", options={"service": "http://127.0.0.1:1"})
        with pytest.raises(SignInFailed, match="no app password"):
            await Bluesky(account, {}, given).check()


async def test_a_server_that_is_no_address_says_so() -> None:
    async with tools(ManualClock()) as given:
        account = Account(id=5, network="bluesky", handle=HANDLE, brand="", options={"service": "not an address"})
        with pytest.raises(Refused, match="not a web address"):
            await Bluesky(account, {"password": "x"}, given).check()


async def test_pictures_go_with_the_reply_each_with_its_description() -> None:
    async with signed_in() as (fake, connector):
        pictures = (
            Attachment(name="a.jpg", mime="image/jpeg", data=b"first", alt="the coach door"),
            Attachment(name="b.png", mime="image/png", data=b"second"),
        )
        key = connector.new_key()
        reply = msgspec.structs.replace(reply_to(fake.mention("hello")), attachments=pictures)
        await connector.send(reply, key=key)
        embed = fake.records[key]["embed"]
    assert embed["$type"] == "app.bsky.embed.images"
    assert [image["alt"] for image in embed["images"]] == ["the coach door", ""]
    assert [image["image"]["mimeType"] for image in embed["images"]] == ["image/jpeg", "image/png"]
    assert [fake.blobs[image["image"]["ref"]["$link"]] for image in embed["images"]] == [b"first", b"second"]


async def test_a_picture_that_cannot_be_put_there_means_surely_not_sent() -> None:
    async with signed_in() as (fake, connector):
        picture = Attachment(name="a.jpg", mime="image/jpeg", data=b"first", alt="x")
        reply = msgspec.structs.replace(reply_to(fake.mention("hello")), attachments=(picture,))
        fake.break_uploads = True
        with pytest.raises(Unreachable):
            await connector.send(reply, key=connector.new_key())
        assert fake.writes == 0
