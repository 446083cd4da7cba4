"""Drafts: what is being written is never lost. Known by the door; knows store, wire and domain."""

from app.core.errors import BadInput
from app.core.i18n import _
from app.domain.principal import Principal
from app.domain.reply import Draft, EarlierText
from app.services.door import handles
from app.services.house import House
from app.store import drafts, redirects
from app.store.transaction import Write
from app.wire.calls import ListEarlierTexts, SaveDraft

KINDS = ("reply", "note")
LONGEST_DRAFT = 100_000


@handles(SaveDraft)
async def save_draft(house: House, principal: Principal, request: SaveDraft) -> Draft:
    if request.kind not in KINDS:
        raise BadInput(_("A draft is of kind reply or note, not “{kind}”.").format(kind=request.kind))
    if len(request.text) > LONGEST_DRAFT:
        raise BadInput(_("The draft is longer than {limit} characters.").format(limit=LONGEST_DRAFT))

    def work(tx: Write) -> Draft:
        return drafts.save(
            tx,
            conversation_id=redirects.resolve(tx, request.conversation_id),
            kind=request.kind,
            text=request.text,
            author=principal.name,
            based_on=request.based_on,
            account_id=request.account_id,
            to_handle=request.to_handle,
            parent=request.parent,
        )

    return await house.store.write(work, initiator=principal.station)


@handles(ListEarlierTexts)
async def list_earlier_texts(house: House, principal: Principal, request: ListEarlierTexts) -> tuple[EarlierText, ...]:
    return tuple(await house.store.read(lambda tx: drafts.history(tx, request.conversation_id)))
