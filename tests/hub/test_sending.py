"""A reply leaves once, or is shown as not sent: the whole way from a desk's call to the pond."""

import asyncio

import msgspec
import pytest

from app.core.errors import Code, FishbowlError
from app.domain.account import Account
from app.domain.conversation import Card, EntryKind, Status, View
from app.domain.post import Batch, Post, PostKind
from app.domain.reply import OutboxItem, OutboxState
from app.hub import connectors as hub_connectors
from app.hub.main import Hub
from app.link.client import HubClient
from app.link.mirror import Mirror
from app.services.sending import load_hold
from app.store import outbox as store_outbox
from app.wire.calls import (
    GetConversation,
    HoldSending,
    LiftHold,
    MintToken,
    ReadThread,
    ReleaseHeld,
    RetrySend,
    SaveAccount,
    SaveDraft,
    SendReply,
    SettleSend,
    UndoSend,
)
from app.wire.feeds import DraftFeed, HouseFeed, OutboxFeed, QueueFeed, ThreadFeed
from tests.fakes.clock import NOON
from tests.fakes.pond import Pond, Water
from tests.hub.conftest import Rooms, Until

ANY = View(statuses=tuple(Status))


@pytest.fixture
async def card(desk: HubClient, brand: Account, water: Water, until: Until) -> Card:
    """Mira's conversation, arrived."""
    water.say("The door opened on the track side.", at=NOON)
    queue = desk.subscribe(QueueFeed(view=ANY))
    await until(queue, lambda: len(queue.rows) == 1)
    found: Card = next(iter(queue.rows.values()))
    return found


@pytest.fixture
def outbox(desk: HubClient) -> Mirror:
    return desk.subscribe(OutboxFeed())


def reply(card: Card, *, text: str = "We are on it.", token: str = "t1", parent: str = "post-1") -> SendReply:
    return SendReply(
        conversation_id=card.id,
        account_id=card.account_id,
        parent=parent,
        to_handle="mira",
        text=text,
        token=token,
    )


def state_of(outbox: Mirror, item: OutboxItem) -> OutboxState | None:
    row = outbox.rows.get(str(item.id))
    return row.state if row else None


async def test_a_reply_is_on_the_network_once_and_in_the_thread(
    desk: HubClient, card: Card, water: Water, outbox: Mirror, until: Until
) -> None:
    item = await desk.call(reply(card))
    await until(outbox, lambda: state_of(outbox, item) is OutboxState.SENT)
    thread = desk.subscribe(ThreadFeed(conversation_id=card.id))
    await until(thread, lambda: any(entry.kind is EntryKind.OWN for entry in thread.rows.values()))

    assert len(water.published) == 1
    assert [e.text for e in thread.rows.values() if e.kind is EntryKind.OWN] == ["We are on it."]


async def test_a_reply_in_the_thread_says_who_in_the_house_wrote_it(
    rooms: Rooms, desk: HubClient, card: Card, until: Until
) -> None:
    token = await desk.call(MintToken(name="Ana", role="agent"))
    ana = await rooms.station(token=token, name="agent@Ana")
    await ana.call(reply(card))
    thread = desk.subscribe(ThreadFeed(conversation_id=card.id))
    await until(thread, lambda: any(entry.kind is EntryKind.OWN for entry in thread.rows.values()))
    assert [(e.by, e.mine) for e in thread.rows.values() if e.kind is EntryKind.OWN] == [("Ana", True)]


async def test_the_same_token_twice_sends_once(
    desk: HubClient, card: Card, water: Water, outbox: Mirror, until: Until
) -> None:
    first = await desk.call(reply(card))
    again = await desk.call(reply(card))
    await until(outbox, lambda: state_of(outbox, first) is OutboxState.SENT)

    assert again.id == first.id
    assert len(water.published) == 1


async def test_a_send_that_broke_off_is_looked_for_before_anything_else(
    desk: HubClient, card: Card, water: Water, outbox: Mirror, until: Until
) -> None:
    water.fault = "ambiguous"
    item = await desk.call(reply(card))
    await until(outbox, lambda: state_of(outbox, item) is OutboxState.SENT)

    assert water.sends == 1
    assert len(water.published) == 1


async def test_a_send_that_never_arrived_goes_out_again_under_its_key(
    desk: HubClient, card: Card, water: Water, outbox: Mirror, until: Until
) -> None:
    water.fault = "lost"
    item = await desk.call(reply(card))
    await until(outbox, lambda: state_of(outbox, item) is OutboxState.UNKNOWN)
    key = outbox.rows[str(item.id)].key
    water.fault = ""
    await until(outbox, lambda: state_of(outbox, item) is OutboxState.SENT)

    assert list(water.published.values()) == [key]


async def test_an_unknown_reply_is_never_sent_again_while_nobody_can_look(
    desk: HubClient, card: Card, water: Water, outbox: Mirror, until: Until
) -> None:
    water.fault, water.blind = "ambiguous", True
    item = await desk.call(reply(card))
    await until(outbox, lambda: "murky" in outbox.rows[str(item.id)].error if str(item.id) in outbox.rows else False)

    assert state_of(outbox, item) is OutboxState.UNKNOWN
    assert water.sends == 1

    settled = await desk.call(SettleSend(id=item.id, is_there=True))
    assert settled.state is OutboxState.SENT
    assert water.sends == 1


async def test_a_refused_reply_reopens_the_conversation_and_keeps_the_text(
    desk: HubClient, card: Card, water: Water, outbox: Mirror, until: Until
) -> None:
    water.fault = "refuse"
    item = await desk.call(reply(card))
    await until(outbox, lambda: state_of(outbox, item) is OutboxState.FAILED)
    queue = desk.subscribe(QueueFeed(view=View()))
    await until(queue, lambda: str(card.id) in queue.rows)

    assert "too shallow" in outbox.rows[str(item.id)].error
    assert queue.rows[str(card.id)].outbox is OutboxState.FAILED

    water.fault = ""
    await desk.call(RetrySend(id=item.id))
    await until(outbox, lambda: state_of(outbox, item) is OutboxState.SENT)
    assert len(water.published) == 1


async def test_undo_takes_it_back_and_the_text_is_the_draft_again(
    desk: HubClient, card: Card, water: Water, until: Until
) -> None:
    item = await desk.call(
        SendReply(
            conversation_id=card.id,
            account_id=card.account_id,
            parent="post-1",
            to_handle="mira",
            text="Too fast",
            token="t",
            not_before=NOON * 2,
        )
    )
    undone = await desk.call(UndoSend(id=item.id))
    drafts = desk.subscribe(DraftFeed(conversation_id=card.id))
    await until(drafts, lambda: "reply" in drafts.rows)

    assert undone.state is OutboxState.CANCELLED
    assert drafts.rows["reply"].text == "Too fast"
    assert water.sends == 0


async def test_what_has_left_cannot_be_undone(
    desk: HubClient, card: Card, water: Water, outbox: Mirror, until: Until
) -> None:
    item = await desk.call(reply(card))
    await until(outbox, lambda: state_of(outbox, item) is OutboxState.SENT)

    with pytest.raises(FishbowlError) as caught:
        await desk.call(UndoSend(id=item.id))

    assert caught.value.code is Code.CONFLICT


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"to_handle": "somebody.else"}, Code.CONFLICT),
        ({"parent": "post-99"}, Code.CONFLICT),
        ({"text": "  "}, Code.BAD_INPUT),
        ({"text": "x" * 301}, Code.BAD_INPUT),
        ({"conversation_id": 4711}, Code.NOT_FOUND),
        ({"account_id": 4711}, Code.NOT_FOUND),
        ({"token": ""}, Code.BAD_INPUT),
    ],
)
async def test_a_destination_that_no_longer_fits_queues_nothing(
    desk: HubClient, card: Card, water: Water, outbox: Mirror, until: Until, change: dict[str, object], code: Code
) -> None:
    with pytest.raises(FishbowlError) as caught:
        await desk.call(msgspec.structs.replace(reply(card), **change))
    await until(outbox, lambda: True)

    assert caught.value.code is code
    assert outbox.rows == {}


async def test_a_hold_stops_what_has_not_left_and_releases_nothing_by_itself(
    desk: HubClient, card: Card, water: Water, outbox: Mirror, until: Until
) -> None:
    waiting = await desk.call(
        SendReply(
            conversation_id=card.id,
            account_id=card.account_id,
            parent="post-1",
            to_handle="mira",
            text="Later",
            token="t0",
            not_before=NOON * 2,
        )
    )
    await desk.call(HoldSending(reason="Door fault"))
    written = await desk.call(reply(card))
    house = desk.subscribe(HouseFeed())
    await until(house, lambda: house.rows["house"].held == 2)

    assert written.state is OutboxState.HELD
    assert house.rows["house"].hold == "Door fault"
    with pytest.raises(FishbowlError, match="held"):
        await desk.call(ReleaseHeld(id=written.id, send=True))

    await desk.call(LiftHold())
    await desk.call(ReleaseHeld(id=written.id, send=True))
    await until(outbox, lambda: state_of(outbox, written) is OutboxState.SENT)
    assert state_of(outbox, waiting) is OutboxState.HELD
    assert len(water.published) == 1


async def test_a_held_reply_that_was_written_for_later_leaves_no_sooner(desk: HubClient, card: Card) -> None:
    later = await desk.call(msgspec.structs.replace(reply(card), not_before=NOON * 2))
    await desk.call(HoldSending(reason="Door fault"))
    await desk.call(LiftHold())
    released = await desk.call(ReleaseHeld(id=later.id, send=True))
    assert (released.state, released.not_before) == (OutboxState.WAITING, NOON * 2)


async def test_a_reply_tried_again_can_be_taken_back_as_long_as_its_account_says(
    rooms: Rooms, desk: HubClient, brand: Account, card: Card, water: Water, outbox: Mirror, until: Until
) -> None:
    water.fault = "refuse"
    item = await desk.call(reply(card))
    await until(outbox, lambda: state_of(outbox, item) is OutboxState.FAILED)
    thinking = msgspec.structs.replace(brand, undo_seconds=30)
    await desk.call(SaveAccount(account=thinking, secrets={"password": "x"}, session_only=True))
    pressed = rooms.clock.now()
    again = await desk.call(RetrySend(id=item.id, text="Better words."))
    assert again.not_before >= pressed + 30_000
    taken = await desk.call(UndoSend(id=item.id))
    assert (taken.state, taken.text) == (OutboxState.CANCELLED, "Better words.")


@pytest.mark.parametrize("kept", ["We are on it.", "Something else."])
async def test_a_draft_ends_when_its_very_words_leave_by_trying_again(
    desk: HubClient, card: Card, water: Water, outbox: Mirror, until: Until, kept: str
) -> None:
    water.fault = "refuse"
    item = await desk.call(reply(card))
    await until(outbox, lambda: state_of(outbox, item) is OutboxState.FAILED)
    water.fault = ""
    await desk.call(SaveDraft(conversation_id=card.id, kind="reply", text=kept, based_on=0))
    await desk.call(RetrySend(id=item.id))
    detail = await desk.call(GetConversation(id=card.id))
    assert [draft.text for draft in detail.drafts] == ([] if kept == item.text else [kept])


async def test_a_hold_survives_the_hub(rooms: Rooms, hub: Hub, desk: HubClient) -> None:
    await desk.call(HoldSending(reason="Storm"))
    await rooms.close_hub(hub)
    again = await rooms.open_hub()

    assert again.house.hold.reason == "Storm"


async def test_a_trainee_cannot_send(rooms: Rooms, desk: HubClient, card: Card, water: Water) -> None:
    token = await desk.call(MintToken(name="Tim", role="trainee"))
    trainee = await rooms.station(token=token, name="trainee")

    with pytest.raises(FishbowlError) as caught:
        await trainee.call(reply(card))

    assert caught.value.code is Code.NOT_ALLOWED
    assert water.sends == 0


async def test_a_reply_that_was_leaving_when_the_hub_died_is_settled_by_the_next(
    rooms: Rooms, hub: Hub, desk: HubClient, card: Card, water: Water, outbox: Mirror, until: Until
) -> None:
    water.fault = "hang"
    item = await desk.call(reply(card))
    await until(outbox, lambda: state_of(outbox, item) is OutboxState.SENDING)
    await rooms.close_hub(hub)
    water.fault = ""
    await rooms.open_hub()
    station = await rooms.station(name="second")
    again = station.subscribe(OutboxFeed())
    await until(again, lambda: state_of(again, item) is OutboxState.SENT)

    assert len(water.published) == 1


async def test_a_reply_through_a_replays_account_stands_in_the_thread_once(
    desk: HubClient, brand: Account, water: Water, until: Until, outbox: Mirror
) -> None:
    post = msgspec.structs.replace(water.say("Is the ferry late?", at=NOON), network="elsewhere", native_id="far-1")
    water.deliver(Batch(lane="all", posts=(post,), cursor="50"))
    queue = desk.subscribe(QueueFeed(view=ANY))
    await until(queue, lambda: "elsewhere" in {card.network for card in queue.rows.values()})
    card = next(card for card in queue.rows.values() if card.network == "elsewhere")
    item = await desk.call(reply(card, parent="far-1"))
    await until(outbox, lambda: state_of(outbox, item) is OutboxState.SENT)
    native_id = outbox.rows[str(item.id)].native_id
    own = msgspec.structs.replace(
        post, native_id=native_id, kind=PostKind.OWN, text="We are on it.", parent="far-1", thread="far-1"
    )
    later = msgspec.structs.replace(post, native_id="far-2", thread="far-1", text="Thanks")
    water.deliver(Batch(lane="all", posts=(own, later), cursor="51"))
    thread = desk.subscribe(ThreadFeed(conversation_id=card.id))
    await until(thread, lambda: "Thanks" in {entry.text for entry in thread.rows.values()})

    assert [entry.text for entry in thread.rows.values() if entry.kind is EntryKind.OWN] == ["We are on it."]


async def test_whoever_set_a_hold_lifts_it_only_while_no_other_lead_is_there(
    rooms: Rooms, desk: HubClient, hub: Hub
) -> None:
    await desk.call(HoldSending(reason="Storm"))
    await desk.call(LiftHold())
    rosa = await rooms.station(token=await desk.call(MintToken(name="Rosa", role="supervisor")), name="agent@rosa")
    await desk.call(HoldSending(reason="Storm"))

    with pytest.raises(FishbowlError) as refused:
        await desk.call(LiftHold())
    assert refused.value.code is Code.NOT_ALLOWED
    assert "Rosa" in refused.value.message
    assert hub.house.hold.reason == "Storm"

    await rosa.call(LiftHold())
    assert hub.house.hold.reason == ""


async def test_an_agent_at_a_desk_is_no_second_lead(rooms: Rooms, desk: HubClient, hub: Hub) -> None:
    await rooms.station(token=await desk.call(MintToken(name="Ben", role="agent")), name="agent@ben")
    await desk.call(HoldSending(reason="Storm"))
    await desk.call(LiftHold())
    assert hub.house.hold.reason == ""


async def test_a_new_hub_asks_about_unknown_replies_at_once_however_old_they_are(
    rooms: Rooms, hub: Hub, desk: HubClient, card: Card, water: Water, outbox: Mirror, until: Until
) -> None:
    water.fault, water.blind = "ambiguous", True
    item = await desk.call(reply(card))
    await until(outbox, lambda: state_of(outbox, item) is OutboxState.UNKNOWN)
    await hub.house.store.write(lambda tx: store_outbox.look_later(tx, item.id, error="", at=tx.now + 3_600_000))
    await rooms.close_hub(hub)
    water.blind = False
    await rooms.open_hub()
    again = (await rooms.station(name="second")).subscribe(OutboxFeed())
    await until(again, lambda: state_of(again, item) is OutboxState.SENT)

    assert water.sends == 1


async def test_a_hold_that_is_set_while_the_last_one_is_lifted_stands(hub: Hub, desk: HubClient) -> None:
    await desk.call(HoldSending(reason="Storm"))
    await asyncio.gather(desk.call(LiftHold()), desk.call(HoldSending(reason="Fire")), return_exceptions=True)
    assert hub.house.hold.reason == "Fire"
    await load_hold(hub.house)
    assert hub.house.hold.reason == "Fire"


async def test_a_thread_that_the_network_does_not_show_in_time_keeps_no_desk_waiting(
    desk: HubClient, card: Card, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hang(_pond: Pond, _native_id: str) -> tuple[Post, ...]:
        await asyncio.Event().wait()
        raise AssertionError

    monkeypatch.setattr(Pond, "thread", hang, raising=False)
    monkeypatch.setattr(hub_connectors, "THREAD_SECONDS", 0.01)
    with pytest.raises(FishbowlError, match="did not answer in time"):
        await desk.call(ReadThread(id=card.id))
