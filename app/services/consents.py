"""What people allow us to do. Known by the door; knows store, wire and domain."""

from app.domain.principal import Principal
from app.services.conversations import detail, no_such
from app.services.door import handles
from app.services.house import House
from app.store import audit, consents, conversations, redirects
from app.store.transaction import Write
from app.wire.answers import ConversationDetail
from app.wire.calls import NoteConsent


@handles(NoteConsent)
async def note_consent(house: House, principal: Principal, request: NoteConsent) -> ConversationDetail:
    def work(tx: Write) -> ConversationDetail:
        here = redirects.resolve(tx, request.conversation_id)
        card = conversations.card(tx, here)
        if card is None:
            raise no_such("conversation", here)
        consents.keep(tx, card.person_id, request.purpose, request.word, by=principal.name)
        after = {"purpose": request.purpose.value}
        audit.write(tx, principal, f"consent.{request.word.value}", f"conversation:{here}", after=after)
        tx.changes.conversations.add(here)
        return detail(tx, here)

    return await house.store.write(work, initiator=principal.station)
