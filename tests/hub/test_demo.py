"""The demo's colleagues keep the queue moving and leave the conversation alone that the visitor reads."""

import msgspec

from app.core.clock import SystemClock
from app.domain.account import Account
from app.domain.conversation import Status, View
from app.hub.demo import Colleagues
from app.hub.main import Hub
from app.link.client import HubClient
from app.wire.calls import Present
from app.wire.feeds import QueueFeed
from tests.fakes.pond import AUTHOR, Water
from tests.hub.conftest import Until


async def test_colleagues_resolve_what_is_old_but_not_what_the_visitor_looks_at(
    hub: Hub, desk: HubClient, brand: Account, water: Water, until: Until
) -> None:
    everything = View(statuses=(Status.OPEN, Status.RESOLVED), order="newest")
    queue = desk.subscribe(QueueFeed(view=everything))
    long_ago = SystemClock().now() - 2 * Colleagues.RESOLVE_AFTER
    for number in range(3):
        author = msgspec.structs.replace(AUTHOR, native_id=f"did:{number}", handle=f"h{number}")
        water.say(f"Question {number}", at=long_ago + number, author=author)
    await until(queue, lambda: len(queue.rows) == 3)
    read = next(iter(queue.rows.values()))
    await desk.call(Present(conversation_id=read.id))
    assert hub.house is not None
    await hub.house.store.write(Colleagues(hub.house)._tend)
    await until(queue, lambda: sum(one.status is Status.RESOLVED for one in queue.rows.values()) == 2)
    assert queue.rows[str(read.id)].status is Status.OPEN
