"""The App Store connector against a loopback fake, and its reviews of any shape."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from app.connectors._appstore.reviews import answers_of, posts_of, standing_of, written_at
from app.connectors.appstore import AppStore
from app.connectors.base import Refused, SignInFailed, Tools
from app.core.clock import DAY, HOUR
from app.domain.account import Account
from app.domain.post import PostKind
from tests.fakes.appstore import APP, ISSUER, OPTIONS, FakeAppStore, private_key
from tests.fakes.clock import NOON, FastClock, SettableClock
from tests.fakes.ear import tools
from tests.fakes.scene import ConnectorScene, reply_to


class Scene(ConnectorScene[FakeAppStore, AppStore]):
    """An app and its shop."""

    def __init__(self, fake: FakeAppStore, given_tools: Tools, clock: FastClock) -> None:
        super().__init__(
            fake, given_tools, clock, network="appstore", handle="Harbour", options={**OPTIONS, "service": fake.url}
        )

    def again(self, key: str = "", **options: str) -> AppStore:
        account = replace(self.account, options={**self.account.options, **options})
        return AppStore(account, {"private_key": key or private_key()}, self.tools)


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    clock = FastClock()
    async with FakeAppStore(clock).running() as fake, tools(clock) as made:
        yield Scene(fake, made, clock)


async def test_a_review_shows_its_stars_title_and_country(scene: Scene) -> None:
    (post,) = await scene.hear(scene.fake.say("It crashes.", title="Oh no", rating=2))
    assert post.text == "★★☆☆☆ Oh no\nIt crashes."
    assert (post.kind, post.region, post.author.handle) == (PostKind.COMMENT, "DE", "Mira")
    assert post.url == f"https://apps.apple.com/app/id{APP}"


async def test_an_answer_that_stands_is_our_own_and_belongs_to_the_review(scene: Scene) -> None:
    native_id = scene.fake.say()
    receipt = await scene.send(reply_to(native_id))
    (answer,) = await scene.hear(receipt.native_id)
    assert (answer.kind, answer.thread, answer.native_id) == (PostKind.OWN, native_id, f"{native_id}/answer")


async def test_after_an_absence_all_pages_are_read_back_to_the_cursor(scene: Scene) -> None:
    ids = [scene.fake.say(f"review {number}", ago=2 * HOUR) for number in range(450)]
    scene.ear.cursors["reviews"] = str(scene.clock.now() - 3 * HOUR)
    await scene.hear(*ids)
    assert all(batch.backfill for batch in scene.ear.batches if batch.posts)


async def test_a_changed_review_and_one_that_is_gone_are_found_by_asking_again(scene: Scene) -> None:
    changed, gone = scene.fake.say("It crashes."), scene.fake.say("Bad.")
    async with scene.listening():
        await scene.ear.until(lambda: {changed, gone} <= set(scene.ear.posts))
        scene.fake.reviews = [one for one in scene.fake.reviews if one["id"] == changed]
        scene.fake.reviews[0]["attributes"]["body"] = "It works now."
        await scene.ear.until(lambda: gone in scene.ear.deleted)
        await scene.ear.until(lambda: any(post.edited_at for batch in scene.ear.batches for post in batch.posts))
    edited = [post for batch in scene.ear.batches for post in batch.posts if post.edited_at]
    assert edited[0].text.endswith("It works now.")
    assert changed not in scene.ear.deleted


async def test_an_answer_that_was_taken_back_elsewhere_is_gone_alone(scene: Scene) -> None:
    native_id = scene.fake.say()
    receipt = await scene.send(reply_to(native_id))
    async with scene.listening():
        await scene.ear.until(lambda: receipt.native_id in scene.ear.posts)
        scene.fake.answers.clear()
        await scene.ear.until(lambda: receipt.native_id in scene.ear.deleted)
    assert native_id not in scene.ear.deleted


async def test_another_answer_takes_the_place_of_the_first(scene: Scene) -> None:
    native_id = scene.fake.say()
    first = await scene.send(reply_to(native_id))
    second = await scene.send(reply_to(first.native_id, "Mended."))
    assert first.native_id == second.native_id
    assert scene.fake.answers[native_id]["attributes"]["responseBody"] == "Mended."


async def test_an_answer_is_found_after_a_restart_and_one_of_before_the_key_is_not_its_own(scene: Scene) -> None:
    native_id = scene.fake.say()
    key = scene.connector.new_key()
    await scene.connector.send(reply_to(native_id), key=key)
    assert await scene.again().find(reply_to(native_id), key=key) is not None
    assert await scene.again().find(reply_to(native_id), key=f"{scene.clock.now() + DAY:x}-0") is None
    assert await scene.again().find(reply_to("unknown"), key=key) is None


async def test_an_answer_is_deleted_one_that_is_gone_is_no_error_and_a_review_is_not_ours(scene: Scene) -> None:
    native_id = scene.fake.say()
    receipt = await scene.send(reply_to(native_id))
    await scene.connector.delete(receipt.native_id)
    await scene.connector.delete(receipt.native_id)
    assert scene.fake.answers == {}
    with pytest.raises(Refused, match="Only answers"):
        await scene.connector.delete(native_id)


async def test_a_statement_is_good_for_minutes_and_made_anew_before_it_ends() -> None:
    clock = SettableClock()
    async with FakeAppStore(clock).running() as fake, tools(clock) as made:
        account = Account(id=5, network="appstore", handle="H", brand="H", options={**OPTIONS, "service": fake.url})
        app = AppStore(account, {"private_key": private_key()}, made)
        await app.check()
        clock.let_pass(20 * 60)
        await app.check()
        assert fake.issuers == [ISSUER, ISSUER]


async def test_a_key_whose_lines_were_joined_by_pasting_is_good(scene: Scene) -> None:
    identity = await scene.again(" ".join(private_key().split("\n"))).check()
    assert (identity.native_id, identity.handle) == (APP, "Harbour")


async def test_a_key_of_a_person_signs_without_an_issuer(scene: Scene) -> None:
    await scene.again(issuer="").check()
    assert scene.fake.issuers == [""]


@pytest.mark.parametrize("key", ["no key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"])
async def test_what_is_no_key_is_told_before_anything_is_asked(scene: Scene, key: str) -> None:
    with pytest.raises(SignInFailed, match="no private key"):
        await scene.again(key).check()
    assert scene.fake.asked_at == []


async def test_a_name_in_place_of_the_apps_number_is_told(scene: Scene) -> None:
    with pytest.raises(SignInFailed, match="number"):
        await scene.again(app="Harbour").check()


async def test_a_missing_role_is_told_in_words(scene: Scene) -> None:
    scene.fake.may_answer = False
    with pytest.raises(Refused) as caught:
        await scene.send(reply_to(scene.fake.say()))
    assert "Customer Support" in caught.value.hint


async def test_what_is_left_of_the_hour_is_the_accounts_budget(scene: Scene) -> None:
    scene.fake.left = 700
    await scene.connector.check()
    assert scene.tools.budget.left == pytest.approx(0.2)  # type: ignore[attr-defined]


async def test_a_thread_is_the_review_and_its_answer(scene: Scene) -> None:
    native_id = scene.fake.say()
    receipt = await scene.send(reply_to(native_id))
    assert [post.kind for post in await scene.connector.thread(receipt.native_id)] == [PostKind.CONTEXT, PostKind.OWN]
    assert await scene.connector.thread("unknown") == ()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=20,
)
SAID = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("rating", "title", "body", "reviewerNickname", "createdDate", "territory"), JSON)
)


@given(st.fixed_dictionaries({"id": JSON, "attributes": SAID | JSON, "relationships": JSON}) | JSON, JSON)
def test_a_review_of_any_shape_never_raises(review: Any, told: Any) -> None:
    posts_of(review, answers_of(told), app=APP, account_id=5, now=NOON)
    standing_of(told)
    written_at(review)


@given(SAID, JSON)
def test_whatever_stands_beside_it_an_id_makes_a_review_and_its_answer(said: dict[str, Any], told: Any) -> None:
    review = {"id": "7", "attributes": said, "relationships": {"response": {"data": {"id": "r"}}}}
    post, answer = posts_of(review, {"r": {"id": "r", "attributes": told}}, app=APP, account_id=5, now=NOON)
    assert (post.native_id, answer.native_id) == ("7", "7/answer")
    assert post.text
    assert answer.text
