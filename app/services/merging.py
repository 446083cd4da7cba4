"""Merging and splitting conversations, and calling them spam. Known by the door; knows store, wire and domain."""

from app.core.errors import BadInput
from app.core.i18n import _
from app.domain.conversation import Card, Status
from app.domain.principal import Principal
from app.services.conversations import no_such, tend
from app.services.door import handles
from app.services.house import House
from app.store import audit, conversations, redirects, regrouping, spam
from app.store.regrouping import Kind, Regrouping
from app.store.transaction import Write
from app.wire.answers import Regrouped
from app.wire.desk_calls import MarkSpam, MergeConversations, SplitConversation, UndoRegrouping

MOST = 50


@handles(MergeConversations)
async def merge(house: House, principal: Principal, request: MergeConversations) -> Regrouped:
    if len(request.ids) > MOST:
        raise BadInput(_("At most {most} conversations are merged at once.").format(most=MOST))

    def work(tx: Write) -> Regrouped:
        into = redirects.resolve(tx, request.into)
        sources = [number for number in redirects.resolve_all(tx, request.ids) if number != into]
        if not sources:
            raise BadInput(_("Choose two or more conversations to merge."))
        done = [_merge_one(tx, principal, number, into) for number in sources]
        return Regrouped(cards=tuple(conversations.cards(tx, [into])), undo=tuple(one.id for one in done))

    return await house.store.write(work, initiator=principal.station)


def _merge_one(tx: Write, principal: Principal, source: int, into: int) -> Regrouping:
    card = conversations.card(tx, source)
    if card is None:
        raise no_such("conversation", source)
    done = regrouping.merge(tx, source, into, by=principal.name)
    after = {"from": source, "words": card.text[:80]}
    audit.write(tx, principal, "conversation.merged", f"conversation:{into}", after=after)
    return done


@handles(SplitConversation)
async def split(house: House, principal: Principal, request: SplitConversation) -> Regrouped:
    def work(tx: Write) -> Regrouped:
        here = redirects.resolve(tx, request.id)
        done = regrouping.split(tx, here, request.post_id, by=principal.name)
        audit.write(tx, principal, "conversation.split", f"conversation:{here}", after={"into": done.other})
        audit.write(tx, principal, "conversation.split_off", f"conversation:{done.other}", after={"from": here})
        return Regrouped(cards=tuple(conversations.cards(tx, [done.other, here])), undo=(done.id,))

    return await house.store.write(work, initiator=principal.station)


@handles(UndoRegrouping)
async def undo_regrouping(house: House, principal: Principal, request: UndoRegrouping) -> tuple[Card, ...]:
    def work(tx: Write) -> tuple[Card, ...]:
        touched: list[int] = []
        for number in reversed(request.ids):
            done = regrouping.undo(tx, number)
            verb = "conversation.unmerged" if done.kind is Kind.MERGE else "conversation.unsplit"
            audit.write(tx, principal, verb, f"conversation:{done.kept}", after={"other": done.other})
            touched += [done.kept, done.other]
        return tuple(conversations.cards(tx, touched))

    return await house.store.write(work, initiator=principal.station)


@handles(MarkSpam)
async def mark_spam(house: House, principal: Principal, request: MarkSpam) -> tuple[Card, ...]:
    status = Status.RESOLVED if request.spam else Status.OPEN

    def change(tx: Write, ids: list[int]) -> None:
        spam.mark(tx, ids, spam=request.spam, by=principal.name)
        conversations.set_status(tx, ids, status, by=principal.name)

    verb = "conversation.spam" if request.spam else "conversation.no_spam"
    return await tend(house, principal, request.ids, verb, {"status": status}, change)
