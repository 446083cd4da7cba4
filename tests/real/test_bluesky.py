"""The Bluesky connector against a whole Bluesky that nobody here wrote."""

import asyncio
import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime

import pytest

from app.connectors.base import RateLimited, SignInFailed, Tools
from app.connectors.bluesky import Bluesky
from app.connectors.budget import RateBudget
from app.domain.account import Account, HealthState
from app.domain.post import PostKind
from app.domain.reply import OutgoingReply
from tests.fakes.clock import HurriedClock
from tests.fakes.ear import Ear, tools
from tests.real.bluesky_server import BlueskyServer, Ref, User

pytestmark = pytest.mark.real


def account_of(server: BlueskyServer, user: User, **options: str) -> Account:
    return Account(
        id=7, network="bluesky", handle=user.handle, brand="Harbour", options={"service": server.service, **options}
    )


def connector_of(server: BlueskyServer, user: User, given: Tools, **options: str) -> Bluesky:
    return Bluesky(account_of(server, user, **options), {"password": user.password}, given)


def reply_to(parent: Ref, text: str) -> OutgoingReply:
    return OutgoingReply(outbox_id=1, account_id=7, text=text, parent=parent.uri, thread=parent.uri, language="en")


async def hear(server: BlueskyServer, brand: User, given: Tools, ear: Ear, wanted: set[str], **options: str) -> None:
    """Listen until all wanted posts are committed."""
    connector = connector_of(server, brand, given, **options)
    assert isinstance(given.budget, RateBudget)
    async with ear.listening(connector, given.budget):
        await ear.until(lambda: wanted <= set(ear.posts))


async def test_a_strangers_mention_reply_and_quote_arrive(bluesky: BlueskyServer) -> None:
    brand, ann = await bluesky.create_user("brand"), await bluesky.create_user("ann")
    ours = await bluesky.post(brand, "We open at nine.")
    mention = await bluesky.mention(ann, brand, "is the ferry late?")
    answer = await bluesky.reply(ann, ours, "And on Sundays?")
    quoting = {"embed": {"$type": "app.bsky.embed.record", "record": ours._asdict()}}
    quote = await bluesky.post(ann, "Nice of them", **quoting)
    clock = HurriedClock()
    ear = Ear(account_of(bluesky, brand), clock)
    async with tools(clock) as given:
        await hear(bluesky, brand, given, ear, {mention.uri, answer.uri, quote.uri})
    assert ear.posts[mention.uri].kind is PostKind.MENTION
    assert ear.posts[mention.uri].text == f"@{brand.handle} is the ferry late?"
    assert ear.posts[mention.uri].author.handle == ann.handle
    assert ear.posts[answer.uri].kind is PostKind.REPLY
    assert ear.posts[answer.uri].parent == ours.uri
    assert ear.posts[quote.uri].kind is PostKind.MENTION
    assert ear.healths[-2].state is HealthState.CONNECTED


async def test_nothing_is_missed_when_the_server_is_killed_and_comes_back(bluesky: BlueskyServer) -> None:
    brand, ann = await bluesky.create_user("brand"), await bluesky.create_user("ann")
    clock = HurriedClock()
    ear = Ear(account_of(bluesky, brand), clock)
    async with tools(clock) as given:
        connector = connector_of(bluesky, brand, given, firehose=bluesky.firehose, firehose_words="harbour")
        async with ear.listening(connector):
            before = await bluesky.mention(ann, brand, "before")
            await ear.until(lambda: before.uri in ear.posts)
            await firehose_is_heard(bluesky, ann, ear)
            heard = await bluesky.post(ann, "The Harbour is full")
            late = await bluesky.mention(ann, brand, "in the last moment")
            bluesky.kill()
            await ear.until(lambda: ear.healths[-1].state is HealthState.DOWN)
            await asyncio.to_thread(bluesky.restart)
            after = await bluesky.mention(ann, brand, "after")
            wanted = {before.uri, heard.uri, late.uri, after.uri}
            # The test network's view starts from the first record again: that takes its time after other tests.
            await ear.until(lambda: wanted <= set(ear.posts), seconds=60)
            await ear.until(lambda: ear.healths[-1].state is HealthState.CONNECTED)


async def firehose_is_heard(server: BlueskyServer, who: User, ear: Ear) -> None:
    """The firehose begins with the moment of its first connection: speak until it is there."""
    for number in range(100):
        await server.post(who, f"testing {number}")
        if "firehose" in ear.cursors:
            return
        await asyncio.sleep(0.1)
    raise AssertionError("the firehose was never heard")


@pytest.mark.parametrize("when", ["while listening", "while away"])
async def test_300_mentions_of_one_second_all_arrive(bluesky: BlueskyServer, when: str) -> None:
    brand, ann = await bluesky.create_user("brand"), await bluesky.create_user("ann")
    clock = HurriedClock()
    ear = Ear(account_of(bluesky, brand), clock)
    second = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    texts = [f"question {number}" for number in range(300)]
    async with tools(clock) as given:
        first = await bluesky.mention(ann, brand, "first")
        await hear(bluesky, brand, given, ear, {first.uri})
        if when == "while away":
            burst = set(await bluesky.many_mentions(ann, brand, texts, at=second))
            await hear(bluesky, brand, given, ear, burst)
            return
        connector = connector_of(bluesky, brand, given)
        async with ear.listening(connector):
            burst = set(await bluesky.many_mentions(ann, brand, texts, at=second))
            await ear.until(lambda: burst <= set(ear.posts))


async def test_a_reply_sent_five_times_with_one_key_is_published_once(bluesky: BlueskyServer) -> None:
    brand, ann = await bluesky.create_user("brand"), await bluesky.create_user("ann")
    mention = await bluesky.mention(ann, brand, "is the ferry late?")
    async with tools(HurriedClock()) as given:
        connector = connector_of(bluesky, brand, given)
        reply = reply_to(mention, f"@{ann.handle} no: https://example.com/fähre #ferry")
        await bluesky_has_indexed(connector, mention)
        key = connector.new_key()
        receipts = await asyncio.gather(*(connector.send(reply, key=key) for _try in range(5)))
        again = await connector.send(reply, key=key)
    published = await bluesky.posts_of(brand)
    assert [record["uri"] for record in published] == [receipts[0].native_id]
    assert {receipt.native_id for receipt in (*receipts, again)} == {receipts[0].native_id}
    value = published[0]["value"]
    assert value["reply"]["parent"]["uri"] == mention.uri
    assert value["langs"] == ["en"]
    kinds = [facet["features"][0]["$type"].rpartition("#")[2] for facet in value["facets"]]
    assert kinds == ["mention", "link", "tag"]


async def bluesky_has_indexed(connector: Bluesky, post: Ref) -> None:
    for _look in range(400):
        if await connector.thread(post.uri):
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"the AppView never heard of {post.uri}")


async def test_find_tells_a_published_reply_from_one_that_never_left(bluesky: BlueskyServer) -> None:
    brand, ann = await bluesky.create_user("brand"), await bluesky.create_user("ann")
    mention = await bluesky.mention(ann, brand, "hello")
    async with tools(HurriedClock()) as given:
        connector = connector_of(bluesky, brand, given)
        reply = reply_to(mention, "Hello Ann")
        await bluesky_has_indexed(connector, mention)
        sent, unsent = connector.new_key(), connector.new_key()
        receipt = await connector.send(reply, key=sent)
        assert await connector.find(reply, key=sent) == receipt
        assert await connector.find(reply, key=unsent) is None
        await connector.delete(receipt.native_id)
        await connector.delete(receipt.native_id)
        assert await bluesky.posts_of(brand) == []


async def test_an_ended_token_is_renewed_without_anyone_noticing(bluesky: BlueskyServer) -> None:
    brand = await bluesky.create_user("brand")
    async with tools(HurriedClock()) as given:
        connector = connector_of(bluesky, brand, given)
        await connector.check()
        connector._session._login.access = ended(connector._session._login.access)
        identity = await connector.check()
    assert identity.native_id == brand.did


def ended(token: str) -> str:
    """The same token, validly signed (the test server's secret is public), an hour past its end."""
    head, payload, _signature = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    claims["exp"] = claims["iat"] = int(datetime.now(UTC).timestamp()) - 3600
    payload = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    signature = hmac.new(b"jwt-secret", f"{head}.{payload}".encode(), hashlib.sha256).digest()
    return f"{head}.{payload}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"


async def test_a_wrong_password_says_what_to_do(bluesky: BlueskyServer) -> None:
    brand = await bluesky.create_user("brand")
    async with tools(HurriedClock()) as given:
        connector = connector_of(bluesky, brand._replace(password="wrong"), given)
        with pytest.raises(SignInFailed, match="app password"):
            await connector.check()


@pytest.mark.parametrize("lane", ["firehose", "recheck"])
async def test_a_deletion_at_the_source_is_honoured(bluesky: BlueskyServer, lane: str) -> None:
    brand, ann = await bluesky.create_user("brand"), await bluesky.create_user("ann")
    mention = await bluesky.mention(ann, brand, "I should not have said this")
    clock = HurriedClock()
    ear = Ear(account_of(bluesky, brand), clock)
    options = {"firehose": bluesky.firehose} if lane == "firehose" else {}
    async with tools(clock) as given, ear.listening(connector_of(bluesky, brand, given, **options)):
        await ear.until(lambda: mention.uri in ear.posts)
        await bluesky.delete(ann, mention.uri)
        await ear.until(lambda: mention.uri in ear.deleted)


async def test_a_thread_shows_what_is_above_and_below(bluesky: BlueskyServer) -> None:
    brand, ann = await bluesky.create_user("brand"), await bluesky.create_user("ann")
    first = await bluesky.post(ann, "one")
    second = await bluesky.reply(brand, first, "two")
    third = await bluesky.reply(ann, second, "three", root=first)
    async with tools(HurriedClock()) as given:
        connector = connector_of(bluesky, brand, given)
        await bluesky_has_indexed(connector, third)
        thread = await connector.thread(second.uri)
    assert [(post.text, post.kind) for post in thread] == [
        ("one", PostKind.CONTEXT),
        ("two", PostKind.OWN),
        ("three", PostKind.CONTEXT),
    ]


async def test_a_search_hears_what_addresses_nobody(bluesky: BlueskyServer) -> None:
    brand, ann = await bluesky.create_user("brand"), await bluesky.create_user("ann")
    heard = await bluesky.post(ann, f"the lighthouse of {brand.handle} is dark")
    clock = HurriedClock()
    ear = Ear(account_of(bluesky, brand), clock)
    async with tools(clock) as given:
        await hear(bluesky, brand, given, ear, {heard.uri}, search="lighthouse of")
    assert ear.posts[heard.uri].kind is PostKind.HEARD


async def test_real_rate_limits_are_learned_and_too_many_names_the_moment_to_ask_again(
    strict_bluesky: BlueskyServer,
) -> None:
    brand = await strict_bluesky.create_user("brand")
    clock = HurriedClock()
    async with tools(clock) as given:
        connector = connector_of(strict_bluesky, brand, given)
        await connector.check()
        await connector.check()
        assert isinstance(given.budget, RateBudget)
        assert 0 < given.budget.left < 1
        with pytest.raises(RateLimited) as told:
            await sign_in_often(connector)
    assert clock.now() < told.value.until <= clock.now() + 5 * 60_000 + 1000


async def sign_in_often(connector: Bluesky) -> None:
    for _time in range(40):
        await connector._session.sign_in()
