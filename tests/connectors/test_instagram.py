"""The Instagram connector against a loopback fake, and its comments of any shape."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.connectors._instagram.posts import Us, comment_of, medium_of, told_of
from app.connectors.base import HookAnswer, Refused, Tools
from app.connectors.instagram import Instagram
from app.core.clock import DAY, HOUR, SECOND
from app.domain.post import Post, PostKind
from tests.fakes.clock import NOON, FastClock
from tests.fakes.ear import tools
from tests.fakes.graph import SECRETS, TOKEN, delivery
from tests.fakes.instagram import LASTS, OURS, PERSON, RENEWED, US, USERNAME, FakeInstagram
from tests.fakes.scene import ConnectorScene, answer_to

WE = Us(id=US, username=USERNAME, account_id=5)
FRESH = {**SECRETS, "token_ends": str(NOON + 60 * DAY)}


class Scene(ConnectorScene[FakeInstagram, Instagram]):
    """An account and its server."""

    def __init__(self, fake: FakeInstagram, given_tools: Tools, clock: FastClock) -> None:
        self.kept: list[Mapping[str, str]] = []
        super().__init__(
            fake,
            replace(given_tools, keep=self._keep),
            clock,
            network="instagram",
            handle="harbour",
            options={"service": fake.url},
        )

    def again(self, secrets: Mapping[str, str] = FRESH) -> Instagram:
        return Instagram(self.account, secrets, self.tools)

    async def called(self, *entries: dict[str, Any]) -> tuple[Post, ...]:
        await self.connector.check()
        answer: HookAnswer = await self.connector.hook(delivery("instagram", *entries))
        assert answer.status == 200
        return answer.batch.posts if answer.batch is not None else ()

    async def _keep(self, renewed: Mapping[str, str]) -> None:
        self.kept.append(renewed)


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    clock = FastClock()
    async with FakeInstagram(clock).running() as fake, tools(clock) as made:
        yield Scene(fake, made, clock)


async def test_the_medium_is_the_thread_and_an_answer_to_us_is_a_reply(scene: Scene) -> None:
    medium = scene.fake.post()
    ours = scene.fake.say("Welcome", medium=medium, by=OURS)
    first, answer, own = await scene.hear(
        scene.fake.say("late?", medium=medium), scene.fake.say("thanks", medium=medium, parent=ours), ours
    )
    assert [one.kind for one in (first, answer, own)] == [PostKind.COMMENT, PostKind.REPLY, PostKind.OWN]
    assert {first.thread, answer.thread} == {medium}
    assert (first.parent, answer.parent, first.author.handle) == (medium, ours, "miralind")
    assert first.url == f"https://www.instagram.com/p/{medium}/"


async def test_after_an_absence_all_comments_and_media_are_read(scene: Scene) -> None:
    old = [scene.fake.post(f"medium {number}", ago=2 * HOUR) for number in range(30)]
    comments = {scene.fake.say(f"comment {number}", medium=old[0], ago=HOUR) for number in range(70)}
    scene.ear.cursors["media"] = str(scene.clock.now() - 3 * HOUR)
    await scene.hear(*old, *comments)
    assert all(batch.backfill for batch in scene.ear.batches if batch.lane == "media" and batch.posts)


async def test_a_medium_that_tags_us_is_a_mention(scene: Scene) -> None:
    (post,) = await scene.hear(scene.fake.tag())
    assert (post.kind, post.thread) == (PostKind.MENTION, f"mention/{post.native_id}")


async def test_a_delivered_comment_has_the_identity_of_the_one_that_is_read(scene: Scene) -> None:
    medium = scene.fake.post()
    native_id = scene.fake.say("late?", medium=medium)
    value = {"id": native_id, "from": PERSON, "text": "late?", "media": {"id": medium, "media_product_type": "FEED"}}
    listed = {"id": US, "time": scene.clock.now() // SECOND, "changes": [{"field": "comments", "value": value}]}
    told, again = await scene.called(scene.fake.told("comments", value), listed)
    (read,) = await scene.hear(native_id)
    assert told == again
    assert (told.native_id, told.thread, told.parent) == (read.native_id, read.thread, read.parent)
    assert told.author == read.author


async def test_a_delivered_mention_is_looked_up_and_answered_where_it_stands(scene: Scene) -> None:
    medium = scene.fake.tag()
    comment = scene.fake.say("@harbour is late", medium=medium)
    mention, caption = await scene.called(
        scene.fake.told("mentions", {"media_id": medium, "comment_id": comment}),
        scene.fake.told("mentions", {"media_id": medium}),
    )
    assert (mention.kind, mention.text, mention.thread) == (PostKind.MENTION, "@harbour is late", f"mention/{medium}")
    assert caption.native_id == medium
    receipt = await scene.send(answer_to(mention))
    assert scene.fake.sent[0]["media_id"] == medium
    assert scene.fake.sent[0]["comment_id"] == comment
    found = await scene.connector.find(answer_to(mention), key="0-0")
    assert found is None, "what is known to belong to another key is not this one's"
    assert (await scene.again().find(answer_to(mention), key="0-0")).native_id == receipt.native_id  # type: ignore[union-attr]


async def test_a_mention_of_a_private_account_is_passed_over(scene: Scene) -> None:
    assert await scene.called(scene.fake.told("mentions", {"media_id": "", "comment_id": "7"})) == ()


async def test_an_answer_to_an_answer_is_found_below_the_first_comment(scene: Scene) -> None:
    top = scene.fake.say("late?")
    (answer,) = await scene.hear(scene.fake.say("me too", parent=top))
    key = scene.connector.new_key()
    receipt = await scene.connector.send(answer_to(answer), key=key)
    again = await scene.again().find(answer_to(answer), key=key)
    assert again is not None
    assert again.native_id == receipt.native_id


async def test_a_comment_on_our_medium_itself_is_found_among_its_comments(scene: Scene) -> None:
    (own,) = await scene.hear(scene.fake.post())
    key = scene.connector.new_key()
    receipt = await scene.connector.send(answer_to(own), key=key)
    again = await scene.again().find(answer_to(own), key=key)
    assert again is not None
    assert again.native_id == receipt.native_id


async def test_messages_keep_to_their_windows_and_carry_no_metadata(scene: Scene) -> None:
    (post,) = await scene.hear(scene.fake.write(ago=HOUR))
    await scene.send(answer_to(post))
    assert (scene.fake.sent[0]["messaging_type"], scene.fake.sent[0]["message"]) == (
        "RESPONSE",
        {"text": "We look into it."},
    )
    scene.fake.chats.clear()
    scene.fake.write(ago=8 * DAY)
    with pytest.raises(Refused, match="over"):
        await scene.send(answer_to(post))


async def test_an_own_comment_is_deleted_and_one_that_is_gone_is_no_error(scene: Scene) -> None:
    (post,) = await scene.hear(scene.fake.say())
    receipt = await scene.send(answer_to(post))
    await scene.connector.delete(receipt.native_id)
    await scene.connector.delete(receipt.native_id)
    assert await scene.connector.find(answer_to(post), key=scene.connector.new_key()) is None


async def test_a_comment_that_is_gone_is_told_when_it_is_asked_for_again(scene: Scene) -> None:
    kept, removed = scene.fake.say("kept"), scene.fake.say("removed")
    async with scene.listening():
        await scene.ear.until(lambda: {kept, removed} <= set(scene.ear.posts))
        scene.fake.comments[scene.fake.media[0]["id"]].pop(0)
        await scene.ear.until(lambda: removed in scene.ear.deleted)
    assert kept not in scene.ear.deleted


async def test_a_thread_is_the_medium_and_its_comments_oldest_first(scene: Scene) -> None:
    medium = scene.fake.post(ago=HOUR)
    first = scene.fake.say("late?", medium=medium)
    await scene.hear(first)
    assert [one.kind for one in await scene.connector.thread(first)] == [PostKind.OWN, PostKind.CONTEXT]


async def test_a_token_near_its_end_is_traded_and_kept_and_its_last_day_told(scene: Scene) -> None:
    old = scene.again({**SECRETS, "token_ends": str(NOON + 10 * DAY)})
    identity = await old.check()
    assert scene.fake.renewals == 1
    assert scene.kept[0]["token"] == RENEWED
    assert abs(identity.expires_at - (scene.clock.now() + LASTS * SECOND)) < 60 * SECOND
    assert old.token == RENEWED


async def test_a_token_that_lasts_is_left_alone(scene: Scene) -> None:
    identity = await scene.connector.check()
    assert (scene.fake.renewals, scene.connector.token) == (0, TOKEN)
    assert identity.expires_at == NOON + 60 * DAY


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=20,
)
COMMENT = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("text", "timestamp", "username", "from", "hidden", "parent_id", "media"), JSON)
)
MEDIUM = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("caption", "timestamp", "username", "permalink", "media_type", "media_url"), JSON)
)


@given(COMMENT | MEDIUM | JSON, JSON)
def test_what_instagram_sends_never_raises_whatever_its_shape(raw: Any, entry: Any) -> None:
    comment_of(raw, WE, thread="7", now=NOON)
    medium_of(raw, WE, now=NOON)
    told_of(entry, {"field": "comments", "value": raw}, WE, now=NOON)


@given(COMMENT, MEDIUM)
def test_whatever_stands_beside_it_an_id_makes_a_post(raw: dict[str, Any], medium: dict[str, Any]) -> None:
    post = comment_of({**raw, "id": "1", "hidden": False}, WE, thread="7", now=NOON)
    above = medium_of({**medium, "id": "7"}, WE, now=NOON)
    assert post is not None
    assert above is not None
    assert (post.native_id, post.thread, above.native_id) == ("1", "7", "7")
    assert post.text
    assert above.text
