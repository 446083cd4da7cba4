"""How a reply leaves for a server that speaks the Mastodon API, and how one signs in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest

from app.connectors.base import Ambiguous, BrowserSignIn, Refused, SignInFailed
from app.connectors.mastodon import Mastodon
from app.domain.account import Account
from app.domain.reply import Attachment, OutgoingReply
from tests.fakes.clock import FastClock
from tests.fakes.ear import tools
from tests.fakes.mastodon import TOKEN, US, FakeMastodon
from tests.fakes.network import Fault

REDIRECT = "http://127.0.0.1:9/back"


def made(fake: FakeMastodon, given: object) -> Mastodon:
    account = Account(id=5, network="mastodon", handle="harbour", brand="Harbour", options={"server": fake.url})
    return Mastodon(account, {"token": TOKEN}, given)  # type: ignore[arg-type]


@asynccontextmanager
async def signed_in() -> AsyncIterator[tuple[FakeMastodon, Mastodon]]:
    clock = FastClock()
    fake = FakeMastodon(clock)
    async with fake.running(), tools(clock) as given:
        connector = made(fake, given)
        await connector.check()
        yield fake, connector


def reply_to(parent: str, text: str = "@ann thank you", **more: object) -> OutgoingReply:
    reply = OutgoingReply(outbox_id=1, account_id=5, text=text, parent=parent, thread=parent, language="de-AT")
    return msgspec.structs.replace(reply, **more)


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("public", "public"),
        ("unlisted", "unlisted"),
        ("private", "private"),
        ("direct", "direct"),
        ("limited", "direct"),
        (None, "direct"),
    ],
)
async def test_an_answer_is_never_wider_than_what_it_answers(theirs: str | None, ours: str) -> None:
    async with signed_in() as (fake, connector):
        parent = fake.say("@harbour hello")
        fake.statuses[parent]["visibility"] = theirs
        await connector.send(reply_to(fake.native(parent)), key=connector.new_key())
        assert [status["visibility"] for status in fake.ours] == [ours]


async def test_who_is_answered_is_always_addressed() -> None:
    async with signed_in() as (fake, connector):
        parent = fake.native(fake.say("@harbour hello", spoiler_text="ships"))
        await connector.send(reply_to(parent, "thank you"), key=connector.new_key())
        await connector.send(reply_to(parent, f"Dear @ann@{parent.partition('/')[0]}, no"), key=connector.new_key())
        texts = [status["content"] for status in fake.ours]
    assert texts[0] == "<p>@ann thank you</p>"
    assert texts[1].startswith("<p>Dear @ann@")
    assert {status["spoiler_text"] for status in fake.ours} == {"ships"}
    assert {status["language"] for status in fake.ours} == {"de"}


async def test_pictures_go_out_with_what_is_to_be_seen_on_them() -> None:
    async with signed_in() as (fake, connector):
        picture = Attachment(name="ferry.png", mime="image/png", data=b"\x89PNG", alt="a ferry")
        parent = fake.native(fake.say("@harbour hello"))
        await connector.send(reply_to(parent, attachments=(picture,)), key=connector.new_key())
        assert fake.uploads == [("a ferry", b"\x89PNG")]
        assert [media["id"] for media in fake.ours[0]["media_attachments"]] == ["9"]


async def test_a_server_that_forgets_keys_gets_a_lost_send_only_once_even_by_another_hub() -> None:
    async with signed_in() as (fake, connector):
        reply = reply_to(fake.native(fake.say("@harbour hello")), "no address in this text")
        key = connector.new_key()
        fake.fault = Fault.CUT_AFTER_WRITE
        with pytest.raises(Ambiguous):
            await connector.send(reply, key=key)
        fake.fault = Fault.NONE
        restarted = made(fake, connector._tools)
        receipt = await restarted.send(reply, key=key)
        assert [fake.native(status["id"]) for status in fake.ours] == [receipt.native_id]
        assert await restarted.find(reply, key=key) == receipt


async def test_the_same_words_from_before_the_key_are_not_taken_for_the_send() -> None:
    async with signed_in() as (fake, connector):
        parent = fake.say("@harbour hello")
        old = fake.say("@ann thank you", who=US, parent=parent)
        fake.statuses[old]["created_at"] = "2025-01-01T00:00:00Z"
        restarted = made(fake, connector._tools)
        assert await restarted.find(reply_to(fake.native(parent)), key=connector.new_key()) is None


async def test_what_the_server_finds_wrong_is_a_clear_refusal() -> None:
    async with signed_in() as (fake, connector):
        parent = fake.native(fake.say("@harbour hello"))
        with pytest.raises(Refused, match="limit of 500"):
            await connector.send(reply_to(parent, "x" * 600), key=connector.new_key())
        with pytest.raises(Refused, match="is gone"):
            await connector.send(reply_to(fake.native("1")), key=connector.new_key())
        with pytest.raises(Refused, match="another server"):
            await connector.send(reply_to("elsewhere.example/1"), key=connector.new_key())
        assert fake.ours == []


async def test_deleting_is_only_for_own_posts_and_may_be_repeated() -> None:
    async with signed_in() as (fake, connector):
        parent = fake.native(fake.say("@harbour hello"))
        receipt = await connector.send(reply_to(parent), key=connector.new_key())
        await connector.delete(receipt.native_id)
        await connector.delete(receipt.native_id)
        assert fake.ours == []
        with pytest.raises(Refused):
            await connector.delete(parent)


@pytest.mark.parametrize("pkce", [True, False])
async def test_one_signs_in_with_the_browser(pkce: bool) -> None:
    async with signed_in() as (fake, connector):
        fake.pkce, given = pkce, connector._tools
        assert isinstance(connector, BrowserSignIn)
        turn = await Mastodon.begin({"server": fake.url}, {}, given, redirect=REDIRECT)
        asked = {name: values[0] for name, values in parse_qs(urlsplit(turn.url).query).items()}
        answer = {"code": "good", "state": asked["state"]}
        signed = await Mastodon.finish(turn, answer, given, redirect=REDIRECT)
        assert signed.secrets == {"token": TOKEN}
        assert signed.options == {"server": fake.url}
        assert signed.identity.handle.startswith("harbour@")
        assert fake.apps[0]["redirect_uris"] == asked["redirect_uri"] == REDIRECT
        assert ("code_challenge" in asked) is pkce
        assert ("code_verifier" in fake.traded[0]) is pkce


@pytest.mark.parametrize(
    "answer", [{"code": "good", "state": "other"}, {"error": "access_denied"}, {"code": "bad"}, {}], ids=str
)
async def test_a_sign_in_that_was_refused_or_is_not_ours_leaves_nothing(answer: dict[str, str]) -> None:
    async with signed_in() as (fake, connector):
        turn = await Mastodon.begin({"server": fake.url}, {}, connector._tools, redirect=REDIRECT)
        with pytest.raises(SignInFailed):
            await Mastodon.finish(turn, {"state": turn.state["state"], **answer}, connector._tools, redirect=REDIRECT)


async def test_a_sign_in_without_a_server_says_what_is_missing() -> None:
    async with signed_in() as (_fake, connector):
        with pytest.raises(Refused, match="server"):
            await Mastodon.begin({}, {}, connector._tools, redirect=REDIRECT)
