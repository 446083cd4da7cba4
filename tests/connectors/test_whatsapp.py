"""The WhatsApp connector against a loopback fake, and its messages of any shape."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from app.connectors._whatsapp.messages import Us, echo_of, gone_of, post_of
from app.connectors._whatsapp.windows import MOST, Windows
from app.connectors.base import Ambiguous, Refused, SignInFailed, Tools
from app.connectors.whatsapp import WhatsApp
from app.core.clock import DAY, HOUR, SECOND
from app.domain.post import Batch, Post, PostKind
from app.domain.reply import Attachment
from tests.fakes.clock import NOON, FastClock, ManualClock
from tests.fakes.ear import tools
from tests.fakes.graph import SECRETS, challenge, delivery, error
from tests.fakes.network import Fault
from tests.fakes.scene import ConnectorScene, answer_to
from tests.fakes.whatsapp import HIDDEN, NUMBER, PERSON, FakeWhatsApp

WE = Us(id=NUMBER, account_id=5)
MAP = Attachment(name="map.png", mime="image/png", data=b"png", alt="A map of the quay")


class Scene(ConnectorScene[FakeWhatsApp, WhatsApp]):
    """A number and its server, which calls."""

    def __init__(self, fake: FakeWhatsApp, given_tools: Tools, clock: FastClock) -> None:
        options = {"service": fake.url, "phone_number_id": NUMBER}
        super().__init__(fake, given_tools, clock, network="whatsapp", handle="harbour", options=options)
        self.ear.caller = fake.call

    def again(self, secrets: Mapping[str, str] = SECRETS) -> WhatsApp:
        return WhatsApp(self.account, secrets, self.tools)

    async def hear(self, *native_ids: str) -> list[Post]:
        """Listen until these have come and the number was looked at."""
        async with self.listening():
            await self.ear.until(lambda: set(native_ids) <= set(self.ear.posts))
            await self.ear.until(lambda: any(batch.lane == "number" for batch in self.ear.batches))
        return [self.ear.posts[native_id] for native_id in native_ids]

    async def called(self, *entries: dict[str, Any]) -> Batch:
        answer = await self.connector.hook(delivery("whatsapp_business_account", *entries))
        assert answer.status == 200
        return answer.batch if answer.batch is not None else Batch(lane="")


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    clock = FastClock()
    async with FakeWhatsApp(clock).running() as fake, tools(clock) as made:
        yield Scene(fake, made, clock)


async def test_a_chat_is_one_thread_and_its_writer_has_name_and_number(scene: Scene) -> None:
    first, second = await scene.hear(scene.fake.say("hello"), scene.fake.say("anybody?", context={"id": "wamid.1"}))
    assert first.kind is second.kind is PostKind.DIRECT
    assert first.thread == second.thread == f"chat/{PERSON}"
    assert (first.author.name, first.author.handle, second.parent) == ("Mira Lind", PERSON, "wamid.1")


async def test_a_person_who_hides_the_number_is_known_and_answered_by_an_id(scene: Scene) -> None:
    (post,) = await scene.hear(scene.fake.say(person=HIDDEN))
    assert (post.author.native_id, post.thread) == (HIDDEN, f"chat/{HIDDEN}")
    await scene.send(answer_to(post))
    assert (scene.fake.sent[0]["recipient"], "to" in scene.fake.sent[0]) == (HIDDEN, False)


async def test_a_reply_quotes_the_message_and_carries_its_key(scene: Scene) -> None:
    (post,) = await scene.hear(scene.fake.say())
    key = scene.connector.new_key()
    receipt = await scene.connector.send(answer_to(post), key=key)
    sent = scene.fake.sent[0]
    assert (sent["to"], sent["context"], sent["biz_opaque_callback_data"]) == (
        PERSON,
        {"message_id": post.native_id},
        key,
    )
    assert (sent["text"], receipt.native_id) == ({"body": "We look into it.", "preview_url": False}, sent["id"])


@pytest.mark.parametrize("said", ["sent", "delivered", "read"])
async def test_a_reply_whose_answer_was_lost_is_settled_by_a_report(scene: Scene, said: str) -> None:
    (post,) = await scene.hear(scene.fake.say())
    key = scene.connector.new_key()
    scene.fake.fault = Fault.CUT_AFTER_WRITE
    with pytest.raises(Ambiguous):
        await scene.connector.send(answer_to(post), key=key)
    with pytest.raises(Refused, match="not reported"):
        await scene.connector.find(answer_to(post), key=key)
    await scene.called(scene.fake.status(said, scene.fake.sent[0]["id"], key=key))
    again = scene.again()
    await again.hook(delivery("whatsapp_business_account", scene.fake.status(said, scene.fake.sent[0]["id"], key=key)))
    for connector in (scene.connector, again):
        receipt = await connector.send(answer_to(post), key=key)
        assert receipt.native_id == scene.fake.sent[0]["id"]
    assert len(scene.fake.sent) == 1


async def test_a_reply_that_never_arrived_is_taken_out_and_not_sent_again(scene: Scene) -> None:
    (post,) = await scene.hear(scene.fake.say())
    key = scene.connector.new_key()
    scene.fake.fault = Fault.CUT_AFTER_WRITE
    with pytest.raises(Ambiguous):
        await scene.connector.send(answer_to(post), key=key)
    scene.fake.fault = Fault.NONE
    failure = {"code": 131_026, "title": "Message undeliverable", "error_data": {"details": "Not on WhatsApp."}}
    batch = await scene.called(scene.fake.status("failed", "wamid.9", key=key, errors=[failure]))
    assert batch.deleted == ("wamid.9",)
    assert await scene.connector.find(answer_to(post), key=key) is None
    with pytest.raises(Refused, match="Not on WhatsApp"):
        await scene.connector.send(answer_to(post), key=key)


async def test_after_a_day_nothing_is_sent_and_a_template_is_named(scene: Scene) -> None:
    late = str((scene.clock.now() - 25 * HOUR) // SECOND)
    (post,) = await scene.hear(scene.fake.say(timestamp=late))
    with pytest.raises(Refused, match="over") as caught:
        await scene.send(answer_to(post))
    assert "template" in caught.value.hint
    assert scene.fake.sent == []


async def test_a_picture_is_uploaded_first_and_the_words_are_its_caption(scene: Scene) -> None:
    (post,) = await scene.hear(scene.fake.say())
    await scene.send(replace(answer_to(post), attachments=(MAP,)))
    assert scene.fake.media == [{"type": "image/png", "mime": "image/png", "data": b"png"}]
    sent = scene.fake.sent[0]
    assert (sent["type"], sent["image"], "text" in sent) == (
        "image",
        {"id": "media-1", "caption": "We look into it."},
        False,
    )


async def test_words_too_long_for_a_caption_are_refused_before_anything_is_sent(scene: Scene) -> None:
    (post,) = await scene.hear(scene.fake.say())
    with pytest.raises(Refused, match="1024 characters"):
        await scene.send(replace(answer_to(post, "long " * 300), attachments=(MAP,)))
    assert (scene.fake.media, scene.fake.sent) == ([], [])


async def test_open_windows_outlive_a_restart(scene: Scene) -> None:
    (post,) = await scene.hear(scene.fake.say())
    scene.ear.caller = None
    again = scene.again()
    async with scene.ear.listening(again, scene.tools.budget):  # type: ignore[arg-type]
        await scene.ear.until(lambda: scene.ear.batches[-1].lane == "number")
        await again.send(answer_to(post), key=again.new_key())
    assert len(scene.fake.sent) == 1


async def test_a_window_that_the_network_says_is_over_is_told_the_same_way(scene: Scene) -> None:
    (post,) = await scene.hear(scene.fake.say())
    scene.fake.errors.append(error(131_047, "Re-engagement message"))
    with pytest.raises(Refused, match="over"):
        await scene.send(answer_to(post))


async def test_edits_and_messages_taken_back_are_told(scene: Scene) -> None:
    inner = {"type": "text", "text": {"body": "new words"}}
    edit = scene.fake.message(type="edit", edit={"original_message_id": "wamid.1", "message": inner})
    revoke = scene.fake.message(type="revoke", revoke={"original_message_id": "wamid.2"})
    batch = await scene.called(scene.fake.entry(messages=[edit, revoke]))
    assert [(post.native_id, post.text, post.edited_at > 0) for post in batch.posts] == [("wamid.1", "new words", True)]
    assert batch.deleted == ("wamid.2",)


async def test_what_ours_wrote_on_the_telephone_is_our_own(scene: Scene) -> None:
    echo = {**scene.fake.message("On it."), "from": "15550783881", "to": PERSON}
    (post,) = (await scene.called(scene.fake.entry(message_echoes=[echo]))).posts
    assert (post.kind, post.thread) == (PostKind.OWN, f"chat/{PERSON}")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"type": "image", "image": {"id": "1", "caption": "the pier"}}, "the pier"),
        ({"type": "audio", "audio": {"id": "1"}}, "[audio]"),
        ({"type": "location", "location": {"latitude": 53.5, "longitude": 9.9, "name": "Pier"}}, "Pier\n53.5, 9.9"),
        ({"type": "contacts", "contacts": [{"name": {"formatted_name": "Jonas"}}]}, "Jonas"),
        ({"type": "button", "button": {"text": "Yes"}}, "Yes"),
        ({"type": "interactive", "interactive": {"list_reply": {"title": "Refund"}}}, "Refund"),
        ({"type": "unsupported", "errors": [{"title": "Message type unknown"}]}, "Message type unknown"),
    ],
)
def test_whatever_a_message_is_made_of_is_told_in_words(content: dict[str, Any], words: str) -> None:
    post = post_of({"from": PERSON, "id": "wamid.1", **content}, {}, WE, now=NOON)
    assert post is not None
    assert post.text == words


async def test_of_another_number_of_the_same_app_nothing_is_kept(scene: Scene) -> None:
    assert await scene.called(scene.fake.entry(number="1", messages=[scene.fake.message()])) == Batch(lane="")


async def test_a_forged_delivery_is_refused_and_the_address_is_verified(scene: Scene) -> None:
    forged = delivery("whatsapp_business_account", scene.fake.entry(messages=[scene.fake.message()]), secret="guessed")
    assert (await scene.connector.hook(forged)).status == 401
    assert (await scene.connector.hook(challenge())).body == b"1158201444"


async def test_a_number_that_was_entered_by_mistake_is_told_apart(scene: Scene) -> None:
    scene.account = replace(scene.account, options={**scene.account.options, "phone_number_id": "+1 555"})
    with pytest.raises(SignInFailed, match="phone number id"):
        await scene.again().check()


async def test_the_number_is_told_and_every_request_is_proven(scene: Scene) -> None:
    identity = await scene.connector.check()
    assert (identity.handle, identity.title) == ("+1 555-078-3881", "Harbour")
    assert all(scene.fake.proofs)


async def test_windows_end_after_a_day_and_more_than_are_kept_are_left_to_the_network() -> None:
    clock = ManualClock()
    windows = Windows(clock)
    windows.check("nobody is known before anything was taken over")
    windows.resume("")
    windows.heard("mira", clock.now())
    windows.check("mira")
    await clock.advance(DAY / SECOND + 1)
    with pytest.raises(Refused):
        windows.check("mira")
    for number in range(MOST + 1):
        windows.heard(str(number), clock.now())
    windows.check("mira")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=20,
)
MESSAGE = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(
        ("from", "from_user_id", "to", "timestamp", "text", "image", "location", "contacts", "context", "edit"), JSON
    )
    | {"type": st.sampled_from(["text", "image", "location", "contacts", "edit", "revoke", "interactive"]) | JSON},
)


@given(MESSAGE | JSON, JSON)
def test_what_whatsapp_sends_never_raises_whatever_its_shape(message: Any, value: Any) -> None:
    post_of(message, value, WE, now=NOON)
    echo_of(message, WE, now=NOON)
    gone_of(message)


@given(MESSAGE)
def test_whatever_stands_beside_them_who_and_which_make_a_post(message: dict[str, Any]) -> None:
    whole = {**message, "id": "wamid.1", "from": PERSON, "from_user_id": None, "type": "text"}
    post = post_of(whole, {}, WE, now=NOON)
    assert post is not None
    assert (post.native_id, post.thread) == ("wamid.1", f"chat/{PERSON}")
    assert post.text


@given(st.text() | JSON.map(str))
def test_windows_take_over_any_cursor(cursor: str) -> None:
    Windows(ManualClock()).resume(cursor)
