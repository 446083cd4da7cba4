"""The Lemmy connector against a loopback server, and its views of any shape."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.connectors._lemmy.posts import Us, post_of
from app.connectors.base import RateLimited, Refused, SignInFailed, Tools
from app.connectors.lemmy import Lemmy
from app.core.clock import SECOND
from app.domain.post import PostKind
from tests.fakes.any_json import JSON, objects_with
from tests.fakes.clock import NOON, FastClock
from tests.fakes.ear import tools
from tests.fakes.lemmy import PASSWORD, USER, FakeLemmy
from tests.fakes.lemmy import US as OURSELVES
from tests.fakes.network import Fault
from tests.fakes.scene import ConnectorScene, reply_to


class Scene(ConnectorScene[FakeLemmy, Lemmy]):
    """An account and its server."""

    def __init__(self, fake: FakeLemmy, given_tools: Tools, clock: FastClock) -> None:
        self.options = {"server": fake.url, "user": USER, "communities": "!ferries", "ours": "harbour"}
        super().__init__(fake, given_tools, clock, network="lemmy", handle=USER, options=self.options)

    def again(self, password: str = PASSWORD) -> Lemmy:
        return Lemmy(self.account, {"password": password}, self.tools)


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    clock = FastClock(times=400.0)
    async with FakeLemmy(clock).running() as fake, tools(clock) as made:
        yield Scene(fake, made, clock)


async def test_mentions_answers_and_messages_address_us(scene: Scene) -> None:
    post = scene.fake.post(community="elsewhere")
    ours = scene.fake.comment("we are here", under=post, creator=OURSELVES)
    mention, reply, direct = await scene.hear(
        scene.fake.comment("@harbour?", under=post, to=scene.fake.mentions),
        scene.fake.comment("no", under=ours, to=scene.fake.replies),
        scene.fake.message("in private"),
    )
    assert [one.kind for one in (mention, reply, direct)] == [PostKind.MENTION, PostKind.REPLY, PostKind.DIRECT]
    assert (mention.parent, mention.thread, reply.parent, reply.thread) == (post, post, ours, post)
    assert (direct.thread.rpartition("/")[2], mention.author.handle) == ("u41", "mira@other.example")


async def test_a_post_in_our_community_asks_us_and_others_are_heard(scene: Scene) -> None:
    ours, other = await scene.hear(scene.fake.post(community="harbour"), scene.fake.post(nsfw=True))
    assert (ours.kind, other.kind) == (PostKind.COMMENT, PostKind.HEARD)
    assert (ours.text, ours.language, other.labels) == ("Late again\n\nWhat now?", "en", ("nsfw",))


async def test_a_search_hears_comments_wherever_they_stand(scene: Scene) -> None:
    scene.options["words"] = "delayed"
    scene.connector = scene.again()
    post = scene.fake.post(community="elsewhere")
    (found,) = await scene.hear(scene.fake.comment("delayed again", under=post))
    assert found.kind is PostKind.HEARD


async def test_everything_said_during_an_absence_is_read_page_by_page(scene: Scene) -> None:
    await scene.hear(scene.fake.post())
    missed = [scene.fake.post(f"number {number}") for number in range(120)]
    scene.connector = scene.again()
    await scene.hear(*missed)


async def test_an_edited_post_is_delivered_again_with_its_moment(scene: Scene) -> None:
    post = scene.fake.post()
    async with scene.listening():
        await scene.ear.until(lambda: post in scene.ear.posts)
        scene.fake.find(post).update(body="What tomorrow?", updated="2026-01-05T12:00:30Z")
        await scene.ear.until(lambda: "tomorrow" in scene.newest(post).text)
    assert scene.newest(post).edited_at == NOON + 30_000


@pytest.mark.parametrize("how", ["deleted", "removed", "purged"])
async def test_what_was_taken_down_is_taken_down(scene: Scene, how: str) -> None:
    post = scene.fake.post()
    async with scene.listening():
        await scene.ear.until(lambda: post in scene.ear.posts)
        if how == "purged":
            scene.fake.posts.clear()
        else:
            scene.fake.find(post)[how] = True
        await scene.ear.until(lambda: post in scene.ear.deleted)


async def test_a_token_that_ended_is_replaced_and_the_reply_goes_out_once(scene: Scene) -> None:
    post = scene.fake.post()
    await scene.connector.check()
    scene.fake.tokens = {"jwt-0"}
    await scene.send(reply_to(post))
    assert len(scene.fake.ours) == 1


async def test_a_wrong_password_is_a_sign_in_that_failed(scene: Scene) -> None:
    with pytest.raises(SignInFailed, match="incorrect_login"):
        await scene.again("wrong").check()


async def test_lemmys_way_to_ask_for_patience_is_understood(scene: Scene) -> None:
    await scene.connector.check()
    scene.fake.fault = Fault.TOO_MANY
    with pytest.raises(RateLimited) as caught:
        await scene.connector.check()
    assert caught.value.until - scene.clock.now() > 30 * SECOND


async def test_replies_name_what_they_answer(scene: Scene) -> None:
    post = scene.fake.post()
    comment = scene.fake.comment("one", under=post)
    message = scene.fake.message("in private")
    person = message.rpartition("/")[0] + "/u41"
    for parent, thread in ((post, ""), (comment, post), (message, person)):
        await scene.send(reply_to(parent, thread=thread or parent))
    first, second, third = scene.fake.ours
    above = scene.fake.find(comment)["id"]
    assert [len(one["comment"]["path"].split(".")) for one in (first, second)] == [2, 3]
    assert str(above) in second["comment"]["path"].split(".")
    assert third["private_message"]["recipient_id"] == 41


@pytest.mark.parametrize("private", [False, True])
async def test_what_another_process_sent_is_found_and_not_sent_again(scene: Scene, private: bool) -> None:
    parent = scene.fake.message("hello") if private else scene.fake.post()
    reply = reply_to(parent, thread=parent.rpartition("/")[0] + "/u41" if private else parent)
    key = scene.connector.new_key()
    receipt = await scene.connector.send(reply, key=key)
    assert await scene.again().send(reply, key=key) == receipt
    assert len(scene.fake.ours) == 1


async def test_an_own_comment_is_deleted_and_posts_of_others_are_not(scene: Scene) -> None:
    post = scene.fake.post()
    receipt = await scene.send(reply_to(post))
    await scene.connector.delete(receipt.native_id)
    assert scene.fake.ours == []
    with pytest.raises(Refused):
        await scene.connector.delete(post)


async def test_a_thread_shows_the_post_and_all_comments(scene: Scene) -> None:
    post = scene.fake.post()
    comment = scene.fake.comment("one", under=post)
    for native_id in (post, comment):
        assert {one.native_id for one in await scene.connector.thread(native_id)} == {post, comment}
    assert await scene.connector.thread(post + "999") == ()


US = Us("lemmy.test", 7, 5)
VIEW = objects_with(("post", "comment", "private_message", "creator", "community", "person_mention", "comment_reply"))
ITEM = objects_with(
    ("id", "name", "body", "content", "url", "published", "updated", "path", "post_id", "ap_id", "alt_text",
     "language_id", "creator_id", "recipient_id")
)  # fmt: skip


@given(VIEW | JSON, st.sampled_from(["post", "comment", "private_message"]), ITEM)
def test_a_view_of_any_shape_never_raises(view: Any, kind: str, item: dict[str, Any]) -> None:
    post_of(view, US, now=NOON)
    if isinstance(view, dict):
        post_of({**view, kind: item}, US, now=NOON)


@given(ITEM, objects_with(("actor_id", "name", "display_name", "avatar")))
def test_whatever_stands_beside_them_a_number_and_an_author_make_a_post(item: Any, creator: Any) -> None:
    view = {"comment": {**item, "id": 5, "post_id": 3, "path": "0.4.5"}, "creator": {**creator, "id": 9}}
    post = post_of(view, US, now=NOON)
    assert post is not None
    assert (post.native_id, post.parent, post.thread) == ("lemmy.test/c5", "lemmy.test/c4", "lemmy.test/p3")
    assert post.text
    assert post.author.native_id
