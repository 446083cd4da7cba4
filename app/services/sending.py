"""How a reply is queued, undone, settled and held. Known by the door; knows store, wire and domain.

Nothing here speaks to a network: the hub's dispatcher does, from the rows written here.
"""

from collections.abc import Callable

from app.core.errors import BadInput, Code, Conflict, FishbowlError
from app.core.i18n import _
from app.domain.account import Account
from app.domain.length import length_of
from app.domain.network import Capability
from app.domain.principal import Principal
from app.domain.reply import OutboxItem, OutboxState
from app.services.conversations import no_such
from app.services.door import handles
from app.services.house import House
from app.store import accounts, audit, conversations, drafts, kv, outbox
from app.store.engine import Read, Write
from app.wire.calls import (
    Done,
    HoldSending,
    LiftHold,
    ReleaseHeld,
    RetrySend,
    SendReply,
    SettleSend,
    UndoSend,
)

HOLD = "hold"


def check_text(house: House, account: Account, text: str) -> None:
    """Raises BadInput when this network would not take the text as a reply."""
    info = house.network(account.network)
    if info is None or Capability.REPLY not in info.capabilities:
        raise BadInput(
            _("Replies cannot be sent to {network}.").format(network=info.title if info else account.network)
        )
    if not text.strip():
        raise BadInput(_("The reply is empty."))
    limit = info.limits.length
    over = length_of(text, info.limits.unit) - limit if limit else 0
    if over > 0:
        raise BadInput(
            _("The reply is {over} over the {limit} that {network} allows.").format(
                over=over, limit=limit, network=info.title
            ),
            hint=_("Shorten it; nothing was sent."),
        )


def _destination(tx: Read, house: House, request: SendReply) -> tuple[Account, str]:
    """The account and the thread of a reply, if the conversation is still what the agent saw."""
    card = conversations.card(tx, request.conversation_id)
    if card is None:
        raise no_such("conversation", request.conversation_id)
    account = accounts.get(tx, request.account_id)
    if account is None or not account.enabled:
        raise Conflict(_("The account this reply was to leave from is no longer there. Nothing was sent."))
    home = accounts.get(tx, card.account_id)
    if home is not None and home.network != account.network:
        raise Conflict(_("@{handle} is on another network than the conversation.").format(handle=account.handle))
    target = conversations.post_in(tx, request.conversation_id, request.parent)
    if target is None or target.gone:
        raise Conflict(
            _("The post this reply answers is gone. Nothing was sent."),
            hint=_("Read the thread again before answering."),
        )
    if target.handle != request.to_handle:
        raise Conflict(_("This post is not by @{handle}. Nothing was sent.").format(handle=request.to_handle))
    check_text(house, account, request.text)
    return account, target.thread or target.native_id


@handles(SendReply)
async def send_reply(house: House, principal: Principal, request: SendReply) -> OutboxItem:
    if not request.token:
        raise BadInput(_("A reply needs a token."))

    def work(tx: Write) -> OutboxItem:
        repeated = outbox.by_token(tx, request.token)
        if repeated is not None:
            return repeated
        account, thread = _destination(tx, house, request)
        item = outbox.queue(
            tx,
            conversation_id=request.conversation_id,
            account_id=account.id,
            network=account.network,
            handle=account.handle,
            to_handle=request.to_handle,
            text=request.text,
            parent=request.parent,
            thread=thread,
            author=principal.name,
            token=request.token,
            not_before=max(request.not_before, house.clock.now() + 1000 * account.undo_seconds),
            resolve=request.resolve,
            state=OutboxState.HELD if house.hold.reason else OutboxState.WAITING,
        )
        drafts.clear(tx, request.conversation_id, "reply")
        audit.write(
            tx,
            principal,
            "reply.queued",
            f"outbox:{item.id}",
            after={"as": account.handle, "to": request.to_handle, "text": request.text, "state": item.state},
        )
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
        if item is None:
            raise no_such("reply", number)
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


@handles(UndoSend)
async def undo_send(house: House, principal: Principal, request: UndoSend) -> OutboxItem:
    def move(tx: Write, item: OutboxItem) -> OutboxItem:
        before_leaving = {OutboxState.WAITING, OutboxState.HELD, OutboxState.FAILED}
        moved = outbox.move(tx, item.id, to=OutboxState.CANCELLED, expect=before_leaving)
        drafts.restore(tx, item)
        return moved

    return await _move(house, principal, request.id, "reply.undone", move)


@handles(RetrySend)
async def retry_send(house: House, principal: Principal, request: RetrySend) -> OutboxItem:
    def move(tx: Write, item: OutboxItem) -> OutboxItem:
        account = accounts.get(tx, item.account_id)
        if account is None:
            raise no_such("account", item.account_id)
        text = request.text or item.text
        check_text(house, account, text)
        waiting = outbox.move(
            tx, item.id, to=OutboxState.WAITING, expect={OutboxState.FAILED}, text=text, not_before=house.clock.now()
        )
        if house.hold.reason:
            return outbox.move(tx, item.id, to=OutboxState.HELD, expect={OutboxState.WAITING})
        return waiting

    return await _move(house, principal, request.id, "reply.retried", move)


@handles(SettleSend)
async def settle_send(house: House, principal: Principal, request: SettleSend) -> OutboxItem:
    def move(tx: Write, item: OutboxItem) -> OutboxItem:
        if request.is_there:
            return outbox.sent(tx, item.id, receipt=None, expect={OutboxState.UNKNOWN})
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
        kv.put_text(tx, HOLD, f"{now}\n{principal.name}\n{reason}")
        outbox.hold_waiting(tx)
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
    def work(tx: Write) -> None:
        before = kv.get_text(tx, HOLD)
        kv.put_text(tx, HOLD, "")
        tx.changes.tables.add(HOLD)
        audit.write(tx, principal, "hold.lifted", "house:sending", before={"hold": before})

    await house.store.write(work, initiator=principal.station)
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
    target = OutboxState.WAITING if request.send else OutboxState.CANCELLED

    def move(tx: Write, item: OutboxItem) -> OutboxItem:
        moved = outbox.move(tx, item.id, to=target, expect={OutboxState.HELD}, not_before=house.clock.now())
        if not request.send:
            drafts.restore(tx, item)
        return moved

    return await _move(house, principal, request.id, "reply.released", move)


async def load_hold(house: House) -> None:
    """Read the hold from the store, at start."""
    kept = await house.store.read(lambda tx: kv.get_text(tx, HOLD))
    since, by, reason = kept.split("\n", 2) if kept else ("0", "", "")
    house.hold.reason, house.hold.since, house.hold.by = reason, int(since), by
