"""Reading and tending conversations. Known by the door; knows store, wire and domain."""

from collections.abc import Callable, Sequence
from typing import Literal

from app.core.errors import BadInput, NotFound
from app.core.i18n import _
from app.domain.account import Account
from app.domain.conversation import Card, Entry, Status
from app.domain.heard import Heard, Public
from app.domain.post import PostKind
from app.domain.principal import Principal
from app.domain.understanding import Understanding
from app.services import mentions
from app.services.door import handles
from app.services.house import House
from app.services.weight import weighed
from app.store import accounts, audit, conversations, drafts, ingest, people, posts, redirects
from app.store.transaction import Read, Write
from app.wire.answers import ConversationDetail, Done, Page
from app.wire.calls import (
    AddNote,
    AssignConversation,
    CorrectSentiment,
    GetConversation,
    ListConversations,
    MarkRead,
    ReadThread,
    SetStatus,
    TakeConversation,
)

LARGEST_PAGE = 500
LONGEST_NOTE = 20_000


def no_such(kind: Literal["conversation", "post"], number: int) -> NotFound:
    """The error for an id nobody knows."""
    named = {"conversation": _("conversation"), "post": _("post")}[kind]
    return NotFound(_("There is no {kind} {number} (any more).").format(kind=named, number=number))


@handles(ListConversations)
async def list_conversations(house: House, principal: Principal, request: ListConversations) -> Page:
    limit = max(1, min(request.limit, LARGEST_PAGE))
    cards, after = await house.store.read(
        lambda tx: conversations.page(tx, request.view, after=request.after, behind=request.behind, limit=limit)
    )
    return Page(cards=tuple(cards), after=after)


def detail(tx: Read, conversation_id: int, *, before: str = "") -> ConversationDetail:
    """Everything a desk paints of a conversation, in one transaction."""
    card = conversations.card(tx, redirects.resolve(tx, conversation_id))
    if card is None:
        raise no_such("conversation", conversation_id)
    entries, older = conversations.entries(tx, card.id, before=before)
    return ConversationDetail(
        card=card,
        entries=tuple(entries),
        person=weighed(tx, people.person(tx, card.person_id)),
        account=account_of(tx, card),
        drafts=tuple(drafts.of(tx, card.id)),
        older=older,
    )


def account_of(tx: Read, card: Card) -> Account:
    """The account a conversation came through; a removed one is shown switched off, its conversations stay."""
    try:
        return accounts.get(tx, card.account_id)
    except NotFound:
        return Account(
            id=card.account_id, network=card.network, handle="", brand=_("removed account"), monogram="–", enabled=False
        )


@handles(GetConversation)
async def get_conversation(house: House, principal: Principal, request: GetConversation) -> ConversationDetail:
    return await house.store.read(lambda tx: detail(tx, request.id, before=request.before))


@handles(ReadThread)
async def read_thread(house: House, principal: Principal, request: ReadThread) -> ConversationDetail:
    def whereabouts(tx: Read) -> tuple[int, int, str]:
        newest = conversations.destination(tx, redirects.resolve(tx, request.id))
        return newest.conversation_id, newest.account_id, newest.parent

    here, account_id, native_id = await house.store.read(whereabouts)
    found = await house.outside.thread(account_id, native_id)
    context = [
        Heard(post=post, meaning=Understanding(), public=Public.HELD)
        for post in found
        if post.kind in (PostKind.CONTEXT, PostKind.OWN)
    ]

    def keep(tx: Write) -> None:
        ingest.ingest(tx, context, account_id=account_id, lane="thread", cursor=None, conversation_id=here)

    if context:
        await house.store.write(keep)
    return await house.store.read(lambda tx: detail(tx, here))


async def tend(
    house: House,
    principal: Principal,
    named: Sequence[int],
    verb: str,
    after: dict[str, object],
    change: Callable[[Write, list[int]], object],
) -> tuple[Card, ...]:
    """Change some conversations, write one audit row for each in the same transaction, answer with their cards.

    `change` is given the ids of the conversations that have their posts now.
    """
    if not named:
        raise BadInput(_("No conversation was named."))

    def work(tx: Write) -> tuple[Card, ...]:
        ids = redirects.resolve_all(tx, named)
        before = {card.id: card for card in conversations.cards(tx, ids)}
        missing = [number for number in ids if number not in before]
        if missing:
            raise no_such("conversation", missing[0])
        change(tx, ids)
        for number in ids:
            old = before[number]
            was = {name: getattr(old, name) for name in after if hasattr(old, name)}
            audit.write(tx, principal, verb, f"conversation:{number}", before=was, after=after)
        return tuple(conversations.cards(tx, ids))

    return await house.store.write(work, initiator=principal.station)


@handles(SetStatus)
async def set_status(house: House, principal: Principal, request: SetStatus) -> tuple[Card, ...]:
    if request.status is Status.SNOOZED and request.until <= house.clock.now():
        raise BadInput(_("A snooze needs a time that lies ahead."))
    return await tend(
        house,
        principal,
        request.ids,
        f"conversation.{request.status.value}",
        {"status": request.status, "snoozed_until": request.until},
        lambda tx, ids: conversations.set_status(
            tx, ids, request.status, until=request.until, due_at=request.due_at, by=principal.name
        ),
    )


@handles(TakeConversation)
async def take(house: House, principal: Principal, request: TakeConversation) -> tuple[Card, ...]:
    return await tend(
        house,
        principal,
        request.ids,
        "conversation.taken",
        {"assignee": principal.name},
        lambda tx, ids: conversations.assign(tx, ids, principal.name, by=principal.name),
    )


@handles(AssignConversation)
async def assign(house: House, principal: Principal, request: AssignConversation) -> tuple[Card, ...]:
    return await tend(
        house,
        principal,
        request.ids,
        "conversation.assigned",
        {"assignee": request.assignee},
        lambda tx, ids: conversations.assign(tx, ids, request.assignee, by=principal.name),
    )


@handles(MarkRead)
async def mark_read(house: House, principal: Principal, request: MarkRead) -> Done:
    def work(tx: Write) -> None:
        conversations.mark_read(tx, redirects.resolve(tx, request.id))

    await house.store.write(work, initiator=principal.station)
    return Done()


@handles(AddNote)
async def add_note(house: House, principal: Principal, request: AddNote) -> Entry:
    text = request.text.strip()
    if not text:
        raise BadInput(_("The note is empty."))
    if len(text) > LONGEST_NOTE:
        raise BadInput(_("The note is longer than {limit} characters.").format(limit=LONGEST_NOTE))

    def work(tx: Write) -> Entry:
        here = redirects.resolve(tx, request.conversation_id)
        if conversations.card(tx, here) is None:
            raise no_such("conversation", here)
        entry = conversations.add_note(tx, here, text, by=principal.name)
        drafts.end_same(tx, here, "note", text, author=principal.name)
        mentions.keep(tx, here, entry)
        audit.write(tx, principal, "note.added", f"conversation:{here}")
        return entry

    return await house.store.write(work, initiator=principal.station)


@handles(CorrectSentiment)
async def correct_sentiment(house: House, principal: Principal, request: CorrectSentiment) -> Done:
    def work(tx: Write) -> None:
        post = posts.get(tx, request.post_id)
        if post is None:
            raise no_such("post", request.post_id)
        posts.correct(tx, request.post_id, sentiment=request.sentiment, by=principal.name)
        audit.write(
            tx,
            principal,
            "post.corrected",
            f"post:{request.post_id}",
            before={"sentiment": post.meaning.sentiment},
            after={"sentiment": request.sentiment},
        )

    await house.store.write(work, initiator=principal.station)
    return Done()
