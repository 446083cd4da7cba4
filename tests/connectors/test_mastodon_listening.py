"""What the Mastodon connector hears, and how."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from app.connectors.base import Identity, SignInFailed, Tools
from app.connectors.mastodon import Mastodon
from app.domain.account import Account
from app.domain.post import PostKind
from tests.fakes.clock import FastClock
from tests.fakes.ear import Ear, tools
from tests.fakes.mastodon import TOKEN, US, FakeMastodon


class Scene:
    """A fake server and an ear that listens to it."""

    def __init__(self, fake: FakeMastodon, given: Tools, ear: Ear) -> None:
        self.fake = fake
        self.given = given
        self.ear = ear

    def account(self, **options: str) -> Account:
        return Account(
            id=5, network="mastodon", handle="harbour", brand="Harbour", options={"server": self.fake.url, **options}
        )

    def connector(self, **options: str) -> Mastodon:
        return Mastodon(self.account(**options), {"token": TOKEN}, self.given)

    async def hears(self, *status_ids: str) -> None:
        wanted = {self.fake.native(one) for one in status_ids}
        await self.ear.until(lambda: wanted <= set(self.ear.posts))


@asynccontextmanager
async def scene() -> AsyncIterator[Scene]:
    clock = FastClock()
    fake = FakeMastodon(clock)
    async with fake.running(), tools(clock) as given:
        account = Account(id=5, network="mastodon", handle="harbour", brand="Harbour")
        yield Scene(fake, given, Ear(account, clock))


async def test_who_we_are_is_told_with_our_server() -> None:
    async with scene() as here:
        connector = here.connector()
        identity = await connector.check()
        host = here.fake.native("")[:-1]
        native_id = f"{here.fake.url}/users/harbour"
        assert identity == Identity(native_id=native_id, handle=f"harbour@{host}", limits=connector.limits)


async def test_without_a_token_nobody_is_asked() -> None:
    async with scene() as here:
        with pytest.raises(SignInFailed, match="no access token"):
            await Mastodon(here.account(), {}, here.given).check()
        assert here.fake.asked_at == []


async def test_mentions_answers_and_private_messages_are_told_apart() -> None:
    async with scene() as here:
        ours = here.fake.say("We open at nine", who=US)
        mention = here.fake.say("@harbour is the ferry late?")
        answer = here.fake.say("@harbour and on Sundays?", parent=ours)
        private = here.fake.say("@harbour my number is 7", visibility="direct")
        below = here.fake.say("@harbour still there?", parent=answer)
        async with here.ear.listening(here.connector()):
            await here.hears(mention, answer, private, below)
        kinds = [here.ear.posts[here.fake.native(one)].kind for one in (mention, answer, private, below)]
        threads = [here.ear.posts[here.fake.native(one)].thread for one in (mention, answer, below)]
    assert kinds == [PostKind.MENTION, PostKind.REPLY, PostKind.DIRECT, PostKind.MENTION]
    assert threads == ["", here.fake.native(ours), here.fake.native(ours)]


async def test_what_is_no_word_to_us_is_left_out() -> None:
    async with scene() as here:
        liked = here.fake.say("We open at nine", who=US)
        here.fake.notify("favourite", here.fake.statuses[liked])
        mention = here.fake.say("@harbour hello")
        async with here.ear.listening(here.connector()):
            await here.hears(mention)
        assert set(here.ear.posts) == {here.fake.native(mention)}


@pytest.mark.parametrize("version", [1, 2])
@pytest.mark.parametrize("streams", ["socket", "lines", ""])
async def test_a_mention_is_heard_however_the_server_tells_of_it(version: int, streams: str) -> None:
    async with scene() as here:
        here.fake.version, here.fake.streams = version, streams
        first = here.fake.say("@harbour before")
        async with here.ear.listening(here.connector()):
            await here.hears(first)
            if streams:
                await here.fake.listeners.wait()
            second = here.fake.say("@harbour now")
            await here.hears(second)


async def test_a_long_absence_is_caught_up_page_by_page() -> None:
    async with scene() as here:
        here.fake.page = 7
        first = here.fake.say("@harbour before")
        async with here.ear.listening(here.connector()):
            await here.hears(first)
        missed = [here.fake.say(f"@harbour question {number}") for number in range(60)]
        async with here.ear.listening(here.connector()):
            await here.hears(*missed)
        assert len(here.ear.posts) == 61


async def test_a_notification_that_came_into_sight_late_is_still_found() -> None:
    async with scene() as here:
        first = here.fake.say("@harbour before")
        late = here.fake.say("@harbour late")
        hidden = here.fake._notifications.pop()
        newer = here.fake.say("@harbour newer")
        async with here.ear.listening(here.connector()):
            await here.hears(first, newer)
            here.fake._notifications.insert(1, hidden)
            await here.hears(late)


@pytest.mark.parametrize("streams", ["socket", "lines", ""])
async def test_an_edit_and_a_deletion_are_honoured(streams: str) -> None:
    async with scene() as here:
        here.fake.streams = streams
        edited, gone = here.fake.say("@harbour teh ferry"), here.fake.say("@harbour I regret this")
        async with here.ear.listening(here.connector()):
            await here.hears(edited, gone)
            if streams:
                await here.fake.listeners.wait()
            here.fake.edit(edited, "@harbour the ferry")
            here.fake.remove(gone)
            await here.ear.until(lambda: here.fake.native(gone) in here.ear.deleted)
            await here.ear.until(lambda: any(post.edited_at for batch in here.ear.batches for post in batch.posts))
        texts = [post.text for batch in here.ear.batches for post in batch.posts if post.edited_at]
        assert set(texts) == {"@harbour the ferry"}


async def test_hashtags_are_heard_live_and_after_an_absence() -> None:
    async with scene() as here:
        here.fake.streams = "socket"
        options = {"tags": "#ferry\nport"}
        first = here.fake.say("the #ferry is blue")
        async with here.ear.listening(here.connector(**options)):
            await here.hears(first)
            await here.fake.listeners.wait()
            second = here.fake.say("no #port in sight")
            await here.hears(second)
        missed = [here.fake.say(f"#ferry {number}") for number in range(50)]
        async with here.ear.listening(here.connector(**options)):
            await here.hears(*missed)
        assert {post.kind for post in here.ear.posts.values()} == {PostKind.HEARD}
        assert {one["tag"] for one in here.fake.subscribed} == {"ferry", "port"}


async def test_limits_are_the_servers_own() -> None:
    async with scene() as here:
        statuses = {"max_characters": 5000, "max_media_attachments": 2, "characters_reserved_per_url": 30}
        media = {"image_size_limit": 7, "description_limit": 9, "supported_mime_types": ["image/png", "video/mp4"]}
        here.fake.instance = {"configuration": {"statuses": statuses, "media_attachments": media}}
        mention = here.fake.say("@harbour hello")
        connector = here.connector()
        async with here.ear.listening(connector):
            await here.hears(mention)
        limits = connector.limits
        assert (await here.connector().check()).limits == limits
    assert (limits.length, limits.images, limits.link_length) == (5000, 2, 30)
    assert (limits.image_bytes, limits.alt_text_length, limits.image_types) == (7, 9, ("image/png",))


async def test_a_thread_shows_what_is_above_and_below() -> None:
    async with scene() as here:
        first = here.fake.say("one")
        second = here.fake.say("two", who=US, parent=first)
        here.fake.say("three", parent=second)
        thread = await here.connector().thread(here.fake.native(second))
        assert [(post.text, post.kind) for post in thread] == [
            ("one", PostKind.CONTEXT),
            ("two", PostKind.OWN),
            ("three", PostKind.CONTEXT),
        ]
        assert {post.thread for post in thread} == {"", here.fake.native(first)}
        assert await here.connector().thread("elsewhere.example/1") == ()
        assert await here.connector().thread(here.fake.native("1")) == ()
