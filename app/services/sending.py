"""How a reply is queued, undone, settled and held. Known by the door; knows store, wire and domain.

Nothing here speaks to a network: the hub's dispatcher does, from the rows written here.
"""

import contextlib
import dataclasses
from collections.abc import Callable, Collection

import msgspec

from app.core.clock import Millis
from app.core.errors import BadInput, Code, Conflict, FishbowlError, NotAllowed
from app.core.i18n import _
from app.domain.account import Account
from app.domain.conversation import Status
from app.domain.length import text_length
from app.domain.network import Capability, NetworkInfo
from app.domain.parts import join, split
from app.domain.post import Post
from app.domain.principal import Principal
from app.domain.reply import OutboxItem, OutboxState, Receipt
from app.services.attaching import check_pictures
from app.services.conversations import account_of, no_such
from app.services.door import handles
from app.services.house import Hold, House
from app.services.leads import other_leads
from app.store import accounts, attachments, audit, conversations, drafts, holding, kv, outbox, posts, redirects
from app.store.transaction import Read, Write
from app.wire.answers import Done
from app.wire.calls import HoldSending, LiftHold, ReleaseHeld, RetrySend, SendReply, SettleSend, UndoSend

HOLD = "hold"
BEFORE_LEAVING = frozenset({OutboxState.WAITING, OutboxState.HELD, OutboxState.FAILED})


def _network(house: House, account: Account) -> NetworkInfo:
    """The network of an account; BadInput when it takes no replies."""
    info = house.network(account.network)
    if info is None or Capability.REPLY not in info.capabilities:
        raise BadInput(
            _("Replies cannot be sent to {network}.").format(network=_(info.title) if info else account.network)
        )
    own = house.outside.limits(account.id)
    return info if own is None else msgspec.structs.replace(info, limits=own)


def check_text(house: House, account: Account, text: str) -> None:
    """Raises BadInput when this network would not take the text as a reply."""
    info = _network(house, account)
    if not text.strip():
        raise BadInput(_("The reply is empty."))
    limit = info.limits.length
    over = text_length(text, info.limits) - limit if limit else 0
    if over > 0:
        raise BadInput(
            _("The reply is {over} over the {limit} that {network} allows.").format(
                over=over, limit=limit, network=_(info.title)
            ),
            hint=_("Shorten it; nothing was sent."),
        )


def _destination(tx: Read, house: House, request: SendReply) -> tuple[Account, Post]:
    """The account of a reply and the post it answers, if the conversation is still what the agent saw."""
    card = conversations.card(tx, request.conversation_id)
    if card is None:
        raise no_such("conversation", request.conversation_id)
    account = accounts.get(tx, request.account_id)
    if not account.enabled:
        raise Conflict(_("@{handle} is switched off. Nothing was sent.").format(handle=account.handle))
    home = account_of(tx, card)
    if home.network != account.network:
        raise Conflict(_("@{handle} is on another network than the conversation.").format(handle=account.handle))
    target = posts.by_native(tx, card.network, request.parent)
    if target is None or target.gone or target.conversation_id != card.id:
        raise Conflict(
            _("The post this reply answers is gone. Nothing was sent."),
            hint=_("Read the thread again before answering."),
        )
    if target.post.author.handle != request.to_handle:
        raise Conflict(_("This post is not by @{handle}. Nothing was sent.").format(handle=request.to_handle))
    return account, target.post


def _parts(house: House, account: Account, request: SendReply) -> tuple[str, ...]:
    """The texts that go out: one, or the parts of a thread."""
    if not request.split:
        check_text(house, account, request.text)
        return (request.text,)
    info = _network(house, account)
    parts = split(request.text, info.limits)
    if not parts:
        raise BadInput(
            _("The text is too long for {network}, even as a thread.").format(network=_(info.title)),
            hint=_("Shorten it; nothing was sent."),
        )
    for part in parts:
        check_text(house, account, part)
    return parts


def _refuse_second(tx: Read, request: SendReply, principal: Principal) -> None:
    """Raises Conflict when a colleague has answered the same post since the agent looked: one wins, the other reads."""
    _refuse_after(tx, request.conversation_id, request.parent, principal, after=request.seen)


def _refuse_after(tx: Read, conversation_id: int, parent: str, principal: Principal, *, after: int) -> None:
    first = outbox.answering(tx, conversation_id, parent, after=after)
    if first is not None and first.author != principal.name:
        raise Conflict(
            _("{name} has answered this post already. Nothing was sent; your text is kept.").format(name=first.author),
            hint=_("Read that reply, then send yours if it is still needed."),
        )


def _queue(
    tx: Write,
    house: House,
    principal: Principal,
    request: SendReply,
    *,
    account: Account,
    answered: Post,
    texts: tuple[str, ...],
) -> OutboxItem:
    """A row for each part; the first one, which carries the pictures and the station's token."""
    queued: list[OutboxItem] = []
    for number, text in enumerate(texts, start=1):
        queued.append(
            outbox.queue(
                tx,
                conversation_id=request.conversation_id,
                account_id=account.id,
                network=answered.network,  # a replay's or an import's account speaks on the post's own network
                handle=account.handle,
                to_handle=request.to_handle,
                text=text,
                parent=request.parent,
                thread=answered.thread or answered.native_id,
                author=principal.name,
                token=request.token if number == 1 else f"{request.token}/{number}",
                not_before=max(request.not_before, house.clock.now() + 1000 * account.undo_seconds),
                state=OutboxState.HELD if house.hold.reason else OutboxState.WAITING,
                chain=queued[0].id if queued else 0,
                part=number if len(texts) > 1 else 0,
                parts=len(texts) if len(texts) > 1 else 0,
                pictures=len(request.pictures) if number == 1 else 0,
            )
        )
    return queued[0]


@handles(SendReply)
async def send_reply(house: House, principal: Principal, request: SendReply) -> OutboxItem:
    if not request.token:
        raise BadInput(_("A reply needs a token."))
    here = await house.store.read(lambda tx: redirects.resolve(tx, request.conversation_id))
    return await _send_in(house, principal, msgspec.structs.replace(request, conversation_id=here))


async def _send_in(house: House, principal: Principal, request: SendReply) -> OutboxItem:
    def work(tx: Write) -> OutboxItem:
        repeated = outbox.by_token(tx, request.token)
        if repeated is not None:
            return repeated  # the station asked twice; the first time counts
        account, answered = _destination(tx, house, request)
        texts = _parts(house, account, request)
        check_pictures(tx, _network(house, account), request.conversation_id, request.pictures)
        _refuse_second(tx, request, principal)
        item = _queue(tx, house, principal, request, account=account, answered=answered, texts=texts)
        attachments.send_with(tx, request.pictures, item.id)
        drafts.end_same(tx, request.conversation_id, "reply", request.text, author=principal.name)
        if request.resolve:
            conversations.set_status(tx, (request.conversation_id,), Status.RESOLVED, by=principal.name)
        audit.write(
            tx,
            principal,
            "reply.queued",
            f"outbox:{item.id}",
            after={
                "as": account.handle,
                "to": request.to_handle,
                "text": request.text,
                "state": item.state,
                "parts": item.parts,
                "pictures": item.pictures,
            },
        )
        holding.note(tx, principal, [item], house.hold.reason)
        return item

    return await house.store.write(work, initiator=principal.station)


async def _move(
    house: House,
    principal: Principal,
    number: int,
    verb: str,
    move: Callable[[Write, OutboxItem], OutboxItem],
) -> OutboxItem:
    """Move one outbox row and keep who did it, in one transaction."""

    def work(tx: Write) -> OutboxItem:
        item = outbox.get(tx, number)
        moved = move(tx, item)
        audit.write(
            tx,
            principal,
            verb,
            f"outbox:{number}",
            before={"state": item.state, "text": item.text},
            after={"state": moved.state, "text": moved.text},
        )
        return moved

    return await house.store.write(work, initiator=principal.station)


def _cancel(tx: Write, item: OutboxItem, principal: Principal, *, expect: Collection[OutboxState]) -> OutboxItem:
    """Stop a reply, and what was to follow it as a thread; pictures and words become the draft again."""
    moved = outbox.move(tx, item.id, to=OutboxState.CANCELLED, expect=expect)
    later = [one for one in outbox.after(tx, item) if one.state in BEFORE_LEAVING]
    for one in later:
        outbox.move(tx, one.id, to=OutboxState.CANCELLED, expect=BEFORE_LEAVING)
    attachments.take_back(tx, item.id)
    whole = msgspec.structs.replace(
        moved, text=join([item.text, *(one.text for one in later)]) if item.part else item.text
    )
    _draft_again(tx, whole, principal)
    return whole


def _first_left(tx: Read, item: OutboxItem) -> OutboxItem:
    """The first part of the same thread that has not left: whoever undoes a part undoes what has not left."""
    while item.part > 1:
        before = outbox.before(tx, item)
        if before is None or before.state not in BEFORE_LEAVING:
            break
        item = before
    return item


def _draft_again(tx: Write, item: OutboxItem, principal: Principal) -> None:
    """What will not leave becomes the draft again; a newer draft stays, and the text is kept in its history."""
    with contextlib.suppress(Conflict):
        drafts.save(
            tx,
            conversation_id=item.conversation_id,
            kind="reply",
            text=item.text,
            author=principal.name,
            based_on=0,
            account_id=item.account_id,
            to_handle=item.to_handle,
            parent=item.parent,
        )


@handles(UndoSend)
async def undo_send(house: House, principal: Principal, request: UndoSend) -> OutboxItem:
    def move(tx: Write, item: OutboxItem) -> OutboxItem:
        return _cancel(tx, _first_left(tx, item), principal, expect=BEFORE_LEAVING)

    return await _move(house, principal, request.id, "reply.undone", move)


def _try_again(tx: Write, house: House, item: OutboxItem, text: str, *, leaves: Millis) -> OutboxItem:
    waiting = outbox.move(
        tx, item.id, to=OutboxState.WAITING, expect={OutboxState.FAILED}, text=text, not_before=leaves
    )
    if house.hold.reason:
        return outbox.move(tx, item.id, to=OutboxState.HELD, expect={OutboxState.WAITING})
    return waiting


@handles(RetrySend)
async def retry_send(house: House, principal: Principal, request: RetrySend) -> OutboxItem:
    def move(tx: Write, item: OutboxItem) -> OutboxItem:
        account = accounts.get(tx, item.account_id)
        forerunner = outbox.before(tx, item)
        if forerunner is not None and forerunner.state is OutboxState.FAILED:
            raise Conflict(
                _("Part {part} of this thread was not sent.").format(part=forerunner.part),
                hint=_("Try that one again; the others follow by themselves."),
            )
        if not item.part:
            _refuse_after(tx, item.conversation_id, item.parent, principal, after=max(item.id, request.seen))
        text = request.text or item.text
        check_text(house, account, text)
        # with the account's time to think: the words may be new ones
        leaves = max(request.not_before, house.clock.now() + 1000 * account.undo_seconds)
        first = _try_again(tx, house, item, text, leaves=leaves)
        for later in outbox.after(tx, item):
            if later.state is OutboxState.FAILED:
                _try_again(tx, house, later, later.text, leaves=leaves)
        drafts.end_same(tx, item.conversation_id, "reply", text)
        return first

    return await _move(house, principal, request.id, "reply.retried", move)


@handles(SettleSend)
async def settle_send(house: House, principal: Principal, request: SettleSend) -> OutboxItem:
    def move(tx: Write, item: OutboxItem) -> OutboxItem:
        if request.is_there:
            drafts.end_same(tx, item.conversation_id, "reply", item.text)
            return outbox.sent(tx, item, Receipt(native_id=""), expect={OutboxState.UNKNOWN})
        return outbox.failed(
            tx,
            item.id,
            error=_("{name} looked: it is not there.").format(name=principal.name),
            expect={OutboxState.UNKNOWN},
        )

    return await _move(house, principal, request.id, "reply.settled", move)


@handles(HoldSending)
async def hold_sending(house: House, principal: Principal, request: HoldSending) -> Done:
    reason = request.reason.strip()
    if not reason:
        raise BadInput(_("Say why sending is held; everybody will read it."))
    now = house.clock.now()

    def work(tx: Write) -> None:
        kv.put(tx, HOLD, msgspec.json.encode(Hold(reason, now, principal.name)))
        holding.note(tx, principal, holding.hold_waiting(tx), reason)
        tx.changes.tables.add(HOLD)
        audit.write(tx, principal, "hold.set", "house:sending", after={"reason": reason})

    house.hold.reason, house.hold.since, house.hold.by = reason, now, principal.name
    try:
        await house.store.write(work, initiator=principal.station)
    except BaseException:
        await load_hold(house)
        raise
    return Done()


@handles(LiftHold)
async def lift_hold(house: House, principal: Principal, request: LiftHold) -> Done:
    lifted = dataclasses.replace(house.hold)

    def work(tx: Write) -> None:
        if house.hold != lifted:
            raise Conflict(_("Meanwhile {name} holds all sending.").format(name=house.hold.by))
        others = other_leads(tx, house, principal) if house.hold.by == principal.name else []
        if others:
            raise NotAllowed(
                _("You set this hold. Another lead lifts it: {names}.").format(names=", ".join(others)),
                hint=_("Two people look before sending goes on. Nothing was sent."),
            )
        kv.put(tx, HOLD, msgspec.json.encode(Hold()))
        tx.changes.tables.add(HOLD)
        audit.write(tx, principal, "hold.lifted", "house:sending", before={"reason": house.hold.reason})

    await house.store.write(work, initiator=principal.station)
    if house.hold == lifted:  # whoever held anew meanwhile keeps his hold
        house.hold.reason, house.hold.since, house.hold.by = "", 0, ""
    return Done()


@handles(ReleaseHeld)
async def release_held(house: House, principal: Principal, request: ReleaseHeld) -> OutboxItem:
    if request.send and house.hold.reason:
        raise FishbowlError(
            _("All sending is held: {reason}.").format(reason=house.hold.reason),
            hint=_("Lift the hold first; held replies then still wait for you one by one."),
            code=Code.HELD,
        )

    def move(tx: Write, item: OutboxItem) -> OutboxItem:
        held = {OutboxState.HELD}
        if not request.send:
            return _cancel(tx, item, principal, expect=held)
        leaves = max(item.not_before, house.clock.now())  # one that was written for later still leaves then
        return outbox.move(tx, item.id, to=OutboxState.WAITING, expect=held, not_before=leaves)

    return await _move(house, principal, request.id, "reply.released", move)


async def load_hold(house: House) -> None:
    """Read the hold from the store, at start."""
    kept = await house.store.read(lambda tx: kv.get(tx, HOLD))
    hold = msgspec.json.decode(kept, type=Hold) if kept else Hold()
    house.hold.reason, house.hold.since, house.hold.by = hold.reason, hold.since, hold.by
