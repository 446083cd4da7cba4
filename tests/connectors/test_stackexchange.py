"""The Stack Exchange connector against a loopback fake, and its items of any shape."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import given

from app.connectors._stackexchange.posts import Site
from app.connectors.base import RateLimited, Refused, SignInFailed, Tools
from app.connectors.budget import RateBudget
from app.connectors.stackexchange import StackExchange
from app.core.clock import SECOND
from app.domain.post import PostKind
from tests.fakes.any_json import JSON, objects_with
from tests.fakes.clock import NOON, FastClock
from tests.fakes.ear import tools
from tests.fakes.network import RETRY_AFTER, Fault
from tests.fakes.scene import ConnectorScene, reply_to
from tests.fakes.stackexchange import KEY, MIRA, SITE, TAG, TOKEN, US, FakeStackExchange


class Scene(ConnectorScene[FakeStackExchange, StackExchange]):
    """An account and its network."""

    def __init__(self, fake: FakeStackExchange, given_tools: Tools, clock: FastClock) -> None:
        self.options = {"service": fake.url, "site": f"https://{SITE}/", "key": KEY, "tags": "boats", "questions": TAG}
        super().__init__(fake, given_tools, clock, network="stackexchange", handle="h", options=self.options)

    def again(self, token: str = TOKEN) -> StackExchange:
        return StackExchange(self.account, {"access_token": token}, self.tools)


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    clock = FastClock(times=1000.0)
    async with FakeStackExchange(clock).running() as fake, tools(clock) as made:
        yield Scene(fake, made, clock)


async def test_a_question_with_a_tag_that_asks_us_is_for_us_and_others_are_heard(scene: Scene) -> None:
    ours, other = await scene.hear(scene.fake.ask(), scene.fake.ask(tags=["boats"]))
    assert (ours.kind, other.kind) == (PostKind.COMMENT, PostKind.HEARD)
    assert (ours.text, ours.author.handle) == ("Ferry & delay\n\nIs it late?", "Mira & Lind")


async def test_answers_and_comments_tell_whom_they_answer(scene: Scene) -> None:
    question = scene.fake.ask()
    answer = scene.fake.answer("Yes.", question=question)
    comment = scene.fake.comment("Really?", under=answer)
    heard, said = await scene.hear(answer, comment)
    assert (heard.parent, heard.thread, heard.kind) == (question, question, PostKind.HEARD)
    assert (said.parent, said.thread) == (answer, question)


async def test_what_the_asker_says_and_what_answers_us_is_for_us(scene: Scene) -> None:
    question = scene.fake.ask()
    answer = scene.fake.answer("Yes.", question=question)
    ours = scene.fake.answer("No.", question=question, owner=US)
    asker, below, to_us = await scene.hear(
        scene.fake.comment("Thanks", under=answer, owner=MIRA),
        scene.fake.comment("Sure?", under=ours),
        scene.fake.comment("@Harbour wrong", under=answer, reply_to_user=US),
    )
    assert [post.kind for post in (asker, below, to_us)] == [PostKind.COMMENT, PostKind.COMMENT, PostKind.REPLY]


async def test_an_answer_accepted_later_is_delivered_again_as_accepted(scene: Scene) -> None:
    question = scene.fake.ask()
    answer = scene.fake.answer("Yes.", question=question)
    async with scene.listening():
        await scene.ear.until(lambda: answer in scene.ear.posts)
        scene.fake.find(answer)["is_accepted"] = True
        await scene.ear.until(lambda: scene.newest(answer).accepted)
    assert not scene.ear.posts[answer].accepted


async def test_what_is_deleted_is_asked_for_again_and_taken_down(scene: Scene) -> None:
    question = scene.fake.ask()
    answer = scene.fake.answer("Yes.", question=question)
    async with scene.listening():
        await scene.ear.until(lambda: {question, answer} <= set(scene.ear.posts))
        scene.fake.answers.clear()
        await scene.ear.until(lambda: answer in scene.ear.deleted)
    assert question not in scene.ear.deleted


async def test_an_edit_is_delivered_again_with_its_moment(scene: Scene) -> None:
    question = scene.fake.ask()
    async with scene.listening():
        await scene.ear.until(lambda: question in scene.ear.posts)
        scene.fake.find(question).update(body="<p>Is it very late?</p>", last_edit_date=NOON // SECOND + 60)
        await scene.ear.until(lambda: "very" in scene.newest(question).text)
    assert scene.newest(question).edited_at == NOON + 60_000


async def test_everything_asked_during_an_absence_is_read_page_by_page(scene: Scene) -> None:
    await scene.hear(scene.fake.ask())
    missed = [scene.fake.ask(f"number {number}") for number in range(230)]
    scene.connector = scene.again()
    await scene.hear(*missed)


async def test_the_days_quota_is_the_budget(scene: Scene) -> None:
    await scene.connector.check()
    assert isinstance(scene.tools.budget, RateBudget)
    assert scene.tools.budget.left == 0.9


async def test_a_method_rests_as_long_as_it_asks_to_and_others_do_not(scene: Scene) -> None:
    scene.fake.backoff = 40
    await scene.connector.check()
    began = scene.clock.now()
    scene.fake.ask()
    await scene.connector.thread(f"{SITE}/q501")
    assert scene.clock.now() - began < 40 * SECOND
    await scene.connector.check()
    assert scene.clock.now() - began >= 39 * SECOND


async def test_too_many_requests_wait_as_long_as_the_words_say(scene: Scene) -> None:
    scene.fake.fault = Fault.TOO_MANY
    with pytest.raises(RateLimited) as caught:
        await scene.connector.check()
    assert 0 < caught.value.until - scene.clock.now() <= RETRY_AFTER * SECOND


async def test_without_a_token_it_only_reads(scene: Scene) -> None:
    reader = scene.again(token="")
    question = scene.fake.ask()
    await reader.check()
    with pytest.raises(Refused, match="only reads"):
        await reader.send(reply_to(question), key=reader.new_key())


async def test_a_question_is_answered_and_an_answer_or_comment_commented(scene: Scene) -> None:
    question = scene.fake.ask()
    answer = scene.fake.answer("Yes.", question=question)
    comment = scene.fake.comment("Really?", under=answer)
    await scene.send(reply_to(question))
    await scene.send(reply_to(answer, thread=question))
    assert [one.get("question_id") or one["post_id"] for one in scene.fake.ours] == [501, 502]
    receipt = await scene.send(reply_to(comment, thread=question))
    assert scene.fake.find(receipt.native_id)["post_id"] == 501


async def test_a_comment_that_is_too_long_is_not_sent(scene: Scene) -> None:
    question = scene.fake.ask()
    answer = scene.fake.answer("Yes.", question=question)
    with pytest.raises(Refused, match="600"):
        await scene.send(reply_to(answer, "long " * 200, thread=question))


async def test_what_another_process_sent_is_found_and_not_sent_again(scene: Scene) -> None:
    question = scene.fake.ask()
    key = scene.connector.new_key()
    receipt = await scene.connector.send(reply_to(question), key=key)
    scene.fake.find(receipt.native_id)["body"] = "<p>We <em>look</em> into it.</p>"
    other = scene.again()
    assert (await other.send(reply_to(question), key=key)).native_id == receipt.native_id
    assert len(scene.fake.ours) == 1


async def test_a_refusal_is_told_in_the_networks_words(scene: Scene) -> None:
    question = scene.fake.ask()
    scene.fake.refuses = (407, "write_failed", "Body must be at least 30 characters")
    with pytest.raises(Refused, match="at least 30"):
        await scene.send(reply_to(question))


async def test_an_own_answer_is_deleted_and_one_that_is_gone_is_no_error(scene: Scene) -> None:
    question = scene.fake.ask()
    receipt = await scene.send(reply_to(question))
    await scene.connector.delete(receipt.native_id)
    await scene.connector.delete(receipt.native_id)
    assert scene.fake.ours == []
    with pytest.raises(Refused):
        await scene.connector.delete(question)


async def test_a_thread_shows_question_answers_and_comments(scene: Scene) -> None:
    question = scene.fake.ask()
    answer = scene.fake.answer("Yes.", question=question)
    comment = scene.fake.comment("Really?", under=answer)
    scene.connector = scene.again()
    for native_id in (question, answer):
        shown = {post.native_id for post in await scene.connector.thread(native_id)}
        assert shown == {question, answer, comment}


async def test_a_wrong_key_is_a_sign_in_that_failed(scene: Scene) -> None:
    scene.options["key"] = "wrong"
    with pytest.raises(SignInFailed, match="known application"):
        await scene.again().check()


FIELDS = (
    "question_id", "answer_id", "comment_id", "post_id", "title", "body", "owner", "tags", "creation_date",
    "last_edit_date", "last_activity_date", "is_accepted", "reply_to_user",
)  # fmt: skip


@given(objects_with(FIELDS) | JSON)
def test_an_item_of_any_shape_never_raises(item: Any) -> None:
    Site(SITE, us="7", account_id=5).post_of(item, now=NOON)


@given(objects_with(set(FIELDS) - {"comment_id"}))
def test_whatever_stands_beside_them_a_number_and_an_author_make_a_post(item: dict[str, Any]) -> None:
    site = Site(SITE, us="7", account_id=5, asking=frozenset({TAG}))
    post = site.post_of({**item, "answer_id": 4, "question_id": 3, "owner": MIRA}, now=NOON)
    assert post is not None
    assert (post.native_id, post.parent, post.thread) == (f"{SITE}/a4", f"{SITE}/q3", f"{SITE}/q3")
    assert post.text
