"""A consent is noted once, for the person, and stands in the conversation's timeline."""

import pytest

from app.core.errors import Code, FishbowlError
from app.domain.account import Account
from app.domain.consent import Purpose, Word
from app.domain.conversation import EntryKind, Status, View
from app.link.client import HubClient
from app.wire.calls import GetConversation, NoteConsent
from app.wire.feeds import QueueFeed
from tests.fakes.clock import NOON
from tests.fakes.pond import Water
from tests.hub.conftest import Until


async def test_a_noted_consent_is_told_with_the_person_and_in_the_timeline(
    desk: HubClient, brand: Account, water: Water, until: Until
) -> None:
    water.say("May you quote me? Yes.", at=NOON)
    queue = desk.subscribe(QueueFeed(view=View(statuses=tuple(Status))))
    await until(queue, lambda: len(queue.rows) == 1)
    (key,) = queue.rows
    noted = await desk.call(NoteConsent(conversation_id=int(key), purpose=Purpose.QUOTE, word=Word.GIVEN))
    again = await desk.call(GetConversation(id=int(key)))
    for detail in (noted, again):
        (consent,) = detail.person.consents
        assert (consent.purpose, consent.word) == (Purpose.QUOTE, Word.GIVEN)
        event = next(one for one in detail.entries if one.kind is EntryKind.EVENT)
        assert (event.text, event.by) == ("consent.given", consent.by)


async def test_of_a_conversation_that_is_not_there_nothing_is_noted(desk: HubClient) -> None:
    with pytest.raises(FishbowlError) as refused:
        await desk.call(NoteConsent(conversation_id=7, purpose=Purpose.QUOTE, word=Word.GIVEN))
    assert refused.value.code is Code.NOT_FOUND
