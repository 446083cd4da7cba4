"""The Reddit connector against a loopback fake, and its things of any shape."""

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.connectors._reddit.things import Us, post_of
from app.connectors.base import RateLimited, Refused, SignInFailed, Tools
from app.connectors.reddit import Reddit
from app.core.clock import SECOND
from app.domain.post import PostKind
from tests.fakes.any_json import JSON, objects_with
from tests.fakes.clock import NOON, FastClock
from tests.fakes.ear import tools
from tests.fakes.reddit import APP_SECRET, CLIENT, CODE, PASSWORD, REFRESH, USER, FakeReddit
from tests.fakes.scene import ConnectorScene, reply_to

SECRETS = {"client_secret": APP_SECRET, "password": PASSWORD}
REDIRECT = "http://127.0.0.1:47113/signed-in"


class Scene(ConnectorScene[FakeReddit, Reddit]):
    """An account and its network."""

    def __init__(self, fake: FakeReddit, given_tools: Tools, clock: FastClock) -> None:
        self.options = {"service": fake.url, "client_id": CLIENT, "user": USER}
        self.options |= {"subreddits": "r/ferries", "ours": "harbour"}
        super().__init__(fake, given_tools, clock, network="reddit", handle=USER, options=self.options)

    def again(self, **secrets: str) -> Reddit:
        return Reddit(self.account, secrets or SECRETS, self.tools)


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    clock = FastClock(times=400.0)
    async with FakeReddit(clock).running() as fake, tools(clock) as made:
        yield Scene(fake, made, clock)


async def test_the_inbox_tells_how_we_are_addressed_and_in_which_thread(scene: Scene) -> None:
    mention, reply, comment, direct = await scene.hear(
        scene.fake.address("u/harbour look", post="t3_7aa"),
        scene.fake.address("no", how="comment_reply", parent="t1_6bb"),
        scene.fake.address("hm", how="post_reply"),
        scene.fake.message("in private"),
    )
    kinds = [PostKind.MENTION, PostKind.REPLY, PostKind.COMMENT, PostKind.DIRECT]
    assert [post.kind for post in (mention, reply, comment, direct)] == kinds
    assert (mention.thread, reply.parent, direct.thread) == ("t3_7aa", "t1_6bb", "")


async def test_a_post_in_our_subreddit_asks_us_and_others_are_heard(scene: Scene) -> None:
    ours, other = await scene.hear(scene.fake.submit(), scene.fake.submit(subreddit="ferries", over_18=True))
    assert (ours.kind, other.kind) == (PostKind.COMMENT, PostKind.HEARD)
    assert (ours.text, other.labels) == ("Ferry late again\n\nWhat now?", ("nsfw",))


async def test_comments_tell_whom_they_answer(scene: Scene) -> None:
    post = scene.fake.submit()
    first = scene.fake.comment("me too", post=post)
    second = scene.fake.comment("and me", post=post, parent=first)
    heard = await scene.hear(first, second)
    assert [(one.thread, one.parent) for one in heard] == [(post, post), (post, first)]


async def test_a_search_hears_posts_wherever_they_stand(scene: Scene) -> None:
    scene.options["words"] = "late again"
    scene.connector = scene.again()
    (found,) = await scene.hear(scene.fake.submit(subreddit="elsewhere"))
    assert found.kind is PostKind.HEARD


async def test_everything_said_during_an_absence_is_read_page_by_page(scene: Scene) -> None:
    await scene.hear(scene.fake.submit())
    missed = [scene.fake.submit(f"number {number}") for number in range(230)]
    scene.connector = scene.again()
    await scene.hear(*missed)


async def test_an_edited_comment_is_delivered_again_with_its_moment(scene: Scene) -> None:
    name = scene.fake.comment("befor", post="t3_7aa")
    async with scene.listening():
        await scene.ear.until(lambda: name in scene.ear.posts)
        scene.fake.find(name)["data"] |= {"body": "before", "edited": NOON / SECOND + 9}
        await scene.ear.until(lambda: scene.newest(name).text == "before")
    assert scene.newest(name).edited_at == NOON + 9_000


@pytest.mark.parametrize("shell", [{"author": "[deleted]", "body": "[deleted]"}, {"body": "[removed]"}])
async def test_what_its_author_or_a_moderator_took_down_is_taken_down(scene: Scene, shell: dict[str, str]) -> None:
    name = scene.fake.comment("rude", post="t3_7aa")
    async with scene.listening():
        await scene.ear.until(lambda: name in scene.ear.posts)
        scene.fake.find(name)["data"] |= shell
        await scene.ear.until(lambda: name in scene.ear.deleted)


async def test_a_token_that_ended_is_renewed_and_the_reply_goes_out_once(scene: Scene) -> None:
    await scene.connector.check()
    scene.fake.tokens.clear()
    await scene.send(reply_to("t1_6bb"))
    assert (scene.fake.granted, len(scene.fake.ours)) == (["password", "password"], 1)


async def test_a_refresh_token_is_used_where_there_is_one(scene: Scene) -> None:
    identity = await scene.again(client_secret=APP_SECRET, refresh_token=REFRESH).check()
    assert (identity.native_id, identity.handle, scene.fake.granted) == ("t2_us1", "Harbour", ["refresh_token"])


@pytest.mark.parametrize("secrets", [{"password": "wrong"}, {"refresh_token": "old"}, {"client_secret": "only"}])
async def test_a_wrong_or_missing_sign_in_is_told(scene: Scene, secrets: dict[str, str]) -> None:
    with pytest.raises(SignInFailed):
        await scene.again(**({"client_secret": APP_SECRET} | secrets)).check()


async def test_a_person_lets_us_in_with_the_browser(scene: Scene) -> None:
    options = {"service": scene.fake.url, "client_id": CLIENT}
    turn = await Reddit.begin(options, {"client_secret": ""}, scene.tools, redirect=REDIRECT)
    asked = parse_qs(urlsplit(turn.url).query)
    assert (asked["redirect_uri"], asked["duration"], asked["state"]) == (
        [REDIRECT],
        ["permanent"],
        [turn.state["state"]],
    )
    answer = {"code": CODE, "state": turn.state["state"]}
    signed = await Reddit.finish(turn, answer, scene.tools, redirect=REDIRECT)
    assert (signed.secrets, signed.identity.handle) == ({"refresh_token": REFRESH}, "Harbour")


@pytest.mark.parametrize("answer", [{"state": "another", "code": CODE}, {"error": "access_denied"}])
async def test_a_sign_in_that_is_not_ours_or_was_not_allowed_fails(scene: Scene, answer: dict[str, str]) -> None:
    options = {"service": scene.fake.url, "client_id": CLIENT}
    turn = await Reddit.begin(options, {}, scene.tools, redirect=REDIRECT)
    with pytest.raises(SignInFailed):
        await Reddit.finish(turn, {"state": turn.state["state"], **answer}, scene.tools, redirect=REDIRECT)


async def test_every_request_says_who_asks(scene: Scene) -> None:
    await scene.hear(scene.fake.address("hello"))
    assert all("fishbowl" in agent for agent in scene.fake.agents)


async def test_reddits_own_words_tell_why_a_reply_was_refused(scene: Scene) -> None:
    scene.fake.refuses = ("TOO_OLD", "that's a piece of history now; it's too late to reply to it")
    with pytest.raises(Refused, match="piece of history"):
        await scene.send(reply_to("t1_6bb"))


async def test_a_reply_too_soon_waits_as_long_as_reddit_asks(scene: Scene) -> None:
    scene.fake.refuses = ("RATELIMIT", "you are doing that too much")
    with pytest.raises(RateLimited) as caught:
        await scene.send(reply_to("t1_6bb"))
    assert 30 * SECOND < caught.value.until - scene.clock.now() <= 92 * SECOND


@pytest.mark.parametrize("parent", ["t1_6bb", "t4_5cc"])
async def test_what_another_process_sent_is_found_and_not_sent_again(scene: Scene, parent: str) -> None:
    key = scene.connector.new_key()
    receipt = await scene.connector.send(reply_to(parent), key=key)
    assert await scene.again().send(reply_to(parent), key=key) == receipt
    assert len(scene.fake.ours) == 1


async def test_an_own_comment_is_deleted(scene: Scene) -> None:
    receipt = await scene.send(reply_to("t1_6bb"))
    await scene.connector.delete(receipt.native_id)
    assert scene.fake.ours == []


async def test_a_thread_shows_the_post_and_all_that_answers_it(scene: Scene) -> None:
    post = scene.fake.submit()
    first = scene.fake.comment("one", post=post)
    second = scene.fake.comment("two", post=post, parent=first)
    for native_id in (post, second):
        assert [one.native_id for one in await scene.connector.thread(native_id)] == [post, first, second]
    assert await scene.connector.thread("t3_gone") == ()


US = Us("harbour", 5, frozenset({"harbour"}))
FIELDS = (
    "id", "name", "author", "author_fullname", "body", "title", "selftext", "url", "is_self", "created_utc", "edited",
    "link_id", "parent_id", "context", "permalink", "subreddit", "type", "subject", "over_18", "post_hint",
    "gallery_data", "media_metadata", "first_message_name",
)  # fmt: skip


@given(st.sampled_from(["t1", "t3", "t4", "t9", ""]), objects_with(FIELDS) | JSON)
def test_a_thing_of_any_shape_never_raises(kind: str, data: Any) -> None:
    post_of(kind, data, US, now=NOON)


@given(objects_with(FIELDS))
def test_whatever_stands_beside_them_an_id_and_an_author_make_a_post(data: dict[str, Any]) -> None:
    post = post_of("t1", {**data, "name": "t1_abc", "author": "mira", "body": "words"}, US, now=NOON)
    assert post is not None
    assert (post.native_id, post.author.handle, post.text) == ("t1_abc", "mira", "words")
