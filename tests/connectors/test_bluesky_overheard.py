"""What is said on Bluesky without addressing us: feeds and lists, muted people, and what posts carry along."""

from typing import Any

import pytest

from app.connectors._bluesky.views import Us, post_of, read_views
from app.domain.post import Media, PostKind
from tests.connectors.test_bluesky_listening import place
from tests.fakes.bluesky import ANN
from tests.fakes.clock import NOON

FEED = "at://did:plc:ann/app.bsky.feed.generator/ferries"
LIST = "at://did:plc:ann/app.bsky.graph.list/captains"
US = Us("did:plc:us", "us.test", 5)


@pytest.mark.parametrize(
    ("address", "uri"),
    [
        (FEED, FEED),
        ("https://bsky.app/profile/ann.test/feed/ferries", FEED),
        ("https://bsky.app/profile/did:plc:ann/lists/captains", LIST),
    ],
)
async def test_a_feed_or_list_is_heard_by_the_address_of_its_page(address: str, uri: str) -> None:
    async with place(feeds=address) as here:
        first = here.fake.mention("the ferry", addressed=False)
        here.fake.feeds[uri] = [first]
        async with here.ear.listening(here.connector):
            await here.ear.until(lambda: first in here.ear.posts)
            second = here.fake.mention("another ferry", addressed=False)
            here.fake.feeds[uri].insert(0, second)
            await here.ear.until(lambda: second in here.ear.posts)
    assert here.ear.posts[first].kind is PostKind.HEARD
    assert here.ear.times == {first: 1, second: 1}


async def test_what_a_feed_showed_while_nobody_listened_arrives_whole() -> None:
    async with place(feeds=FEED) as here:
        here.fake.page = 20
        here.fake.feeds[FEED] = [here.fake.mention(f"ferry {number}", addressed=False) for number in range(90)]
        async with here.ear.listening(here.connector):
            await here.ear.until(lambda: set(here.fake.feeds[FEED]) <= set(here.ear.posts))


async def test_a_feed_that_is_down_is_told_and_its_neighbour_is_heard() -> None:
    async with place(feeds=f"{FEED}\n{LIST}") as here:
        post = here.fake.mention("the captain", addressed=False)
        here.fake.feeds = {FEED: [], LIST: [post]}
        here.fake.broken_feeds = {FEED}
        async with here.ear.listening(here.connector):
            await here.ear.until(lambda: post in here.ear.posts and "502" in here.ear.error)
            assert "feeds" not in here.ear.cursors
            here.fake.broken_feeds.clear()
            await here.ear.until(lambda: "feeds" in here.ear.cursors and not here.ear.error)


async def test_an_address_that_is_neither_feed_nor_list_says_what_to_do() -> None:
    async with place(feeds="https://bsky.app/profile/ann.test") as here, here.ear.listening(here.connector):
        await here.ear.until(lambda: "bsky.app/profile/ann.test" in here.ear.error)


async def test_a_muted_author_is_not_heard_and_not_missed() -> None:
    async with place() as here, here.ear.listening(here.connector):
        await here.ear.until(lambda: bool(here.ear.cursors))
        before = here.fake.searches
        muted = here.fake.mention("listen to me!")
        here.fake.posts[muted]["author"] = {**ANN, "viewer": {"muted": True}}
        here.fake.unlisted.add(muted)
        looked: set[str] = set()

        def looked_often() -> bool:
            looked.add(here.ear.cursors["notifications"])
            return len(looked) > 6

        await here.ear.until(looked_often)
    assert here.fake.searches == before + 1
    assert muted not in here.ear.posts


async def test_pictures_of_a_mention_come_along_though_the_list_does_not_tell_them() -> None:
    async with place() as here, here.ear.listening(here.connector):
        mention = here.fake.mention("look")
        here.fake.posts[mention]["record"]["embed"] = {"$type": "app.bsky.embed.images", "images": [{"image": {}}]}
        here.fake.posts[mention]["embed"] = {"images": [{"fullsize": "https://cdn.test/1", "alt": "a ferry"}]}
        await here.ear.until(lambda: mention in here.ear.posts)
    assert here.ear.posts[mention].media == (Media(kind="image", url="https://cdn.test/1", alt="a ferry"),)


async def test_what_a_block_hides_is_not_taken_for_deleted() -> None:
    async with place(times=1000) as here, here.ear.listening(here.connector):
        hidden = here.fake.mention("you blocked me")
        await here.ear.until(lambda: hidden in here.ear.posts)
        here.fake.profiles = [{**ANN, "viewer": {"blocking": "at://did:plc:harbour/app.bsky.graph.block/1"}}]
        del here.fake.posts[hidden]
        await here.ear.until(lambda: here.ear.cursors.get("recheck") == "{}")
    assert here.ear.deleted == set()


async def test_a_label_put_on_later_is_judged_anew() -> None:
    async with place(times=1000) as here, here.ear.listening(here.connector):
        post = here.fake.mention("look at this")
        await here.ear.until(lambda: post in here.ear.posts)
        here.fake.posts[post]["labels"] = [{"val": "porn"}]
        await here.ear.until(lambda: here.ear.times[post] > 1)
    again = [one for batch in here.ear.batches for one in batch.posts][-1]
    assert again.labels == ("porn",)
    assert again.edited_at > 0


def view(**fields: Any) -> dict[str, Any]:
    record = {"text": "see", "createdAt": "2026-01-05T12:00:00Z"}
    return {"uri": "at://did:plc:ann/app.bsky.feed.post/1", "cid": "c", "author": ANN, "record": record, **fields}


def quoted(**fields: Any) -> dict[str, Any]:
    return {
        "uri": "at://did:plc:bob/app.bsky.feed.post/9",
        "author": {"did": "did:plc:bob", "handle": "bob.test"},
        "value": {"text": "the ferry is late"},
        **fields,
    }


CARD = Media(
    kind="link", url="https://bsky.app/profile/did:plc:bob/post/9", alt="@bob.test: the ferry is late"
)  # fmt: skip


@pytest.mark.parametrize(
    "embed", [{"record": quoted()}, {"record": {"record": quoted()}, "media": {"images": "nothing"}}]
)
def test_a_quote_shows_whom_and_what_it_quotes(embed: dict[str, Any]) -> None:
    (one,) = read_views([view(embed=embed)])
    assert post_of(one, US, now=NOON).media == (CARD,)


@pytest.mark.parametrize("record", [{"uri": "at://x", "blocked": True}, {}, {"record": 5}, quoted(value=None), None])
def test_a_quote_that_cannot_be_seen_is_no_card(record: Any) -> None:
    (one,) = read_views([view(embed={"record": record})])
    assert post_of(one, US, now=NOON).media == ()


def test_labels_are_those_that_hold_now() -> None:
    labels = [
        {"val": "spam"},
        {"val": "spam"},
        {"val": "rude", "neg": True},
        {"val": "scam", "exp": "2020-01-01T00:00:00Z"},
        {"val": "hate", "exp": "2999-01-01T00:00:00Z"},
        "rubbish",
    ]
    author = {**ANN, "labels": [{"val": "impersonation"}]}
    (one,) = read_views([view(labels=labels, author=author)])
    assert post_of(one, US, now=NOON).labels == ("spam", "hate", "impersonation")
