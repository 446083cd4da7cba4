"""The posts that a minute of alarms asks for: the newest of a series, at the price of those alone."""

import pytest

from app.store import witness
from app.store.engine import Store
from app.store.transaction import Read
from tests.fakes.clock import NOON
from tests.store.builders import heard, take

TOPIC = 5


async def asked(store: Store) -> list[int]:
    """Ids of what is told of the topic."""
    told = await store.read(lambda tx: witness.witnessed(tx, topic=TOPIC, region="", network="", since=NOON - 60_000))
    return [one.post_id for one in told]


async def test_the_newest_posts_of_a_topic_are_told_newest_first(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(witness, "MOST", 3)
    await take(store, *(heard(f"p{number}", topics=(TOPIC,)) for number in range(5)), heard("another"))
    ids = await asked(store)
    assert len(ids) == 3
    assert ids == sorted(ids, reverse=True)
    assert ids[0] == (await store.read(lambda tx: witness.newest(tx, since=0, limit=6)))[4]


@pytest.mark.parametrize("engine_name", ["sqlite"])
async def test_a_loud_hour_of_a_topic_costs_what_its_newest_posts_cost(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(witness, "MOST", 10)
    await take(store, *(heard(f"p{number}", topics=(TOPIC,)) for number in range(20)))
    quiet = await steps(store)
    await take(store, *(heard(f"q{number}", topics=(TOPIC,)) for number in range(400)))
    assert await steps(store) < 1.5 * quiet


async def steps(store: Store) -> int:
    """How many steps SQLite's machine takes for the question."""
    taken = 0

    def count() -> int:
        nonlocal taken
        taken += 1
        return 0

    def work(tx: Read) -> None:
        driver = tx.connection.connection.driver_connection
        assert driver is not None
        driver.set_progress_handler(count, 1)
        witness.witnessed(tx, topic=TOPIC, region="", network="", since=NOON - 60_000)
        driver.set_progress_handler(None, 1)

    await store.read(work)
    return taken
