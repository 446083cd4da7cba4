"""The Nostr connector against loopback relays, and events of any shape."""

from collections.abc import AsyncIterator
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nostr_sdk import Keys

from app.connectors._nostr import listening
from app.connectors._nostr.keys import is_genuine, npub
from app.connectors._nostr.notes import Profile, chain_of, post_of, profile_of
from app.connectors._nostr.relay import address_of
from app.connectors.base import RateLimited, Refused, SignInFailed, Tools, Unreachable
from app.connectors.nostr import Nostr
from app.core.clock import SECOND
from app.domain.account import Account, HealthState
from app.domain.post import Post, PostKind
from app.domain.reply import OutgoingReply
from tests.fakes.clock import NOON, FastClock
from tests.fakes.ear import Ear, tools
from tests.fakes.nostr_relay import MIRA, SECRET, US, FakeRelay, signed

MIRAS = MIRA.get_public_key().to_hex()
NOWHERE = "ws://127.0.0.1:9"
ROOT, OTHER = "a" * 64, "b" * 64


class Scene:
    """A key, two relays and an ear."""

    def __init__(self, first: FakeRelay, second: FakeRelay, given_tools: Tools, clock: FastClock) -> None:
        self.first = first
        self.second = second
        self.tools = given_tools
        self.clock = clock
        self.ear = Ear(self.account(), clock)

    def account(self, *relays: str) -> Account:
        named = "\n".join(relays or (self.first.address, self.second.address))
        return Account(id=5, network="nostr", handle="h", brand="H", options={"relays": named, "tags": "#Ferry"})

    def nostr(self, *relays: str) -> Nostr:
        return Nostr(self.account(*relays), {"secret_key": SECRET}, self.tools)

    async def hear(self, *native_ids: str, relays: tuple[str, ...] = ()) -> list[Post]:
        async with self.ear.listening(self.nostr(*relays), self.tools.budget):  # type: ignore[arg-type]
            await self.ear.until(lambda: set(native_ids) <= set(self.ear.posts))
        return [self.ear.posts[native_id] for native_id in native_ids]


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    clock = FastClock()
    async with FakeRelay(clock).running() as first, FakeRelay(clock).running() as second, tools(clock) as made:
        yield Scene(first, second, made, clock)


def reply_to(native_id: str, text: str = "We look into it.") -> OutgoingReply:
    return OutgoingReply(outbox_id=1, account_id=5, text=text, parent=native_id, thread=native_id)


async def test_what_names_us_answers_us_or_has_our_tag_is_told_apart(scene: Scene) -> None:
    mention = await scene.first.say("hello nostr:npub1aaaaaaaaaaaaaaaa")
    answer = await scene.first.say("thanks", tags=[["e", ROOT, "", "root"], ["p", US]])
    heard = await scene.second.say("late again", tags=[["t", "ferry"]])
    posts = await scene.hear(mention, answer, heard)
    assert [post.kind for post in posts] == [PostKind.MENTION, PostKind.REPLY, PostKind.HEARD]
    assert (posts[1].thread, posts[1].parent) == (ROOT, ROOT)
    assert posts[0].text == "hello @npub1aaaaaa…"


async def test_authors_have_the_names_they_give_themselves(scene: Scene) -> None:
    profile = '{"name": "mira", "display_name": "Mira Lind", "picture": "https://x.test/m.png"}'
    await scene.first.say(profile, kind=0, tags=[])
    (post,) = await scene.hear(await scene.first.say("hello"))
    assert (post.author.native_id, post.author.handle, post.author.name) == (MIRAS, npub(MIRAS), "Mira Lind")
    assert post.author.avatar_url == "https://x.test/m.png"


async def test_a_note_that_both_relays_tell_is_handed_over_once(scene: Scene) -> None:
    event = signed(MIRA, content="both", at=NOON // SECOND, tags=[["p", US]])
    await scene.first.take(event)
    await scene.second.take(event)
    async with scene.ear.listening(scene.nostr(), scene.tools.budget):  # type: ignore[arg-type]
        await scene.ear.until(lambda: len(scene.ear.cursors) == 2)
        later = await scene.first.say("later")
        await scene.ear.until(lambda: later in scene.ear.posts)
    assert scene.ear.times[event["id"]] <= 2
    assert scene.ear.times[later] == 1


async def test_a_relay_that_is_down_is_told_and_stops_no_other(scene: Scene) -> None:
    said = await scene.first.say("hello")
    connector = scene.nostr(NOWHERE, scene.first.address)
    async with scene.ear.listening(connector, scene.tools.budget):  # type: ignore[arg-type]
        await scene.ear.until(lambda: said in scene.ear.posts)
        await scene.ear.until(lambda: any(NOWHERE in health.error for health in scene.ear.healths))
    assert all(health.state is not HealthState.DOWN for health in scene.ear.healths)


async def test_a_forged_note_is_not_believed(scene: Scene) -> None:
    forged = signed(MIRA, content="true words", at=NOON // SECOND, tags=[["p", US]])
    await scene.first.take({**forged, "content": "false words"})
    await scene.hear(await scene.first.say("hello"))
    assert forged["id"] not in scene.ear.posts


async def test_an_absence_longer_than_a_page_is_read_whole(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.first.page = 4
    now = scene.clock.now() // SECOND
    missed = {await scene.first.say(f"missed {number}", at=now - number) for number in range(15)}
    await scene.hear(*missed)
    assert all(batch.backfill for batch in scene.ear.batches if batch.posts)


async def test_only_the_author_takes_a_note_back(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "QUIET_SECONDS", 0.02)
    mine, other = await scene.first.say("mine"), await scene.first.say("other")
    async with scene.ear.listening(scene.nostr(), scene.tools.budget):  # type: ignore[arg-type]
        await scene.ear.until(lambda: {mine, other} <= set(scene.ear.posts))
        await scene.first.say("", kind=5, keys=Keys.generate(), tags=[["e", other]])
        await scene.first.say("", kind=5, tags=[["e", mine]])
        await scene.ear.until(lambda: mine in scene.ear.deleted)
    assert scene.ear.deleted == {mine}


async def test_a_reply_names_its_thread_and_everybody_in_it(scene: Scene) -> None:
    third = Keys.generate().get_public_key().to_hex()
    parent = await scene.first.say("hello", tags=[["e", ROOT, "", "root"], ["p", US], ["p", third]])
    nostr = scene.nostr()
    receipt = await nostr.send(reply_to(parent), key=nostr.new_key())
    note = scene.first.events[receipt.native_id]
    assert note["tags"][:2] == [["e", ROOT, "", "root"], ["e", parent, "", "reply", MIRAS]]
    assert [row[1] for row in note["tags"] if row[0] == "p"] == [MIRAS, third]
    assert scene.second.events[receipt.native_id] == note
    assert is_genuine(note)


async def test_the_same_key_makes_the_same_note_after_a_restart(scene: Scene) -> None:
    parent, key = await scene.first.say("hello"), scene.nostr().new_key()
    first = await scene.nostr().send(reply_to(parent), key=key)
    second = await scene.nostr().send(reply_to(parent), key=key)
    assert first == second
    assert len(scene.first.ours) == 1


async def test_a_reply_is_out_when_one_relay_has_it(scene: Scene) -> None:
    parent = await scene.second.say("hello")
    scene.first.refuses = "blocked: pay first"
    nostr = scene.nostr(scene.first.address, NOWHERE, scene.second.address)
    receipt = await nostr.send(reply_to(parent), key=nostr.new_key())
    assert receipt.native_id in scene.second.events


@pytest.mark.parametrize(
    ("words", "error"),
    [("blocked: pay first", Refused), ("rate-limited: slow down", RateLimited), ("error: disk", Unreachable)],
)
async def test_what_a_relay_refuses_is_told_in_its_words(scene: Scene, words: str, error: type[Exception]) -> None:
    parent = await scene.first.say("hello")
    scene.first.refuses = words
    nostr = scene.nostr(scene.first.address)
    with pytest.raises(error, match=words):
        await nostr.send(reply_to(parent), key=nostr.new_key())


async def test_a_note_of_ours_is_taken_back_and_a_thread_is_read(scene: Scene) -> None:
    parent = await scene.first.say("hello")
    nostr = scene.nostr()
    receipt = await nostr.send(reply_to(parent), key=nostr.new_key())
    assert [post.native_id for post in await nostr.thread(receipt.native_id)][:1] == [parent]
    await nostr.delete(receipt.native_id)
    (deletion,) = [event for event in scene.first.events.values() if event["kind"] == 5]
    assert deletion["tags"][0] == ["e", receipt.native_id]


async def test_check_says_who_the_key_is(scene: Scene) -> None:
    identity = await scene.nostr().check()
    assert (identity.native_id, identity.handle) == (US, npub(US))


async def test_what_is_no_key_is_told_without_showing_it(scene: Scene) -> None:
    with pytest.raises(SignInFailed, match="nsec1") as told:
        await Nostr(scene.account(), {"secret_key": "my secret words"}, scene.tools).check()
    assert "my secret words" not in str(told.value)


def test_a_relays_address_is_encrypted_except_on_this_machine() -> None:
    assert address_of("relay.example.com/") == "wss://relay.example.com"
    assert address_of("ws://relay.example.com/path") == "wss://relay.example.com/path"
    assert address_of("ws://127.0.0.1:7") == "ws://127.0.0.1:7"
    with pytest.raises(Refused, match="relay"):
        address_of("https://relay.example.com")


@pytest.mark.parametrize(
    ("tags", "chain"),
    [
        ([["e", ROOT]], (ROOT, ROOT)),
        ([["e", ROOT], ["e", OTHER]], (ROOT, OTHER)),
        ([["e", OTHER, "", "reply"], ["e", ROOT, "", "root"]], (ROOT, OTHER)),
        ([["e", ROOT, "", "mention"]], ("", "")),
        ([["e", "nothing"]], ("", "")),
    ],
)
def test_threads_are_read_as_marked_and_as_they_used_to_be(tags: list[list[str]], chain: tuple[str, str]) -> None:
    assert chain_of({"tags": tags}) == chain


def test_pictures_and_warnings_of_the_author_go_along() -> None:
    tags = [["imeta", "url https://x.test/a.jpg", "m image/jpeg", "alt a ferry"], ["content-warning", "blood"]]
    event = {"kind": 1, "id": ROOT, "pubkey": MIRAS, "tags": tags, "content": "see", "created_at": NOON // SECOND}
    post = post_of(event, us=US, account_id=5, profile=Profile(), now=NOON)
    assert post is not None
    assert (post.media[0].kind, post.media[0].url, post.media[0].alt) == ("image", "https://x.test/a.jpg", "a ferry")
    assert post.labels == ("content-warning",)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=20,
)
ROW = st.lists(st.sampled_from(("e", "p", "imeta", "content-warning", "root", ROOT)) | JSON, max_size=5)
EVENT = st.fixed_dictionaries(
    {}, optional={"tags": st.lists(ROW, max_size=5) | JSON, "content": JSON, "created_at": JSON, "kind": JSON}
)


@given(JSON | EVENT)
def test_an_event_of_any_shape_never_raises(event: Any) -> None:
    post_of(event, us=US, account_id=5, profile=profile_of(event), now=NOON)
    is_genuine(event)


@given(EVENT)
def test_whatever_stands_beside_them_who_and_which_make_a_post(event: dict[str, Any]) -> None:
    post = post_of({**event, "kind": 1, "id": ROOT, "pubkey": MIRAS}, us=US, account_id=5, profile=Profile(), now=NOON)
    assert post is not None
    assert (post.native_id, post.author.native_id) == (ROOT, MIRAS)
    assert post.text
    msgspec.json.encode(post)
