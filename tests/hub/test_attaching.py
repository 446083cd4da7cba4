"""A picture goes from a desk to the network with its reply: in pieces, checked, described, and over a restart."""

from collections.abc import Sequence

import msgspec
import pytest

from app.core.errors import Code, FishbowlError
from app.domain.account import Account
from app.domain.conversation import Card, Status, View
from app.domain.picture import DraftPicture
from app.domain.post import Media
from app.domain.reply import OutboxItem, OutboxState
from app.hub.main import Hub
from app.link.client import HubClient
from app.services.pictures import prepared
from app.store import attachments
from app.wire.calls import (
    DescribePicture,
    DropPicture,
    GetConversation,
    ListPictures,
    SendReply,
    ShowPicture,
    ShrinkPicture,
    UndoSend,
    UploadPicture,
)
from app.wire.feeds import OutboxFeed, QueueFeed
from app.wire.media_calls import CHUNK
from tests.fakes.clock import NOON
from tests.fakes.pictures import photo
from tests.fakes.pond import Water
from tests.hub.conftest import Rooms, Until


@pytest.fixture
async def card(desk: HubClient, brand: Account, water: Water, until: Until) -> Card:
    """Mira's conversation, arrived."""
    water.say("The door opened on the track side.", at=NOON)
    queue = desk.subscribe(QueueFeed(view=View(statuses=tuple(Status))))
    await until(queue, lambda: len(queue.rows) == 1)
    found: Card = next(iter(queue.rows.values()))
    return found


def piece(card: Card, data: bytes, *, start: int = 0, token: str = "p", length: int = CHUNK) -> UploadPicture:
    return UploadPicture(
        conversation_id=card.id,
        token=token,
        name="door.jpg",
        size=len(data),
        start=start,
        data=data[start : start + length],
    )


async def upload(desk: HubClient, card: Card, data: bytes, *, token: str = "p", alt: str = "a door") -> DraftPicture:
    """All pieces, one after the other, and the description."""
    start = 0
    while True:
        picture: DraftPicture = await desk.call(piece(card, data, start=start, token=token))
        if picture.ready:
            break
        start = picture.received
    described: DraftPicture = await desk.call(DescribePicture(token=token, alt=alt))
    return described


def reply(card: Card, *tokens: str, text: str = "Thank you.", not_before: int = 0) -> SendReply:
    return SendReply(
        conversation_id=card.id,
        account_id=card.account_id,
        parent="post-1",
        to_handle="mira",
        text=text,
        token="t",
        pictures=tokens,
        not_before=not_before,
    )


async def refusal(desk: HubClient, request: SendReply | UploadPicture) -> FishbowlError:
    with pytest.raises(FishbowlError) as caught:
        await desk.call(request)
    return caught.value


async def draft(desk: HubClient, card: Card) -> Sequence[DraftPicture]:
    found: Sequence[DraftPicture] = await desk.call(ListPictures(conversation_id=card.id))
    return found


async def test_a_picture_reaches_the_network_with_its_words(
    desk: HubClient, card: Card, water: Water, until: Until
) -> None:
    data = photo(400, 300)
    ready = await upload(desk, card, data)
    item: OutboxItem = await desk.call(reply(card, "p"))
    outbox = desk.subscribe(OutboxFeed())
    await until(outbox, lambda: outbox.rows[str(item.id)].state is OutboxState.SENT)

    (published,) = water.replies.values()
    assert [(one.data, one.alt, one.mime) for one in published.attachments] == [(data, "a door", "image/jpeg")]
    assert (ready.mime, ready.width, ready.height) == ("image/jpeg", 400, 300)
    assert item.pictures == 1
    assert await draft(desk, card) == ()


async def test_a_half_uploaded_picture_goes_on_where_it_was_after_a_restart(
    rooms: Rooms, desk: HubClient, hub: Hub, card: Card
) -> None:
    data = photo(400, 300)
    half = await desk.call(piece(card, data, length=1000))
    await rooms.close_hub(hub)
    await rooms.open_hub()
    again = await rooms.station(name="again")

    misplaced = await again.call(piece(card, data, start=5000, length=1000))
    whole = await again.call(piece(card, data, start=misplaced.received))

    assert (half.received, misplaced.received, whole.ready) == (1000, 1000, True)


async def test_the_same_piece_twice_changes_nothing(desk: HubClient, card: Card) -> None:
    data = photo(400, 300)
    await desk.call(piece(card, data, length=1000))
    again = await desk.call(piece(card, data, length=1000))
    whole = await desk.call(piece(card, data, start=1000))
    after = await desk.call(piece(card, data))

    assert (again.received, whole.ready, after.ready) == (1000, True, True)
    assert len(await draft(desk, card)) == 1


async def test_what_is_no_picture_is_refused_and_forgotten(desk: HubClient, card: Card) -> None:
    error = await refusal(desk, piece(card, b"<svg onload='x'/>"))
    assert error.code is Code.BAD_INPUT
    assert await draft(desk, card) == ()


@pytest.mark.parametrize(("alt", "sent"), [("", False), ("  ", False), ("x" * 501, False), ("a door", True)])
async def test_a_picture_without_fitting_words_does_not_leave(
    desk: HubClient, card: Card, alt: str, sent: bool
) -> None:
    await upload(desk, card, photo(), alt=alt)
    if sent:
        assert (await desk.call(reply(card, "p"))).pictures == 1
    else:
        assert (await refusal(desk, reply(card, "p"))).code is Code.BAD_INPUT
        assert len(await draft(desk, card)) == 1


async def test_going_without_words_is_said_on_purpose(desk: HubClient, card: Card) -> None:
    await upload(desk, card, photo(), alt="")
    await desk.call(DescribePicture(token="p", alt="", waived=True))
    assert (await desk.call(reply(card, "p"))).pictures == 1


async def test_a_networks_limits_hold_for_pictures(desk: HubClient, card: Card) -> None:
    for token in ("a", "b", "c"):
        await upload(desk, card, photo(), token=token)
    many = await refusal(desk, reply(card, "a", "b", "c"))
    twice = await refusal(desk, reply(card, "a", "a"))
    await upload(desk, card, photo(kind="GIF"), token="g")
    kind = await refusal(desk, reply(card, "g"))
    assert [error.code for error in (many, twice, kind)] == [Code.BAD_INPUT] * 3
    assert len({error.message for error in (many, twice, kind)}) == 3


async def test_a_reply_that_is_taken_back_has_its_pictures_again(desk: HubClient, card: Card) -> None:
    await upload(desk, card, photo())
    item = await desk.call(reply(card, "p", not_before=NOON * 2))
    await desk.call(UndoSend(id=item.id))
    assert [one.token for one in await draft(desk, card)] == ["p"]


async def test_a_refused_picture_is_made_smaller_and_goes_out_with_its_words(
    desk: HubClient, card: Card, water: Water, until: Until
) -> None:
    water.fault = "refuse"
    data = photo(400, 300)
    await upload(desk, card, data)
    item = await desk.call(reply(card, "p"))
    outbox = desk.subscribe(OutboxFeed())
    await until(outbox, lambda: outbox.rows[str(item.id)].state is OutboxState.FAILED)
    await desk.call(UndoSend(id=item.id))
    made = await desk.call(ShrinkPicture(token="p"))
    assert made.received == made.size <= len(data) // 2

    water.fault = ""
    again = await desk.call(msgspec.structs.replace(reply(card, "p"), token="again"))
    await until(outbox, lambda: (row := outbox.rows.get(str(again.id))) is not None and row.state is OutboxState.SENT)
    ((sent,),) = [one.attachments for one in water.replies.values()]
    assert (len(sent.data), sent.alt) == (made.size, "a door")


async def test_a_picture_that_cannot_be_made_so_small_stays_as_it_is(desk: HubClient, card: Card) -> None:
    data = photo(400, 300)
    await upload(desk, card, data)
    with pytest.raises(FishbowlError) as caught:
        await desk.call(ShrinkPicture(token="p", most=10))
    assert caught.value.code is Code.BAD_INPUT
    (left,) = await draft(desk, card)
    assert left.size == len(data)
    first = photo(900, 900, seed=3)
    await desk.call(piece(card, first, token="q", length=100))
    with pytest.raises(FishbowlError) as half:
        await desk.call(ShrinkPicture(token="q"))
    assert half.value.code is Code.CONFLICT


async def test_a_picture_that_was_taken_off_cannot_leave(desk: HubClient, card: Card) -> None:
    await upload(desk, card, photo())
    await desk.call(DropPicture(token="p"))
    assert (await refusal(desk, reply(card, "p"))).code is Code.NOT_FOUND


async def test_a_picture_of_a_flagged_post_is_not_sent_on(desk: HubClient, hub: Hub, card: Card) -> None:
    flagged = photo(640, 480)
    await hub.house.store.write(lambda tx: attachments.flag(tx, prepared(flagged).fingerprint, 1))
    smaller = photo(640, 480, kind="PNG")
    error = await refusal(desk, piece(card, smaller))
    assert error.code is Code.REFUSED
    assert await draft(desk, card) == ()


async def test_a_desk_names_a_post_and_never_an_address(
    desk: HubClient, card: Card, water: Water, until: Until
) -> None:
    queue = desk.subscribe(QueueFeed(view=View(statuses=tuple(Status))))
    inside = (Media(kind="image", url="http://127.0.0.1:1/secret", alt="x"), Media(kind="video", url="https://x/y"))
    post = water.say("look", at=NOON + 1, media=inside)
    await until(queue, lambda: any(one.text == "look" for one in queue.rows.values()))
    newer = next(one for one in queue.rows.values() if one.text == "look")
    detail = await desk.call(GetConversation(id=newer.id))
    entry = next(one for one in detail.entries if one.native_id == post.native_id)

    codes = []
    for number in (0, 1, 2):
        with pytest.raises(FishbowlError) as caught:
            await desk.call(ShowPicture(post_id=entry.id, number=number))
        codes.append(caught.value.code)
    assert codes == [Code.REFUSED, Code.BAD_INPUT, Code.NOT_FOUND]
