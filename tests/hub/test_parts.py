"""A long reply goes out as a thread: each part once, in order, whatever dies meanwhile."""

import pytest

from app.core.errors import Code, FishbowlError
from app.domain.account import Account
from app.domain.conversation import Card, Status, View
from app.domain.network import Limits
from app.domain.reply import OutboxItem, OutboxState
from app.hub.main import Hub
from app.link.client import HubClient
from app.link.mirror import Mirror
from app.wire.calls import HoldSending, RetrySend, SendReply, UndoSend
from app.wire.feeds import DraftFeed, HealthFeed, OutboxFeed, QueueFeed
from tests.fakes.clock import NOON
from tests.fakes.pond import Water
from tests.hub.conftest import Rooms, Until

SENTENCES = [
    f"Sentence number {number} says what we do about it, and why it takes the time it takes." for number in range(8)
]
LONG = " ".join(SENTENCES)


@pytest.fixture
async def card(desk: HubClient, brand: Account, water: Water, until: Until) -> Card:
    """Mira's conversation, arrived."""
    water.say("The door opened on the track side.", at=NOON)
    queue = desk.subscribe(QueueFeed(view=View(statuses=tuple(Status))))
    await until(queue, lambda: len(queue.rows) == 1)
    found: Card = next(iter(queue.rows.values()))
    return found


@pytest.fixture
def outbox(desk: HubClient) -> Mirror:
    return desk.subscribe(OutboxFeed())


def reply(card: Card, *, text: str = LONG, not_before: int = 0, split: bool = True) -> SendReply:
    return SendReply(
        conversation_id=card.id,
        account_id=card.account_id,
        parent="post-1",
        to_handle="mira",
        text=text,
        token="t",
        split=split,
        not_before=not_before,
    )


def parts(outbox: Mirror) -> list[OutboxItem]:
    return sorted(outbox.rows.values(), key=lambda item: item.part)


def all_are(outbox: Mirror, state: OutboxState, *, count: int = 3) -> bool:
    return len(outbox.rows) == count and all(item.state is state for item in outbox.rows.values())


def assert_one_thread(water: Water) -> None:
    """Three parts, each published once, each answering the one before."""
    ids = list(water.replies)
    assert [water.replies[one].text[-5:] for one in ids] == ["(1/3)", "(2/3)", "(3/3)"]
    assert [water.replies[one].parent for one in ids] == ["post-1", *ids[:-1]]
    assert len(water.published) == len(set(water.published.values())) == 3


async def test_a_long_reply_is_a_thread_in_order(
    desk: HubClient, card: Card, water: Water, outbox: Mirror, until: Until
) -> None:
    first = await desk.call(reply(card))
    again = await desk.call(reply(card))
    await until(outbox, lambda: all_are(outbox, OutboxState.SENT))
    assert first.id == again.id
    assert_one_thread(water)


async def test_without_the_agents_word_nothing_is_split(desk: HubClient, card: Card, water: Water) -> None:
    with pytest.raises(FishbowlError) as caught:
        await desk.call(reply(card, split=False))
    assert caught.value.code is Code.BAD_INPUT


@pytest.mark.parametrize("fault", ["ambiguous", "lost"])
async def test_a_send_that_breaks_off_doubles_no_part(
    desk: HubClient, card: Card, water: Water, outbox: Mirror, until: Until, fault: str
) -> None:
    water.fault = fault
    await desk.call(reply(card))
    await until(outbox, lambda: any(item.state is OutboxState.UNKNOWN for item in outbox.rows.values()))
    water.fault = ""
    await until(outbox, lambda: all_are(outbox, OutboxState.SENT))
    assert_one_thread(water)


async def test_a_hub_that_dies_between_parts_sends_each_once(
    rooms: Rooms, hub: Hub, desk: HubClient, card: Card, water: Water, outbox: Mirror, until: Until
) -> None:
    water.fault = "hang"
    await desk.call(reply(card))
    await until(outbox, lambda: any(item.state is OutboxState.SENDING for item in outbox.rows.values()))
    await rooms.close_hub(hub)
    water.fault = ""
    await rooms.open_hub()
    again = await rooms.station(name="again")
    later = again.subscribe(OutboxFeed())
    await until(later, lambda: all_are(later, OutboxState.SENT))
    assert_one_thread(water)


async def test_a_refused_part_stops_the_rest_and_trying_again_sends_them_all(
    desk: HubClient, card: Card, water: Water, outbox: Mirror, until: Until
) -> None:
    water.fault = "refuse"
    first = await desk.call(reply(card))
    await until(outbox, lambda: all_are(outbox, OutboxState.FAILED))
    assert "Part 1 of 3" in parts(outbox)[2].error
    with pytest.raises(FishbowlError, match="Part 1"):
        await desk.call(RetrySend(id=parts(outbox)[1].id))
    water.fault = ""
    await desk.call(RetrySend(id=first.id))
    await until(outbox, lambda: all_are(outbox, OutboxState.SENT))
    assert_one_thread(water)


@pytest.mark.parametrize("which", [0, 2])
async def test_undo_of_any_part_takes_all_back_and_the_text_is_whole_again(
    desk: HubClient, card: Card, water: Water, outbox: Mirror, until: Until, which: int
) -> None:
    await desk.call(reply(card, not_before=NOON * 2))
    await until(outbox, lambda: all_are(outbox, OutboxState.WAITING))
    undone = await desk.call(UndoSend(id=parts(outbox)[which].id))
    await until(outbox, lambda: all_are(outbox, OutboxState.CANCELLED))
    drafts = desk.subscribe(DraftFeed(conversation_id=card.id))
    await until(drafts, lambda: "reply" in drafts.rows)
    assert drafts.rows["reply"].text == undone.text == LONG
    assert water.sends == 0


async def test_a_hold_holds_every_part(desk: HubClient, card: Card, water: Water, outbox: Mirror, until: Until) -> None:
    await desk.call(reply(card, not_before=NOON * 2))
    await desk.call(HoldSending(reason="A crisis"))
    await until(outbox, lambda: all_are(outbox, OutboxState.HELD))
    assert water.sends == 0


async def test_what_the_accounts_own_server_takes_counts_not_what_its_network_usually_takes(
    desk: HubClient, hub: Hub, card: Card, outbox: Mirror, water: Water, until: Until
) -> None:
    with pytest.raises(FishbowlError, match="300 that Pond allows"):
        await desk.call(reply(card, split=False))
    water.limits = Limits(length=5000)
    hub._connectors.secrets_changed(card.account_id)
    health = desk.subscribe(HealthFeed())
    await until(health, lambda: any(one.limits == water.limits for one in health.rows.values()))
    await desk.call(reply(card, split=False))
    await until(outbox, lambda: len(outbox.rows) == 1)
