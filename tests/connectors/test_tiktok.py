"""The TikTok connector against a loopback fake, and its comments of any shape."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.connectors._tiktok.comments import Us, comment_posts
from app.connectors.base import Ambiguous, RateLimited, Refused, SignInFailed, Tools, Unreachable
from app.connectors.tiktok import TikTok
from app.core.clock import DAY, HOUR, MINUTE, SECOND
from app.domain.post import PostKind
from app.domain.reply import OutgoingReply
from tests.fakes.clock import NOON, FastClock
from tests.fakes.ear import tools
from tests.fakes.scene import ConnectorScene
from tests.fakes.tiktok import BUSINESS, REFRESH, VIDEO, FakeTikTok

US = Us(BUSINESS, "harbour", 5)


class Scene(ConnectorScene[FakeTikTok, TikTok]):
    """An account and its server."""

    def __init__(self, fake: FakeTikTok, given_tools: Tools, clock: FastClock) -> None:
        self.kept: list[dict[str, str]] = []
        options = {"service": fake.url, "app_id": "we", "business_id": BUSINESS}
        kept = replace(given_tools, keep=self._keep)
        super().__init__(fake, kept, clock, network="tiktok", handle="harbour", options=options)
        self.made(token=fake.give())

    def again(self, **secrets: str) -> TikTok:
        """The connector as a new process makes it, with these secrets besides."""
        whole = {"refresh_token": REFRESH, "app_secret": "hush", **secrets}
        return TikTok(self.account, whole, self.tools)

    def made(self, **secrets: str) -> TikTok:
        """The connector anew, with these secrets besides, and an ear that has heard nothing."""
        return self.anew(self.again(**secrets))

    async def _keep(self, secrets: Mapping[str, str]) -> None:
        self.kept.append(dict(secrets))


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    clock = FastClock(times=1200)
    async with FakeTikTok(clock).running() as fake, tools(clock) as made:
        yield Scene(fake, made, clock)


def reply_to(native_id: str, text: str = "We look into it.", *, thread: str = "") -> OutgoingReply:
    return OutgoingReply(outbox_id=1, account_id=5, text=text, parent=native_id, thread=thread)


async def test_a_comment_and_its_answers_are_one_thread(scene: Scene) -> None:
    first = scene.fake.say()
    one, two = await scene.hear(first, scene.fake.say("me too", parent=first))
    assert (one.kind, one.thread, two.thread) == (PostKind.COMMENT, "", first)
    assert one.url == f"https://www.tiktok.com/@harbour/video/{VIDEO}"
    assert (one.author.native_id, one.author.handle) == ("u-mira", "miralind")


async def test_answers_to_our_own_comment_address_us(scene: Scene) -> None:
    ours = scene.fake.say("Welcome", owner=True)
    posts = await scene.hear(ours, scene.fake.say("thanks", parent=ours))
    assert [post.kind for post in posts] == [PostKind.OWN, PostKind.REPLY]


async def test_all_pages_are_read_and_a_comment_that_is_gone_is_found(scene: Scene) -> None:
    ids = [scene.fake.say(f"question {number}") for number in range(75)]
    async with scene.listening():
        await scene.ear.until(lambda: set(ids) <= set(scene.ear.posts))
        del scene.fake.comments[ids[3].rpartition("/")[2]]
        await scene.ear.until(lambda: scene.ear.deleted == {ids[3]})


async def test_an_answer_goes_into_the_thread_and_can_be_taken_back(scene: Scene) -> None:
    first = scene.fake.say()
    answer = scene.fake.say("me too", parent=first)
    receipt = await scene.send(reply_to(answer, thread=first))
    assert scene.fake.ours[0]["parent_comment_id"] == first.rpartition("/")[2]
    assert [post.native_id for post in await scene.connector.thread(answer)] == [first, answer, receipt.native_id]
    await scene.connector.delete(receipt.native_id)
    assert scene.fake.ours == []


async def test_the_year_s_token_gives_the_day_s_and_both_are_kept(scene: Scene) -> None:
    identity = await scene.made().check()
    assert scene.fake.renewed[0] == {
        "grant_type": "refresh_token",
        "refresh_token": REFRESH,
        "client_id": "we",
        "client_secret": "hush",
    }
    assert scene.kept[0]["token"] in scene.fake.access
    assert identity.expires_at > scene.clock.now() + 360 * DAY


async def test_a_day_s_token_that_ended_is_renewed_in_the_middle(scene: Scene) -> None:
    await scene.connector.check()
    scene.fake.access.clear()
    await scene.hear(scene.fake.say())
    assert len(scene.fake.renewed) == 1


async def test_a_year_s_token_that_ended_asks_a_person(scene: Scene) -> None:
    with pytest.raises(SignInFailed, match="Invalid refresh token"):
        await scene.made(refresh_token="old").check()


@pytest.mark.parametrize(
    ("code", "words", "kind"),
    [
        (40001, "No permission", Refused),
        (40002, "Text is too long", Refused),
        (50000, "Internal error", Ambiguous),
        (40100, "Too many requests", RateLimited),
    ],
)
async def test_what_tiktok_says_against_it_is_told(scene: Scene, code: int, words: str, kind: type[Exception]) -> None:
    await scene.connector.check()
    scene.fake.code = (code, words)
    with pytest.raises(kind, match=words):
        await scene.send(reply_to(f"{VIDEO}/1"))
    if kind is Ambiguous:
        with pytest.raises(Unreachable):
            await scene.connector.thread(f"{VIDEO}/1")


@pytest.mark.parametrize(
    ("words", "midnight"), [("Too many requests in one minute.", False), ("Daily limit (QPD) reached.", True)]
)
async def test_a_limit_of_a_minute_and_one_of_a_day_are_waited_for(scene: Scene, words: str, midnight: bool) -> None:
    await scene.connector.check()
    scene.fake.code = (40100, words)
    before = scene.clock.now()
    with pytest.raises(RateLimited) as caught:
        await scene.connector.check()
    if midnight:
        assert caught.value.until % DAY == 0
    else:
        assert 5 * MINUTE <= caught.value.until - before < HOUR


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=20,
)
NAMES = ("comment_id", "text", "create_time", "owner", "username", "user_id", "unique_identifier", "profile_image")
COMMENT = st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, JSON))


@given(st.lists(COMMENT | JSON, max_size=3) | JSON)
def test_comments_of_any_shape_never_raise(listed: Any) -> None:
    comment_posts(listed, US, video=VIDEO, now=NOON)


@given(st.lists(COMMENT | JSON, max_size=3), COMMENT)
def test_a_comment_is_found_whatever_stands_beside_it(others: list[Any], rest: dict[str, Any]) -> None:
    good = {**rest, "comment_id": "7", "unique_identifier": "u"}
    posts = comment_posts([*others, good], US, video=VIDEO, now=NOON + SECOND)
    assert f"{VIDEO}/7" in [post.native_id for post in posts]
