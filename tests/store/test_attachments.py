"""Pictures of replies: in pieces, with the draft, with the outbox row, and forgotten with them."""

import pytest

from app.core.clock import MINUTE
from app.core.errors import NotFound
from app.domain.picture import DraftPicture
from app.store import attachments, retention
from app.store.engine import Store
from tests.fakes.clock import NOON
from tests.store.conftest import OpenStore
from tests.store.test_outbox import conversation, queue

FACTS = {"data": b"clean", "thumb": b"small", "mime": "image/jpeg", "width": 3, "height": 2}


async def upload(store: Store, where: int, token: str = "p", *, data: bytes = b"abcdef") -> DraftPicture:
    def work(tx: object) -> DraftPicture:
        made = attachments.begin(tx, token=token, conversation_id=where, name="a.jpg", author="eve", size=len(data))  # type: ignore[arg-type]
        attachments.add_piece(tx, made, start=0, data=data[:4])  # type: ignore[arg-type]
        attachments.add_piece(tx, made, start=4, data=data[4:])  # type: ignore[arg-type]
        return attachments.by_token(tx, token)  # type: ignore[arg-type]

    return await store.write(work)


async def test_pieces_are_together_what_was_sent_even_after_a_restart(store: Store, open_store: OpenStore) -> None:
    picture = await upload(store, await conversation(store))
    again = await open_store()
    assert picture.received == 6
    assert await again.read(lambda tx: attachments.pieces(tx, picture.id)) == b"abcdef"


async def test_a_finished_picture_belongs_to_its_draft_and_goes_with_the_reply(store: Store) -> None:
    where = await conversation(store)
    await upload(store, where, "p")
    await upload(store, where, "q")
    for token in "pq":
        await store.write(lambda tx, one=token: attachments.finish(tx, one, **(FACTS | {"data": one.encode()})))
        await store.write(lambda tx, one=token: attachments.describe(tx, one, alt=f"alt {one}", waived=False))
    item = await queue(store, where)
    await store.write(lambda tx: attachments.send_with(tx, ["q", "p"], item.id))
    assert await store.read(lambda tx: attachments.of_draft(tx, where)) == ()
    outgoing = await store.read(lambda tx: attachments.of_reply(tx, item.id))
    assert [(one.data, one.alt, one.mime) for one in outgoing] == [
        (b"q", "alt q", "image/jpeg"),
        (b"p", "alt p", "image/jpeg"),
    ]
    await store.write(lambda tx: attachments.take_back(tx, item.id))
    assert [one.token for one in await store.read(lambda tx: attachments.of_draft(tx, where))] == ["q", "p"]


async def test_a_dropped_picture_leaves_nothing_behind(store: Store) -> None:
    picture = await upload(store, await conversation(store))
    await store.write(lambda tx: attachments.drop(tx, "p"))
    await store.write(lambda tx: attachments.drop(tx, "p"))
    assert await store.read(lambda tx: attachments.pieces(tx, picture.id)) == b""
    with pytest.raises(NotFound):
        await store.read(lambda tx: attachments.by_token(tx, "p"))


async def test_what_nobody_sends_is_forgotten_with_time_and_with_its_conversation(store: Store) -> None:
    where = await conversation(store)
    await upload(store, where)
    await store.write(lambda tx: attachments.flag(tx, -5, 1))
    await store.write(lambda tx: retention.sweep(tx, posts_before=NOON - MINUTE))
    assert len(await store.read(lambda tx: attachments.of_draft(tx, where))) == 1
    await store.write(lambda tx: retention.sweep(tx, posts_before=NOON + MINUTE))
    assert await store.read(lambda tx: attachments.of_draft(tx, where)) == ()
    assert await store.read(attachments.flagged) == []
