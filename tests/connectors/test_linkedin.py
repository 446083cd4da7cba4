"""The LinkedIn connector against a loopback fake, and its comments of any shape."""

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.connectors._linkedin.comments import Us, comment_posts, place_of
from app.connectors.base import RateLimited, Refused, SignInFailed, Tools
from app.connectors.linkedin import LinkedIn
from app.core.clock import DAY, HOUR
from app.domain.account import Account
from app.domain.post import PostKind
from app.domain.reply import OutgoingReply
from tests.fakes.clock import NOON, FastClock
from tests.fakes.ear import tools
from tests.fakes.linkedin import ACTIVITY, PAGE, URN, FakeLinkedIn
from tests.fakes.scene import ConnectorScene

US = Us(URN, "harbour", 5)
REDIRECT = "http://127.0.0.1:47113/signed-in"
DAILY = {
    "status": 429,
    "serviceErrorCode": 101,
    "message": "Resource level throttle APPLICATION DAY limit for calls to this resource is reached.",
}


class Scene(ConnectorScene[FakeLinkedIn, LinkedIn]):
    """A page and its server."""

    def __init__(self, fake: FakeLinkedIn, given_tools: Tools, clock: FastClock) -> None:
        self.options = {"service": fake.url, "client_id": "we", "organization": PAGE}
        super().__init__(fake, given_tools, clock, network="linkedin", handle="harbour", options=self.options)

    def again(self, token: str = "", **options: str) -> LinkedIn:
        """The connector as a new process makes it, with these options besides."""
        account = msgspec.structs.replace(self.account, options={**self.options, **options})
        return LinkedIn(account, {"token": token or self.fake.token}, self.tools)

    def made(self, token: str = "", **options: str) -> LinkedIn:
        """The connector anew, with these options besides, and an ear that has heard nothing."""
        return self.anew(self.again(token, **options))


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    clock = FastClock(times=1200)
    async with FakeLinkedIn(clock).running() as fake, tools(clock) as made:
        yield Scene(fake, made, clock)


def reply_to(native_id: str, text: str = "We look into it.", *, thread: str = "") -> OutgoingReply:
    return OutgoingReply(outbox_id=1, account_id=5, text=text, parent=native_id, thread=thread)


async def test_a_comment_and_its_answers_are_one_thread_with_its_address(scene: Scene) -> None:
    first = scene.fake.say()
    answer = scene.fake.say("me too", actor="urn:li:organization:77", parent=first)
    one, two = await scene.hear(first, answer)
    assert (one.kind, one.thread, two.thread, two.parent) == (PostKind.COMMENT, "", first, first)
    assert one.url.startswith(f"https://www.linkedin.com/feed/update/{ACTIVITY}?commentUrn=urn%3Ali%3Acomment")
    assert (one.author.native_id, one.author.handle) == ("urn:li:person:mira1", "mira1")


async def test_answers_to_our_own_comment_address_us(scene: Scene) -> None:
    ours = scene.fake.say("Welcome", actor=URN)
    posts = await scene.hear(ours, scene.fake.say("thanks", parent=ours))
    assert [post.kind for post in posts] == [PostKind.OWN, PostKind.REPLY]


async def test_comments_are_read_only_when_their_number_moved_or_an_hour_is_over(scene: Scene) -> None:
    first = scene.fake.say()
    async with scene.listening():
        await scene.ear.until(lambda: first in scene.ear.posts)
        began, asked = scene.clock.now(), len(scene.fake.asked_at)
        await scene.fake.asked(asked + 8)
        read, passed = scene.fake.read, scene.clock.now() - began
    assert read <= 1 + passed // HOUR


async def test_a_comment_that_is_gone_and_one_that_was_edited_are_found(scene: Scene) -> None:
    gone, changed = scene.fake.say("oops"), scene.fake.say("firts")
    async with scene.listening():
        await scene.ear.until(lambda: {gone, changed} <= set(scene.ear.posts))
        del scene.fake.comments[gone]
        scene.fake.comments[changed]["message"] = {"text": "first"}
        scene.fake.comments[changed]["lastModified"] = {"time": scene.clock.now() + 1000}
        await scene.ear.until(lambda: gone in scene.ear.deleted and scene.ear.times[changed] > 1)
    assert any(post.text == "first" and post.edited_at for batch in scene.ear.batches for post in batch.posts)


async def test_an_answer_goes_out_in_the_page_s_name_into_the_thread(scene: Scene) -> None:
    first = scene.fake.say()
    answer = scene.fake.say("me too", parent=first)
    receipt = await scene.send(reply_to(answer, thread=first))
    assert scene.fake.ours[0]["actor"] == URN
    assert scene.fake.ours[0]["parentComment"] == first
    posts = await scene.connector.thread(answer)
    assert [post.native_id for post in posts] == [first, answer, receipt.native_id]
    assert await scene.connector.thread("urn:li:share:1") == ()


async def test_an_own_comment_is_deleted_and_another_s_is_not(scene: Scene) -> None:
    first = scene.fake.say()
    receipt = await scene.send(reply_to(first))
    await scene.connector.delete(receipt.native_id)
    await scene.connector.delete(receipt.native_id)
    assert scene.fake.ours == []
    with pytest.raises(Refused, match="Unauthorized"):
        await scene.connector.delete(first)


async def test_a_version_that_is_retired_is_told_with_what_to_do(scene: Scene) -> None:
    with pytest.raises(Refused, match="newer version"):
        await scene.made(version="202401").check()


async def test_a_day_s_limit_is_waited_for_until_midnight_utc(scene: Scene) -> None:
    scene.fake.problem = (429, DAILY)
    with pytest.raises(RateLimited) as caught:
        await scene.connector.check()
    assert caught.value.until == (scene.clock.now() // DAY + 1) * DAY


async def test_a_page_of_somebody_else_is_refused_in_words(scene: Scene) -> None:
    with pytest.raises(Refused, match="administer the page"):
        await scene.made(organization="1").check()
    with pytest.raises(Refused, match="number of the page"):
        await scene.made(organization="harbour").check()


async def test_a_sign_in_tells_its_last_day_and_cannot_outlive_it(scene: Scene) -> None:
    scene.fake.door.more = {"refresh_token": ""}
    turn = await LinkedIn.begin(scene.options, {"client_secret": "hush"}, scene.tools, redirect=REDIRECT)
    assert parse_qs(urlsplit(turn.url).query)["client_id"] == ["we"]
    answer = scene.fake.door.consent(turn.url)
    signed = await LinkedIn.finish(turn, answer, scene.tools, redirect=REDIRECT)
    assert 59 * DAY < signed.identity.expires_at - scene.clock.now() <= 60 * DAY
    assert signed.identity.native_id == URN
    account = Account(id=5, network="linkedin", handle="harbour", brand="H", options=scene.options)
    old = {**signed.secrets, "expires_at": str(scene.clock.now() - 1)}
    with pytest.raises(SignInFailed, match="ended"):
        await LinkedIn(account, old, scene.tools).check()


def test_a_comment_s_name_tells_where_it_hangs() -> None:
    assert place_of(f"urn:li:comment:({ACTIVITY},663)") == (ACTIVITY, "663")
    assert place_of("urn:li:comment:(urn:li:activity:1,2)/../x") == ("", "")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=20,
)
NAMES = ("actor", "commentUrn", "object", "id", "message", "created", "lastModified", "parentComment", "content")
COMMENT = st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, JSON))


@given(st.lists(COMMENT | JSON, max_size=3) | JSON)
def test_comments_of_any_shape_never_raise(listed: Any) -> None:
    comment_posts(listed, US, now=NOON)


@given(st.lists(COMMENT | JSON, max_size=3), COMMENT)
def test_a_comment_is_found_whatever_stands_beside_it(others: list[Any], rest: dict[str, Any]) -> None:
    urn = f"urn:li:comment:({ACTIVITY},7)"
    posts = comment_posts([*others, {**rest, "commentUrn": urn, "actor": "urn:li:person:a"}], US, now=NOON)
    assert urn in [post.native_id for post in posts]


@pytest.mark.parametrize("options", [{}, {"service": "https://api.linkedin.com"}], ids=["none", "own"])
def test_tokens_come_from_linkedins_own_address_wherever_the_api_is_left_as_it_is(options: dict[str, str]) -> None:
    assert LinkedIn.door(options, {}).token == "https://www.linkedin.com/oauth/v2/accessToken"
