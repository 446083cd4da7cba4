"""The Facebook connector against a loopback fake, and its comments and messages of any shape."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from app.connectors._facebook.posts import Us, comment_of, gone_of, post_of, told_of
from app.connectors._meta.messages import Chat, message_of, message_of_list
from app.connectors.base import Ambiguous, HookRequest, Refused, SignInFailed, Tools
from app.connectors.facebook import Facebook
from app.core.clock import DAY, HOUR, MINUTE
from app.domain.post import Post, PostKind
from app.domain.reply import Attachment
from tests.fakes.clock import NOON, FastClock
from tests.fakes.ear import tools
from tests.fakes.facebook import PAGE, PERSON, FakeFacebook
from tests.fakes.graph import APP_ID, SECRETS, challenge, delivery, error
from tests.fakes.network import Fault
from tests.fakes.scene import ConnectorScene, answer_to

US = Us(id=PAGE, account_id=5)
CHAT = Chat(network="facebook", us=PAGE, account_id=5)
MAP = Attachment(name="map.png", mime="image/png", data=b"png", alt="A map of the quay")


class Scene(ConnectorScene[FakeFacebook, Facebook]):
    """A Page and its server."""

    def __init__(self, fake: FakeFacebook, given_tools: Tools, clock: FastClock) -> None:
        options = {"service": fake.url, "app_id": APP_ID}
        super().__init__(fake, given_tools, clock, network="facebook", handle="harbour", options=options)

    def again(self, secrets: Mapping[str, str] = SECRETS) -> Facebook:
        return Facebook(self.account, secrets, self.tools)

    async def called(self, request: HookRequest) -> tuple[tuple[Post, ...], tuple[str, ...]]:
        await self.connector.check()
        answer = await self.connector.hook(request)
        assert answer.status == 200
        return (answer.batch.posts, answer.batch.deleted) if answer.batch is not None else ((), ())


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    clock = FastClock()
    async with FakeFacebook(clock).running() as fake, tools(clock) as made:
        yield Scene(fake, made, clock)


async def test_the_post_is_the_thread_and_an_answer_to_us_is_a_reply(scene: Scene) -> None:
    post = scene.fake.post()
    ours = scene.fake.say("Welcome", post=post, by={"id": PAGE, "name": "Harbour"})
    first, answer, own = await scene.hear(
        scene.fake.say("late?", post=post), scene.fake.say("thanks", post=post, parent=ours), ours
    )
    assert [one.kind for one in (first, answer, own)] == [PostKind.COMMENT, PostKind.REPLY, PostKind.OWN]
    assert {first.thread, answer.thread} == {post}
    assert (first.parent, answer.parent, first.author.name) == (post, ours, "Mira Lind")


async def test_posts_on_the_page_and_elsewhere_that_name_it_are_mentions(scene: Scene) -> None:
    visitor = scene.fake.post("Your ferry was late", by=PERSON)
    posts = await scene.hear(visitor, scene.fake.mention())
    assert [post.kind for post in posts] == [PostKind.MENTION, PostKind.MENTION]


async def test_a_comment_whose_writer_is_not_told_is_kept(scene: Scene) -> None:
    (post,) = await scene.hear(scene.fake.say("who am I?", by=None))
    assert post.author.native_id == f"unnamed/{post.native_id}"


async def test_after_an_absence_all_comments_and_posts_are_read_and_marked_as_the_past(scene: Scene) -> None:
    old = [scene.fake.post(f"post {number}", ago=2 * HOUR) for number in range(40)]
    comments = {scene.fake.say(f"comment {number}", post=old[0], ago=HOUR) for number in range(120)}
    scene.ear.cursors["feed"] = str(scene.clock.now() - 3 * HOUR)
    await scene.hear(*old, *comments)
    past = [batch for batch in scene.ear.batches if batch.lane == "feed" and batch.posts]
    assert all(batch.backfill for batch in past)


async def test_a_message_is_private_and_the_chat_is_one_thread(scene: Scene) -> None:
    first, second = await scene.hear(scene.fake.write("hello"), scene.fake.write("anybody?"))
    assert first.kind is second.kind is PostKind.DIRECT
    assert first.thread == second.thread == "chat/5150"
    assert first.author.name == "Mira Lind"


async def test_a_delivery_tells_of_comments_edits_and_removals(scene: Scene) -> None:
    native_id = scene.fake.say("late?")
    added = scene.fake.change("add", native_id, message="late?")
    edited = scene.fake.change("edited", native_id, message="late again?")
    removed = scene.fake.change("remove", native_id)
    hidden = scene.fake.change("hide", native_id)
    posts, gone = await scene.called(delivery("page", added, edited, removed, hidden))
    assert [post.text for post in posts] == ["late?", "late again?"]
    assert (posts[0].edited_at, posts[1].edited_at > 0) == (0, True)
    assert gone == (native_id, native_id)
    assert posts[0].kind is PostKind.COMMENT


async def test_a_delivered_comment_is_the_one_that_is_read_later(scene: Scene) -> None:
    native_id = scene.fake.say("late?")
    posts, _gone = await scene.called(delivery("page", scene.fake.change("add", native_id, message="late?")))
    (read,) = await scene.hear(native_id)
    assert (posts[0].native_id, posts[0].thread, posts[0].author) == (read.native_id, read.thread, read.author)


async def test_of_another_page_of_the_same_app_nothing_is_kept(scene: Scene) -> None:
    entry = {**scene.fake.change("add", scene.fake.say()), "id": "1901"}
    assert await scene.called(delivery("page", entry)) == ((), ())


async def test_a_forged_delivery_is_refused_and_the_address_is_verified(scene: Scene) -> None:
    forged = await scene.connector.hook(delivery("page", scene.fake.change("add", scene.fake.say()), secret="guessed"))
    assert (forged.status, forged.batch) == (401, None)
    assert (await scene.connector.hook(challenge())).body == b"1158201444"


async def test_a_delivery_before_the_sign_in_is_asked_for_again(scene: Scene) -> None:
    assert (await scene.connector.hook(delivery("page", {"id": PAGE}))).status == 503


async def test_a_delivered_message_has_its_writers_name_and_one_taken_back_is_gone(scene: Scene) -> None:
    native_id = scene.fake.write("hello")
    event = {"sender": {"id": "5150"}, "recipient": {"id": PAGE}, "timestamp": NOON}
    entry = {"id": PAGE, "messaging": [{**event, "message": {"mid": native_id, "text": "hello"}}]}
    posts, _gone = await scene.called(delivery("page", entry))
    assert (posts[0].author.handle, posts[0].thread) == ("Mira Lind", "chat/5150")
    taken = {"id": PAGE, "messaging": [{**event, "message": {"mid": native_id, "is_deleted": True}}]}
    assert await scene.called(delivery("page", taken)) == ((), (native_id,))


async def test_a_comment_that_is_gone_is_told_when_it_is_asked_for_again(scene: Scene) -> None:
    kept, removed = scene.fake.say("kept"), scene.fake.say("removed")
    async with scene.listening():
        await scene.ear.until(lambda: {kept, removed} <= set(scene.ear.posts))
        scene.fake.comments[scene.fake.posts[0]["id"]].pop()
        await scene.ear.until(lambda: removed in scene.ear.deleted)
    assert kept not in scene.ear.deleted


async def test_messages_and_posts_elsewhere_are_never_taken_for_gone(scene: Scene) -> None:
    message, mention, removed = scene.fake.write(), scene.fake.mention(), scene.fake.say("removed")
    async with scene.listening():
        await scene.ear.until(lambda: {message, mention, removed} <= set(scene.ear.posts))
        scene.fake.tagged.clear()
        scene.fake.comments[scene.fake.posts[0]["id"]].pop()
        await scene.ear.until(lambda: removed in scene.ear.deleted)
    assert scene.ear.deleted == {removed}


async def test_a_post_of_ours_that_is_edited_stays_our_post(scene: Scene) -> None:
    native_id = scene.fake.post("timetable")
    async with scene.listening():
        await scene.ear.until(lambda: native_id in scene.ear.posts)
        scene.fake.posts[0]["message"] = "new timetable"
        await scene.ear.until(lambda: any(post.edited_at for batch in scene.ear.batches for post in batch.posts))
    edited = next(post for batch in scene.ear.batches for post in batch.posts if post.edited_at)
    assert (edited.kind, edited.thread, edited.text) == (PostKind.OWN, "", "new timetable")


async def test_an_answer_to_an_answer_is_found_beside_it(scene: Scene) -> None:
    top = scene.fake.say("late?")
    (answer,) = await scene.hear(scene.fake.say("me too", parent=top))
    key = scene.connector.new_key()
    receipt = await scene.connector.send(answer_to(answer), key=key)
    again = await scene.again().find(answer_to(answer), key=key)
    assert again is not None
    assert again.native_id == receipt.native_id


async def test_a_message_within_a_day_is_a_response_and_later_a_human_agents(scene: Scene) -> None:
    (fresh,) = await scene.hear(scene.fake.write(ago=HOUR))
    await scene.send(answer_to(fresh))
    scene.fake.chats.clear()
    scene.fake.write(ago=3 * DAY)
    await scene.send(answer_to(fresh))
    first, second = scene.fake.sent
    assert (first["messaging_type"], second["messaging_type"], second["tag"]) == (
        "RESPONSE",
        "MESSAGE_TAG",
        "HUMAN_AGENT",
    )


async def test_after_seven_days_nothing_is_sent_and_the_way_out_is_named(scene: Scene) -> None:
    (post,) = await scene.hear(scene.fake.write(ago=HOUR))
    scene.fake.chats.clear()
    scene.fake.write(ago=8 * DAY)
    with pytest.raises(Refused, match="over") as caught:
        await scene.send(answer_to(post))
    assert "template" in caught.value.hint
    assert scene.fake.sent == []


async def test_a_message_whose_answer_was_lost_is_settled_by_its_echo(scene: Scene) -> None:
    (post,) = await scene.hear(scene.fake.write())
    key = scene.connector.new_key()
    scene.fake.fault = Fault.CUT_AFTER_WRITE
    with pytest.raises(Ambiguous):
        await scene.connector.send(answer_to(post), key=key)
    scene.fake.fault = Fault.DOWN
    echo = {"mid": "m_77", "text": "We look into it.", "is_echo": True, "metadata": key}
    event = {"sender": {"id": PAGE}, "recipient": {"id": "5150"}, "timestamp": NOON, "message": echo}
    answer = await scene.connector.hook(delivery("page", {"id": PAGE, "messaging": [event]}))
    assert answer.batch is not None
    assert answer.batch.posts[0].kind is PostKind.OWN
    found = await scene.connector.find(answer_to(post), key=key)
    assert found is not None
    assert found.native_id == "m_77"


async def test_a_message_is_found_in_the_conversation_after_a_restart(scene: Scene) -> None:
    (post,) = await scene.hear(scene.fake.write())
    key = scene.connector.new_key()
    await scene.connector.send(answer_to(post), key=key)
    assert await scene.again().find(answer_to(post), key=key) is not None
    assert await scene.again().find(answer_to(post, "Other words."), key=key) is None


async def test_an_account_that_is_blocked_is_told_in_words(scene: Scene) -> None:
    (post,) = await scene.hear(scene.fake.say())
    scene.fake.errors.append(error(368, "The action attempted has been deemed abusive"))
    with pytest.raises(Refused, match="blocked"):
        await scene.send(answer_to(post))


async def test_an_own_comment_is_deleted_and_one_that_is_gone_is_no_error(scene: Scene) -> None:
    (post,) = await scene.hear(scene.fake.say())
    receipt = await scene.send(answer_to(post))
    await scene.connector.delete(receipt.native_id)
    await scene.connector.delete(receipt.native_id)
    assert len(scene.fake.comments[post.thread]) == 1


async def test_a_thread_is_the_post_and_its_comments_oldest_first(scene: Scene) -> None:
    post = scene.fake.post("timetable", ago=MINUTE)
    first = scene.fake.say("late?", post=post)
    await scene.connector.check()
    posts = await scene.connector.thread(first)
    assert [one.native_id for one in posts] == [post, first]
    assert [one.kind for one in posts] == [PostKind.OWN, PostKind.CONTEXT]
    assert await scene.connector.thread("1_2") == ()


async def test_a_persons_token_is_told_from_a_pages(scene: Scene) -> None:
    scene.fake.is_page = False
    with pytest.raises(SignInFailed, match="token of a Page"):
        await scene.connector.check()


async def test_the_last_day_of_a_token_is_told_and_every_request_is_proven(scene: Scene) -> None:
    scene.fake.expires_at = NOON // 1000 + 3600
    identity = await scene.connector.check()
    assert identity.expires_at == NOON + HOUR
    assert identity.native_id == PAGE
    assert all(scene.fake.proofs)


async def test_what_the_network_says_of_its_patience_is_the_accounts_budget(scene: Scene) -> None:
    scene.fake.usage = 72
    await scene.connector.check()
    assert scene.tools.budget.left <= 0.28  # type: ignore[attr-defined]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=20,
)
COMMENT = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(
        ("message", "from", "created_time", "parent", "permalink_url", "is_hidden", "attachment", "attachments"), JSON
    ),
)
CHANGE = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(("comment_id", "post_id", "parent_id", "from", "message", "created_time", "post"), JSON)
    | {"verb": st.sampled_from(["add", "edited", "remove", "hide"]) | JSON, "item": st.just("comment") | JSON},
)
EVENT = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(("sender", "recipient", "timestamp", "message", "message_edit"), JSON),
)


@given(COMMENT | CHANGE | EVENT | JSON)
def test_what_facebook_sends_never_raises_whatever_its_shape(raw: Any) -> None:
    comment_of(raw, US, thread="1900_1", now=NOON)
    post_of(raw, US, now=NOON)
    told_of(raw, US, now=NOON)
    gone_of(raw)
    message_of(raw, CHAT, now=NOON)
    message_of_list(raw, CHAT, now=NOON)


@given(COMMENT)
def test_whatever_stands_beside_it_an_id_makes_a_comment(raw: dict[str, Any]) -> None:
    post = comment_of({**raw, "id": "1_2", "is_hidden": False}, US, thread="1900_1", now=NOON)
    assert post is not None
    assert (post.native_id, post.thread) == ("1_2", "1900_1")
    assert post.text
    assert post.author.handle


@given(EVENT)
def test_whatever_stands_beside_them_who_and_which_make_a_message(raw: dict[str, Any]) -> None:
    whole = {**raw, "sender": {"id": "7"}, "recipient": {"id": PAGE}, "message": {"mid": "m_1"}}
    post = message_of(whole, CHAT, now=NOON)
    assert post is not None
    assert (post.native_id, post.thread) == ("m_1", "chat/7")


async def test_a_picture_goes_out_with_a_comment_and_is_seen_nowhere_before(scene: Scene) -> None:
    (post,) = await scene.hear(scene.fake.say())
    await scene.send(replace(answer_to(post), attachments=(MAP,)))
    assert scene.fake.photos == [{"alt": "A map of the quay", "data": b"png"}]
    assert scene.fake.sent[0]["attachment_id"] == "photo-1"


async def test_no_picture_goes_out_with_a_private_message(scene: Scene) -> None:
    (post,) = await scene.hear(scene.fake.write())
    with pytest.raises(Refused, match="private message"):
        await scene.send(replace(answer_to(post), attachments=(MAP,)))
    assert scene.fake.sent == []
