"""Many desks on one conversation: who is where, who writes, and whose reply leaves."""

import asyncio

import pytest

from app.core.errors import Code, FishbowlError
from app.domain.account import Account
from app.domain.conversation import Card, Status, View
from app.domain.reply import OutboxItem, OutboxState
from app.link.client import HubClient
from app.services.company import LOOKING_LASTS, WRITING_LASTS, Company
from app.wire.calls import (
    AddNote,
    GetConversation,
    ListColleagues,
    ListEarlierTexts,
    MintToken,
    Present,
    RetrySend,
    SaveDraft,
    SendReply,
)
from app.wire.feeds import DraftFeed, MentionFeed, OutboxFeed, PresenceFeed, QueueFeed
from tests.fakes.clock import NOON
from tests.fakes.pond import Water
from tests.hub.conftest import Rooms, Until

DESKS = 40


@pytest.fixture
async def card(desk: HubClient, brand: Account, water: Water, until: Until) -> Card:
    """Mira's conversation, arrived."""
    water.say("The door opened on the track side.", at=NOON)
    queue = desk.subscribe(QueueFeed(view=View(statuses=tuple(Status))))
    await until(queue, lambda: len(queue.rows) == 1)
    found: Card = next(iter(queue.rows.values()))
    return found


async def colleague(rooms: Rooms, owner: HubClient, name: str, *, role: str = "agent") -> HubClient:
    """A desk of somebody else."""
    token = await owner.call(MintToken(name=name, role=role))
    return await rooms.station(token=token, name=f"agent@{name}")


def reply(card: Card, *, text: str, token: str, seen: int = 0) -> SendReply:
    return SendReply(
        conversation_id=card.id,
        account_id=card.account_id,
        parent="post-1",
        to_handle="mira",
        text=text,
        token=token,
        seen=seen,
    )


async def test_of_forty_desks_that_send_at_once_one_wins_and_all_others_are_told_who(
    rooms: Rooms, desk: HubClient, card: Card
) -> None:
    desks = [await colleague(rooms, desk, f"agent {number}") for number in range(DESKS)]
    answers = await asyncio.gather(
        *(one.call(reply(card, text=f"From {number}.", token=f"t{number}")) for number, one in enumerate(desks)),
        return_exceptions=True,
    )
    sent = [answer for answer in answers if isinstance(answer, OutboxItem)]
    refused = [answer for answer in answers if isinstance(answer, FishbowlError)]

    assert len(sent) == 1
    assert len(refused) == DESKS - 1
    assert {error.code for error in refused} == {Code.CONFLICT}
    assert all(sent[0].author in error.message for error in refused)


async def test_whoever_has_read_the_colleagues_reply_may_add_another(rooms: Rooms, desk: HubClient, card: Card) -> None:
    ana = await colleague(rooms, desk, "Ana")
    first = await ana.call(reply(card, text="We are on it.", token="a"))
    with pytest.raises(FishbowlError):
        await desk.call(reply(card, text="And sorry.", token="b"))
    detail = await desk.call(GetConversation(id=card.id))
    seen = max(entry.id for entry in detail.entries)

    second = await desk.call(reply(card, text="And sorry.", token="b", seen=seen))

    assert seen >= first.id
    assert second.id != first.id


async def test_one_agent_may_answer_the_same_post_twice(desk: HubClient, card: Card) -> None:
    first = await desk.call(reply(card, text="One.", token="a"))
    second = await desk.call(reply(card, text="Two.", token="b"))
    assert first.id != second.id


async def test_the_text_of_whoever_lost_stays_a_draft(rooms: Rooms, desk: HubClient, card: Card, until: Until) -> None:
    ana = await colleague(rooms, desk, "Ana")
    await ana.call(reply(card, text="We are on it.", token="a"))
    await desk.call(SaveDraft(conversation_id=card.id, kind="reply", text="Sorry for that.", based_on=0))
    with pytest.raises(FishbowlError):
        await desk.call(reply(card, text="Sorry for that.", token="b"))

    drafts = desk.subscribe(DraftFeed(conversation_id=card.id))
    await until(drafts, lambda: "reply" in drafts.rows)
    assert drafts.rows["reply"].text == "Sorry for that."


async def test_everybody_sees_who_looks_and_who_writes_until_he_leaves(
    rooms: Rooms, desk: HubClient, card: Card, until: Until
) -> None:
    presence = desk.subscribe(PresenceFeed())
    ana = await colleague(rooms, desk, "Ana")
    await ana.call(Present(conversation_id=card.id))
    await until(presence, lambda: [row.who for row in presence.rows.values()] == ["Ana"])
    assert not next(iter(presence.rows.values())).writing

    await ana.call(Present(conversation_id=card.id, writing=True))
    await until(presence, lambda: any(row.writing for row in presence.rows.values()))

    await ana.call(Present(conversation_id=0))
    await until(presence, lambda: not presence.rows)


async def test_colleagues_are_those_with_a_token_that_may_write_and_those_at_a_desk(
    rooms: Rooms, desk: HubClient, card: Card
) -> None:
    await colleague(rooms, desk, "Ana")
    await desk.call(MintToken(name="Ben", role="agent"))
    await desk.call(MintToken(name="Foyer", role="screen"))

    found = {one.name: one for one in await desk.call(ListColleagues())}

    assert found["Ana"].here
    assert not found["Ben"].here
    assert "Foyer" not in found
    assert desk.name in found


def test_what_is_not_said_again_ends_by_itself() -> None:
    company = Company()
    company.say(7, who="Ana", station="a", writing=True, now=NOON)
    (ana,) = company.here(NOON + WRITING_LASTS)
    assert ana.writing_until <= NOON + WRITING_LASTS
    assert company.here(NOON + LOOKING_LASTS) == []


def test_a_desk_that_says_it_again_has_been_there_since_it_came() -> None:
    company = Company()
    company.say(7, who="Ana", station="a", writing=False, now=NOON)
    company.say(7, who="Ana", station="a", writing=True, now=NOON + 15_000)
    assert [one.since for one in company.here(NOON + 16_000)] == [NOON]
    company.say(8, who="Ana", station="a", writing=False, now=NOON + 20_000)
    assert [(one.conversation_id, one.since) for one in company.here(NOON + 21_000)] == [(8, NOON + 20_000)]


async def test_a_note_that_names_somebody_reaches_his_desk(
    rooms: Rooms, desk: HubClient, card: Card, until: Until
) -> None:
    ana = await colleague(rooms, desk, "Ana")
    named = ana.subscribe(MentionFeed(me="Ana"))
    await until(named, lambda: not named.rows)
    note = await desk.call(AddNote(conversation_id=card.id, text="@Ana the depot knows this door."))
    await ana.call(AddNote(conversation_id=card.id, text="I, @Ana, call them."))
    await until(named, lambda: bool(named.rows))
    assert [(one.id, one.conversation_id, one.by) for one in named.rows.values()] == [(note.id, card.id, desk.name)]


async def test_a_failed_reply_is_not_tried_again_over_a_colleagues_reply_that_nobody_read(
    rooms: Rooms, desk: HubClient, card: Card, water: Water, until: Until
) -> None:
    water.fault = "refuse"
    failed = await desk.call(reply(card, text="Sorry.", token="a"))
    outbox = desk.subscribe(OutboxFeed())
    await until(outbox, lambda: outbox.rows[str(failed.id)].state is OutboxState.FAILED)
    water.fault = ""
    ana = await colleague(rooms, desk, "Ana")
    newer = await ana.call(reply(card, text="We are on it.", token="b"))
    with pytest.raises(FishbowlError, match="Ana has answered"):
        await desk.call(RetrySend(id=failed.id))
    again = await desk.call(RetrySend(id=failed.id, seen=newer.id))
    assert again.state is not OutboxState.FAILED


async def test_a_colleagues_words_outlive_a_reply_and_a_note_of_mine(rooms: Rooms, desk: HubClient, card: Card) -> None:
    ana = await colleague(rooms, desk, "Ana")
    dev = await colleague(rooms, desk, "Dev")
    for kind in ("reply", "note"):
        await ana.call(SaveDraft(conversation_id=card.id, kind=kind, text=f"Ana's {kind}.", based_on=0))
    await dev.call(reply(card, text="Dev's reply.", token="d1"))
    await dev.call(AddNote(conversation_id=card.id, text="Dev's note."))
    detail = await ana.call(GetConversation(id=card.id))
    assert {draft.text for draft in detail.drafts} == {"Ana's reply.", "Ana's note."}
    await ana.call(AddNote(conversation_id=card.id, text="Ana's note, and more."))
    detail = await ana.call(GetConversation(id=card.id))
    assert [draft.kind for draft in detail.drafts] == ["reply"]


async def test_a_colleagues_words_that_make_way_for_others_are_kept_once(
    rooms: Rooms, desk: HubClient, card: Card
) -> None:
    ana = await colleague(rooms, desk, "Ana")
    dev = await colleague(rooms, desk, "Dev")
    text = "We are looking at the door right now."
    kept = await ana.call(SaveDraft(conversation_id=card.id, kind="reply", text=text, based_on=0))
    for words in (f"{text} It is mended.", "We have a quite different story, sorry."):
        kept = await dev.call(SaveDraft(conversation_id=card.id, kind="reply", text=words, based_on=kept.revision))
        await ana.call(SaveDraft(conversation_id=card.id, kind="reply", text=words, based_on=kept.revision))
        kept = (await ana.call(GetConversation(id=card.id))).drafts[0]
    earlier = await ana.call(ListEarlierTexts(conversation_id=card.id))
    assert [one.text for one in earlier] == [f"{text} It is mended."]
