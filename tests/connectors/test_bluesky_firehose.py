"""The firehose: for volume, with its own cursor, and never in the way of what addresses us."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from app.connectors._bluesky.views import iso
from app.connectors.bluesky import Bluesky
from app.domain.account import Account, HealthState
from app.domain.post import PostKind
from tests.fakes.bluesky import ANN, HANDLE, PASSWORD, FakeBluesky
from tests.fakes.clock import FastClock
from tests.fakes.ear import Ear, tools
from tests.fakes.relay import FakeRelay


class Place:
    """A fake Bluesky with a relay, a connector, and an ear."""

    def __init__(self, fake: FakeBluesky, relay: FakeRelay, connector: Bluesky, ear: Ear) -> None:
        self.fake = fake
        self.relay = relay
        self.connector = connector
        self.ear = ear

    def now(self) -> str:
        return iso(self.fake.clock.now())

    def state(self) -> HealthState:
        return self.ear.healths[-1].state


@asynccontextmanager
async def place(words: str = "harbour") -> AsyncIterator[Place]:
    clock = FastClock()
    fake, relay = FakeBluesky(clock), FakeRelay()
    async with fake.running(), relay.running(), tools(clock) as given:
        options = {"service": fake.url, "firehose": relay.url, "firehose_words": words}
        account = Account(id=5, network="bluesky", handle=HANDLE, brand="Harbour", options=options)
        yield Place(fake, relay, Bluesky(account, {"password": PASSWORD}, given), Ear(account, clock))


async def test_posts_with_a_wanted_word_are_heard_and_the_place_is_kept() -> None:
    async with place() as here, here.ear.listening(here.connector):
        wanted = here.relay.post(1, "The Harbour is full", time=here.now())
        other = here.relay.post(2, "nothing", time=here.now())
        await here.ear.until(lambda: here.ear.cursors.get("firehose") in ("1", "2"))
    assert here.ear.posts[wanted].kind is PostKind.HEARD
    assert here.ear.posts[wanted].author.handle == "ann.test"
    assert other not in here.ear.posts


async def test_after_a_break_it_resumes_behind_the_last_committed_frame() -> None:
    async with place() as here, here.ear.listening(here.connector):
        first = here.relay.post(7, "harbour one", time=here.now())
        await here.ear.until(lambda: first in here.ear.posts)
        await here.relay.hang_up()
        second = here.relay.post(8, "harbour two", time=here.now())
        await here.ear.until(lambda: second in here.ear.posts)
        assert here.relay.cursors == [None, "7"]
        assert here.ear.times[first] == 1


async def test_a_firehose_that_is_down_is_told_and_mentions_still_arrive() -> None:
    async with place() as here:
        here.relay.refuse_with = 503
        async with here.ear.listening(here.connector):
            mention = here.fake.mention("hello")
            await here.ear.until(lambda: mention in here.ear.posts)
            await here.ear.until(lambda: here.state() is HealthState.LATE)
            here.relay.refuse_with = 0
            post = here.relay.post(1, "harbour", time=here.now())
            await here.ear.until(lambda: post in here.ear.posts)
            await here.ear.until(lambda: here.state() is HealthState.CONNECTED)


async def test_a_firehose_that_is_back_and_has_nothing_to_say_is_well() -> None:
    async with place() as here:
        here.relay.refuse_with = 503
        async with here.ear.listening(here.connector):
            await here.ear.until(lambda: bool(here.ear.healths) and here.state() is HealthState.LATE)
            here.relay.refuse_with = 0
            await here.ear.until(lambda: here.state() is HealthState.CONNECTED)


async def test_a_deletion_is_passed_on() -> None:
    async with place() as here, here.ear.listening(here.connector):
        post = here.relay.post(1, "harbour", time=here.now())
        await here.ear.until(lambda: post in here.ear.posts)
        here.relay.delete(2, 1, time=here.now())
        await here.ear.until(lambda: post in here.ear.deleted)


@pytest.mark.parametrize(
    "what",
    [
        {"active": False, "status": "deleted"},
        {"active": False, "status": "takendown"},
        {"kind": "#tombstone"},
    ],
)
async def test_an_account_that_is_gone_for_good_takes_all_it_said_along(what: dict[str, Any]) -> None:
    async with place() as here, here.ear.listening(here.connector):
        post = here.relay.post(1, "harbour", time=here.now())
        await here.ear.until(lambda: post in here.ear.posts)
        here.relay.account(2, **what)
        await here.ear.until(lambda: here.ear.deleted_authors == {"did:plc:ann"})


async def test_an_account_that_only_rests_keeps_what_it_said() -> None:
    async with place() as here, here.ear.listening(here.connector):
        for number, status in enumerate(("deactivated", "suspended", "throttled"), 1):
            here.relay.account(number, active=False, status=status)
        here.relay.account(4, active=True)
        post = here.relay.post(5, "harbour", time=here.now())
        await here.ear.until(lambda: post in here.ear.posts)
    assert here.ear.deleted_authors == set()


async def test_labels_an_author_puts_on_a_post_come_along() -> None:
    async with place() as here, here.ear.listening(here.connector):
        here.fake.profiles = [{**ANN, "labels": [{"val": "!no-unauthenticated"}]}]
        post = here.relay.post(1, "harbour", time=here.now(), labels={"values": [{"val": "porn"}, {"val": 7}]})
        await here.ear.until(lambda: post in here.ear.posts)
    assert here.ear.posts[post].labels == ("porn", "!no-unauthenticated")


async def test_frames_that_make_no_sense_are_passed_over() -> None:
    async with place() as here, here.ear.listening(here.connector):
        here.relay.raw(b"\xff\xff")
        here.relay.send(
            {"op": 1, "t": "#commit"}, {"repo": "did:plc:ann", "seq": 3, "ops": [{"path": 5}], "blocks": b"x"}
        )
        here.relay.send({"op": 1, "t": "#identity"}, {"seq": 4, "did": "did:plc:ann"})
        post = here.relay.post(5, "harbour", time=here.now())
        await here.ear.until(lambda: post in here.ear.posts)


async def test_a_cursor_from_the_future_starts_anew_instead_of_failing_for_ever() -> None:
    async with place() as here:
        here.ear.cursors["firehose"] = "99"
        here.relay.send({"op": -1}, {"error": "FutureCursor", "message": "Cursor in the future."})
        async with here.ear.listening(here.connector):
            await here.ear.until(lambda: here.ear.cursors["firehose"] == "")
            here.relay.frames.clear()
            await here.relay.hang_up()
            await here.ear.until(lambda: len(here.relay.cursors) > 1)
    assert here.relay.cursors[:2] == ["99", None]


async def test_old_frames_are_catching_up() -> None:
    async with place() as here, here.ear.listening(here.connector):
        post = here.relay.post(1, "harbour", time="2026-01-05T09:00:00.000Z")
        await here.ear.until(lambda: post in here.ear.posts)
    assert [batch.backfill for batch in here.ear.batches if batch.posts] == [True]
