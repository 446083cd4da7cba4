"""Pictures of replies, from the first piece a station sends until they are public. Known by services and hub; knows
tables.

A picture belongs to the reply being written in one conversation (outbox_id 0) until that reply is queued; then it is
part of the outbox row, written in the same transaction.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import delete, exists, select, update

from app.core.clock import Millis
from app.core.errors import NotFound
from app.core.i18n import _
from app.domain.picture import DraftPicture
from app.domain.reply import Attachment
from app.store import bulk
from app.store.tables import attachment_chunks, attachments, flagged_pictures
from app.store.transaction import Read, Write

_SHOWN = [column for column in attachments.columns if column.name not in ("outbox_id", "place", "at", "data")]
MOST_FLAGGED = 20_000


def begin(tx: Write, *, token: str, conversation_id: int, name: str, author: str, size: int) -> DraftPicture:
    """Make room for a picture of this size."""
    number = tx.ids.next()
    values = {
        "id": number,
        "token": token,
        "conversation_id": conversation_id,
        "place": number,
        "name": name,
        "author": author,
        "at": tx.now,
        "size": size,
        "thumb": b"",
        "data": b"",
    }
    bulk.insert(tx, attachments, [tuple(values.get(column.name, _nothing(column)) for column in attachments.columns)])
    return by_token(tx, token)


def by_token(tx: Read, token: str) -> DraftPicture:
    """One picture of a draft; NotFound when there is none."""
    row = tx.connection.execute(
        select(*_SHOWN).where(attachments.c.token == token, attachments.c.outbox_id == 0)
    ).first()
    if row is None:
        raise NotFound(_("This picture is not there any more."))
    return _picture(row)


def find(tx: Read, token: str) -> DraftPicture | None:
    """One picture of a draft, None when there is none."""
    try:
        return by_token(tx, token)
    except NotFound:
        return None


def of_draft(tx: Read, conversation_id: int) -> tuple[DraftPicture, ...]:
    """The pictures of the reply being written, in their order."""
    rows = tx.connection.execute(
        select(*_SHOWN)
        .where(attachments.c.conversation_id == conversation_id, attachments.c.outbox_id == 0)
        .order_by(attachments.c.place)
    )
    return tuple(_picture(row) for row in rows)


def add_piece(tx: Write, picture: DraftPicture, *, start: int, data: bytes) -> int:
    """Keep a piece that begins where the last one ended; returns how many bytes are here now."""
    bulk.insert(tx, attachment_chunks, [(picture.id, start, data)])
    received = start + len(data)
    _set(tx, picture.id, received=received)
    return received


def pieces(tx: Read, picture_id: int) -> bytes:
    """All pieces together."""
    rows = tx.connection.execute(
        select(attachment_chunks.c.data)
        .where(attachment_chunks.c.attachment_id == picture_id)
        .order_by(attachment_chunks.c.start)
    )
    return b"".join(bytes(row.data) for row in rows)


def whole(tx: Read, token: str) -> bytes:
    """The file of a picture of a draft; NotFound when there is none, empty while it is not all here."""
    data = tx.connection.execute(select(attachments.c.data).where(attachments.c.id == by_token(tx, token).id)).scalar()
    return bytes(data or b"")


def finish(tx: Write, token: str, **facts: Any) -> DraftPicture:
    """The whole file was found good: keep it as it goes out (data, thumb, mime, width, height)."""
    picture = by_token(tx, token)
    _set(tx, picture.id, ready=1, **facts)
    tx.connection.execute(delete(attachment_chunks).where(attachment_chunks.c.attachment_id == picture.id))
    return by_token(tx, token)


def describe(tx: Write, token: str, *, alt: str, waived: bool) -> DraftPicture:
    """What is on it, in words, or that it goes without."""
    _set(tx, by_token(tx, token).id, alt=alt, waived=int(waived))
    return by_token(tx, token)


def drop(tx: Write, token: str) -> None:
    """Forget a picture of a draft, whole or in pieces."""
    picture = find(tx, token)
    if picture is not None:
        _forget(tx, [picture.id])


def send_with(tx: Write, tokens: Sequence[str], outbox_id: int) -> None:
    """The pictures are part of a queued reply from now on, in this order."""
    for place, token in enumerate(tokens):
        tx.connection.execute(
            update(attachments).where(attachments.c.token == token).values(outbox_id=outbox_id, place=place)
        )


def take_back(tx: Write, outbox_id: int) -> None:
    """The reply will not leave: its pictures belong to the draft again."""
    tx.connection.execute(update(attachments).where(attachments.c.outbox_id == outbox_id).values(outbox_id=0))


def of_reply(tx: Read, outbox_id: int) -> tuple[Attachment, ...]:
    """What goes out with a queued reply, bytes and all."""
    rows = tx.connection.execute(
        select(attachments).where(attachments.c.outbox_id == outbox_id).order_by(attachments.c.place)
    )
    return tuple(Attachment(name=row.name, mime=row.mime, data=bytes(row.data), alt=row.alt) for row in rows)


def flag(tx: Write, fingerprint: int, post_id: int) -> None:
    """Remember a picture of a flagged post."""
    bulk.put(tx, flagged_pictures, (fingerprint, post_id, tx.now))


def flagged(tx: Read) -> list[int]:
    """Fingerprints of the newest flagged pictures."""
    rows = tx.connection.execute(
        select(flagged_pictures.c.fingerprint).order_by(flagged_pictures.c.at.desc()).limit(MOST_FLAGGED)
    )
    return [int(row.fingerprint) for row in rows]


def sweep(tx: Write, *, before: Millis, limit: int = 50) -> int:
    """Forget pictures of drafts that nobody sent since then, pieces whose picture is gone, and old flags; returns how
    many pictures."""
    old = tx.connection.execute(
        select(attachments.c.id).where(attachments.c.outbox_id == 0, attachments.c.at < before).limit(limit)
    ).all()
    _forget(tx, [row.id for row in old])
    orphaned = ~exists().where(attachments.c.id == attachment_chunks.c.attachment_id)
    tx.connection.execute(delete(attachment_chunks).where(orphaned))
    tx.connection.execute(delete(flagged_pictures).where(flagged_pictures.c.at < before))
    return len(old)


def _forget(tx: Write, ids: Sequence[int]) -> None:
    tx.connection.execute(delete(attachment_chunks).where(bulk.one_of(tx, attachment_chunks.c.attachment_id, ids)))
    tx.connection.execute(delete(attachments).where(bulk.one_of(tx, attachments.c.id, ids)))


def _set(tx: Write, picture_id: int, **values: Any) -> None:
    tx.connection.execute(update(attachments).where(attachments.c.id == picture_id).values(**values))


def _nothing(column: Any) -> Any:
    return "" if column.type.python_type is str else 0


def _picture(row: Any) -> DraftPicture:
    values = bulk.values_of(row)
    values |= {"ready": bool(row.ready), "waived": bool(row.waived), "thumb": bytes(row.thumb)}
    return msgspec.convert(values, DraftPicture)
