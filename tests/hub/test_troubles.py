"""A reply that is not out is found, also where its conversation was resolved with it; what was looked at is kept."""

import pytest

from app.core.errors import Code, FishbowlError
from app.domain.account import Account
from app.domain.conversation import Status, View
from app.domain.desk_settings import DeskSettings
from app.domain.mark import Mark
from app.domain.reply import OutboxState
from app.link.client import HubClient
from app.wire.calls import GetDeskSettings, SaveDeskSettings, SendReply, UndoSend
from app.wire.feeds import OutboxFeed, QueueFeed
from tests.fakes.clock import NOON
from tests.fakes.pond import Water
from tests.hub.conftest import Until

WAITING = (Status.OPEN, Status.PENDING, Status.SNOOZED)
NOT_DELIVERED = QueueFeed(view=View(statuses=WAITING, order="newest", only=Mark.UNDELIVERED))


@pytest.mark.parametrize("fault", ["refuse", "ambiguous"])
async def test_a_resolved_conversation_whose_reply_is_not_out_is_found_until_it_is_put_away(
    desk: HubClient, brand: Account, water: Water, until: Until, fault: str
) -> None:
    water.say("The door opened on the track side.", at=NOON)
    queue = desk.subscribe(QueueFeed(view=View(statuses=tuple(Status))))
    await until(queue, lambda: len(queue.rows) == 1)
    card = next(iter(queue.rows.values()))
    found, outbox = desk.subscribe(NOT_DELIVERED), desk.subscribe(OutboxFeed())
    water.fault, water.blind = fault, True
    item = await desk.call(
        SendReply(
            conversation_id=card.id, account_id=card.account_id, parent="post-1", to_handle="mira", text="We look.",
            token="t", resolve=True,
        )
    )  # fmt: skip
    await until(found, lambda: len(found.rows) == 1)
    (row,) = found.rows.values()
    assert (row.id, row.status) == (card.id, Status.OPEN)
    if fault == "refuse":
        key = str(item.id)
        await until(outbox, lambda: key in outbox.rows and outbox.rows[key].state is OutboxState.FAILED)
        await desk.call(UndoSend(id=item.id))
        await until(found, lambda: not found.rows)


async def test_what_an_agent_looked_at_is_kept_within_bounds(desk: HubClient) -> None:
    settings = DeskSettings(seen_replies=("700:1:failed",), told_mention=5)
    await desk.call(SaveDeskSettings(settings=settings))
    assert await desk.call(GetDeskSettings()) == settings
    for many in (("x" * 41,), ("x",) * 501):
        with pytest.raises(FishbowlError) as caught:
            await desk.call(SaveDeskSettings(settings=DeskSettings(seen_replies=many)))
        assert caught.value.code is Code.BAD_INPUT
