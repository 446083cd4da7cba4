"""How Bluesky is listened to: nothing that addresses us is missed, however the list of notifications tricks."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from app.connectors.bluesky import Bluesky
from app.domain.account import Account
from app.domain.post import PostKind
from tests.fakes.bluesky import ANN, HANDLE, PASSWORD, FakeBluesky
from tests.fakes.clock import FastClock
from tests.fakes.ear import Ear, tools


class Place:
    """A fake Bluesky, a connector made for it, and an ear."""

    def __init__(self, fake: FakeBluesky, connector: Bluesky, ear: Ear) -> None:
        self.fake = fake
        self.connector = connector
        self.ear = ear


@asynccontextmanager
async def place(*, times: float = 100.0, **options: str) -> AsyncIterator[Place]:
    clock = FastClock(times=times)
    fake = FakeBluesky(clock)
    async with fake.running(), tools(clock) as given:
        account = Account(
            id=5, network="bluesky", handle=HANDLE, brand="Harbour", options={"service": fake.url, **options}
        )
        yield Place(fake, Bluesky(account, {"password": PASSWORD}, given), Ear(account, clock))


@pytest.mark.parametrize("at", ["2026-01-05T11:59:58Z", ""])
@pytest.mark.parametrize("count", [99, 100, 101, 300])
async def test_a_burst_of_mentions_with_one_time_arrives_whole(count: int, at: str) -> None:
    async with place() as here, here.ear.listening(here.connector):
        await here.ear.until(lambda: bool(here.ear.cursors))
        burst = {here.fake.mention(f"q {number}", at=at) for number in range(count)}
        await here.ear.until(lambda: burst <= set(here.ear.posts))


async def test_a_burst_while_nobody_listened_arrives_whole() -> None:
    async with place() as here:
        burst = {here.fake.mention(f"q {number}", at="2026-01-05T11:59:58.000Z") for number in range(250)}
        async with here.ear.listening(here.connector):
            await here.ear.until(lambda: burst <= set(here.ear.posts))


async def test_what_the_list_leaves_out_but_the_count_tells_is_searched_for() -> None:
    async with place() as here, here.ear.listening(here.connector):
        await here.ear.until(lambda: bool(here.ear.cursors))
        hidden = here.fake.mention("where are you?")
        here.fake.unlisted.add(hidden)
        await here.ear.until(lambda: hidden in here.ear.posts)
    assert here.ear.posts[hidden].kind is PostKind.MENTION


async def test_a_mention_with_a_clock_an_hour_slow_arrives() -> None:
    async with place() as here, here.ear.listening(here.connector):
        newer = {here.fake.mention(f"q {number}") for number in range(150)}
        await here.ear.until(lambda: newer <= set(here.ear.posts))
        slow = here.fake.mention("my clock is slow", at="2026-01-05T11:00:00.000Z")
        await here.ear.until(lambda: slow in here.ear.posts)


async def test_the_edge_of_a_page_is_asked_for_again_so_that_neighbours_of_one_time_are_not_skipped() -> None:
    async with place() as here:
        here.fake.blind = True
        times = [f"2026-01-05T11:{second // 60:02d}:{second % 60:02d}.000Z" for second in range(3000, 3080)]
        burst = {here.fake.mention("q", at=at) for at in times for _third in range(3)}
        async with here.ear.listening(here.connector):
            await here.ear.until(lambda: burst <= set(here.ear.posts))


async def test_a_slow_clock_is_found_deep_in_the_list_where_search_finds_nothing() -> None:
    async with place() as here, here.ear.listening(here.connector):
        here.fake.blind = True
        newer = {here.fake.mention(f"q {number}") for number in range(150)}
        await here.ear.until(lambda: newer <= set(here.ear.posts))
        slow = here.fake.mention("my clock is slow", at="2026-01-05T11:00:00.000Z")
        await here.ear.until(lambda: slow in here.ear.posts)


async def test_a_quiet_account_is_asked_little() -> None:
    async with place() as here, here.ear.listening(here.connector):
        here.fake.mention("hello")
        await here.ear.until(lambda: bool(here.ear.posts))
        before = len(here.fake.asked_at)
        cursors = here.ear.cursors["notifications"]
        await here.ear.until(lambda: here.ear.cursors["notifications"] != cursors)
        assert len(here.fake.asked_at) - before <= 4


async def test_the_reach_of_a_post_is_its_authors_followers() -> None:
    async with place() as here, here.ear.listening(here.connector):
        mention = here.fake.mention("hello")
        await here.ear.until(lambda: mention in here.ear.posts)
    assert here.ear.posts[mention].reach == ANN["followersCount"]
    assert here.ear.posts[mention].author.name == "Ann"


async def test_a_post_from_the_past_is_catching_up_and_a_fresh_one_is_not() -> None:
    async with place() as here, here.ear.listening(here.connector):
        old = here.fake.mention("old", at="2026-01-05T09:00:00.000Z")
        new = here.fake.mention("new")
        await here.ear.until(lambda: {old, new} <= set(here.ear.posts))
    kinds = {post.native_id: batch.backfill for batch in here.ear.batches for post in batch.posts}
    assert kinds == {old: True, new: False}


async def test_a_deleted_post_is_told_deleted_only_when_it_was_missing_twice() -> None:
    async with place(times=1000) as here, here.ear.listening(here.connector):
        kept, gone = here.fake.mention("stays"), here.fake.mention("goes")
        await here.ear.until(lambda: {kept, gone} <= set(here.ear.posts))
        del here.fake.posts[gone]
        await here.ear.until(lambda: gone in here.ear.deleted)
        assert here.ear.deleted == {gone}


async def test_a_deletion_while_nobody_listened_is_honoured() -> None:
    async with place(times=1000) as here:
        gone = here.fake.mention("goes")
        async with here.ear.listening(here.connector):
            await here.ear.until(lambda: "recheck" in here.ear.cursors)
        del here.fake.posts[gone]
        async with here.ear.listening(here.connector):
            await here.ear.until(lambda: gone in here.ear.deleted)


async def test_an_edited_post_comes_again_with_its_new_text() -> None:
    async with place(times=1000) as here, here.ear.listening(here.connector):
        uri = here.fake.mention("befor")
        await here.ear.until(lambda: uri in here.ear.posts)
        here.fake.posts[uri]["record"]["text"] = "before"
        here.fake.posts[uri]["cid"] = "another"
        await here.ear.until(lambda: here.ear.times[uri] > 1)
    again = [post for batch in here.ear.batches for post in batch.posts][-1]
    assert again.text == "before"
    assert again.edited_at > 0


async def test_a_search_hears_posts_that_address_nobody_and_each_once() -> None:
    async with place(search="lighthouse\n\n ferry ") as here, here.ear.listening(here.connector):
        heard = here.fake.mention("the lighthouse and the ferry", addressed=False)
        other = here.fake.mention("nothing", addressed=False)
        await here.ear.until(lambda: heard in here.ear.posts)
        cursor = here.ear.cursors["search"]
        await here.ear.until(lambda: here.ear.cursors["search"] != cursor)
    assert here.ear.posts[heard].kind is PostKind.HEARD
    assert here.ear.times[heard] == 1
    assert other not in here.ear.posts


async def test_one_malformed_notification_does_not_hide_its_neighbours() -> None:
    async with place() as here, here.ear.listening(here.connector):
        broken, whole = here.fake.mention("broken"), here.fake.mention("whole")
        here.fake.posts[broken]["record"]["text"] = {"not": "text"}
        await here.ear.until(lambda: whole in here.ear.posts)
    assert broken not in here.ear.posts


async def test_a_token_is_renewed_before_it_ends() -> None:
    async with place(times=1000) as here:
        here.fake.token_seconds = 120
        async with here.ear.listening(here.connector):
            await here.ear.until(lambda: here.fake.sessions > 3)
    assert not any(health.error for health in here.ear.healths)
