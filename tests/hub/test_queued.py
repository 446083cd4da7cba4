"""A thousand queued replies and a hold; and a reply whose fate was not known, sent again: none leaves twice."""

import msgspec

from app.domain.account import Account
from app.domain.conversation import Card, Status, View
from app.domain.reply import OutboxState
from app.hub.main import Hub
from app.hub.outbox import AT_ONCE
from app.link.client import HubClient
from app.store import outbox as store_outbox
from app.store.transaction import Write
from app.wire.calls import HoldSending, RetrySend, SaveAccount, SendReply, SettleSend
from app.wire.feeds import OutboxFeed, QueueFeed
from tests.fakes.clock import NOON
from tests.fakes.pond import AUTHOR, Water
from tests.hub.conftest import Until

PEOPLE, EACH = 20, 50
EVERYTHING = View(statuses=tuple(Status))


def queue_all(tx: Write, cards: list[Card]) -> None:
    """Fifty replies in each conversation, all due now."""
    for number in range(EACH):
        for card in cards:
            store_outbox.queue(
                tx,
                conversation_id=card.id,
                account_id=card.account_id,
                network="pond",
                handle="brand",
                to_handle=card.handle,
                text=f"reply {number}",
                parent="post-1",
                thread="post-1",
                author="eve",
                token=f"{card.id}/{number}",
                not_before=NOON,
            )


async def test_a_hold_during_a_thousand_queued_sends_stops_all_that_has_not_left(
    desk: HubClient, hub: Hub, brand: Account, water: Water, until: Until
) -> None:
    for number in range(PEOPLE):
        person = msgspec.structs.replace(AUTHOR, native_id=f"did:{number}", handle=f"person{number}")
        water.say("Where is my parcel?", at=NOON, author=person)
    queue = desk.subscribe(QueueFeed(view=EVERYTHING))
    await until(queue, lambda: len(queue.rows) == PEOPLE)
    rows = desk.subscribe(OutboxFeed())
    await hub.house.store.write(lambda tx: queue_all(tx, list(queue.rows.values())))
    await until(rows, lambda: any(item.state is OutboxState.SENT for item in rows.rows.values()))

    await desk.call(HoldSending(reason="A crisis"))
    when_held = water.sends
    moving = {OutboxState.WAITING, OutboxState.SENDING, OutboxState.UNKNOWN}
    await until(rows, lambda: not any(item.state in moving for item in rows.rows.values()))

    states = [item.state for item in rows.rows.values()]
    sent, held = states.count(OutboxState.SENT), states.count(OutboxState.HELD)
    assert (sent + held, held > 0) == (PEOPLE * EACH, True)
    assert water.sends <= when_held + AT_ONCE
    assert sent == len(water.published) == len(set(water.published.values()))


async def test_a_resend_after_unknown_never_doubles_even_when_whoever_looked_was_wrong(
    desk: HubClient, brand: Account, water: Water, until: Until
) -> None:
    water.say("The door opened on the track side.", at=NOON)
    queue = desk.subscribe(QueueFeed(view=EVERYTHING))
    await until(queue, lambda: len(queue.rows) == 1)
    card: Card = next(iter(queue.rows.values()))
    rows = desk.subscribe(OutboxFeed())
    water.fault, water.blind = "ambiguous", True
    item = await desk.call(
        SendReply(
            conversation_id=card.id,
            account_id=card.account_id,
            parent="post-1",
            to_handle="mira",
            text="We are on it.",
            token="t",
        )
    )
    await until(rows, lambda: any(row.state is OutboxState.UNKNOWN for row in rows.rows.values()))
    await desk.call(SettleSend(id=item.id, is_there=False))
    water.fault, water.blind = "", False
    await desk.call(RetrySend(id=item.id))
    await until(rows, lambda: all(row.state is OutboxState.SENT for row in rows.rows.values()))

    assert len(water.published) == 1


async def test_a_network_that_does_not_answer_holds_up_no_reply_on_another(
    desk: HubClient, hub: Hub, brand: Account, water: Water, until: Until
) -> None:
    shallow = Water("shallow")
    other = msgspec.structs.replace(brand, id=0, handle="other", options={"water": "shallow"})
    await desk.call(SaveAccount(account=other, secrets={"password": "x"}, session_only=True))
    for number in range(AT_ONCE + 1):
        person = msgspec.structs.replace(AUTHOR, native_id=f"did:{number}", handle=f"person{number}")
        water.say("Where is my parcel?", at=NOON, author=person)
    queue, rows = desk.subscribe(QueueFeed(view=EVERYTHING)), desk.subscribe(OutboxFeed())
    await until(queue, lambda: len(queue.rows) == AT_ONCE + 1)
    water.fault = "hang"
    stuck = [one for one in queue.rows.values() if one.account_id == brand.id]
    await hub.house.store.write(lambda tx: queue_all(tx, stuck))
    await until(rows, lambda: any(item.state is OutboxState.SENDING for item in rows.rows.values()))

    shallow.say("And mine?", at=NOON, author=msgspec.structs.replace(AUTHOR, native_id="did:x", handle="x"))
    await until(queue, lambda: len(queue.rows) == AT_ONCE + 2)
    asked = next(one for one in queue.rows.values() if one.account_id != brand.id)
    await hub.house.store.write(lambda tx: queue_all(tx, [asked]))
    await until(rows, lambda: any(item.state is OutboxState.SENT for item in rows.rows.values()))
    assert len(shallow.published) >= 1
    assert not water.published
