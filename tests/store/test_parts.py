"""The parts of a thread leave one after the other, each once; a part that fails stops the rest."""

from app.core.clock import MINUTE
from app.domain.reply import OutboxItem, OutboxState
from app.store import outbox
from app.store.engine import Store
from tests.fakes.clock import NOON
from tests.store.conftest import OpenStore
from tests.store.test_outbox import SENDING, claim, conversation, queue, send


async def thread_of(store: Store, where: int, *, parts: int = 3) -> list[OutboxItem]:
    first = await queue(store, where, "t", part=1, parts=parts, text="one (1/3)")
    later = [
        await queue(store, where, f"t/{number}", chain=first.id, part=number, parts=parts, text=f"{number}")
        for number in range(2, parts + 1)
    ]
    return [first, *later]


async def states(store: Store, items: list[OutboxItem]) -> list[OutboxState]:
    return [(await store.read(lambda tx, one=item: outbox.get(tx, one.id))).state for item in items]


async def test_a_part_leaves_only_after_the_one_before_and_answers_it(store: Store) -> None:
    items = await thread_of(store, await conversation(store))
    sent = []
    for number in range(3):
        (claimed,) = await claim(store)
        assert await claim(store) == []
        assert claimed.part == number + 1
        assert claimed.parent == ("a" if number == 0 else f"r{number - 1}")
        sent.append((await send(store, claimed, f"r{number}")).id)
    assert sent == [item.id for item in items]
    assert await claim(store) == []


async def test_a_waiting_part_wakes_nobody_while_it_cannot_leave(store: Store) -> None:
    items = await thread_of(store, await conversation(store), parts=2)
    (claimed,) = await claim(store)
    await store.write(
        lambda tx: outbox.move(
            tx, claimed.id, to=OutboxState.WAITING, expect=SENDING, not_before=NOON + MINUTE, error="frozen"
        )
    )
    assert await store.read(outbox.next_due) == NOON + MINUTE
    assert await claim(store) == []
    assert await states(store, items) == [OutboxState.WAITING, OutboxState.WAITING]


async def test_a_part_of_unknown_fate_holds_the_rest_up(store: Store) -> None:
    items = await thread_of(store, await conversation(store))
    (claimed,) = await claim(store)
    await store.write(lambda tx: outbox.move(tx, claimed.id, to=OutboxState.UNKNOWN, expect=SENDING))
    assert await claim(store, now=NOON + MINUTE) == []
    assert (await states(store, items))[1:] == [OutboxState.WAITING, OutboxState.WAITING]


async def test_a_part_that_fails_stops_the_rest_and_says_so(store: Store) -> None:
    items = await thread_of(store, await conversation(store))
    (first,) = await claim(store)
    await send(store, first, "r1")
    (second,) = await claim(store)
    await store.write(lambda tx: outbox.failed(tx, second.id, expect=SENDING, error="too shallow"))
    assert await states(store, items) == [OutboxState.SENT, OutboxState.FAILED, OutboxState.FAILED]
    last = await store.read(lambda tx: outbox.get(tx, items[2].id))
    assert "Part 2 of 3" in last.error
    assert await claim(store, now=NOON + MINUTE) == []


async def test_a_network_that_names_nothing_gets_the_rest_under_the_same_post(store: Store) -> None:
    await thread_of(store, await conversation(store), parts=2)
    (first,) = await claim(store)
    await send(store, first, "")
    (second,) = await claim(store)
    assert second.parent == "a"


async def test_parts_stay_in_their_order_over_a_restart(store: Store, open_store: OpenStore) -> None:
    items = await thread_of(store, await conversation(store))
    (first,) = await claim(store)
    again = await open_store()
    assert [one.id for one in await again.read(outbox.interrupted)] == [first.id]
    assert await claim(again) == []
    await again.write(lambda tx: outbox.move(tx, first.id, to=OutboxState.UNKNOWN, expect=SENDING))
    await send(again, first, "r1")
    assert [one.id for one in await claim(again)] == [items[1].id]
