"""The Telegram connector against a loopback fake, and its updates of any shape."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.connectors._telegram.updates import KINDS, post_of
from app.connectors.base import Refused, SignInFailed, Tools, Unreachable
from app.connectors.telegram import Telegram
from app.domain.account import Account
from app.domain.post import PostKind
from tests.fakes.any_json import JSON
from tests.fakes.clock import NOON, FastClock
from tests.fakes.ear import tools
from tests.fakes.scene import ConnectorScene, reply_to
from tests.fakes.telegram import BOT, TOKEN, FakeTelegram

GROUP = {"chat": -100200, "kind": "supergroup"}


class Scene(ConnectorScene[FakeTelegram, Telegram]):
    """A bot and its server."""

    def __init__(self, fake: FakeTelegram, given_tools: Tools, clock: FastClock) -> None:
        super().__init__(
            fake, given_tools, clock, network="telegram", handle="harbour_bot", options={"service": fake.url}
        )

    def again(self) -> Telegram:
        return Telegram(self.account, {"token": TOKEN}, self.tools)


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    clock = FastClock()
    async with FakeTelegram(clock).running() as fake, tools(clock) as made:
        yield Scene(fake, made, clock)


async def test_a_private_chat_is_one_thread(scene: Scene) -> None:
    first, second = await scene.hear(scene.fake.say("hello"), scene.fake.say("are you there?"))
    assert (first.kind, second.kind) == (PostKind.DIRECT, PostKind.DIRECT)
    assert first.thread == second.thread == "5150"
    assert (first.author.name, first.author.handle, first.url) == ("Mira Lind", "miralind", "")


async def test_in_a_group_an_answer_to_us_and_our_name_address_us_and_the_rest_is_heard(scene: Scene) -> None:
    ours = scene.fake.message("Welcome", **GROUP) | {"from": BOT}
    answer, named, other = await scene.hear(
        scene.fake.say("thanks", reply_to_message=ours, **GROUP),
        scene.fake.say("hey @Harbour_Bot", **GROUP),
        scene.fake.say("nice weather", **GROUP),
    )
    assert [post.kind for post in (answer, named, other)] == [PostKind.REPLY, PostKind.MENTION, PostKind.HEARD]
    assert answer.parent == f"-100200/{ours['message_id']}"


async def test_an_answer_belongs_to_the_thread_of_what_it_answers(scene: Scene) -> None:
    first = scene.fake.say("@harbour_bot one", **GROUP)
    number = int(first.partition("/")[2])
    second = scene.fake.say("@harbour_bot two", reply_to_message={"message_id": number}, **GROUP)
    third = scene.fake.say("three", reply_to_message={"message_id": int(second.partition("/")[2])}, **GROUP)
    posts = await scene.hear(first, second, third)
    assert [post.thread for post in posts] == ["", first, first]


async def test_an_edited_message_is_delivered_with_the_moment_of_its_edit(scene: Scene) -> None:
    native_id = scene.fake.say("edited words", field="edited_message", edit_date=NOON // 1000 - 60)
    (post,) = await scene.hear(native_id)
    assert post.edited_at == NOON - 60_000


async def test_a_link_whose_words_hide_its_host_shows_it(scene: Scene) -> None:
    entity = {"type": "text_link", "offset": 3, "length": 6, "url": "https://evil.example/login"}
    (post,) = await scene.hear(scene.fake.say("🎁 winner", entities=[entity]))
    assert post.text == "🎁 winner (evil.example)"


async def test_a_picture_without_words_is_named_and_its_address_with_the_token_goes_nowhere(scene: Scene) -> None:
    (post,) = await scene.hear(scene.fake.say("", photo=[{"file_id": "abc"}]))
    assert (post.text, post.media[0].url) == ("[image]", "")


async def test_whoever_blocked_the_bot_is_not_written_to_again(scene: Scene) -> None:
    scene.fake.blocked.add(5150)
    with pytest.raises(Refused, match="blocked"):
        await scene.send(reply_to("5150/1"))


async def test_a_reply_answers_the_message_and_shows_no_preview(scene: Scene) -> None:
    receipt = await scene.send(reply_to("5150/77"))
    given_body = scene.fake.sent[0]["given"]
    assert given_body["reply_parameters"] == {"message_id": 77}
    assert given_body["link_preview_options"] == {"is_disabled": True}
    assert receipt.native_id.startswith("5150/")


async def test_an_own_message_is_deleted_and_one_that_is_gone_is_no_error(scene: Scene) -> None:
    receipt = await scene.send(reply_to("5150/77"))
    await scene.connector.delete(receipt.native_id)
    await scene.connector.delete(receipt.native_id)
    assert len(scene.fake.deleted) == 1


async def test_a_wrong_token_is_a_sign_in_that_failed_and_is_told_to_nobody(scene: Scene) -> None:
    wrong = Telegram(scene.account, {"token": "1:wrong"}, scene.tools)
    with pytest.raises(SignInFailed) as caught:
        await wrong.check()
    assert "1:wrong" not in str(caught.value)


async def test_an_unreachable_server_is_told_without_the_token(scene: Scene) -> None:
    nowhere = Account(id=5, network="telegram", handle="b", brand="B", options={"service": "http://127.0.0.1:9"})
    with pytest.raises(Unreachable) as caught:
        await Telegram(nowhere, {"token": TOKEN}, scene.tools).check()
    assert TOKEN not in str(caught.value)


FIELDS = ("chat", "from", "date", "text", "caption", "entities", "reply_to_message", "edit_date", "photo")
MESSAGE = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(
        ("chat", "from", "date", "text", "caption", "entities", "reply_to_message", "edit_date", "photo"), JSON
    )
    | {"message_id": st.integers(0, 9) | JSON},
)


@given(st.sampled_from(KINDS), MESSAGE | JSON)
def test_an_update_of_any_shape_never_raises(kind: str, message: Any) -> None:
    post_of({kind: message}, us=BOT, account_id=5, root=lambda _one: "", now=NOON)


@given(MESSAGE)
def test_whatever_stands_beside_them_who_and_where_make_a_post(message: dict[str, Any]) -> None:
    whole = {**message, "message_id": 7, "chat": {"id": 5, "type": "private"}, "from": {"id": 9}}
    post = post_of({"message": whole}, us=BOT, account_id=5, root=lambda _one: "", now=NOON)
    assert post is not None
    assert (post.native_id, post.author.native_id) == ("5/7", "9")
    assert post.text
