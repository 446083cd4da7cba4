"""The hub tells which labels are in use."""

import pytest

from app.core.errors import Code, FishbowlError
from app.domain.account import Account
from app.domain.conversation import Status, View
from app.link.client import HubClient
from app.wire.answers import LabelCount
from app.wire.calls import LabelConversation, LabelConversations, ListLabels
from app.wire.feeds import QueueFeed
from tests.fakes.clock import NOON
from tests.fakes.pond import Water
from tests.hub.conftest import Until


async def test_a_label_is_known_as_long_as_a_conversation_bears_it(
    desk: HubClient, brand: Account, water: Water, until: Until
) -> None:
    water.say("The door opened on the track side.", at=NOON)
    queue = desk.subscribe(QueueFeed(view=View(statuses=tuple(Status))))
    await until(queue, lambda: len(queue.rows) == 1)
    (key,) = queue.rows
    assert await desk.call(ListLabels()) == ()
    await desk.call(LabelConversation(id=int(key), labels=("Door fault", "Late")))
    assert await desk.call(ListLabels()) == (
        LabelCount(name="Door fault", count=1),
        LabelCount(name="Late", count=1),
    )
    await desk.call(LabelConversation(id=int(key), labels=("Late",)))
    assert await desk.call(ListLabels()) == (LabelCount(name="Late", count=1),)


async def test_labelling_many_is_all_of_it_or_nothing(
    desk: HubClient, brand: Account, water: Water, until: Until
) -> None:
    water.say("The door opened on the track side.", at=NOON)
    queue = desk.subscribe(QueueFeed(view=View()))
    await until(queue, lambda: len(queue.rows) == 1)
    (key,) = queue.rows
    for labelled, code in ((((int(key), ("Late",)), (99, ("Late",))), Code.NOT_FOUND), ((), Code.BAD_INPUT)):
        with pytest.raises(FishbowlError) as refused:
            await desk.call(LabelConversations(labelled=labelled))
        assert refused.value.code is code
    assert await desk.call(ListLabels()) == ()
