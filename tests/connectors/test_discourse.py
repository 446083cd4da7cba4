"""The Discourse connector against a loopback forum, and its posts of any shape."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import given

from app.connectors._discourse.posts import Forum, post_of
from app.connectors.base import Refused, SignInFailed, Tools
from app.connectors.discourse import Discourse
from app.connectors.once import made_at
from app.domain.post import PostKind
from tests.fakes.any_json import JSON, objects_with
from tests.fakes.clock import NOON, FastClock
from tests.fakes.discourse import KEY, SECRET, US, USER, FakeDiscourse
from tests.fakes.ear import tools
from tests.fakes.scene import ConnectorScene, reply_to


class Scene(ConnectorScene[FakeDiscourse, Discourse]):
    """An account and its forum."""

    def __init__(self, fake: FakeDiscourse, given_tools: Tools, clock: FastClock) -> None:
        options = {"server": fake.url, "user": USER, "questions": "5"}
        super().__init__(fake, given_tools, clock, network="discourse", handle=USER, options=options)

    def again(self) -> Discourse:
        return Discourse(self.account, {"api_key": KEY, "hook_secret": SECRET}, self.tools)


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    clock = FastClock(times=400.0)
    async with FakeDiscourse(clock).running() as fake, tools(clock) as made:
        yield Scene(fake, made, clock)


def topic_of(native_id: str) -> int:
    return int(native_id.split("/")[-2])


async def test_a_topic_in_a_category_that_asks_us_is_for_us_and_others_are_heard(scene: Scene) -> None:
    ours, other = await scene.hear(scene.fake.open(), scene.fake.open(category_id=6))
    assert (ours.kind, other.kind) == (PostKind.COMMENT, PostKind.HEARD)
    assert ours.text == "A question\n\nWhere is my parcel?"
    assert (ours.thread, ours.parent) == ("", "")


async def test_who_answered_whom_is_kept_and_the_asker_who_writes_on_is_for_us(scene: Scene) -> None:
    question = scene.fake.open()
    topic = topic_of(question)
    answer = scene.fake.say("At the counter.", topic=topic, user="jon", user_id=42)
    thanks = scene.fake.say("Thank you.", topic=topic, reply_to_post_number=2, reply_to_user={"username": "jon"})
    helper, asker = await scene.hear(answer, thanks)
    assert (helper.kind, helper.parent, helper.thread) == (PostKind.HEARD, question, question)
    assert (asker.kind, asker.parent, asker.thread) == (PostKind.COMMENT, answer, question)


async def test_our_name_and_answers_to_us_address_us(scene: Scene) -> None:
    topic = topic_of(scene.fake.open(category_id=6))
    ours = {"reply_to_post_number": 1, "reply_to_user": {"username": "Harbour"}}
    named, answer, other = await scene.hear(
        scene.fake.say("what says @HARBOUR?", topic=topic, user="jon", user_id=42),
        scene.fake.say("no", topic=topic, user="jon", user_id=42, **ours),
        scene.fake.say("ask @harbourmaster", topic=topic, user="jon", user_id=42),
    )
    assert [post.kind for post in (named, answer, other)] == [PostKind.MENTION, PostKind.REPLY, PostKind.HEARD]


async def test_comments_under_our_own_topic_are_for_us(scene: Scene) -> None:
    topic = topic_of(scene.fake.open(user="Harbour", user_id=7, category_id=6))
    (comment,) = await scene.hear(scene.fake.say("finally!", topic=topic))
    assert comment.kind is PostKind.COMMENT


async def test_private_messages_are_direct_and_an_administrators_are_not_read(scene: Scene) -> None:
    private = scene.fake.open("in private", category_id=None)
    scene.fake.private.add(topic_of(private))
    (post,) = await scene.hear(private)
    assert post.kind is PostKind.DIRECT
    scene.fake.us = US | {"admin": True}
    scene.ear.posts.clear()
    scene.ear.cursors.clear()
    scene.connector = scene.again()
    await scene.hear(scene.fake.open())
    assert private not in scene.ear.posts


async def test_everything_said_during_an_absence_is_read_page_by_page(scene: Scene) -> None:
    await scene.hear(scene.fake.open())
    missed = [scene.fake.open(f"number {number}") for number in range(120)]
    scene.connector = scene.again()
    await scene.hear(*missed)


async def test_an_answer_accepted_later_is_delivered_again_as_accepted(scene: Scene) -> None:
    topic = topic_of(scene.fake.open())
    answer = scene.fake.say("At the counter.", topic=topic, user="jon", user_id=42)
    async with scene.listening():
        await scene.ear.until(lambda: answer in scene.ear.posts)
        scene.fake.find(answer)["accepted_answer"] = True
        await scene.ear.until(lambda: scene.newest(answer).accepted)
    assert not scene.ear.posts[answer].accepted


async def test_an_edit_is_delivered_with_its_moment_even_where_the_forum_hides_it(scene: Scene) -> None:
    question = scene.fake.open()
    async with scene.listening():
        await scene.ear.until(lambda: question in scene.ear.posts)
        scene.fake.find(question)["cooked"] = "<p>Where are my parcels?</p>"
        await scene.ear.until(lambda: "parcels" in scene.newest(question).text)
    assert scene.newest(question).edited_at > 0


@pytest.mark.parametrize("how", ["deleted", "hidden from us"])
async def test_what_is_gone_is_asked_for_again_and_taken_down(scene: Scene, how: str) -> None:
    question = scene.fake.open()
    async with scene.listening():
        await scene.ear.until(lambda: question in scene.ear.posts)
        if how == "deleted":
            scene.fake.find(question)["deleted_at"] = "2026-01-05T12:00:00Z"
        else:
            scene.fake.hidden.add(topic_of(question))
        await scene.ear.until(lambda: question in scene.ear.deleted)


async def test_a_webhook_with_the_right_signature_is_heard_and_a_wrong_one_is_not(scene: Scene) -> None:
    question = scene.fake.open()
    post = scene.fake.find(question)
    answer = await scene.connector.hook(scene.fake.call(post, "post_created"))
    assert answer.batch is not None
    assert [one.native_id for one in answer.batch.posts] == [question]
    wrong = await scene.connector.hook(scene.fake.call(post, "post_created", secret="another-secret"))
    assert (wrong.status, wrong.batch) == (401, None)


async def test_without_a_secret_nobody_may_call(scene: Scene) -> None:
    bare = Discourse(scene.account, {"api_key": KEY}, scene.tools)
    scene.fake.open()
    assert (await bare.hook(scene.fake.call(scene.fake.posts[0], "post_created", secret=""))).status == 401


async def test_webhooks_tell_of_solutions_deletions_and_never_of_others_private_messages(scene: Scene) -> None:
    question = scene.fake.open()
    post = scene.fake.find(question)
    solved = await scene.connector.hook(scene.fake.call(post, "accepted_solution"))
    assert solved.batch is not None
    assert solved.batch.posts[0].accepted
    gone = await scene.connector.hook(scene.fake.call(post, "post_destroyed"))
    assert gone.batch is not None
    assert gone.batch.deleted == (question,)
    scene.fake.private.add(post["topic_id"])
    assert (await scene.connector.hook(scene.fake.call(post, "post_created"))).batch is None


async def test_a_reply_names_what_it_answers(scene: Scene) -> None:
    question = scene.fake.open()
    answer = scene.fake.say("me too", topic=topic_of(question))
    await scene.send(reply_to(question))
    await scene.send(reply_to(answer))
    assert [one["reply_to_post_number"] for one in scene.fake.ours] == [None, 2]


async def test_what_another_process_sent_is_found_and_not_sent_again(scene: Scene) -> None:
    question = scene.fake.open()
    key = scene.connector.new_key()
    receipt = await scene.connector.send(reply_to(question), key=key)
    assert made_at(key) > 0
    assert await scene.again().send(reply_to(question), key=key) == receipt
    assert len(scene.fake.ours) == 1


async def test_a_reply_that_waits_for_a_moderator_says_so(scene: Scene) -> None:
    question = scene.fake.open()
    scene.fake.enqueues = True
    with pytest.raises(Refused, match="moderator"):
        await scene.send(reply_to(question))


async def test_a_refusal_is_told_in_the_forums_words(scene: Scene) -> None:
    question = scene.fake.open()
    with pytest.raises(Refused, match="too short"):
        await scene.send(reply_to(question, "ok"))


async def test_an_own_post_is_deleted_anothers_is_not_and_one_that_is_gone_is_no_error(scene: Scene) -> None:
    question = scene.fake.open()
    receipt = await scene.send(reply_to(question))
    await scene.connector.delete(receipt.native_id)
    await scene.connector.delete(receipt.native_id)
    with pytest.raises(Refused, match="account itself"):
        await scene.connector.delete(question)


async def test_a_thread_shows_the_posts_around_and_ours_as_ours(scene: Scene) -> None:
    question = scene.fake.open()
    await scene.send(reply_to(question))
    posts = await scene.connector.thread(question)
    assert [post.kind for post in posts] == [PostKind.CONTEXT, PostKind.OWN]


async def test_a_wrong_key_is_a_sign_in_that_failed(scene: Scene) -> None:
    with pytest.raises(SignInFailed):
        await Discourse(scene.account, {"api_key": "wrong"}, scene.tools).check()


FORUM = Forum("https://forum.test", "harbour", 5, frozenset("*"))
FIELDS = (
    "topic_id", "post_number", "post_type", "username", "user_id", "name", "avatar_template", "raw", "cooked",
    "created_at", "updated_at", "version", "topic_slug", "topic_title", "category_id", "reply_to_post_number",
    "reply_to_user", "deleted_at", "accepted_answer", "locale",
)  # fmt: skip


@given(objects_with(FIELDS) | JSON)
def test_a_post_of_any_shape_never_raises(raw: Any) -> None:
    post_of(raw, FORUM, now=NOON)


@given(objects_with(set(FIELDS) - {"post_type", "deleted_at"}))
def test_whatever_stands_beside_them_who_and_where_make_a_post(raw: dict[str, Any]) -> None:
    post = post_of({**raw, "topic_id": 3, "post_number": 2, "username": "mira"}, FORUM, now=NOON)
    assert post is not None
    assert (post.native_id, post.thread) == ("forum.test/3/2", "forum.test/3/1")
    assert post.text
