"""What machines report about a mail stands in its thread; it opens nothing, wakes nobody and is never the question."""

import msgspec
import pytest

from app.domain.conversation import Card, Entry, Status, View
from app.domain.heard import Heard
from app.domain.post import PostKind
from app.store import conversations
from app.store.engine import Store
from tests.fakes.clock import NOON
from tests.store.builders import heard, take

EVERY = tuple(Status)


def mail(native_id: str, text: str = "Where is it?", **how: object) -> Heard:
    return heard(native_id, text, network="email", **how)  # type: ignore[arg-type]


def machine(native_id: str, *labels: str, parent: str, thread: str = "root@x", by: str = "daemon") -> Heard:
    """A mail no person wrote."""
    made = mail(native_id, "It was not delivered.", parent=parent, thread=thread, at=NOON + 9, by=by)
    return msgspec.structs.replace(made, post=msgspec.structs.replace(made.post, labels=labels))


async def cards(store: Store) -> list[Card]:
    found, _after = await store.read(lambda tx: conversations.page(tx, View(statuses=EVERY), limit=10))
    return found


async def talk(store: Store) -> Card:
    """A letter, our reply to it, and nobody has anything left to do."""
    await take(store, mail("root@x", kind=PostKind.DIRECT))
    await take(store, mail("ours@us", "Tomorrow.", kind=PostKind.OWN, parent="root@x", thread="root@x", by="us"))
    (card,) = await cards(store)
    await store.write(lambda tx: conversations.set_status(tx, [card.id], Status.RESOLVED, by="ana"))
    return (await cards(store))[0]


async def thread(store: Store, card: Card) -> list[Entry]:
    entries, _older = await store.read(lambda tx: conversations.entries(tx, card.id))
    return entries


@pytest.mark.parametrize("parent", ["ours@us", "never-seen@us"])
async def test_a_bounce_stands_in_the_thread_it_names_and_leaves_the_conversation_as_it_was(
    store: Store, parent: str
) -> None:
    before = await talk(store)
    await take(store, machine("b@x", "bounce", "550 5.2.2", parent=parent))
    assert await cards(store) == [before]
    last = (await thread(store, before))[-1]
    assert (last.automatic, last.about, last.code, last.aside) == ("bounce", parent, "550 5.2.2", True)


async def test_a_bounce_in_one_batch_with_the_reply_it_is_about_finds_it(store: Store) -> None:
    await take(store, mail("root@x", kind=PostKind.DIRECT))
    own = mail("ours@us", "Tomorrow.", kind=PostKind.OWN, parent="root@x", thread="root@x", by="us")
    await take(store, own, machine("b@x", "bounce", parent="ours@us"))
    (card,) = await cards(store)
    assert [entry.automatic for entry in await thread(store, card)][-1] == "bounce"


async def test_an_automatic_reply_is_not_the_post_to_answer_and_not_the_cards_text(store: Store) -> None:
    before = await talk(store)
    await take(store, machine("a@x", "auto-reply", parent="ours@us", by="ann"))
    assert await cards(store) == [before]
    assert (await thread(store, before))[-1].automatic == "auto-reply"


async def test_what_names_no_thread_of_ours_opens_none(store: Store) -> None:
    await take(store, machine("b@x", "bounce", parent="unknown@us", thread=""))
    assert await cards(store) == []


async def test_mass_mail_belongs_to_no_thread(store: Store) -> None:
    before = await talk(store)
    shown = len(await thread(store, before))
    await take(store, machine("n@x", "bulk", parent="ours@us"))
    assert len(await thread(store, before)) == shown
