"""RSS and Atom: polite, forgiving, each entry once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from app.connectors import feed as feed_module
from app.connectors._feed.reading import LONGEST_TEXT, read_feed
from app.connectors.base import Malformed, Refused, Unreachable
from app.connectors.feed import FeedReader
from app.domain.account import Account
from tests.fakes.clock import NOON, FastClock
from tests.fakes.ear import Ear, tools
from tests.fakes.feed import FakeFeed

ACCOUNT = Account(id=5, network="feed", handle="News", brand="News")
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Hafen</title><entry><id>tag:1</id>
<title>Nebel</title><link href="/nebel"/><updated>2026-01-05T11:00:00+01:00</updated><author><name>Jo</name></author>
<content type="html">&lt;p&gt;Die F&amp;auml;hre&lt;br/&gt;wartet.&lt;/p&gt;</content></entry></feed>"""


class Place:
    def __init__(self, fake: FakeFeed, connector: FeedReader, ear: Ear) -> None:
        self.fake = fake
        self.connector = connector
        self.ear = ear


@asynccontextmanager
async def place(**options: str) -> AsyncIterator[Place]:
    clock = FastClock(times=500)
    fake = FakeFeed(clock)
    async with fake.running(), tools(clock) as given:
        given_options = {"url": f"{fake.url}/feed.xml", "every": "1", **options}
        account = Account(id=5, network="feed", handle="News", brand="News", options=given_options)
        yield Place(fake, FeedReader(account, {}, given), Ear(account, clock))


def entries(body: str) -> list[tuple[str, str]]:
    """Ids and texts of what a feed's text gives."""
    feed = read_feed(body.encode(), content_type="text/xml", account=ACCOUNT, url="https://news.example/f", now=NOON)
    return [(post.native_id, post.text) for post, _version in feed.entries]


async def test_an_entry_is_delivered_once_and_again_when_it_changes() -> None:
    async with place() as here, here.ear.listening(here.connector):
        entry = here.fake.publish("fog at nine")
        await here.ear.until(lambda: f"5:{entry}" in here.ear.posts)
        another = here.fake.publish("fog is gone")
        await here.ear.until(lambda: f"5:{another}" in here.ear.posts)
        assert here.ear.times[f"5:{entry}"] == 1
        here.fake.entries[entry] = "fog at ten"
        await here.ear.until(lambda: here.ear.times[f"5:{entry}"] == 2)
    last = here.ear.batches[-1].posts[0]
    assert last.text == "fog at ten"
    assert last.edited_at > 0


async def test_an_unchanged_feed_is_not_sent_again() -> None:
    async with place() as here, here.ear.listening(here.connector):
        here.fake.publish("fog")
        await here.ear.until(lambda: here.fake.unchanged > 2)
    assert sum(here.ear.times.values()) == 1


async def test_after_a_restart_known_entries_stay_known() -> None:
    async with place() as here:
        old = here.fake.publish("old")
        async with here.ear.listening(here.connector):
            await here.ear.until(lambda: bool(here.ear.cursors))
        new = here.fake.publish("new")
        async with here.ear.listening(here.connector):
            await here.ear.until(lambda: f"5:{new}" in here.ear.posts)
    assert here.ear.times[f"5:{old}"] == 1


@pytest.mark.parametrize(("status", "asked_again_at_the_old_place"), [(301, False), (302, True)])
async def test_only_a_move_for_good_is_remembered(status: int, asked_again_at_the_old_place: bool) -> None:
    async with place() as here:
        here.fake.publish("fog")
        here.fake.moved = (status, "/new.xml")
        async with here.ear.listening(here.connector):
            await here.ear.until(lambda: here.fake.unchanged > 1)
    assert (here.fake.paths[-2] == "/feed.xml") == asked_again_at_the_old_place


async def test_a_feed_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_module, "LARGEST", 1000)
    async with place() as here:
        here.fake.publish("x" * 2000)
        with pytest.raises(Malformed, match="larger"):
            await here.connector.check()


async def test_what_is_no_feed_and_what_is_no_address_is_said_clearly() -> None:
    async with place(url="news.example/feed") as here:
        with pytest.raises(Refused, match="not a web address"):
            await here.connector.check()
    async with place(url="http://127.0.0.1:1/feed") as here:
        with pytest.raises(Unreachable, match="cannot be reached"):
            await here.connector.check()


async def test_the_title_of_the_feed_is_who_we_are() -> None:
    async with place() as here:
        assert (await here.connector.check()).title == "News"


@pytest.mark.parametrize(("every", "seconds"), [("", 300), ("1", 60), ("0", 60), ("99999", 86_400), ("often", 300)])
async def test_a_feed_is_never_asked_more_often_than_is_polite(every: str, seconds: float) -> None:
    async with place(every=every) as here:
        assert here.connector.pace == seconds


def test_atom_is_read_with_its_language_links_and_plain_text() -> None:
    feed = read_feed(ATOM.encode(), content_type="", account=ACCOUNT, url="https://news.example/f", now=NOON)
    ((post, _version),) = feed.entries
    assert feed.title == "Hafen"
    assert post.text == "Nebel\nDie Fähre\nwartet."
    assert post.url == "https://news.example/nebel"
    assert post.author.name == "Jo"
    assert post.created_at == NOON - 2 * 3_600_000


def test_whole_entries_of_a_broken_feed_are_kept() -> None:
    item = "<item><guid isPermaLink='false'>{0}</guid><title>{0}</title></item>"
    body = f"<rss version='2.0'><channel>{item.format('a')}{item.format('b')}<item><guid>c</guid><tit"
    assert [native_id for native_id, _text in entries(body)] == ["5:a", "5:b"]


def test_an_entry_without_id_has_its_link_or_a_fingerprint_for_one() -> None:
    body = (
        "<rss version='2.0'><channel><item><title>a</title><link>https://news.example/a</link></item>"
        "<item><title>b</title></item><item><title>b</title></item></channel></rss>"
    )
    ids = [native_id for native_id, _text in entries(body)]
    assert ids[0] == "5:https://news.example/a"
    assert len(ids) == 2
    assert ids == [native_id for native_id, _text in entries(body)]


def test_dates_that_make_no_sense_or_lie_ahead_become_now() -> None:
    body = "<rss version='2.0'><channel><item><title>a</title><pubDate>{}</pubDate></item></channel></rss>"
    for date, at in (("soon", NOON), ("Mon, 05 Jan 2099 10:00:00 GMT", NOON + 300_000)):
        feed = read_feed(
            body.format(date).encode(), content_type="", account=ACCOUNT, url="https://x.example", now=NOON
        )
        assert feed.entries[0][0].created_at == at


def test_markup_in_an_entry_becomes_plain_text() -> None:
    item = "<item><description>&lt;p>one&lt;/p>&lt;p>two&amp;amp; 3</description></item>"
    body = f"<rss version='2.0'><channel>{item}</channel></rss>".encode()
    feed = read_feed(body, content_type="", account=ACCOUNT, url="https://x.example", now=NOON)
    assert [post.text for post, _version in feed.entries] == ["one\n\ntwo& 3"]


def test_a_very_long_entry_is_cut_and_says_so() -> None:
    item = f"<item><title>a</title><description>{'x' * 9000}</description></item>"
    body = f"<rss version='2.0'><channel>{item}</channel></rss>"
    ((_id, text),) = entries(body)
    assert len(text) < LONGEST_TEXT + 100
    assert "9,002" in text.splitlines()[-1]


def test_bytes_that_look_like_a_path_are_never_opened() -> None:
    assert entries("/etc/hostname") == []
