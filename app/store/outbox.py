"""Replies on their way out, each once. Known by services and hub; knows tables, thread rows and the rule of states.

A row is claimed together with its idempotency key, before any network is spoken to; a conversation has at most one
reply in flight, so that replies arrive in the order in which they were written. A reply whose fate is unknown counts as
in flight: the next one waits until the network was asked.
"""

from collections.abc import Callable, Collection, Sequence
from typing import Any

import msgspec
from sqlalchemy import Row, and_, exists, func, or_, select, update

from app.core.clock import Millis
from app.core.errors import Conflict, NotFound
from app.core.i18n import _
from app.domain.conversation import Status
from app.domain.reply import NEXT, OutboxItem, OutboxState, Receipt, most_telling
from app.store import bulk, chains, publishing, thread_row, threads
from app.store.tables import NEVER, outbox
from app.store.transaction import Read, Write

_AT_REST = (OutboxState.SENT, OutboxState.CANCELLED)
_ITEM = [column for column in outbox.columns if column.name not in ("token", "moved_at")]


def queue(
    tx: Write,
    *,
    conversation_id: int,
    account_id: int,
    network: str,
    handle: str,
    to_handle: str,
    text: str,
    parent: str,
    thread: str,
    author: str,
    token: str,
    not_before: Millis,
    state: OutboxState = OutboxState.WAITING,
    chain: int = 0,
    part: int = 0,
    parts: int = 0,
    pictures: int = 0,
) -> OutboxItem:
    """Keep a reply that shall go out. The same token again answers with the reply it made first.

    The first part of a thread (`part` 1) is its own `chain`.
    """
    known = by_token(tx, token)
    if known is not None:
        return known
    number = tx.ids.next()
    item = OutboxItem(
        id=number,
        conversation_id=conversation_id,
        account_id=account_id,
        network=network,
        handle=handle,
        to_handle=to_handle,
        text=text,
        state=state,
        author=author,
        created_at=tx.now,
        not_before=not_before,
        parent=parent,
        thread=thread,
        chain=chain or (number if part else 0),
        part=part,
        parts=parts,
        pictures=pictures,
    )
    values = msgspec.structs.asdict(item)
    values |= {"state": state.value, "token": token, "moved_at": tx.now}
    bulk.insert(tx, outbox, [tuple(values[column.name] for column in outbox.columns)])
    tell(tx, [item])
    return item


def get(tx: Read, outbox_id: int) -> OutboxItem:
    """One reply; NotFound when there is none."""
    item = _first(tx, outbox.c.id == outbox_id)
    if item is None:
        raise _missing()
    return item


def by_token(tx: Read, token: str) -> OutboxItem | None:
    """The reply a station queued under this token."""
    return _first(tx, outbox.c.token == token)


def answering(tx: Read, conversation_id: int, parent: str, *, after: int) -> OutboxItem | None:
    """The newest reply to a post made after this id that has left or still may; None when there is none."""
    lost = (OutboxState.FAILED.value, OutboxState.CANCELLED.value)
    found = items(
        tx,
        and_(
            outbox.c.conversation_id == conversation_id,
            outbox.c.id > after,
            outbox.c.parent == parent,
            outbox.c.state.not_in(lost),
        ),
    )
    return found[-1] if found else None


def pending(tx: Read) -> list[OutboxItem]:
    """Everything that has not come to rest, oldest first."""
    moving = [state.value for state in OutboxState if state not in _AT_REST]
    return items(tx, outbox.c.state.in_(moving))


def recent(tx: Read, since: Millis) -> list[OutboxItem]:
    """Everything that has not come to rest, and what has since then; oldest first."""
    rested = items(tx, and_(outbox.c.moved_at >= since, outbox.c.state.in_([state.value for state in _AT_REST])))
    return sorted(pending(tx) + rested, key=lambda item: item.id)


def claim(
    tx: Write, *, now: Millis, limit: int, new_key: Callable[[int], str], busy: Collection[int] = ()
) -> list[OutboxItem]:
    """Take replies whose time has come: SENDING, one attempt more, with a key that stays the same for ever.

    `new_key` makes a key for an account. Rows of `busy` accounts, and rows another hub is claiming, are passed over.
    """
    due = _heads(now).where(outbox.c.account_id.not_in(busy)).limit(limit).with_for_update(skip_locked=True, of=outbox)
    claimed = []
    for row in tx.connection.execute(due).all():
        item = _item(row)
        claimed.append(
            msgspec.structs.replace(
                item,
                state=OutboxState.SENDING,
                key=item.key or new_key(item.account_id),
                attempts=item.attempts + 1,
                error="",
            )
        )
    bulk.update(
        tx,
        outbox,
        ("state", "key", "attempts", "error", "moved_at"),
        [(item.state.value, item.key, item.attempts, "", tx.now, item.id) for item in claimed],
    )
    tell(tx, claimed)
    return claimed


def next_due(tx: Read, *, busy: Collection[int] = ()) -> Millis:
    """When the next waiting reply that nothing holds up may leave, but for `busy` accounts; 0 when there is none."""
    waiting = and_(outbox.c.state == OutboxState.WAITING.value, outbox.c.account_id.not_in(busy))
    soonest = select(func.min(outbox.c.not_before)).where(waiting, ~chains.in_flight(), ~chains.behind())
    return int(tx.connection.execute(soonest).scalar() or 0)


def next_look(tx: Read, *, busy: Collection[int] = (), looked_at: Collection[int] = ()) -> Millis:
    """When the next unknown reply is asked about, but for `busy` accounts and replies looked at now; 0 for none."""
    soonest = select(func.min(outbox.c.next_look)).where(
        outbox.c.state == OutboxState.UNKNOWN.value, outbox.c.account_id.not_in(busy), outbox.c.id.not_in(looked_at)
    )
    return int(tx.connection.execute(soonest).scalar() or 0)


def move(tx: Write, outbox_id: int, *, to: OutboxState, expect: Collection[OutboxState], **fields: Any) -> OutboxItem:
    """Take a reply from one of the expected states to another, with new values of its fields.

    Fields: error, native_id, url, sent_at, next_look, text, not_before. Conflict, in words, when it is in another state
    meanwhile or the step is not one of `app.domain.reply.NEXT`.
    """
    row = tx.connection.execute(select(*_ITEM).where(outbox.c.id == outbox_id).with_for_update()).first()
    if row is None:
        raise _missing()
    before = _item(row)
    if before.state not in expect or to not in NEXT[before.state]:
        raise _elsewhere(before)
    after = msgspec.structs.replace(before, state=to, **fields)
    tx.connection.execute(
        update(outbox).where(outbox.c.id == outbox_id).values(state=to.value, moved_at=tx.now, **fields)
    )
    tell(tx, [after])
    return after


def look_soon(tx: Write, *, at: Millis) -> None:
    """Ask the network about every unknown reply by then, however long the wait was to be."""
    tx.connection.execute(
        update(outbox).where(outbox.c.state == OutboxState.UNKNOWN.value, outbox.c.next_look > at).values(next_look=at)
    )


def look_later(tx: Write, outbox_id: int, *, error: str, at: Millis, reopen: bool = False) -> OutboxItem:
    """The network could not tell yet: say why, and ask again then. Conflict when its fate is known meanwhile.

    With `reopen` a resolved conversation comes back to the queue: a person has to look.
    """
    changed = tx.connection.execute(
        update(outbox)
        .where(outbox.c.id == outbox_id, outbox.c.state == OutboxState.UNKNOWN.value)
        .values(error=error, next_look=at, moved_at=tx.now)
    )
    item = get(tx, outbox_id)
    if not changed.rowcount:
        raise _elsewhere(item)
    tell(tx, [item])
    if reopen:
        _bring_back(tx, item, only=Status.RESOLVED)
    return item


def shift(tx: Write, by: Millis, *, longest: Millis, since: Millis) -> list[OutboxItem]:
    """The clock was set: what waits for a length of time waits as long as it would have; returns what was shifted.

    Waits of up to `longest` are lengths of time (an undo window, a pause after a failure), longer ones are dates. What
    was moved from `since` on goes by the new clock already.
    """
    old = or_(outbox.c.moved_at < since, outbox.c.moved_at > tx.now)
    length = outbox.c.not_before - outbox.c.moved_at
    waiting = items(tx, and_(outbox.c.state == OutboxState.WAITING.value, length > 0, length <= longest, old))
    unknown = items(tx, and_(outbox.c.state == OutboxState.UNKNOWN.value, old))
    shifted = [msgspec.structs.replace(item, not_before=item.not_before + by) for item in waiting]
    shifted += [msgspec.structs.replace(item, next_look=item.next_look + by) for item in unknown]
    tx.connection.execute(
        update(outbox)
        .where(bulk.one_of(tx, outbox.c.id, [item.id for item in shifted]))
        .values(moved_at=outbox.c.moved_at + by)
    )
    values = [(item.not_before, item.next_look, item.id) for item in shifted]
    bulk.update(tx, outbox, ("not_before", "next_look"), values)
    tell(tx, shifted)
    return shifted


def interrupted(tx: Read) -> list[OutboxItem]:
    """Replies that were being sent when the hub died: nobody knows whether they are public."""
    return items(tx, outbox.c.state == OutboxState.SENDING.value)


def due_unknown(tx: Read, now: Millis) -> list[OutboxItem]:
    """Unknown replies the network should be asked about again."""
    return items(tx, and_(outbox.c.state == OutboxState.UNKNOWN.value, outbox.c.next_look <= now))


def sent(
    tx: Write, item: OutboxItem, receipt: Receipt, *, expect: Collection[OutboxState] = chains.IN_FLIGHT
) -> OutboxItem:
    """It is published: SENT, our post in the thread, and an open conversation waits for the person.

    When the network delivers the post itself, before or after, the thread still shows it once: it is the same post. A
    receipt without an id stands for a person who has seen it there.
    """
    at = receipt.published_at or tx.now
    fields = {"native_id": receipt.native_id, "url": receipt.url, "sent_at": at, "error": "", "next_look": 0}
    moved = move(tx, item.id, to=OutboxState.SENT, expect=expect, **fields)
    publishing.publish(tx, moved)
    chains.lead_on(tx, moved)
    loaded = thread_row.load(tx, [moved.conversation_id])
    for thread in loaded:
        threads.answer(thread.row, at, composed_at=moved.created_at)
    thread_row.keep(tx, loaded)
    return moved


def failed(tx: Write, outbox_id: int, *, expect: Collection[OutboxState], error: str) -> OutboxItem:
    """Surely not published: the conversation comes back to the queue with its reason."""
    item = move(tx, outbox_id, to=OutboxState.FAILED, expect=expect, error=error)
    for later in after(tx, item):
        if later.state in (OutboxState.WAITING, OutboxState.HELD):
            _stop(tx, later, item)
    _bring_back(tx, item)
    return item


def _bring_back(tx: Write, item: OutboxItem, *, only: Status | None = None) -> None:
    """A reply's conversation is open again and due now; with `only` it must have this status."""
    threads = [one for one in thread_row.load(tx, [item.conversation_id]) if only in (None, one.row.status)]
    for thread in threads:
        if thread.row.status != Status.OPEN or thread.row.due_at >= NEVER:
            thread.row.due_at = min(thread.row.due_at, tx.now)
        thread.row.reopen()
    thread_row.keep(tx, threads)


def after(tx: Read, item: OutboxItem) -> list[OutboxItem]:
    """The later parts of a thread, in order."""
    if not item.chain:
        return []
    return [
        one
        for one in items(tx, and_(outbox.c.conversation_id == item.conversation_id, outbox.c.chain == item.chain))
        if one.part > item.part
    ]


def before(tx: Read, item: OutboxItem) -> OutboxItem | None:
    """The part of the same thread before this one."""
    if item.part < 2:
        return None
    return _first(
        tx,
        and_(
            outbox.c.conversation_id == item.conversation_id,
            outbox.c.chain == item.chain,
            outbox.c.part == item.part - 1,
        ),
    )


def _stop(tx: Write, item: OutboxItem, failed: OutboxItem) -> None:
    """A part whose forerunner was not published does not leave either."""
    words = _("Part {part} of {parts} was not sent, so this one was not sent either.")
    error = words.format(part=failed.part, parts=failed.parts)
    move(tx, item.id, to=OutboxState.FAILED, expect={OutboxState.WAITING, OutboxState.HELD}, error=error)


def _words(state: OutboxState) -> str:
    return {
        OutboxState.HELD: _("on hold"),
        OutboxState.WAITING: _("waiting"),
        OutboxState.SENDING: _("being sent"),
        OutboxState.SENT: _("sent"),
        OutboxState.FAILED: _("failed"),
        OutboxState.UNKNOWN: _("of unknown fate"),
        OutboxState.CANCELLED: _("cancelled"),
    }[state]


def _heads(now: Millis) -> Any:
    """Due replies with none of their conversation in flight and none waiting before them."""
    other = outbox.alias("other")
    before = exists().where(
        other.c.conversation_id == outbox.c.conversation_id,
        other.c.state == OutboxState.WAITING.value,
        other.c.not_before <= now,
        or_(
            other.c.not_before < outbox.c.not_before,
            and_(other.c.not_before == outbox.c.not_before, other.c.id < outbox.c.id),
        ),
    )
    return (
        select(*_ITEM)
        .where(outbox.c.state == OutboxState.WAITING.value, outbox.c.not_before <= now, ~chains.in_flight(), ~before)
        .where(~chains.behind())
        .order_by(outbox.c.not_before, outbox.c.id)
    )


def items(tx: Read, condition: Any) -> list[OutboxItem]:
    """Replies by a condition on their row, oldest first."""
    return [_item(row) for row in tx.connection.execute(select(*_ITEM).where(condition).order_by(outbox.c.id))]


def _first(tx: Read, condition: Any) -> OutboxItem | None:
    row = tx.connection.execute(select(*_ITEM).where(condition)).first()
    return _item(row) if row else None


def _missing() -> NotFound:
    return NotFound(_("This reply does not exist any more."))


def _elsewhere(item: OutboxItem) -> Conflict:
    return Conflict(_("Meanwhile this reply is {state}.").format(state=_words(item.state)))


def _item(row: Row[Any]) -> OutboxItem:
    return msgspec.convert(bulk.values_of(row), OutboxItem)


def tell(tx: Write, items: Sequence[OutboxItem]) -> None:
    """Make it news, and let the conversations' cards show how their replies stand."""
    if not items:
        return
    tx.changes.outbox.update(item.id for item in items)
    threads = thread_row.load(tx, {item.conversation_id for item in items})
    states = _moving(tx, [thread.row.id for thread in threads])
    for thread in threads:
        thread.row.outbox = most_telling(states.get(thread.row.id, ()))
    thread_row.keep(tx, threads)


def _moving(tx: Read, conversation_ids: Sequence[int]) -> dict[int, list[str]]:
    """The states of the replies of each conversation that have not come to rest, oldest first."""
    states: dict[int, list[str]] = {}
    if not conversation_ids:
        return states
    moving = [state.value for state in OutboxState if state not in _AT_REST]
    rows = tx.connection.execute(
        select(outbox.c.conversation_id, outbox.c.state)
        .where(bulk.one_of(tx, outbox.c.conversation_id, conversation_ids), outbox.c.state.in_(moving))
        .order_by(outbox.c.id)
    )
    for row in rows:
        states.setdefault(row.conversation_id, []).append(row.state)
    return states
