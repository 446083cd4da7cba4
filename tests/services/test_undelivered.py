"""Whoever wrote a reply is told, once, that nobody has read it; nobody is told of anything else."""

from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from app.core.ids import IdMaker
from app.domain.conversation import View
from app.domain.heard import Heard
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
