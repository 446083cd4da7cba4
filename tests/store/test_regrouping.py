"""Conversations merged, split, and both taken back: nothing is lost, nothing is counted twice."""

import random
from collections import Counter

import pytest
from sqlalchemy import select

from app.core.clock import MINUTE
from app.core.errors import BadInput, Conflict, FishbowlError
from app.domain.conversation import Card, EntryKind, Status, View
from app.domain.post import PostKind
from app.domain.principal import HUB
from app.domain.reply import OutboxState
from app.store import audit, conversations, drafts, outbox, redirects, regrouping, retention, tallies, thread_row
from app.store.engine import Store
from app.store.regrouping import Regrouping
from app.store.tables import tallies as cells
from app.store.transaction import Write
from tests.fakes.clock import NOON, ManualClock
from tests.store.builders import heard, mention, take
from tests.store.test_conversations import id_of, pages

EVERY = View(statuses=tuple(Status), order="newest")
OF_CONVERSATIONS = ("desk", "account", "network", "topic", "label", "due", "resolved")


async def cards(store: Store) -> list[Card]:
    return await pages(store, EVERY, limit=500)


async def merge(store: Store, source: int, into: int) -> Regrouping:
    return await store.write(lambda tx: regrouping.merge(tx, source, into, by="eve"))


async def texts(store: Store, conversation_id: int) -> list[str]:
    entries, _older = await store.read(lambda tx: conversations.entries(tx, conversation_id))
    return [entry.text for entry in entries if entry.kind is not EntryKind.EVENT]


async def post_id(store: Store, conversation_id: int, text: str) -> int:
    entries, _older = await store.read(lambda tx: conversations.entries(tx, conversation_id))
    return next(entry.id for entry in entries if entry.text == text)


def counted(tx: Write) -> tuple[dict[tuple[str, ...], int], dict[tuple[str, ...], int]]:
    """What the cells say, and what the rows say."""
    rows = tx.connection.execute(select(cells).where(cells.c.scope.in_(OF_CONVERSATIONS), cells.c.count != 0))
    kept = {(row.scope, row.name, row.status, row.slot): int(row[4]) for row in rows}
    true: Counter[tuple[str, ...]] = Counter()
    for thread in thread_row.load_where(tx, True):
        true.update(tallies.keys(thread.row))  # type: ignore[arg-type]
    return kept, dict(true)


async def assert_counts_are_right(store: Store) -> None:
    kept, true = await store.write(counted)
    assert kept == true


async def two(store: Store) -> tuple[int, int]:
    """Two threads by ann: the parcel, then the refund."""
    await take(
        store,
        mention("a", "parcel", promise_minutes=30, topics=(3,)),
        mention("b", "refund", at=NOON + MINUTE, promise_minutes=10, priority=60, topics=(4,)),
    )
    return await id_of(store, "parcel"), await id_of(store, "refund")


async def test_a_merged_conversation_is_one_with_the_more_pressing_word_of_both(store: Store) -> None:
    parcel, refund = await two(store)
    await store.write(lambda tx: conversations.label(tx, parcel, ["vip"]))
    await store.write(lambda tx: conversations.assign(tx, [refund], "ben", by="ben"))
    await merge(store, refund, parcel)
    (card,) = await cards(store)
    assert (card.id, card.text, card.topics, card.priority) == (parcel, "refund", (3, 4), 60)
    assert (card.due_at, card.assignee, card.labels) == (NOON + 11 * MINUTE, "ben", ("vip",))
    assert await texts(store, parcel) == ["parcel", "refund"]
    await assert_counts_are_right(store)


async def test_a_later_post_of_either_thread_lands_in_the_merged_conversation(store: Store) -> None:
    parcel, refund = await two(store)
    await merge(store, refund, parcel)
    await take(
        store,
        mention("b2", "still no refund", thread="b", at=NOON + 2 * MINUTE),
        mention("a2", "still no parcel", thread="a", at=NOON + 3 * MINUTE),
        heard("o", "we look", kind=PostKind.OWN, by="brand", thread="b", parent="?", at=NOON + 4 * MINUTE),
    )
    assert [card.id for card in await cards(store)] == [parcel]
    assert await texts(store, parcel) == ["parcel", "refund", "still no refund", "still no parcel", "we look"]


async def test_the_old_id_leads_to_the_merged_conversation_through_several_merges(store: Store) -> None:
    parcel, refund = await two(store)
    await take(store, mention("c", "app", at=NOON + 2 * MINUTE))
    app = await id_of(store, "app")
    await merge(store, refund, parcel)
    await merge(store, parcel, app)
    assert await store.read(lambda tx: redirects.resolve_all(tx, [refund, parcel, app])) == [app]


async def test_the_timeline_keeps_what_was_done_to_both(store: Store) -> None:
    parcel, refund = await two(store)
    for number in (parcel, refund):
        await store.write(lambda tx, one=number: audit.write(tx, HUB, "conversation.taken", f"conversation:{one}"))
    await merge(store, refund, parcel)
    entries, _older = await store.read(lambda tx: conversations.entries(tx, parcel))
    assert [entry.text for entry in entries if entry.kind is EntryKind.EVENT] == ["conversation.taken"] * 2


async def test_a_reply_under_way_goes_along_and_is_answered_in_the_merged_conversation(
    store: Store, clock: ManualClock
) -> None:
    parcel, refund = await two(store)
    await clock.advance(120)

    def send(tx: Write) -> int:
        item = outbox.queue(
            tx, conversation_id=refund, account_id=7, network="pond", handle="brand", to_handle="ann.test",
            text="It is on its way.", parent="b", thread="b", author="eve", token="t", not_before=0,
        )  # fmt: skip
        return item.id

    number = await store.write(send)
    (claimed,) = await store.write(lambda tx: outbox.claim(tx, now=tx.now, limit=5, new_key=lambda _one: "k"))
    await merge(store, refund, parcel)
    (card,) = await cards(store)
    assert card.outbox is OutboxState.SENDING
    from app.domain.reply import Receipt

    await store.write(lambda tx: outbox.sent(tx, claimed, Receipt(native_id="r", published_at=tx.now)))
    assert (await store.read(lambda tx: outbox.get(tx, number))).conversation_id == parcel
    assert (await texts(store, parcel))[-1] == "It is on its way."
    assert [card.status for card in await cards(store)] == [Status.PENDING]


async def test_no_draft_is_lost_when_both_have_one(store: Store, clock: ManualClock) -> None:
    parcel, refund = await two(store)

    async def write(number: int, text: str, author: str) -> None:
        await store.write(
            lambda tx: drafts.save(tx, conversation_id=number, kind="reply", text=text, author=author, based_on=0)
        )
        await clock.advance(1)

    await write(parcel, "about the parcel", "ann")
    await write(refund, "about the refund", "ben")
    await merge(store, refund, parcel)
    (kept,) = await store.read(lambda tx: drafts.of(tx, parcel))
    (aside,) = await store.read(lambda tx: drafts.history(tx, parcel))
    assert (kept.text, aside.text, aside.author) == ("about the refund", "about the parcel", "ann")


async def test_strangers_are_not_merged(store: Store) -> None:
    parcel, _refund = await two(store)
    await take(store, mention("c", "other person", by="ben"), mention("d", "other account", account_id=8))
    for text in ("other person", "other account"):
        number = await id_of(store, text)
        with pytest.raises(Conflict):
            await merge(store, number, parcel)
    with pytest.raises(BadInput):
        await merge(store, parcel, parcel)


async def test_two_people_in_one_thread_can_be_merged(store: Store) -> None:
    await take(store, mention("a", "mine"), mention("b", "mine too", by="ben", thread="a", at=NOON + 1))
    mine, too = await id_of(store, "mine"), await id_of(store, "mine too")
    await merge(store, too, mine)
    await take(store, mention("c", "and again", by="ben", thread="a", at=NOON + 2))
    assert await texts(store, mine) == ["mine", "mine too", "and again"]


async def test_taking_a_merge_back_gives_everything_back(store: Store) -> None:
    parcel, refund = await two(store)
    await store.write(lambda tx: conversations.add_note(tx, refund, "knows us", by="eve"))
    before = {card.id: card for card in await cards(store)}
    done = await merge(store, refund, parcel)
    await store.write(lambda tx: regrouping.undo(tx, done.id))
    after = {card.id: card for card in await cards(store)}
    for number, card in before.items():
        assert _but_revision(after[number]) == _but_revision(card)
    assert sorted(await texts(store, refund)) == ["knows us", "refund"]
    await assert_counts_are_right(store)


def _but_revision(card: Card) -> Card:
    import msgspec

    return msgspec.structs.replace(card, revision=0)


async def test_what_came_after_a_merge_goes_to_its_own_thread_when_the_merge_is_taken_back(store: Store) -> None:
    parcel, refund = await two(store)
    await store.write(lambda tx: conversations.set_status(tx, [refund], Status.RESOLVED, by="eve"))
    done = await merge(store, refund, parcel)
    await take(store, mention("b2", "still no refund", thread="b", at=NOON + 9 * MINUTE))
    await store.write(lambda tx: regrouping.undo(tx, done.id))
    assert await texts(store, refund) == ["refund", "still no refund"]
    assert {card.id: card.status for card in await cards(store)}[refund] is Status.OPEN
    await take(store, mention("b3", "hello?", thread="b", at=NOON + 10 * MINUTE))
    assert (await texts(store, refund))[-1] == "hello?"


async def test_a_merge_is_taken_back_once_and_before_what_builds_on_it(store: Store) -> None:
    parcel, refund = await two(store)
    await take(store, mention("c", "app", at=NOON + 2 * MINUTE))
    app = await id_of(store, "app")
    first = await merge(store, refund, parcel)
    second = await merge(store, parcel, app)
    with pytest.raises(Conflict, match="again since"):
        await store.write(lambda tx: regrouping.undo(tx, first.id))
    await store.write(lambda tx: regrouping.undo(tx, second.id))
    await store.write(lambda tx: regrouping.undo(tx, first.id))
    with pytest.raises(Conflict, match="already"):
        await store.write(lambda tx: regrouping.undo(tx, first.id))
    assert {card.id for card in await cards(store)} == {parcel, refund, app}


async def test_a_split_takes_what_was_said_from_a_post_on_and_what_comes_later(store: Store) -> None:
    await take(
        store,
        mention("a", "parcel"),
        mention("b", "by the way: a refund", thread="a", at=NOON + MINUTE),
        mention("c", "and when?", thread="a", at=NOON + 2 * MINUTE),
    )
    here = await id_of(store, "and when?")
    number = await post_id(store, here, "by the way: a refund")
    done = await store.write(lambda tx: regrouping.split(tx, here, number, by="eve"))
    assert await texts(store, here) == ["parcel"]
    assert await texts(store, done.other) == ["by the way: a refund", "and when?"]
    await take(store, mention("d", "please", thread="a", at=NOON + 3 * MINUTE))
    assert (await texts(store, done.other))[-1] == "please"
    await assert_counts_are_right(store)


async def test_taking_a_split_back_makes_one_conversation_of_it(store: Store) -> None:
    await take(store, mention("a", "parcel"), mention("b", "refund", thread="a", at=NOON + MINUTE))
    here = await id_of(store, "refund")
    number = await post_id(store, here, "refund")
    (before,) = await cards(store)
    done = await store.write(lambda tx: regrouping.split(tx, here, number, by="eve"))
    await store.write(lambda tx: regrouping.undo(tx, done.id))
    (after,) = await cards(store)
    assert _but_revision(after) == _but_revision(before)
    assert await store.read(lambda tx: redirects.resolve(tx, done.other)) == here
    await take(store, mention("c", "please", thread="a", at=NOON + 3 * MINUTE))
    assert await texts(store, here) == ["parcel", "refund", "please"]


async def test_the_first_post_and_our_own_are_no_place_to_split(store: Store) -> None:
    await take(store, mention("a", "parcel"))
    await take(store, heard("o", "we look", kind=PostKind.OWN, by="brand", parent="a", at=NOON + MINUTE))
    here = await id_of(store, "parcel")
    for text in ("parcel", "we look"):
        number = await post_id(store, here, text)
        with pytest.raises(BadInput):
            await store.write(lambda tx, one=number: regrouping.split(tx, here, one, by="eve"))


async def test_what_is_forgotten_leaves_no_word_of_its_merges(store: Store, clock: ManualClock) -> None:
    parcel, refund = await two(store)
    await merge(store, refund, parcel)
    await store.write(lambda tx: conversations.set_status(tx, [parcel], Status.RESOLVED, by="eve"))
    await clock.advance(90 * 86_400)
    while await store.write(lambda tx: retention.sweep(tx, posts_before=tx.now)):
        pass
    assert await cards(store) == []
    assert await store.read(lambda tx: redirects.resolve(tx, refund)) == refund


@pytest.mark.parametrize("seed", range(6))
async def test_the_counts_are_right_whatever_was_merged_split_and_taken_back(
    store: Store, clock: ManualClock, seed: int
) -> None:
    """A random shift: after each deed the cells say what the rows say, and every post is in one conversation."""
    dice = random.Random(seed)
    said = 0
    done: list[int] = []
    for _turn in range(40):
        await clock.advance(30)
        at = await store.read(lambda tx: tx.now)
        if said < 4 or dice.random() < 0.35:
            root = f"t{dice.randrange(4)}"
            post = mention(f"p{said}", f"post {said}", thread=root, at=at, by=dice.choice(("ann", "ben")),
                           promise_minutes=dice.choice((0, 10)), topics=(dice.randrange(3),))  # fmt: skip
            await take(store, post)
            said += 1
        else:
            await _do_something(store, dice, done)
        await assert_counts_are_right(store)
    shown = [text for card in await cards(store) for text in await texts(store, card.id)]
    assert sorted(shown) == sorted(f"post {number}" for number in range(said))


async def _do_something(store: Store, dice: random.Random, done: list[int]) -> None:
    known = await cards(store)
    first, second = dice.choice(known).id, dice.choice(known).id
    entries, _older = await store.read(lambda tx: conversations.entries(tx, first))
    post = dice.choice(entries).id
    status = dice.choice(list(Status))

    def deed(tx: Write) -> Regrouping | None:
        match dice.randrange(4):
            case 0:
                return regrouping.merge(tx, first, second, by="eve")
            case 1:
                return regrouping.split(tx, first, post, by="eve")
            case 2 if done:
                regrouping.undo(tx, dice.choice(done))
            case _:
                conversations.set_status(tx, [first], status, until=tx.now + 1, by="eve")
        return None

    try:
        made = await store.write(deed)
    except FishbowlError:
        return
    if made is not None:
        done.append(made.id)
