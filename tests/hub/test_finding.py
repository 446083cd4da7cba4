"""A queue filtered by words, while posts come in."""

from app.domain.account import Account
from app.domain.conversation import Status, View
from app.link.client import HubClient
from app.wire.feeds import QueueFeed
from tests.fakes.clock import NOON
from tests.fakes.pond import Water
from tests.hub.conftest import Until


async def test_a_queue_filtered_by_words_shows_a_post_as_soon_as_it_can_be_found(
    desk: HubClient, brand: Account, water: Water, until: Until
) -> None:
    queue = desk.subscribe(QueueFeed(view=View(statuses=tuple(Status), text="ferry")))
    await until(queue, lambda: True)
    water.say("Is the ferry late?", at=NOON)
    water.say("Is the train late?", at=NOON)
    await until(queue, lambda: [card.text for card in queue.rows.values()] == ["Is the ferry late?"])
