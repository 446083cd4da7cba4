"""Whoever wrote a reply is told, once, that nobody has read it; nobody is told of anything else."""

from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from app.core.ids import IdMaker
from app.domain.conversation import Status, View
from app.domain.heard import Heard
from app.domain.mark import Mark
from app.domain.mention import Mention
from app.domain.post import PostKind
from app.domain.reply import Receipt
from app.services import mentions, undelivered
from app.store import conversations, outbox
from app.store.engine import Store
from tests.fakes.clock import NOON, ManualClock
from tests.store.builders import ACCOUNT, heard, take


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    clock = ManualClock()
    opened = await Store.open(f"sqlite:///{tmp_path / 'fishbowl.db'}", ids=IdMaker(clock=clock), clock=clock)
    yield opened
    await opened.close()


async def replied(store: Store) -> int:
    """A letter, and Eve's reply to it, which has left; its conversation."""
    await take(store, heard("root@x", kind=PostKind.DIRECT, network="email"))
    (card,), _after = await store.read(lambda tx: conversations.page(tx, View(), limit=9))
    await store.write(
        lambda tx: outbox.queue(
            tx, conversation_id=card.id, account_id=ACCOUNT, network="email", handle="us", to_handle="ann@x.test",
            text="Tomorrow.", parent="root@x", thread="root@x", author="eve", token="t", not_before=NOON,
        )
    )  # fmt: skip
    (item,) = await store.write(lambda tx: outbox.claim(tx, now=NOON, limit=9, new_key=lambda _account: "k"))
    receipt = Receipt(native_id="ours@us", url="", published_at=NOON)
    await store.write(lambda tx: outbox.sent(tx, item, receipt))
    return card.id


def machine(native_id: str, label: str, parent: str) -> Heard:
    made = heard(native_id, "Sorry.", network="email", by="daemon", parent=parent, thread="root@x")
    return msgspec.structs.replace(made, post=msgspec.structs.replace(made.post, labels=(label,)))


async def told(store: Store, *posts: Heard) -> tuple[Mention, ...]:
    """What Eve is told after these came."""
    await take(store, *posts)
    await store.write(lambda tx: undelivered.tell(tx, posts))
    return await store.read(lambda tx: mentions.of(tx, "eve"))


async def test_the_author_of_a_reply_is_told_once_that_it_did_not_arrive(store: Store) -> None:
    where = await replied(store)
    bounce = machine("b@x", "bounce", "ours@us")
    (one,) = await told(store, bounce)
    assert (one.conversation_id, one.by, one.text, one.undelivered) == (where, "ann@x.test", "Tomorrow.", True)
    assert await told(store, bounce) == (one,)


@pytest.mark.parametrize(
    ("label", "parent"), [("delayed", "ours@us"), ("auto-reply", "ours@us"), ("bounce", "root@x"), ("bounce", "no@x")]
)
async def test_nothing_else_is_told(store: Store, label: str, parent: str) -> None:
    await replied(store)
    assert await told(store, machine("b@x", label, parent)) == ()


async def marked(store: Store) -> list[int]:
    """The conversations that are found as not delivered."""
    view = View(statuses=tuple(Status), order="newest", only=Mark.UNDELIVERED)
    cards, _after = await store.read(lambda tx: conversations.page(tx, view, limit=9))
    assert all(card.reasons[0] == ("undelivered", 0) for card in cards)
    return [card.id for card in cards]


async def test_a_conversation_is_marked_until_we_say_something_there_again(store: Store) -> None:
    where, bounce = await replied(store), machine("b@x", "bounce", "ours@us")
    assert await marked(store) == []
    await told(store, bounce)
    assert await marked(store) == [where]
    await told(store, heard("more@x", "Hello?", kind=PostKind.DIRECT, network="email", thread="root@x", priority=40))
    assert await marked(store) == [where]
    own = heard("again@us", "Tomorrow.", kind=PostKind.OWN, network="email", by="us", parent="root@x", at=NOON + 9_000)
    await told(store, own)
    assert await marked(store) == []


async def test_a_report_that_is_delivered_again_does_not_mark_what_was_answered_since(store: Store) -> None:
    await replied(store)
    bounce = machine("b@x", "bounce", "ours@us")
    await told(store, bounce)
    await told(store, heard("again@us", kind=PostKind.OWN, network="email", by="us", parent="root@x", at=NOON + 9_000))
    await told(store, bounce)
    assert await marked(store) == []


async def test_a_report_about_an_earlier_reply_does_not_mark_one_that_left_since(store: Store) -> None:
    where = await replied(store)
    item = await store.write(
        lambda tx: outbox.queue(
            tx, conversation_id=where, account_id=ACCOUNT, network="email", handle="us", to_handle="ann@x.test",
            text="Today.", parent="root@x", thread="root@x", author="eve", token="u", not_before=NOON,
        )
    )  # fmt: skip
    await store.write(lambda tx: outbox.claim(tx, now=NOON, limit=9, new_key=lambda _account: "l"))
    receipt = Receipt(native_id="later@us", url="", published_at=NOON)
    await store.write(lambda tx: outbox.sent(tx, item, receipt))
    await told(store, machine("b@x", "bounce", "ours@us"))
    assert await marked(store) == []
