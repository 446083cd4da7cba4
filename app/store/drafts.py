"""What colleagues are writing, so that no word is lost. Known by services; knows tables."""

import msgspec
from sqlalchemy import delete, select

from app.core.i18n import _
from app.domain.reply import Draft, EarlierText
from app.store import bulk
from app.store.tables import draft_history, drafts
from app.store.transaction import KeptConflict, Read, Write

_FIELDS = tuple(column.name for column in drafts.columns)


SHORT = 20
"""A text of fewer characters is quickly written anew."""


def save(
    tx: Write,
    *,
    conversation_id: int,
    kind: str,
    text: str,
    author: str,
    based_on: int,
    account_id: int = 0,
    to_handle: str = "",
    parent: str = "",
) -> Draft:
    """Keep a draft; an empty text ends it.

    When somebody saved a newer one than `based_on`, that one stays, this text goes to the history, and a conflict says
    so: nothing is lost either way.
    """
    known = _one(tx, conversation_id, kind)
    if known is not None:
        _keep_what_makes_way(tx, known, text=text, author=author, based_on=based_on)
    draft = Draft(
        conversation_id=conversation_id,
        kind=kind,
        text=text,
        revision=(known.revision if known else based_on) + 1,
        author=author,
        updated_at=tx.now,
        account_id=account_id,
        to_handle=to_handle,
        parent=parent,
    )
    if text:
        bulk.put(tx, drafts, tuple(getattr(draft, name) for name in _FIELDS))
    else:
        end(tx, conversation_id, kind)
    tx.changes.drafts.add(conversation_id)
    return draft


def end(tx: Write, conversation_id: int, kind: str) -> None:
    """The draft has become a reply or a note, or is wanted no more."""
    tx.connection.execute(delete(drafts).where(drafts.c.conversation_id == conversation_id, drafts.c.kind == kind))
    tx.changes.drafts.add(conversation_id)


def end_same(tx: Write, conversation_id: int, kind: str, text: str, *, author: str = "") -> None:
    """A draft has left: the very words, or what `author` was writing. A colleague's other words stay."""
    for one in of(tx, conversation_id):
        if one.kind == kind and (one.text.strip() == text.strip() or one.author == author):
            end(tx, conversation_id, kind)


def of(tx: Read, conversation_id: int) -> list[Draft]:
    """The drafts of one conversation."""
    rows = tx.connection.execute(
        select(drafts).where(drafts.c.conversation_id == conversation_id).order_by(drafts.c.kind)
    )
    return [msgspec.convert(bulk.values_of(row), Draft) for row in rows]


def history(tx: Read, conversation_id: int, *, limit: int = 50) -> list[EarlierText]:
    """Texts that made way for others, newest first."""
    rows = tx.connection.execute(
        select(draft_history)
        .where(draft_history.c.conversation_id == conversation_id)
        .order_by(draft_history.c.id.desc())
        .limit(limit)
    )
    return [msgspec.convert(bulk.values_of(row), EarlierText) for row in rows]


def _one(tx: Write, conversation_id: int, kind: str) -> Draft | None:
    row = tx.connection.execute(
        select(drafts).where(drafts.c.conversation_id == conversation_id, drafts.c.kind == kind).with_for_update()
    ).first()
    return msgspec.convert(bulk.values_of(row), Draft) if row else None


def _keep_what_makes_way(tx: Write, known: Draft, *, text: str, author: str, based_on: int) -> None:
    """Raises KeptConflict where the new text is what makes way; a colleague's words that are gone are kept as well."""
    if known.revision != based_on and known.text != text:
        _keep_aside(tx, known.conversation_id, known.kind, text, author)
        raise KeptConflict(
            _("Meanwhile {name} changed this draft.").format(name=known.author),
            hint=_("Your text was kept: it is in the draft's history."),
        )
    shrinks = len(text) * 2 < len(known.text)
    anothers = known.author != author and known.text not in text
    if len(known.text) >= SHORT and (shrinks or anothers):
        _keep_aside(tx, known.conversation_id, known.kind, known.text, known.author)


def _keep_aside(tx: Write, conversation_id: int, kind: str, text: str, author: str) -> None:
    if text:
        bulk.insert(tx, draft_history, [(tx.ids.next(), conversation_id, kind, text, author, tx.now)])
