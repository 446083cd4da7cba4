"""The labels this house uses, and what bears them. Known by the door; knows conversations, store and wire."""

from collections.abc import Sequence

from app.core.errors import BadInput
from app.core.i18n import _
from app.domain.conversation import Card
from app.domain.principal import Principal
from app.services.conversations import no_such
from app.services.door import handles
from app.services.house import House
from app.store import audit, conversations, labels, redirects
from app.store.transaction import Write
from app.wire.answers import LabelCount
from app.wire.calls import LabelConversation, LabelConversations, ListLabels

MOST = 10_000
"""Conversations that are labelled at once."""


@handles(ListLabels)
async def list_labels(house: House, principal: Principal, request: ListLabels) -> tuple[LabelCount, ...]:
    if not await house.store.read(labels.are_counted):
        await house.store.write(labels.count_all)
    return tuple(LabelCount(name=name, count=count) for name, count in await house.store.read(labels.counts))


@handles(LabelConversation)
async def label(house: House, principal: Principal, request: LabelConversation) -> Card:
    (card,) = await _label(house, principal, [(request.id, request.labels)])
    return card


@handles(LabelConversations)
async def label_all(house: House, principal: Principal, request: LabelConversations) -> tuple[Card, ...]:
    if not 0 < len(request.labelled) <= MOST:
        raise BadInput(_("Name 1 to {most} conversations.").format(most=MOST))
    return await _label(house, principal, request.labelled)


async def _label(house: House, principal: Principal, wanted: Sequence[tuple[int, tuple[str, ...]]]) -> tuple[Card, ...]:
    """Replace labels, with one audit row for each conversation; all of it or nothing."""

    def work(tx: Write) -> tuple[Card, ...]:
        ids = [redirects.resolve(tx, number) for number, _words in wanted]
        before = {card.id: card for card in conversations.cards(tx, ids)}
        alike: dict[tuple[str, ...], list[int]] = {}
        for number, words in zip(ids, (words for _number, words in wanted), strict=True):
            if number not in before:
                raise no_such("conversation", number)
            alike.setdefault(_tidy(words), []).append(number)
        for now, numbers in alike.items():
            conversations.label_all(tx, numbers, now)
            for number in numbers:
                was, about = {"labels": before[number].labels}, f"conversation:{number}"
                audit.write(tx, principal, "conversation.labelled", about, before=was, after={"labels": now})
        return tuple(conversations.cards(tx, ids))

    return await house.store.write(work, initiator=principal.station)


def _tidy(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.strip() for word in words if word.strip()))
