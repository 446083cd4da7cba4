"""The YouTube connector against a loopback fake, its day of units, and its comments of any shape."""

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.connectors._youtube.comments import Us, chat_post, thread_posts
from app.connectors._youtube.quota import Quota, day_end, day_of
from app.connectors.base import RateLimited, Refused, SignInFailed, Tools
from app.connectors.budget import RateBudget
from app.connectors.youtube import YouTube
from app.core.clock import HOUR, MINUTE, SECOND
from app.domain.post import PostKind
from app.domain.reply import OutgoingReply
from tests.fakes.clock import NOON, FastClock, ManualClock
from tests.fakes.ear import tools
from tests.fakes.scene import ConnectorScene
from tests.fakes.youtube import CHANNEL, CHAT, VIDEO, FakeYouTube

US = Us(CHANNEL, "harbour", 5)
REDIRECT = "http://127.0.0.1:47113/signed-in"


class Scene(ConnectorScene[FakeYouTube, YouTube]):
    """A channel and its server."""

    def __init__(self, fake: FakeYouTube, given_tools: Tools, clock: FastClock) -> None:
        self.options = {"service": fake.url, "client_id": "we"}
        super().__init__(fake, given_tools, clock, network="youtube", handle="harbour", options=self.options)

    def again(self, **options: str) -> YouTube:
        """The connector as a new process makes it, with these options besides."""
        account = msgspec.structs.replace(self.account, options={**self.options, **options})
        return YouTube(account, {"token": self.fake.token}, self.tools)

    def made(self, **options: str) -> YouTube:
        """The connector anew, with these options besides, and an ear that has heard nothing."""
        return self.anew(self.again(**options))


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    clock = FastClock(times=600)
    async with FakeYouTube(clock).running() as fake, tools(clock) as made:
        yield Scene(fake, made, clock)


def reply_to(native_id: str, text: str = "We look into it.", **more: Any) -> OutgoingReply:
    return OutgoingReply(outbox_id=1, account_id=5, text=text, parent=native_id, thread=more.pop("thread", ""), **more)


async def test_a_comment_and_its_answers_are_one_thread_with_its_address(scene: Scene) -> None:
    thread = scene.fake.say()
    answers = [scene.fake.answer(thread, f"me too {number}") for number in range(7)]
    first, *others = await scene.hear(thread, *answers)
    assert first.kind is PostKind.COMMENT
    assert first.url == f"https://www.youtube.com/watch?v={VIDEO}&lc={thread}"
    assert {post.thread for post in others} == {thread}
    assert first.thread == ""


async def test_answers_to_us_and_our_name_address_us_more_than_a_comment_does(scene: Scene) -> None:
    ours = scene.fake.say("Welcome", author=CHANNEL)
    answer, own = scene.fake.answer(ours, "thanks"), ours
    named = scene.fake.answer(scene.fake.say(), "@Harbour look")
    posts = await scene.hear(own, answer, named)
    assert [post.kind for post in posts] == [PostKind.OWN, PostKind.REPLY, PostKind.REPLY]


async def test_answers_edits_and_deletions_in_older_threads_are_found(scene: Scene) -> None:
    old, gone, changed = scene.fake.say(), scene.fake.say(), scene.fake.say()
    taken = scene.fake.answer(old, "oops")
    async with scene.listening():
        await scene.ear.until(lambda: {old, gone, changed, taken} <= set(scene.ear.posts))
        scene.fake.answers[old].clear()
        late, later = scene.fake.answer(old, "and now?"), scene.fake.answer(old, "well?")
        del scene.fake.threads[gone]
        scene.fake.edit(changed, "other words")
        await scene.ear.until(lambda: {late, later} <= set(scene.ear.posts) and {gone, taken} <= scene.ear.deleted)
        await scene.ear.until(lambda: scene.ear.times[changed] > 1)
    edited = [post for batch in scene.ear.batches for post in batch.posts if post.edited_at]
    assert {(post.native_id, post.text) for post in edited} == {(changed, "other words")}


async def test_an_absence_is_caught_up_with_page_by_page(scene: Scene) -> None:
    scene.ear.cursors["comments"] = str(scene.clock.now() - 3 * HOUR)
    ids = [scene.fake.say(at=scene.clock.now() - 2 * HOUR + number * SECOND) for number in range(230)]
    await scene.hear(*ids)
    assert all(batch.backfill for batch in scene.ear.batches if batch.posts)


async def test_what_a_day_costs_is_counted_as_google_counts_it_and_kept_over_a_restart(scene: Scene) -> None:
    await scene.hear(scene.fake.say())
    key = scene.connector.new_key()
    await scene.connector.send(reply_to("Ugx00001"), key=key)
    assert scene.connector._line.quota.note() == f"{day_of(scene.clock.now())} {scene.fake.spent}"
    again = scene.made()
    again._line.quota.resume(f"{day_of(scene.clock.now())} 4321")
    assert again._line.quota.left == 10_000 - 4321


async def test_when_units_run_out_listening_stops_in_words_and_replies_still_go(scene: Scene) -> None:
    thread = scene.fake.say()
    scene.made(units="600")
    scene.ear.cursors["quota"] = f"{day_of(scene.clock.now())} 500"
    async with scene.listening():
        await scene.ear.until(lambda: "units for today are used up" in scene.ear.error)
        await scene.send(reply_to(thread))
    assert len(scene.fake.ours) == 1
    assert scene.ear.healths[-1].budget_left < 0.2


async def test_units_that_others_have_spent_are_waited_for_until_midnight_in_california(scene: Scene) -> None:
    await scene.connector.check()
    scene.fake.refuses = (403, "quotaExceeded")
    with pytest.raises(RateLimited) as caught:
        await scene.send(reply_to("Ugx"))
    assert caught.value.until == day_end(scene.clock.now())


@pytest.mark.parametrize(
    ("status", "reason", "kind"),
    [
        (403, "commentsDisabled", Refused),
        (403, "forbidden", Refused),
        (403, "insufficientPermissions", SignInFailed),
        (429, "rateLimitExceeded", RateLimited),
        (403, "userRateLimitExceeded", RateLimited),
        (400, "commentTextTooLong", Refused),
    ],
)
async def test_what_youtube_says_against_it_is_told(
    scene: Scene, status: int, reason: str, kind: type[Exception]
) -> None:
    await scene.connector.check()
    scene.fake.refuses = (status, reason)
    with pytest.raises(kind):
        await scene.send(reply_to("Ugx"))


async def test_an_answer_to_an_answer_goes_into_its_thread(scene: Scene) -> None:
    thread = scene.fake.say()
    answer = scene.fake.answer(thread, "me too")
    await scene.send(reply_to(answer, thread=thread))
    assert scene.fake.ours[0]["snippet"]["parentId"] == thread
    posts = await scene.connector.thread(answer)
    assert [post.kind for post in posts] == [PostKind.CONTEXT, PostKind.CONTEXT, PostKind.OWN]
    assert await scene.connector.thread("gone") == ()


async def test_an_own_comment_is_deleted_and_one_that_is_gone_is_no_error(scene: Scene) -> None:
    receipt = await scene.send(reply_to(scene.fake.say()))
    await scene.connector.delete(receipt.native_id)
    await scene.connector.delete(receipt.native_id)
    assert scene.fake.ours == []


async def test_the_chat_of_a_broadcast_is_heard_and_who_names_or_pays_us_addresses_us(scene: Scene) -> None:
    scene.made(live="yes")
    scene.fake.on_air = True
    plain = scene.fake.chat_message("hello all")
    named = scene.fake.chat_message("@harbour sound?")
    paid = scene.fake.chat_message("$5", kind="superChatEvent", superChatDetails={"userComment": "love it"})
    async with scene.listening():
        await scene.ear.until(lambda: {plain, named, paid} <= set(scene.ear.posts))
        scene.fake.chat_message(
            "", kind="messageDeletedEvent", messageDeletedDetails={"deletedMessageId": plain.rpartition("/")[2]}
        )
        await scene.ear.until(lambda: plain in scene.ear.deleted)
        scene.fake.on_air = False
        await scene.ear.until(lambda: scene.ear.cursors.get("live") == "")
    kinds = [scene.ear.posts[one].kind for one in (plain, named, paid)]
    assert kinds == [PostKind.HEARD, PostKind.MENTION, PostKind.MENTION]
    assert scene.ear.posts[paid].text == "love it"


async def test_an_answer_in_the_chat_names_who_is_answered_and_is_short(scene: Scene) -> None:
    scene.fake.on_air = True
    said = scene.fake.chat_message("sound?")
    key = scene.connector.new_key()
    receipt = await scene.connector.send(reply_to(said, "On in a minute.", to_handle="ucmira"), key=key)
    assert scene.fake.chat[-1]["snippet"]["displayMessage"] == "@ucmira On in a minute."
    later = scene.made()
    assert await later.find(reply_to(said, "On in a minute.", to_handle="ucmira"), key=key) == receipt
    with pytest.raises(Refused, match="200"):
        await later.send(reply_to(said, "x" * 201), key=later.new_key())
    await later.delete(receipt.native_id)
    assert scene.fake.ours == []


async def test_one_signs_in_with_the_browser_for_good(scene: Scene) -> None:
    turn = await YouTube.begin(scene.options, {"client_secret": "hush"}, scene.tools, redirect=REDIRECT)
    asked = parse_qs(urlsplit(turn.url).query)
    assert (asked["access_type"], asked["prompt"]) == (["offline"], ["consent"])
    signed = await YouTube.finish(turn, scene.fake.door.consent(turn.url), scene.tools, redirect=REDIRECT)
    assert (signed.identity.native_id, signed.identity.handle) == (CHANNEL, "harbour")
    assert scene.fake.door.forms[0]["client_secret"] == "hush"


async def test_a_sign_in_of_a_test_project_has_its_last_day(scene: Scene) -> None:
    scene.fake.door.more = {"refresh_token_expires_in": 7 * 24 * 3600}
    turn = await YouTube.begin(scene.options, {}, scene.tools, redirect=REDIRECT)
    signed = await YouTube.finish(turn, scene.fake.door.consent(turn.url), scene.tools, redirect=REDIRECT)
    assert signed.identity.expires_at > scene.clock.now() + 6 * 24 * HOUR


def test_a_day_of_units_ends_at_midnight_in_california_winter_and_summer() -> None:
    assert day_of(NOON) == "2026-01-05"
    assert day_end(NOON) == NOON + 20 * HOUR
    july = NOON + 181 * 24 * HOUR
    assert day_end(july) == july + 19 * HOUR


async def test_a_new_day_has_all_its_units_again() -> None:
    clock = ManualClock()
    quota = Quota(1000, clock=clock, budget=RateBudget(clock))
    for _call in range(840):
        quota.spend(1)
    assert "160 of 1000" in quota.complaint()
    with pytest.raises(RateLimited):
        quota.spend(50)
    quota.spend(50, reply=True)
    await clock.advance(21 * 3600)
    assert quota.left == 1000
    assert quota.complaint() == ""


def test_readings_are_stretched_so_that_the_units_last() -> None:
    clock = ManualClock()
    quota = Quota(10_000, clock=clock, budget=RateBudget(clock))
    assert quota.stretch(share=0.5) == pytest.approx(20 * 3600 / 4500)
    assert quota.ends_at - clock.now() == 20 * 60 * MINUTE


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=20,
)
SNIPPET = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("authorChannelId", "authorDisplayName", "textDisplay", "publishedAt", "type"), JSON)
)
COMMENT = st.fixed_dictionaries({}, optional={"id": st.text(max_size=5) | JSON, "snippet": SNIPPET | JSON})
ITEM = st.fixed_dictionaries(
    {},
    optional={
        "snippet": st.fixed_dictionaries({}, optional={"topLevelComment": COMMENT, "videoId": JSON}),
        "replies": st.fixed_dictionaries({}, optional={"comments": st.lists(COMMENT | JSON, max_size=3) | JSON}),
    },
)


@given(ITEM | JSON, COMMENT | JSON)
def test_threads_and_messages_of_any_shape_never_raise(item: Any, message: Any) -> None:
    thread_posts(item, US, now=NOON)
    chat_post(message, US, chat=CHAT, video=VIDEO, now=NOON)


@given(st.lists(COMMENT | JSON, max_size=3))
def test_a_comment_is_found_whatever_stands_beside_it(others: list[Any]) -> None:
    fine = {"authorDisplayName": "@mira", "textDisplay": "here"}
    first, good = {"id": "Ugx", "snippet": fine}, {"id": "Ugx.7", "snippet": fine}
    item = {"snippet": {"topLevelComment": first}, "replies": {"comments": [*others, good]}}
    posts = thread_posts(item, US, now=NOON)
    assert posts[0].native_id == "Ugx"
    assert "Ugx.7" in [post.native_id for post in posts]


@pytest.mark.parametrize("options", [{}, {"service": "https://www.googleapis.com/youtube/v3"}], ids=["none", "own"])
def test_tokens_come_from_googles_own_address_wherever_the_api_is_left_as_it_is(options: dict[str, str]) -> None:
    assert YouTube.door(options, {}).token == "https://oauth2.googleapis.com/token"
