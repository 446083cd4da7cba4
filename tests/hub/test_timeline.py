"""What becomes of a reply, and who did it, stands in its conversation's timeline."""

import msgspec
import pytest

from app.domain.account import Account
from app.domain.conversation import Card, EntryKind, Status, View
from app.domain.reply import OutboxItem, OutboxState
from app.link.client import HubClient
from app.link.mirror import Mirror
from app.wire.calls import (
    GetConversation,
    HoldSending,
    LiftHold,
    ReleaseHeld,
    RetrySend,
    SaveAccount,
    SendReply,
    SettleSend,
    UndoSend,
)
from app.wire.feeds import OutboxFeed, QueueFeed
from tests.fakes.clock import NOON
from tests.fakes.pond import Water
from tests.hub.conftest import Until


@pytest.fixture
async def card(desk: HubClient, brand: Account, water: Water, until: Until) -> Card:
    """A conversation, arrived."""
    water.say("The door opened on the track side.", at=NOON)
    queue = desk.subscribe(QueueFeed(view=View(statuses=tuple(Status))))
    await until(queue, lambda: len(queue.rows) == 1)
    found: Card = next(iter(queue.rows.values()))
    return found


@pytest.fixture
def outbox(desk: HubClient) -> Mirror:
    return desk.subscribe(OutboxFeed())


async def answered(desk: HubClient, card: Card, token: str = "t1") -> OutboxItem:
    request = SendReply(
        conversation_id=card.id, account_id=card.account_id, parent="post-1", to_handle="mira", text="We look.",
        token=token,
    )  # fmt: skip
    item: OutboxItem = await desk.call(request)
    return item


def is_in(outbox: Mirror, item: OutboxItem, state: OutboxState) -> bool:
    row = outbox.rows.get(str(item.id))
    return row is not None and row.state is state


async def told(desk: HubClient, card: Card) -> list[tuple[str, dict[str, str]]]:
    """The timeline's deeds on replies, the first one first, with what was kept of each."""
    detail = await desk.call(GetConversation(id=card.id))
    events = [entry for entry in detail.entries if entry.kind is EntryKind.EVENT and entry.text.startswith("reply.")]
    return [(entry.text, msgspec.json.decode(entry.name)) for entry in sorted(events, key=lambda entry: entry.id)]


async def test_failure_and_trying_again_and_taking_back(
    desk: HubClient, card: Card, water: Water, outbox: Mirror, until: Until
) -> None:
    water.fault = "refuse"
    item = await answered(desk, card)
    await until(outbox, lambda: is_in(outbox, item, OutboxState.FAILED))
    await desk.call(HoldSending(reason="Wrong prices"))
    await desk.call(RetrySend(id=item.id))
    await desk.call(UndoSend(id=item.id))
    deeds = await told(desk, card)
    assert [verb for verb, _after in deeds] == ["reply.failed", "reply.retried", "reply.undone"]
    assert "too shallow" in deeds[0][1]["error"]
    assert [after["state"] for _verb, after in deeds[1:]] == ["held", "cancelled"]


async def test_holding_and_letting_go(desk: HubClient, brand: Account, card: Card, outbox: Mirror) -> None:
    await desk.call(SaveAccount(account=msgspec.structs.replace(brand, undo_seconds=60)))
    waiting = await answered(desk, card)
    await desk.call(HoldSending(reason="Wrong prices"))
    written = await answered(desk, card, "t2")
    await desk.call(LiftHold())
    await desk.call(ReleaseHeld(id=waiting.id, send=True))
    await desk.call(ReleaseHeld(id=written.id, send=False))
    deeds = await told(desk, card)
    assert [verb for verb, _after in deeds] == ["reply.held", "reply.held", "reply.released", "reply.released"]
    assert [after.get("reason", after.get("state")) for _verb, after in deeds] == [
        "Wrong prices", "Wrong prices", "waiting", "cancelled",
    ]  # fmt: skip


async def test_not_knowing_and_what_a_person_saw(
    desk: HubClient, card: Card, water: Water, outbox: Mirror, until: Until
) -> None:
    water.fault, water.blind = "ambiguous", True
    item = await answered(desk, card)
    await until(outbox, lambda: is_in(outbox, item, OutboxState.UNKNOWN))
    await desk.call(SettleSend(id=item.id, is_there=False))
    deeds = await told(desk, card)
    assert [verb for verb, _after in deeds] == ["reply.unknown", "reply.settled"]
    assert deeds[1][1]["state"] == "failed"


async def test_what_goes_well_has_no_line(
    desk: HubClient, card: Card, water: Water, outbox: Mirror, until: Until
) -> None:
    item = await answered(desk, card)
    await until(outbox, lambda: is_in(outbox, item, OutboxState.SENT))
    assert await told(desk, card) == []
