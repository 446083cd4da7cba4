"""How a screen names an author: masked, unless the wall's policy heeds consents and this person's is noted."""

import pytest

from app.domain.account import Account
from app.domain.consent import Purpose, Word
from app.domain.conversation import Status, View
from app.hub.main import Hub
from app.link.client import HubClient
from app.link.mirror import Mirror
from app.wire.calls import MintToken, Moderate, NoteConsent
from app.wire.feeds import HeldPostFeed, QueueFeed, StreamFeed
from tests.fakes.clock import NOON
from tests.fakes.pond import AUTHOR, Water
from tests.hub.conftest import Rooms, Until

WORDS = "Thank you, the crew on the ferry were lovely today"
WHOLE = f"@{AUTHOR.handle}"


@pytest.fixture
def mask() -> str:
    return "consented"


@pytest.fixture
async def hub(rooms: Rooms, mask: str) -> Hub:
    wall = rooms.settings.wall.model_copy(update={"mask": mask})
    rooms.settings = rooms.settings.model_copy(update={"wall": wall})
    return await rooms.open_hub()


@pytest.fixture
async def stream(rooms: Rooms, desk: HubClient) -> Mirror:
    """What hangs on the wall."""
    token = await desk.call(MintToken(name="Foyer", role="screen"))
    return (await rooms.station(token=token, name="wall")).subscribe(StreamFeed())


async def shown(desk: HubClient, water: Water, stream: Mirror, until: Until) -> int:
    """A post is released and on the wall, its author masked; its conversation."""
    held = desk.subscribe(HeldPostFeed())
    queue = desk.subscribe(QueueFeed(view=View(statuses=tuple(Status))))
    water.say(WORDS, at=NOON)
    await until(held, lambda: len(held.rows) == 1)
    await until(queue, lambda: len(queue.rows) == 1)
    (row,), (card,) = held.rows.values(), queue.rows.values()
    assert "•••" in row.shown_as
    await desk.call(Moderate(post_ids=(row.id,), release=True))
    await until(stream, lambda: ["•••" in one.author for one in stream.rows.values()] == [True])
    return int(card.id)


def authors(stream: Mirror) -> list[str]:
    return [row.author for row in stream.rows.values()]


async def test_a_consent_to_be_named_lifts_the_mask_and_taking_it_back_puts_it_on_again(
    brand: Account, desk: HubClient, water: Water, stream: Mirror, until: Until
) -> None:
    here = await shown(desk, water, stream, until)
    (before,) = authors(stream)
    for word, named in ((Word.ASKED, before), (Word.GIVEN, WHOLE), (Word.REFUSED, before), (Word.GIVEN, WHOLE)):
        await desk.call(NoteConsent(conversation_id=here, purpose=Purpose.NAME, word=word))
        await until(stream, lambda named=named: authors(stream) == [named])


async def test_a_consent_to_something_else_names_nobody(
    hub: Hub, brand: Account, desk: HubClient, water: Water, stream: Mirror, until: Until
) -> None:
    here = await shown(desk, water, stream, until)
    for purpose in set(Purpose) - {Purpose.NAME}:
        await desk.call(NoteConsent(conversation_id=here, purpose=purpose, word=Word.GIVEN))
    (row,) = (await hub.tables._stream(StreamFeed())).values()
    assert "•••" in row.author


@pytest.mark.parametrize("mask", ["masked"])
async def test_where_the_policy_heeds_no_consent_everybody_stays_masked(
    hub: Hub, brand: Account, desk: HubClient, water: Water, stream: Mirror, until: Until
) -> None:
    here = await shown(desk, water, stream, until)
    await desk.call(NoteConsent(conversation_id=here, purpose=Purpose.NAME, word=Word.GIVEN))
    (row,) = (await hub.tables._stream(StreamFeed())).values()
    assert "•••" in row.author
