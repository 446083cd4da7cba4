"""The Mastodon connector against mastodon_mock: a third party's mock, for Mastodon itself cannot be had here."""

import asyncio
from dataclasses import replace
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from app.connectors.base import Ambiguous, RateLimited, SignInFailed, Tools, Unreachable
from app.connectors.mastodon import Mastodon
from app.domain.account import Account, HealthState
from app.domain.post import PostKind
from app.domain.reply import Attachment, OutgoingReply
from tests.fakes.clock import HurriedClock
from tests.fakes.ear import Ear, tools
from tests.real.cut_off import outcomes
from tests.real.mastodon_server import BRAND, MastodonServer

pytestmark = pytest.mark.real

REDIRECT = "http://127.0.0.1:9/back"


def account_of(server: MastodonServer, **options: str) -> Account:
    return Account(id=7, network="mastodon", handle=BRAND, brand="Harbour", options={"server": server.url, **options})


def connector_of(server: MastodonServer, given: Tools, *, token: str = f"token-of-{BRAND}", **options: str) -> Mastodon:
    return Mastodon(account_of(server, **options), {"token": token}, given)


def reply_to(parent: str, text: str, attachments: tuple[Attachment, ...] = ()) -> OutgoingReply:
    return OutgoingReply(
        outbox_id=1, account_id=7, text=text, parent=parent, thread=parent, language="en", attachments=attachments
    )


@pytest.mark.parametrize("kind", ["streaming", "polling"])
async def test_what_addresses_us_is_heard_edited_and_deleted(
    kind: str, mastodon: MastodonServer, polled_mastodon: MastodonServer
) -> None:
    server = mastodon if kind == "streaming" else polled_mastodon
    clock = HurriedClock()
    ear = Ear(account_of(server), clock)
    async with tools(clock) as given, ear.listening(connector_of(server, given, tags="ferry")):
        ours = await server.post("We open at nine", who=BRAND)
        mention = await server.post(f"@{BRAND} is the ferry late?")
        answer = await server.post(f"@{BRAND} and on Sundays?", parent=ours["id"])
        private = await server.post(f"@{BRAND} my number is 7", visibility="direct")
        heard = await server.post("nothing but #ferry")
        wanted = {server.native(one): one for one in (mention, answer, private, heard)}
        await ear.until(lambda: set(wanted) <= set(ear.posts))
        await server.edit(mention, f"@{BRAND} is the ferry gone?")
        await server.delete(answer)
        await ear.until(lambda: server.native(answer) in ear.deleted)
        await ear.until(lambda: any(post.edited_at for batch in ear.batches for post in batch.posts))
    kinds = [ear.posts[one].kind for one in wanted]
    assert kinds == [PostKind.MENTION, PostKind.REPLY, PostKind.DIRECT, PostKind.HEARD]
    assert ear.posts[server.native(answer)].thread == server.native(ours)
    assert ear.posts[server.native(mention)].text == f"@{BRAND} is the ferry late?"


async def test_120_mentions_of_an_absence_all_arrive(mastodon: MastodonServer) -> None:
    clock = HurriedClock()
    ear = Ear(account_of(mastodon), clock)
    first = mastodon.native(await mastodon.post(f"@{BRAND} before"))
    async with tools(clock) as given:
        async with ear.listening(connector_of(mastodon, given)):
            await ear.until(lambda: first in ear.posts)
        texts = [f"@{BRAND} question {number}" for number in range(120)]
        missed = {mastodon.native(await mastodon.post(text)) for text in texts}
        async with ear.listening(connector_of(mastodon, given)):
            await ear.until(lambda: missed <= set(ear.posts))


async def test_nothing_is_missed_when_the_server_is_killed_and_comes_back(mastodon: MastodonServer) -> None:
    clock = HurriedClock()
    ear = Ear(account_of(mastodon), clock)
    async with tools(clock) as given, ear.listening(connector_of(mastodon, given)):
        before = mastodon.native(await mastodon.post(f"@{BRAND} before"))
        await ear.until(lambda: before in ear.posts)
        mastodon.kill()
        await ear.until(lambda: ear.healths[-1].state is HealthState.DOWN)
        await asyncio.to_thread(mastodon.restart)
        after = mastodon.native(await mastodon.post(f"@{BRAND} after"))
        await ear.until(lambda: after in ear.posts)


async def test_a_reply_sent_five_times_is_published_once_and_as_private_as_its_parent(mastodon: MastodonServer) -> None:
    parent = await mastodon.post(f"@{BRAND} my number is 8", visibility="direct")
    picture = Attachment(name="ferry.png", mime="image/png", data=b"\x89PNG\r\n\x1a\n", alt="a ferry")
    async with tools(HurriedClock()) as given:
        connector = connector_of(mastodon, given)
        await connector.check()
        reply = reply_to(mastodon.native(parent), "thank you for that", (picture,))
        key, other = connector.new_key(), connector.new_key()
        receipts = await asyncio.gather(*(connector.send(reply, key=key) for _try in range(5)))
        receipts.append(await connector_of(mastodon, given).send(reply, key=key))
        assert await connector.find(reply, key=other) is None
        published = [one for one in await mastodon.posts_of_the_brand() if "thank you for that" in one["content"]]
        await connector.delete(receipts[0].native_id)
        await connector.delete(receipts[0].native_id)
    assert [mastodon.native(one) for one in published] == list({receipt.native_id for receipt in receipts})
    assert published[0]["visibility"] == "direct"
    assert [one["description"] for one in published[0]["media_attachments"]] == ["a ferry"]


async def test_a_send_cut_off_by_a_killed_server_is_settled(mastodon: MastodonServer) -> None:
    parent = mastodon.native(await mastodon.post(f"@{BRAND} is the ferry late?"))
    async with tools(HurriedClock()) as given:
        connector = connector_of(mastodon, given)
        await connector.check()
        keys = {f"Cut answer {number}": connector.new_key() for number in range(12)}
        sends = [connector.send(reply_to(parent, text), key=key) for text, key in keys.items()]
        told = await outcomes(sends, mastodon.kill)
        await asyncio.to_thread(mastodon.restart)
        assert {type(one) for one in told if isinstance(one, Exception)} <= {Ambiguous, Unreachable}
        again = connector_of(mastodon, given)
        for text, key in keys.items():
            if await again.find(reply_to(parent, text), key=key) is None:
                await again.send(reply_to(parent, text), key=key)
    texts = [one["content"] for one in await mastodon.posts_of_the_brand()]
    assert [sum(f"{text}<" in content for content in texts) for text in keys] == [1] * len(keys)


async def test_too_many_and_an_ended_token_say_what_is_the_matter(mastodon: MastodonServer) -> None:
    clock = HurriedClock()
    async with tools(clock) as given:
        with pytest.raises(SignInFailed, match="sign-in"):
            await connector_of(mastodon, given, token="ended").check()
        await mastodon.fail(effect={"type": "ratelimit"}, count=1)
        with pytest.raises(RateLimited) as told:
            await connector_of(mastodon, given).check()
        await mastodon.fail()
    assert clock.now() < told.value.until <= clock.now() + 301_000


async def test_one_signs_in_with_the_browser(mastodon: MastodonServer) -> None:
    async with tools(HurriedClock()) as given:
        turn = await Mastodon.begin({"server": mastodon.url}, {}, given, redirect=REDIRECT)
        asked = {name: values[0] for name, values in parse_qs(urlsplit(turn.url).query).items()}
        form = urlencode({"username": BRAND, **asked})
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        address = f"{mastodon.url}/oauth/authorize"
        async with given.http.post(address, data=form, headers=headers, allow_redirects=False) as response:
            back = {name: values[0] for name, values in parse_qs(urlsplit(response.headers["Location"]).query).items()}
        signed = await Mastodon.finish(turn, back, given, redirect=REDIRECT)
        identity = await connector_of(mastodon, given, token=signed.secrets["token"]).check()
    assert replace(identity, limits=None) == signed.identity
    assert identity.handle.startswith(f"{BRAND}@")
