"""The replay as a connector: it resumes, keeps its pace, and answers when spoken to."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
import structlog

from app.connectors.base import Connector, Deleter, Malformed, Refused, Sender, ThreadReader, Tools, Unreachable
from app.connectors.replay import Replay, generate, load_story, place
from app.core.clock import HOUR, MINUTE, SECOND, Millis
from app.core.errors import BadInput
from app.core.tasks import TaskScope
from app.domain.account import Account
from app.domain.post import ADDRESSED, Batch, Post, PostKind
from app.domain.reply import OutgoingReply
from tests.fakes.clock import NOON, ManualClock

MONDAY: Millis = NOON - 12 * HOUR


class Unlimited:
    """A budget without an end."""

    async def spend(self, *, reply: bool = False, backfill: bool = False) -> None:
        return

    def of(self, endpoint: str) -> "Unlimited":
        return self

    def learn(self, headers: object) -> None:
        return


_ids = iter(range(900_000, 1_000_000))


def account(**options: str) -> Account:
    """An account nobody has used before, so that its invented network is empty."""
    chosen = {"history_hours": "0", **options}
    return Account(id=next(_ids), network="replay", handle="norvaneair", brand="Norvane Air", options=chosen)


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as one:
        yield one


@pytest.fixture
def tools(session: aiohttp.ClientSession) -> Tools:
    return Tools(http=session, clock=ManualClock(), budget=Unlimited(), log=structlog.get_logger())


def clock_of(tools: Tools) -> ManualClock:
    assert isinstance(tools.clock, ManualClock)
    return tools.clock


async def until(batches: AsyncIterator[Batch], tools: Tools, moment: Millis) -> list[Batch]:
    """Every batch up to the one that reaches a simulated moment, time being moved along."""
    found: list[Batch] = []
    while not found or found[-1].caught_up_to < moment:
        found.append(await next_batch(batches, tools))
    return found


async def next_batch(batches: AsyncIterator[Batch], tools: Tools) -> Batch:
    """The next batch, however long that takes on the test's clock."""
    batch = await next_or_end(batches, tools)
    assert batch is not None
    return batch


async def all_of(batches: AsyncIterator[Batch], tools: Tools) -> list[Batch]:
    """Every batch of a stream that ends."""
    found: list[Batch] = []
    while (batch := await next_or_end(batches, tools)) is not None:
        found.append(batch)
    return found


async def next_or_end(batches: AsyncIterator[Batch], tools: Tools) -> Batch | None:
    async def step() -> Batch | None:
        return await anext(batches, None)

    task = TaskScope("test").spawn("next", step())
    while not task.done():
        await clock_of(tools).advance(0.5)
    return task.result()


def told_at(post: Post) -> Millis:
    """When it was said, or changed: of one that was said early an edit may come late."""
    return post.edited_at or post.created_at


def posts_of(batches: list[Batch]) -> list[Post]:
    return [post for batch in batches for post in batch.posts]


def test_it_is_a_connector_that_sends_threads_and_deletes(tools: Tools) -> None:
    replay = Replay(account(), {}, tools)
    for protocol in (Connector, Sender, ThreadReader, Deleter):
        assert isinstance(replay, protocol)


async def test_an_unknown_story_is_refused_with_the_ones_there_are(tools: Tools) -> None:
    with pytest.raises(BadInput, match="busy, quiet"):
        await Replay(account(story="silly"), {}, tools).check()


@pytest.mark.parametrize(("name", "value"), [("speed", "fast"), ("addressed", "2"), ("seed", "-1"), ("start", "noon")])
async def test_an_option_that_makes_no_sense_is_named(tools: Tools, name: str, value: str) -> None:
    with pytest.raises(BadInput, match=value):
        await Replay(account(**{name: value}), {}, tools).check()


async def test_a_cursor_nobody_wrote_is_malformed(tools: Tools) -> None:
    with pytest.raises(Malformed):
        await anext(Replay(account(), {}, tools).stream({"live": "yesterday"}))


async def test_a_restart_continues_exactly_where_the_last_commit_was(tools: Tools) -> None:
    mine = account()
    whole = posts_of(await until(Replay(mine, {}, tools).stream({}), tools, NOON + 4 * MINUTE))
    clock_of(tools).set_back(clock_of(tools).now() - NOON)
    first = await until(Replay(mine, {}, tools).stream({}), tools, NOON + 2 * MINUTE)
    cursor = first[-1].cursor
    assert cursor is not None
    again = await until(Replay(mine, {}, tools).stream({"live": cursor}), tools, NOON + 4 * MINUTE)
    upto = min(told_at(whole[-1]), told_at(posts_of(again)[-1]))
    joined = [post for post in (*posts_of(first), *posts_of(again)) if told_at(post) <= upto]
    assert joined == [post for post in whole if told_at(post) <= upto]


async def test_an_unacknowledged_batch_comes_again(tools: Tools) -> None:
    mine = account(history_hours="2")
    once = await anext(Replay(mine, {}, tools).stream({}))
    assert await anext(Replay(mine, {}, tools).stream({})) == once


async def test_history_comes_first_as_backfill_in_large_batches(tools: Tools) -> None:
    batches = await until(Replay(account(history_hours="3"), {}, tools).stream({}), tools, NOON + 10 * SECOND)
    history = [batch for batch in batches if batch.lane == "history"]
    assert {batch.backfill for batch in history} == {True}
    assert all(post.created_at < NOON for post in posts_of(history))
    assert len(posts_of(history)) > 1_000
    assert len(history) < 12
    assert {batch.backfill for batch in batches if batch.lane == "live"} == {False}


async def test_after_a_pause_the_missing_minutes_come_as_backfill(tools: Tools) -> None:
    mine = account()
    first = await until(Replay(mine, {}, tools).stream({}), tools, NOON + MINUTE)
    await clock_of(tools).advance(3600)
    batch = await anext(Replay(mine, {}, tools).stream({"live": first[-1].cursor or ""}))
    assert batch.backfill
    assert batch.posts[0].created_at > first[-1].caught_up_to


async def test_a_crisis_in_minutes_is_told_anew_after_a_long_absence(tools: Tools) -> None:
    mine = account(crisis_in_minutes="4")
    replay = Replay(mine, {}, tools)
    first = await until(replay.stream({}), tools, NOON + 10 * SECOND)
    await clock_of(tools).advance(30 * 3600)
    stream = replay.stream({"live": first[-1].cursor or ""})
    batch = await anext(stream)
    lead = place(load_story("busy"), clock_of(tools).now(), crisis_at=clock_of(tools).now() + 4 * MINUTE).lead
    assert lead is not None
    crisis = [post for post in posts_of([batch]) if "check-in" in post.text.lower()]
    later = posts_of(await until(stream, tools, lead.start + 30 * MINUTE))
    told = [post for post in later if "check-in" in post.text.lower() and post.created_at > lead.start + 20 * MINUTE]
    # Ten minutes of the crisis against thirty hours without one: by the minute, for the opening moment varies.
    assert len(told) / 10 > 100 * len(crisis) / (30 * 60)


@pytest.mark.parametrize("speed", ["1", "60", "600"])
async def test_speed_changes_the_pace_and_nothing_else(tools: Tools, speed: str) -> None:
    mine = account(speed=speed, start="2026-01-05T09:00Z", length="0.25")
    begins = MONDAY + 9 * HOUR
    batches = await all_of(Replay(mine, {}, tools).stream({}), tools)
    story = place(load_story("busy"), begins)
    expected = generate(7, story, begins, begins + HOUR // 4 + 1, account_id=mine.id)
    assert posts_of(batches) == list(expected)
    assert batches[-1].caught_up_to == begins + HOUR // 4


async def test_the_replay_never_runs_ahead_of_the_clock(tools: Tools) -> None:
    stream = Replay(account(speed="100000"), {}, tools).stream({})
    for _ in range(5):
        batch = await next_batch(stream, tools)
        assert batch.caught_up_to <= clock_of(tools).now()
        assert all(post.created_at <= clock_of(tools).now() for post in batch.posts)


async def a_mention(replay: Replay, tools: Tools, *, skip: int = 0) -> tuple[AsyncIterator[Batch], Post]:
    """A running stream and a post that speaks to us in it."""
    stream = replay.stream({})
    found: list[Post] = []
    while len(found) <= skip:
        batch = await next_batch(stream, tools)
        found += [post for post in batch.posts if post.kind in ADDRESSED]
    return stream, found[skip]


def reply_to(post: Post, text: str = "We are on it.") -> OutgoingReply:
    return OutgoingReply(
        outbox_id=1, account_id=post.account_id, text=text, parent=post.native_id, thread=post.thread or post.native_id
    )


async def test_a_reply_is_published_once_a_key_and_found_by_a_new_connector(tools: Tools) -> None:
    mine = account()
    replay = Replay(mine, {}, tools)
    _stream, post = await a_mention(replay, tools)
    key = replay.new_key()
    receipt = await replay.send(reply_to(post), key=key)
    assert await replay.send(reply_to(post), key=key) == receipt
    assert await Replay(mine, {}, tools).find(reply_to(post), key=key) == receipt
    assert await replay.find(reply_to(post), key=replay.new_key()) is None


async def test_our_reply_and_their_answer_come_back_through_the_stream(tools: Tools) -> None:
    replay = Replay(account(), {}, tools)
    stream, post = await a_mention(replay, tools)
    keys = [f"key-{number}" for number in range(12)]
    sent = [await replay.send(reply_to(post), key=key) for key in keys]
    later = posts_of(await until(stream, tools, clock_of(tools).now() + 4 * MINUTE))
    own = [one for one in later if one.native_id in {receipt.native_id for receipt in sent}]
    assert len(own) == len(keys)
    assert {(one.kind, one.network, one.parent) for one in own} == {(PostKind.OWN, post.network, post.native_id)}
    answers = [one for one in later if one.parent in {one.native_id for one in own}]
    assert 3 < len(answers) < len(keys)
    for answer in answers:
        assert answer.author == post.author
        assert answer.kind in ADDRESSED
        assert 30 * SECOND <= answer.created_at - sent[0].published_at <= 180 * SECOND
        shown = (await replay.thread(answer.native_id))[-1]
        assert (shown.native_id, shown.kind) == (answer.native_id, PostKind.CONTEXT)


async def test_what_was_taken_in_does_not_come_again(tools: Tools) -> None:
    mine = account()
    replay = Replay(mine, {}, tools)
    stream, post = await a_mention(replay, tools)
    receipt = await replay.send(reply_to(post), key="once")
    batches = await until(stream, tools, clock_of(tools).now() + 10 * SECOND)
    assert receipt.native_id in {one.native_id for one in posts_of(batches)}
    again = Replay(mine, {}, tools).stream({"live": batches[-1].cursor or ""})
    later = await until(again, tools, clock_of(tools).now() + 10 * SECOND)
    assert receipt.native_id not in {one.native_id for one in posts_of(later)}


async def test_before_the_replay_is_open_nothing_is_published(tools: Tools) -> None:
    replay = Replay(account(), {}, tools)
    reply = OutgoingReply(outbox_id=1, account_id=1, text="Hello", parent="replay:x-1.1", thread="replay:x-1.1")
    with pytest.raises(Unreachable):
        await replay.send(reply, key="k")
    assert await replay.find(reply, key="k") is None


@pytest.mark.parametrize("text", ["  ", "x" * 1_001])
async def test_an_empty_or_endless_reply_is_refused(tools: Tools, text: str) -> None:
    replay = Replay(account(), {}, tools)
    _stream, post = await a_mention(replay, tools)
    with pytest.raises(Refused):
        await replay.send(reply_to(post, text), key="k")
    assert await replay.find(reply_to(post), key="k") is None


async def test_a_deleted_reply_is_reported_gone_and_deleting_twice_is_no_error(tools: Tools) -> None:
    replay = Replay(account(), {}, tools)
    stream, post = await a_mention(replay, tools)
    receipt = await replay.send(reply_to(post), key="oops")
    await replay.delete(receipt.native_id)
    await replay.delete(receipt.native_id)
    batches = await until(stream, tools, clock_of(tools).now() + 10 * SECOND)
    assert sum(batch.deleted.count(receipt.native_id) for batch in batches) == 1
    assert receipt.native_id not in {one.native_id for one in posts_of(batches)}


async def test_the_stream_can_be_cancelled_in_the_middle_and_begun_again(tools: Tools) -> None:
    mine = account(history_hours="1")
    stream = Replay(mine, {}, tools).stream({})
    first = await anext(stream)
    await stream.aclose()  # type: ignore[attr-defined]
    again = await anext(Replay(mine, {}, tools).stream({"history": first.cursor or ""}))
    assert again.posts
    assert not set(first.posts) & set(again.posts)
