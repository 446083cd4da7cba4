"""What others do on a whole Bluesky that nobody here wrote: they quote, label, are muted, listed and taken down."""

from typing import Any

import pytest

from app.domain.post import PostKind
from tests.fakes.clock import HurriedClock
from tests.fakes.ear import Ear, tools
from tests.real.bluesky_server import BlueskyServer, Ref, User
from tests.real.test_bluesky import account_of, connector_of, firehose_is_heard

pytestmark = pytest.mark.real


async def listed(server: BlueskyServer, keeper: User, whom: User) -> str:
    """A list with one member; its address."""
    made = {"purpose": "app.bsky.graph.defs#curatelist", "name": "Captains", "createdAt": "2026-01-05T12:00:00Z"}
    uri = await server.record(keeper, "app.bsky.graph.list", made)
    item = {"list": uri, "subject": whom.did, "createdAt": "2026-01-05T12:00:00Z"}
    await server.record(keeper, "app.bsky.graph.listitem", item)
    return uri


async def test_a_list_is_listened_to(bluesky: BlueskyServer) -> None:
    brand, ann, bob = [await bluesky.create_user(name) for name in ("brand", "ann", "bob")]
    address = await listed(bluesky, bob, ann)
    page = f"https://bsky.app/profile/{bob.handle}/lists/{address.rpartition('/')[2]}"
    clock = HurriedClock()
    ear = Ear(account_of(bluesky, brand), clock)
    async with tools(clock) as given, ear.listening(connector_of(bluesky, brand, given, feeds=page)):
        wanted, other = await bluesky.post(ann, "Ahoy"), await bluesky.post(bob, "Hello")
        await ear.until(lambda: wanted.uri in ear.posts)
    assert ear.posts[wanted.uri].kind is PostKind.HEARD
    assert other.uri not in ear.posts


async def test_a_quote_shows_what_it_quotes_and_a_warning_comes_along(bluesky: BlueskyServer) -> None:
    brand, ann = await bluesky.create_user("brand"), await bluesky.create_user("ann")
    ours = await bluesky.post(brand, "We open at nine.")
    fields: dict[str, Any] = {
        "embed": {"$type": "app.bsky.embed.record", "record": ours._asdict()},
        "labels": {"$type": "com.atproto.label.defs#selfLabels", "values": [{"val": "graphic-media"}]},
    }
    quote = await bluesky.post(ann, "Do you?", **fields)
    clock = HurriedClock()
    ear = Ear(account_of(bluesky, brand), clock)
    async with tools(clock) as given, ear.listening(connector_of(bluesky, brand, given)):
        await ear.until(lambda: quote.uri in ear.posts)
        await ear.until(lambda: quote.uri in ear.cursors.get("recheck", ""))
    assert ear.times[quote.uri] == 1
    (card,) = ear.posts[quote.uri].media
    assert card.alt == f"@{brand.handle}: We open at nine."
    assert ear.posts[quote.uri].labels == ("graphic-media",)


async def test_a_muted_author_is_not_heard_and_hides_nobody(bluesky: BlueskyServer) -> None:
    brand, ann, bob = [await bluesky.create_user(name) for name in ("brand", "ann", "bob")]
    await bluesky.mute(brand, ann)
    clock = HurriedClock()
    ear = Ear(account_of(bluesky, brand), clock)
    async with tools(clock) as given, ear.listening(connector_of(bluesky, brand, given)):
        await ear.until(lambda: bool(ear.cursors))
        loud = await bluesky.mention(ann, brand, "listen to me!")
        calm = await bluesky.mention(bob, brand, "when do you open?")
        await ear.until(lambda: calm.uri in ear.posts)
        seen: set[str] = set()

        def looked_again() -> bool:
            seen.add(ear.cursors["notifications"])
            return len(seen) > 3

        await ear.until(looked_again)
    assert loud.uri not in ear.posts


async def test_an_account_that_is_taken_down_takes_all_it_said_along(bluesky: BlueskyServer) -> None:
    brand, ann = await bluesky.create_user("brand"), await bluesky.create_user("ann")
    clock = HurriedClock()
    ear = Ear(account_of(bluesky, brand), clock)
    connector_options = {"firehose": bluesky.firehose, "firehose_words": "lighthouse"}
    async with tools(clock) as given, ear.listening(connector_of(bluesky, brand, given, **connector_options)):
        await firehose_is_heard(bluesky, ann, ear)
        said: Ref = await bluesky.post(ann, "the lighthouse is mine")
        await ear.until(lambda: said.uri in ear.posts)
        await bluesky.take_down(ann)
        await ear.until(lambda: ann.did in ear.deleted_authors)
