"""The Google Play connector against a loopback fake, and its reviews of any shape."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.connectors._googleplay.reviews import changed_at, posts_of, standing_of
from app.connectors.base import RateLimited, Refused, SignInFailed, Tools
from app.connectors.googleplay import GooglePlay
from app.core.clock import DAY, HOUR, SECOND
from app.domain.post import PostKind
from tests.fakes.clock import NOON, FastClock, SettableClock
from tests.fakes.ear import tools
from tests.fakes.googleplay import PACKAGE, FakeGooglePlay
from tests.fakes.scene import ConnectorScene, reply_to


class Scene(ConnectorScene[FakeGooglePlay, GooglePlay]):
    """An app and its shop."""

    def __init__(self, fake: FakeGooglePlay, given_tools: Tools, clock: FastClock) -> None:
        options = {"service": fake.url, "package": PACKAGE}
        super().__init__(fake, given_tools, clock, network="googleplay", handle="Harbour", options=options)

    def again(self, key_file: str | None = None) -> GooglePlay:
        shown = self.fake.key_file() if key_file is None else key_file
        return GooglePlay(self.account, {"service_key": shown}, self.tools)


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    clock = FastClock()
    async with FakeGooglePlay(clock).running() as fake, tools(clock) as made:
        yield Scene(fake, made, clock)


async def test_a_review_shows_its_stars_title_and_language(scene: Scene) -> None:
    (post,) = await scene.hear(scene.fake.say("Ferry app\tIt crashes.", stars=2, reviewerLanguage="de_AT"))
    assert post.text == "★★☆☆☆ Ferry app\nIt crashes."
    assert (post.kind, post.language, post.author.name) == (PostKind.COMMENT, "de-AT", "Mira Lind")
    assert post.url == f"https://play.google.com/store/apps/details?id={PACKAGE}&reviewId={post.native_id}"


async def test_the_writers_own_words_are_shown_and_not_their_translation(scene: Scene) -> None:
    (post,) = await scene.hear(scene.fake.say("It crashes.", originalText="Es stürzt ab."))
    assert post.text == "★★☆☆☆ Es stürzt ab."


async def test_an_answer_that_stands_is_our_own_and_belongs_to_the_review(scene: Scene) -> None:
    native_id = scene.fake.say()
    await scene.send(reply_to(native_id))
    (answer,) = await scene.hear(f"{native_id}/answer")
    assert (answer.kind, answer.thread, answer.parent) == (PostKind.OWN, native_id, native_id)


async def test_after_an_absence_all_pages_are_read_back_to_the_cursor(scene: Scene) -> None:
    ids = [scene.fake.say(f"review {number}", ago=2 * HOUR) for number in range(230)]
    scene.ear.cursors["reviews"] = str(scene.clock.now() - 3 * HOUR)
    await scene.hear(*ids)
    assert all(batch.backfill for batch in scene.ear.batches if batch.posts)


async def test_a_changed_review_is_delivered_as_an_edit(scene: Scene) -> None:
    native_id = scene.fake.say("It crashes.")
    async with scene.listening():
        await scene.ear.until(lambda: native_id in scene.ear.posts)
        scene.fake.change(native_id, "It works now.")
        await scene.ear.until(lambda: any(post.edited_at for batch in scene.ear.batches for post in batch.posts))
    edited = [post for batch in scene.ear.batches for post in batch.posts if post.edited_at]
    assert edited[0].text.endswith("It works now.")


async def test_a_review_that_is_gone_takes_its_answer_along(scene: Scene) -> None:
    native_id = scene.fake.say()
    await scene.send(reply_to(native_id))
    async with scene.listening():
        await scene.ear.until(lambda: f"{native_id}/answer" in scene.ear.posts)
        scene.fake.reviews.clear()
        await scene.ear.until(lambda: {native_id, f"{native_id}/answer"} <= scene.ear.deleted)


async def test_another_answer_takes_the_place_of_the_first_also_when_that_is_answered(scene: Scene) -> None:
    native_id = scene.fake.say()
    first = await scene.send(reply_to(native_id))
    second = await scene.send(reply_to(first.native_id, "Mended in 2.1."))
    assert first.native_id == second.native_id
    assert scene.fake.reviews[0]["comments"][1]["developerComment"]["text"] == "Mended in 2.1."


async def test_an_answer_older_than_its_key_or_in_other_words_is_not_its_own(scene: Scene) -> None:
    native_id = scene.fake.say()
    await scene.send(reply_to(native_id))
    other = scene.again(scene.fake.key_file())
    later = f"{scene.clock.now() + DAY:x}-0"
    assert await other.find(reply_to(native_id), key=later) is None
    assert await other.find(reply_to(native_id, "Other words."), key="1-0") is None
    assert await other.find(reply_to(native_id), key="1-0") is not None


async def test_a_text_that_is_too_long_is_refused_in_the_networks_words(scene: Scene) -> None:
    with pytest.raises(Refused, match="too long"):
        await scene.send(reply_to(scene.fake.say(), "x" * 351))


async def test_a_token_is_traded_once_an_hour(scene: Scene) -> None:
    clock = SettableClock()
    async with tools(clock) as made:
        app = GooglePlay(scene.account, {"service_key": scene.fake.key_file()}, made)
        await app.check()
        await app.check()
        assert scene.fake.trades == 1
        clock.let_pass(HOUR / SECOND)
        await app.check()
        assert scene.fake.trades == 2


@pytest.mark.parametrize("key_file", ["", "{}", "[1]", "no json", '{"token_uri": "https://127.0.0.1:9/token"}'])
async def test_what_is_no_key_file_is_told_before_anything_is_asked(scene: Scene, key_file: str) -> None:
    with pytest.raises(SignInFailed, match="no key"):
        await scene.again(key_file).check()
    assert scene.fake.asked_at == []


async def test_a_key_that_google_does_not_know_is_a_sign_in_that_failed(scene: Scene) -> None:
    key = json.loads(scene.fake.key_file()) | {"client_email": "other@example"}
    with pytest.raises(SignInFailed, match="invalid_scope"):
        await scene.again(json.dumps(key)).check()


async def test_a_missing_right_names_the_place_where_it_is_given(scene: Scene) -> None:
    scene.fake.may_read = False
    with pytest.raises(SignInFailed) as caught:
        await scene.connector.check()
    assert "Reply to reviews" in caught.value.hint


async def test_a_used_up_quota_is_waited_for(scene: Scene) -> None:
    scene.fake.no_quota = True
    with pytest.raises(RateLimited):
        await scene.connector.check()


async def test_a_thread_is_the_review_and_its_answer(scene: Scene) -> None:
    native_id = scene.fake.say()
    receipt = await scene.send(reply_to(native_id))
    kinds = [post.kind for post in await scene.connector.thread(receipt.native_id)]
    assert kinds == [PostKind.CONTEXT, PostKind.OWN]
    assert await scene.connector.thread("1") == ()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=20,
)
COMMENT = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("text", "originalText", "lastModified", "starRating", "reviewerLanguage"), JSON)
)


@given(st.fixed_dictionaries({"reviewId": JSON, "comments": st.lists(JSON) | JSON}) | JSON)
def test_a_review_of_any_shape_never_raises(review: Any) -> None:
    posts_of(review, package=PACKAGE, account_id=5, now=NOON)
    standing_of(review)
    changed_at(review)


@given(COMMENT, COMMENT)
def test_whatever_stands_beside_it_an_id_makes_a_review_and_its_answer(said: dict[str, Any], told: Any) -> None:
    review = {"reviewId": "7", "comments": [{"userComment": said}, {"developerComment": told}]}
    post, answer = posts_of(review, package=PACKAGE, account_id=5, now=NOON)
    assert (post.native_id, answer.native_id) == ("7", "7/answer")
    assert post.text
    assert answer.text
