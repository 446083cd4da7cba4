"""Topics through a hub: kept tidy, changed with what was before, and brought back with their posts."""

import pytest

from app.core.errors import Code, FishbowlError
from app.domain.account import Account
from app.domain.audit import AuditRow
from app.domain.conversation import Status, View
from app.domain.topic import Topic
from app.link.client import HubClient
from app.wire.calls import ListAudit, ListTopics, RemoveTopic, SaveTopic
from app.wire.feeds import QueueFeed
from tests.fakes.clock import NOON
from tests.fakes.pond import Water
from tests.hub.conftest import Until


async def test_a_removed_topic_comes_back_under_its_id_with_the_posts_it_had(
    brand: Account, desk: HubClient, water: Water, until: Until
) -> None:
    saved: Topic = await desk.call(
        SaveTopic(topic=Topic(id=0, name="  Lost\n parcels ", query="parcel", region=" DE "))
    )
    assert (saved.name, saved.region) == ("Lost parcels", "DE")
    water.say("Where is my parcel", at=NOON)
    queue = desk.subscribe(QueueFeed(view=View(statuses=tuple(Status), topic_id=saved.id)))
    await until(queue, lambda: len(queue.rows) == 1)

    await desk.call(RemoveTopic(id=saved.id))
    assert await desk.call(ListTopics()) == ()
    with pytest.raises(FishbowlError) as caught:
        await desk.call(SaveTopic(topic=saved))
    assert caught.value.code is Code.NOT_FOUND

    assert await desk.call(SaveTopic(topic=saved, again=True)) == saved
    assert await desk.call(ListTopics()) == (saved,)
    assert len(queue.rows) == 1
    acts: list[AuditRow] = list(await desk.call(ListAudit(what=("topic",))))
    assert [one.verb for one in acts] == ["topic.saved", "topic.removed", "topic.saved"]


@pytest.mark.parametrize(
    "topic", [Topic(id=0, name=" ", query="x"), Topic(id=0, name="x", query="x", region="y" * 121)]
)
async def test_a_name_that_is_missing_or_too_long_is_refused(desk: HubClient, topic: Topic) -> None:
    with pytest.raises(FishbowlError) as caught:
        await desk.call(SaveTopic(topic=topic))
    assert caught.value.code is Code.BAD_INPUT
