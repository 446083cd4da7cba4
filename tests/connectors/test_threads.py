"""The Threads connector against a loopback fake, and its posts of any shape."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.connectors._threads.posts import Us, changes_of, gone_of, post_of, told_of
from app.connectors.base import Ambiguous, HookRequest, RateLimited, Refused, Tools
from app.connectors.threads import Threads
from app.core.clock import DAY, HOUR
from app.domain.post import Post, PostKind
from tests.fakes.clock import NOON, FastClock
from tests.fakes.ear import tools
from tests.fakes.graph import SECRETS, challenge, error
from tests.fakes.scene import ConnectorScene, answer_to
from tests.fakes.threads import US, USERNAME, FakeThreads

WE = Us(id=US, username=USERNAME, account_id=5)
FRESH = {**SECRETS, "token_ends": str(NOON + 60 * DAY)}


class Scene(ConnectorScene[FakeThreads, Threads]):
    """An account and its server."""

    def __init__(self, fake: FakeThreads, given_tools: Tools, clock: FastClock) -> None:
        super().__init__(fake, given_tools, clock, network="threads", handle="harbour", options={"service": fake.url})

    def again(self, secrets: Mapping[str, str] = FRESH) -> Threads:
        return Threads(self.account, secrets, self.tools)

    async def called(self, request: HookRequest) -> tuple[tuple[Post, ...], tuple[str, ...]]:
        await self.connector.check()
        answer = await self.connector.hook(request)
        assert answer.status == 200
        return (answer.batch.posts, answer.batch.deleted) if answer.batch is not None else ((), ())


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    clock = FastClock()
    async with FakeThreads(clock).running() as fake, tools(clock) as made:
        yield Scene(fake, made, clock)


async def test_a_reply_to_us_a_comment_below_it_and_a_mention_are_told_apart(scene: Scene) -> None:
    root = scene.fake.post()
    reply = scene.fake.say("late?", above=root)
    posts = await scene.hear(reply, scene.fake.say("yes", above=reply, by="jonas"), scene.fake.mention(), root)
    assert [one.kind for one in posts] == [PostKind.REPLY, PostKind.COMMENT, PostKind.MENTION, PostKind.OWN]
    assert [one.thread for one in posts] == [root, root, "", ""]
    assert posts[1].parent == reply


async def test_after_an_absence_posts_and_replies_are_read_page_by_page_without_being_told_the_next(
    scene: Scene,
) -> None:
    roots = [scene.fake.post(f"post {number}", ago=2 * HOUR) for number in range(15)]
    replies = {scene.fake.say(f"reply {number}", above=roots[0], ago=HOUR) for number in range(60)}
    scene.ear.cursors["replies"] = str(scene.clock.now() - 3 * HOUR)
    await scene.hear(*roots, *replies)
    assert all(batch.backfill for batch in scene.ear.batches if batch.lane == "replies" and batch.posts)


async def test_a_delivery_tells_of_replies_mentions_and_deletions(scene: Scene) -> None:
    native_id = scene.fake.say("late?")
    raw = next(one for one in scene.fake.everything if one["id"] == native_id)
    (told,), _gone = await scene.called(scene.fake.told("replies", raw))
    (read,) = await scene.hear(native_id)
    assert told == read
    (mention,), _gone = await scene.called(scene.fake.told("mentions", {**raw, "text": "hey @Harbour"}))
    assert mention.kind is PostKind.MENTION
    assert await scene.called(scene.fake.told("delete", {"id": "77"})) == ((), ("77",))


async def test_of_another_account_of_the_same_app_nothing_is_kept(scene: Scene) -> None:
    other = scene.fake.post(by="pier")
    scene.fake.say("hello @harbourmaster", above=other)
    raw = scene.fake.everything[-1]
    assert await scene.called(scene.fake.told("replies", raw)) == ((), ())
    assert await scene.called(scene.fake.told("mentions", raw)) == ((), ())


async def test_the_address_is_verified(scene: Scene) -> None:
    assert (await scene.connector.hook(challenge())).body == b"1158201444"
    assert (await scene.connector.hook(challenge("guessed"))).status == 403


async def test_a_broken_publish_is_looked_up_among_our_replies_and_never_published_twice(scene: Scene) -> None:
    (post,) = await scene.hear(scene.fake.say())
    key = scene.connector.new_key()
    scene.fake.errors.append(error(2, "Service temporarily unavailable", is_transient=True))
    with pytest.raises(Ambiguous):
        await scene.connector.send(answer_to(post), key=key)
    assert await scene.connector.find(answer_to(post), key=key) is None
    receipt = await scene.connector.send(answer_to(post), key=key)
    again = await scene.again().send(answer_to(post), key=key)
    assert again.native_id == receipt.native_id
    assert len(scene.fake.sent) == 1


async def test_a_reply_that_is_still_prepared_is_waited_for(scene: Scene) -> None:
    (post,) = await scene.hear(scene.fake.say())
    scene.fake.status = "IN_PROGRESS"
    await scene.send(answer_to(post))
    assert scene.fake.sent[0]["reply_to_id"] == post.native_id


async def test_a_reply_the_network_cannot_prepare_is_refused_in_its_words(scene: Scene) -> None:
    (post,) = await scene.hear(scene.fake.say())
    scene.fake.status = "ERROR"
    with pytest.raises(Refused, match="FAILED"):
        await scene.send(answer_to(post))
    assert scene.fake.sent == []


async def test_when_the_days_replies_are_used_the_reply_waits(scene: Scene) -> None:
    (post,) = await scene.hear(scene.fake.say())
    scene.fake.used = 1000
    with pytest.raises(RateLimited, match="1000") as caught:
        await scene.send(answer_to(post))
    assert caught.value.until > scene.clock.now()


async def test_a_hidden_and_a_deleted_reply_are_gone_when_asked_for_again(scene: Scene) -> None:
    hidden, removed = scene.fake.say("hidden"), scene.fake.say("removed")
    async with scene.listening():
        await scene.ear.until(lambda: {hidden, removed} <= set(scene.ear.posts))
        scene.fake.everything = [
            {**one, "hide_status": "HIDDEN"} if one["id"] == hidden else one
            for one in scene.fake.everything
            if one["id"] != removed
        ]
        await scene.ear.until(lambda: {hidden, removed} <= scene.ear.deleted)


async def test_a_post_that_may_not_be_asked_for_but_is_listed_is_not_gone(scene: Scene) -> None:
    shut, mention, removed = scene.fake.say("shut"), scene.fake.mention(), scene.fake.say("removed")
    async with scene.listening():
        await scene.ear.until(lambda: {shut, mention, removed} <= set(scene.ear.posts))
        scene.fake.shut |= {shut, mention}
        scene.fake.everything = [one for one in scene.fake.everything if one["id"] != removed]
        await scene.ear.until(lambda: removed in scene.ear.deleted)
    assert scene.ear.deleted == {removed}


async def test_an_own_reply_is_deleted_and_one_that_is_gone_is_no_error(scene: Scene) -> None:
    (post,) = await scene.hear(scene.fake.say())
    receipt = await scene.send(answer_to(post))
    await scene.connector.delete(receipt.native_id)
    await scene.connector.delete(receipt.native_id)
    assert all(one["id"] != receipt.native_id for one in scene.fake.everything)


async def test_a_thread_is_its_first_post_and_what_is_said_below(scene: Scene) -> None:
    root = scene.fake.post(ago=HOUR)
    first = scene.fake.say("late?", above=root)
    assert [one.kind for one in await scene.connector.thread(first)] == [PostKind.OWN, PostKind.CONTEXT]
    assert await scene.connector.thread("1") == ()


async def test_a_token_near_its_end_is_renewed(scene: Scene) -> None:
    old = scene.again({**SECRETS, "token_ends": str(NOON + DAY)})
    identity = await old.check()
    assert scene.fake.renewals == 1
    assert identity.expires_at > NOON + 59 * DAY


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=20,
)
POST = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(
        ("text", "timestamp", "permalink", "media_type", "media_url", "alt_text", "root_post", "replied_to"), JSON
    ),
)


@given(POST | JSON, st.sampled_from(["replies", "mentions", "delete"]))
def test_what_threads_sends_never_raises_whatever_its_shape(raw: Any, field: str) -> None:
    post_of(raw, WE, now=NOON)
    change = {"field": field, "value": raw}
    told_of(change, WE, now=NOON)
    gone_of(change)
    changes_of(raw)


@given(POST)
def test_whatever_stands_beside_them_an_id_and_a_name_make_a_post(raw: dict[str, Any]) -> None:
    post = post_of({**raw, "id": "1", "username": "mira"}, WE, now=NOON)
    assert post is not None
    assert (post.native_id, post.author.handle) == ("1", "mira")
    assert post.text
