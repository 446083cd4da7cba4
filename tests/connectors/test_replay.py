"""The replay: the same world every time, lifelike in its rhythm, and answering when spoken to."""

import re
from collections import Counter
from collections.abc import AsyncIterator
from itertools import islice

import aiohttp
import pytest
import structlog

from app.connectors._replay.cast import load_cast
from app.connectors._replay.phrases import Choice, Part, Slot, Template, load_phrases
from app.connectors._replay.script import Script
from app.connectors._replay.slots import SLOT_NAMES
from app.connectors._replay.story import story_names
from app.connectors.base import Connector, Deleter, Malformed, Refused, Sender, ThreadReader, Tools, Unreachable
from app.connectors.replay import Replay, generate, load_story, place
from app.core.clock import DAY, HOUR, MINUTE, SECOND, Millis
from app.core.errors import BadInput
from app.core.tasks import TaskScope
from app.domain.account import Account
from app.domain.post import ADDRESSED, Batch, Post, PostKind
from app.domain.reply import OutgoingReply
from tests.fakes.clock import NOON, ManualClock

MONDAY: Millis = NOON - 12 * HOUR
BUSY = place(load_story("busy"), MONDAY + 20 * HOUR)
QUIET = place(load_story("quiet"), MONDAY)

REAL = (
    "ryanair|easyjet|lufthansa|british airways|emirates|etihad|qatar airways|latam|gol linhas|air france|klm|iberia"
    "|vueling|wizz|swiss air|austrian airlines|ita airways|alitalia|delta air|united airlines|american airlines|qantas"
    "|singapore airlines|ana holdings|japan airlines|indigo|air india|tap air|finnair|norwegian air|saudia|turkish"
    "|apple|google|samsung|iphone|paypal|visa card|mastercard|uber|amazon|microsoft|mckinsey|coca-cola|starbucks"
)


class Unlimited:
    """A budget without an end."""

    async def spend(self, *, reply: bool = False, backfill: bool = False) -> None:
        return

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


def posts_of(batches: list[Batch]) -> list[Post]:
    return [post for batch in batches for post in batch.posts]


# What it is


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


# The same world every time


def test_two_windows_side_by_side_are_one_window() -> None:
    whole = list(generate(7, BUSY, MONDAY + 6 * HOUR, MONDAY + 9 * HOUR))
    cut = MONDAY + 7 * HOUR + 23 * MINUTE + 417
    parts = [*generate(7, BUSY, MONDAY + 6 * HOUR, cut), *generate(7, BUSY, cut, MONDAY + 9 * HOUR)]
    assert parts == whole
    assert len(whole) > 1_000


def test_another_seed_is_another_world_with_other_ids() -> None:
    one = {post.native_id for post in generate(1, BUSY, MONDAY, MONDAY + HOUR)}
    other = {post.native_id for post in generate(2, BUSY, MONDAY, MONDAY + HOUR)}
    assert one
    assert not one & other


def test_ids_are_unique_but_for_edits_and_every_one_says_replay() -> None:
    posts = list(generate(7, BUSY, MONDAY, MONDAY + DAY))
    fresh = [post for post in posts if not post.edited_at]
    assert len({post.native_id for post in fresh}) == len(fresh)
    assert all(post.native_id.startswith("replay:") for post in posts)
    assert 0 < len(posts) - len(fresh) < len(posts) / 50


def test_posts_come_in_order_of_time() -> None:
    moments = [post.edited_at or post.created_at for post in generate(7, BUSY, MONDAY, MONDAY + 6 * HOUR)]
    assert moments == sorted(moments)


async def test_a_restart_continues_exactly_where_the_last_commit_was(tools: Tools) -> None:
    mine = account()
    whole = posts_of(await until(Replay(mine, {}, tools).stream({}), tools, NOON + 4 * MINUTE))
    clock_of(tools).set_back(clock_of(tools).now() - NOON)
    first = await until(Replay(mine, {}, tools).stream({}), tools, NOON + 2 * MINUTE)
    cursor = first[-1].cursor
    assert cursor is not None
    again = await until(Replay(mine, {}, tools).stream({"live": cursor}), tools, NOON + 4 * MINUTE)
    upto = min(whole[-1].created_at, posts_of(again)[-1].created_at)
    joined = [post for post in (*posts_of(first), *posts_of(again)) if post.created_at <= upto]
    assert joined == [post for post in whole if post.created_at <= upto]


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


# Like life


def test_sunday_night_is_far_quieter_than_monday_noon() -> None:
    night = sum(1 for _ in generate(7, QUIET, MONDAY - HOUR, MONDAY + HOUR))
    noon = sum(1 for _ in generate(7, QUIET, MONDAY + 11 * HOUR, MONDAY + 13 * HOUR))
    assert noon > 1.8 * night


def test_regions_wake_one_after_the_other() -> None:
    def share(code: str, hour: int) -> float:
        regions = Counter(p.region for p in generate(7, QUIET, MONDAY + hour * HOUR, MONDAY + (hour + 2) * HOUR))
        return regions[code] / regions.total()

    assert share("SG", 3) > 2 * share("SG", 18)
    assert share("BR", 22) > 2 * share("BR", 7)


def test_the_crisis_multiplies_and_darkens_talk_of_check_in() -> None:
    def heard(start: Millis) -> list[str]:
        posts = generate(7, BUSY, start, start + 20 * MINUTE)
        return [post.text for post in posts if re.search("check-?in|チェックイン|चेक-इन", post.text, re.IGNORECASE)]

    lead = BUSY.lead
    assert lead is not None
    before, during = heard(lead.start - HOUR), heard(lead.start + 45 * MINUTE)
    assert len(during) > 8 * len(before)
    assert moods(during)["negative"] > 3 * moods(during)["positive"]


def test_the_total_rises_about_sixfold_and_falls_again() -> None:
    def rate(minutes: int) -> float:
        start = MONDAY + 14 * HOUR + minutes * MINUTE
        return sum(1 for _ in generate(7, BUSY, start, start + 10 * MINUTE)) / 10

    assert 4 < rate(55) / rate(-15) < 8
    assert rate(230) < 2 * rate(-15)


def test_the_crisis_reaches_networks_and_regions_with_a_lag() -> None:
    lead = BUSY.lead
    assert lead is not None

    pieces = plain_pieces("payment")

    def networks(start: Millis) -> Counter[str]:
        posts = generate(7, BUSY, start, start + 10 * MINUTE, per_minute=200)
        return Counter(post.network for post in posts if any(piece in post.text.lower() for piece in pieces))

    early, late = networks(lead.start), networks(lead.start + 45 * MINUTE)
    assert early["x"] > 10
    assert early["youtube"] < early["x"] / 10
    assert late["youtube"] > late["x"] / 10

    def from_here(code: str, start: Millis) -> int:
        posts = generate(7, BUSY, start, start + 8 * MINUTE, per_minute=200)
        return sum(post.region == code and "check-in" in post.text.lower() for post in posts)

    assert from_here("AU", lead.start + 40 * MINUTE) > 4 * from_here("AU", lead.start + 8 * MINUTE)


def test_pace_compresses_the_crisis_and_its_clock_times() -> None:
    story = place(load_story("busy"), NOON, crisis_at=NOON + 4 * MINUTE, pace=5.0)
    statement = next(
        post
        for post in generate(7, story, NOON, NOON + HOUR)
        if post.kind is PostKind.OWN and "cannot take payments" in post.text
    )
    assert statement.created_at == NOON + 4 * MINUTE + 61 * MINUTE // 5
    assert "12:04 UTC" in statement.text


def test_the_asked_share_speaks_to_us() -> None:
    for asked in (0.05, 0.3):
        posts = list(generate(7, QUIET, MONDAY + 8 * HOUR, MONDAY + 14 * HOUR, addressed=asked))
        first = [post for post in posts if not post.native_id.count(".") > 1 and post.kind is not PostKind.OWN]
        share = sum(post.kind in ADDRESSED for post in first) / len(first)
        assert abs(share - asked) < 0.04


def test_only_what_came_before_the_opening_was_answered_by_others() -> None:
    opens = MONDAY + 12 * HOUR
    story = place(load_story("quiet"), opens)
    own = [p for p in generate(7, story, MONDAY + 9 * HOUR, MONDAY + 16 * HOUR) if p.native_id.endswith(".c")]
    assert len(own) > 100
    assert max(post.created_at for post in own) < opens
    assert {post.kind for post in own} == {PostKind.OWN}


def test_some_posts_are_deleted_later() -> None:
    happenings = list(Script(7, QUIET).happenings(MONDAY, MONDAY + DAY))
    written = {one.post.native_id for one in happenings if one.post}
    gone = [one for one in happenings if one.gone]
    assert gone
    assert sum(one.gone in written for one in gone) > len(gone) / 2


# Written by hand


def test_there_is_much_to_say_by_many_in_ten_languages() -> None:
    templates = load_phrases().templates
    assert len(templates) >= 500
    assert len(load_cast().by_handle) >= 300
    assert len({template.language for template in templates}) >= 10
    assert Counter(template.text for template in templates).most_common(1)[0][1] == 1


def test_every_slot_of_every_template_can_be_filled() -> None:
    def slots(parts: tuple[Part, ...]) -> set[str]:
        found = {part.name for part in parts if isinstance(part, Slot)}
        inner = [slots(option) for part in parts if isinstance(part, Choice) for option in part.options]
        return found.union(*inner)

    book = load_phrases()
    for template in book.templates:
        wanted = slots(template.parts).union(*(slots(parts) for _, parts in template.then))
        assert wanted <= SLOT_NAMES, template.text
    for words in book.words.values():
        assert {"air", "city", "hub", "weekday", "name"} <= set(words)


def test_no_post_shows_an_unfilled_slot_or_bracket() -> None:
    for post in generate(3, BUSY, MONDAY, MONDAY + DAY):
        assert not re.search(r"[{}\[\]|]", post.text), post.text
        assert post.text.strip()


def test_nobody_real_is_named() -> None:
    templates = load_phrases().templates
    texts = [template.text for template in templates]
    texts += [voice.author.name for voice in load_cast().by_handle.values()]
    texts += [post.text for name in story_names() for beat in load_story(name).beats for post in beat.posts]
    for text in texts:
        assert not re.search(rf"\b({REAL})\b", text, re.IGNORECASE), text


def test_the_rules_of_safety_have_something_to_find() -> None:
    found = {reason for template in load_phrases().templates for reason in template.unsafe}
    assert found >= {"profanity", "insult", "phone", "email", "iban", "card", "address", "threat"}


def test_short_networks_get_no_long_posts() -> None:
    for post in generate(5, BUSY, MONDAY + 13 * HOUR, MONDAY + 17 * HOUR):
        if post.network in ("x", "bluesky") and post.kind in (PostKind.HEARD, PostKind.MENTION):
            assert len(post.text) <= 500


# Being spoken to


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
        assert (await replay.thread(answer.native_id))[-2:][1] == answer


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


async def test_a_thread_shows_the_page_above_and_what_follows_below(tools: Tools) -> None:
    opens = MONDAY + 12 * HOUR
    script = Script(7, place(load_story("quiet"), opens))
    posts = [one.post for one in script.happenings(MONDAY + 9 * HOUR, MONDAY + 11 * HOUR) if one.post]
    comment = next(p for p in posts if p.kind is PostKind.COMMENT and any(q.parent == p.native_id for q in posts))
    thread = script.thread(comment.native_id)
    assert thread[0].native_id == comment.thread
    assert thread[0].kind is PostKind.OWN
    assert comment in thread
    assert len(thread) >= 3
    assert script.thread("replay:elsewhere-1.1") == ()


async def test_the_stream_can_be_cancelled_in_the_middle_and_begun_again(tools: Tools) -> None:
    mine = account(history_hours="1")
    stream = Replay(mine, {}, tools).stream({})
    first = await anext(stream)
    await stream.aclose()  # type: ignore[attr-defined]
    again = await anext(Replay(mine, {}, tools).stream({"history": first.cursor or ""}))
    assert again.posts
    assert not set(first.posts) & set(again.posts)


def plain_pieces(scene: str = "") -> dict[str, Template]:
    """Templates by their longest plain piece, those of one scene if asked."""
    found = {
        max((part for part in template.parts if isinstance(part, str)), key=len, default="").strip().lower(): template
        for template in load_phrases().templates
        if scene in ("", template.scene)
    }
    return {piece: template for piece, template in found.items() if len(piece) > 8}


def moods(texts: list[str]) -> Counter[str]:
    """The labels of the templates that texts seem to come from."""
    pieces = plain_pieces()
    hits = (next((one for piece, one in pieces.items() if piece in text.lower()), None) for text in texts)
    return Counter(hit.mood for hit in hits if hit)


def test_generating_is_lazy() -> None:
    assert len(list(islice(generate(7, QUIET, MONDAY, MONDAY + 1_000 * DAY), 50))) == 50
