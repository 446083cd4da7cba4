"""The NodeBB connector against a loopback forum, and its posts of any shape."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import given

from app.connectors._nodebb.posts import Forum, Whole, post_of
from app.connectors.base import Refused, SignInFailed, Tools
from app.connectors.nodebb import NodeBB
from app.domain.post import PostKind
from tests.fakes.any_json import JSON, objects_with
from tests.fakes.clock import NOON, FastClock
from tests.fakes.ear import tools
from tests.fakes.nodebb import TOKEN, FakeNodeBB
from tests.fakes.scene import ConnectorScene, reply_to


class Scene(ConnectorScene[FakeNodeBB, NodeBB]):
    """An account and its forum."""

    def __init__(self, fake: FakeNodeBB, given_tools: Tools, clock: FastClock) -> None:
        options = {"server": fake.url, "questions": "5"}
        super().__init__(fake, given_tools, clock, network="nodebb", handle="harbour", options=options)

    def again(self, token: str = TOKEN) -> NodeBB:
        return NodeBB(self.account, {"token": token}, self.tools)


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    clock = FastClock(times=400.0)
    async with FakeNodeBB(clock).running() as fake, tools(clock) as made:
        yield Scene(fake, made, clock)


async def test_a_topic_in_a_category_that_asks_us_is_for_us_and_others_are_heard(scene: Scene) -> None:
    ours, other = await scene.hear(scene.fake.open(), scene.fake.open(cid=6))
    assert (ours.kind, other.kind) == (PostKind.COMMENT, PostKind.HEARD)
    assert ours.text == "Parcels & post\n\nWhere is my parcel?"
    assert (ours.author.name, ours.author.avatar_url) == ("Mira Lind", f"{scene.fake.url}/assets/uploads/m.png")


async def test_who_answered_whom_is_kept_and_what_answers_us_is_for_us(scene: Scene) -> None:
    question = scene.fake.open(cid=6)
    topic = scene.fake.topic_of(question)
    ours = scene.fake.say("At the counter.", under=topic, uid=7)
    first, second, third = await scene.hear(
        scene.fake.say("me too", under=topic, uid=42),
        scene.fake.say("thanks", under=topic, to=ours),
        scene.fake.say("ask @Harbour", under=topic, uid=42),
    )
    assert [post.kind for post in (first, second, third)] == [PostKind.HEARD, PostKind.REPLY, PostKind.MENTION]
    assert [post.parent for post in (first, second)] == [question, ours]
    assert {post.thread for post in (first, second, third)} == {question}


async def test_comments_under_our_own_topic_are_for_us(scene: Scene) -> None:
    topic = scene.fake.topic_of(scene.fake.open(uid=7, cid=6))
    (comment,) = await scene.hear(scene.fake.say("finally!", under=topic))
    assert comment.kind is PostKind.COMMENT


async def test_everything_said_during_an_absence_is_read_page_by_page(scene: Scene) -> None:
    await scene.hear(scene.fake.open())
    missed = [scene.fake.open(f"number {number}") for number in range(50)]
    scene.connector = scene.again()
    await scene.hear(*missed)


async def test_an_answer_accepted_later_is_delivered_again_as_accepted(scene: Scene) -> None:
    topic = scene.fake.topic_of(scene.fake.open())
    answer = scene.fake.say("At the counter.", under=topic, uid=42)
    async with scene.listening():
        await scene.ear.until(lambda: answer in scene.ear.posts)
        scene.fake.topics[topic].update(isSolved=1, solvedPid=int(answer.rpartition("/")[2]))
        await scene.ear.until(lambda: scene.newest(answer).accepted)
    assert not scene.ear.posts[answer].accepted


async def test_an_edit_is_delivered_again_with_its_moment(scene: Scene) -> None:
    question = scene.fake.open()
    async with scene.listening():
        await scene.ear.until(lambda: question in scene.ear.posts)
        scene.fake.find(question).update(content="Where are they?", edited=NOON + 30_000)
        await scene.ear.until(lambda: "they" in scene.newest(question).text)
    assert scene.newest(question).edited_at == NOON + 30_000


@pytest.mark.parametrize("how", ["deleted", "purged"])
async def test_what_is_gone_is_asked_for_again_and_taken_down(scene: Scene, how: str) -> None:
    question = scene.fake.open()
    async with scene.listening():
        await scene.ear.until(lambda: question in scene.ear.posts)
        if how == "deleted":
            scene.fake.find(question)["deleted"] = 1
        else:
            scene.fake.posts.clear()
        await scene.ear.until(lambda: question in scene.ear.deleted)


async def test_what_is_not_for_our_eyes_any_more_is_not_taken_for_deleted(scene: Scene) -> None:
    hidden, other = scene.fake.open(), scene.fake.open()
    async with scene.listening():
        await scene.ear.until(lambda: {hidden, other} <= set(scene.ear.posts))
        scene.fake.forbidden.add(scene.fake.topic_of(hidden))
        scene.fake.find(other)["deleted"] = 1
        await scene.ear.until(lambda: other in scene.ear.deleted)
    assert hidden not in scene.ear.deleted


async def test_a_reply_names_what_it_answers_and_none_for_a_topic(scene: Scene) -> None:
    question = scene.fake.open()
    answer = scene.fake.say("me too", under=scene.fake.topic_of(question))
    await scene.send(reply_to(question))
    await scene.send(reply_to(answer, thread=question))
    assert [one.get("toPid") for one in scene.fake.ours] == [None, answer.rpartition("/")[2]]


async def test_what_another_process_sent_is_found_and_not_sent_again(scene: Scene) -> None:
    question = scene.fake.open()
    key = scene.connector.new_key()
    receipt = await scene.connector.send(reply_to(question), key=key)
    assert await scene.again().send(reply_to(question), key=key) == receipt
    assert len(scene.fake.ours) == 1


async def test_a_reply_that_waits_for_a_moderator_says_so(scene: Scene) -> None:
    question = scene.fake.open()
    scene.fake.queues = True
    with pytest.raises(Refused, match="moderator"):
        await scene.send(reply_to(question))


async def test_a_refusal_is_told_in_the_forums_words(scene: Scene) -> None:
    question = scene.fake.open()
    with pytest.raises(Refused, match="at least 8"):
        await scene.send(reply_to(question, text="ok"))


async def test_an_own_post_is_deleted_and_anothers_is_not(scene: Scene) -> None:
    question = scene.fake.open()
    receipt = await scene.send(reply_to(question))
    await scene.connector.delete(receipt.native_id)
    assert scene.fake.find(receipt.native_id)["deleted"]
    with pytest.raises(Refused, match="privileges"):
        await scene.connector.delete(question)


async def test_a_thread_shows_the_posts_of_the_topic(scene: Scene) -> None:
    question = scene.fake.open()
    answer = scene.fake.say("me too", under=scene.fake.topic_of(question))
    assert [post.native_id for post in await scene.connector.thread(answer)] == [question, answer]
    assert await scene.connector.thread(f"{question}999") == ()


async def test_a_wrong_token_is_a_sign_in_that_failed(scene: Scene) -> None:
    with pytest.raises(SignInFailed, match="log in"):
        await scene.again("wrong").check()


FORUM = Forum("https://forum.test", "7", "harbour", 5, frozenset("*"))
POST = objects_with(("pid", "tid", "toPid", "uid", "timestamp", "edited", "deleted", "content"))
SUMMARY = objects_with(("pid", "content", "user", "deleted"))
TOPIC = objects_with(("tid", "uid", "cid", "title", "mainPid", "solvedPid", "deleted"))


@given(POST | JSON, SUMMARY | JSON, TOPIC | JSON)
def test_a_post_of_any_shape_never_raises(post: Any, summary: Any, topic: Any) -> None:
    post_of(Whole(post=post, summary=summary, topic=topic), FORUM, now=NOON)


@given(
    objects_with(("toPid", "timestamp", "edited")), objects_with(("content",)), objects_with(("uid", "cid", "title"))
)
def test_whatever_stands_beside_them_an_id_and_an_author_make_a_post(post: Any, summary: Any, topic: Any) -> None:
    whole = Whole(post={**post, "pid": 5}, summary={**summary, "user": {"uid": 9}}, topic={**topic, "mainPid": 3})
    made = post_of(whole, FORUM, now=NOON)
    assert made is not None
    assert (made.native_id, made.thread, made.author.native_id) == ("forum.test/5", "forum.test/3", "forum.test/9")
    assert made.text
