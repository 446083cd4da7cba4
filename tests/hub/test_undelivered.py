"""A reply that a machine reports as not delivered: its author is told, and the conversation sleeps on."""

import pytest

from app.domain.account import Account
from app.domain.conversation import Card, Status, View
from app.domain.post import Author, Batch, Post, PostKind
from app.domain.reply import OutboxState
from app.link.client import HubClient
from app.wire.calls import GetConversation, SetStatus
from app.wire.feeds import MentionFeed, OutboxFeed, QueueFeed
from tests.fakes.clock import NOON
from tests.fakes.pond import Water
from tests.hub.conftest import Until
from tests.hub.test_sending import reply, state_of

DAEMON = Author(native_id="daemon", handle="mailer-daemon")


@pytest.fixture
async def card(desk: HubClient, brand: Account, water: Water, until: Until) -> Card:
    water.say("Where is my parcel?", at=NOON)
    queue = desk.subscribe(QueueFeed(view=View(statuses=tuple(Status))))
    await until(queue, lambda: len(queue.rows) == 1)
    found: Card = next(iter(queue.rows.values()))
    return found


async def test_the_author_is_told_and_a_resolved_conversation_stays_resolved(
    desk: HubClient, card: Card, water: Water, until: Until
) -> None:
    outbox = desk.subscribe(OutboxFeed())
    item = await desk.call(reply(card))
    await until(outbox, lambda: state_of(outbox, item) is OutboxState.SENT)
    await desk.call(SetStatus(ids=(card.id,), status=Status.RESOLVED))
    told = desk.subscribe(MentionFeed(me=desk.name))
    await until(told, lambda: told.filled)
    (ours,) = water.published
    bounce = Post(
        network="pond", native_id="bounce", kind=PostKind.HEARD, text="Mailbox full.", created_at=NOON, author=DAEMON,
        parent=ours, thread="post-1", labels=("bounce", "550 5.2.2"),
    )  # fmt: skip
    water.deliver(Batch(lane="all", posts=(bounce,), cursor="9"))
    await until(told, lambda: len(told.rows) == 1)
    (note,) = told.rows.values()
    assert (note.undelivered, note.conversation_id) == (True, card.id)
    detail = await desk.call(GetConversation(id=card.id))
    assert detail.card.status is Status.RESOLVED
    report = next(entry for entry in detail.entries if entry.automatic)
    assert (report.automatic, report.about, report.code) == ("bounce", ours, "550 5.2.2")
