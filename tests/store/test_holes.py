"""Holes on record: they grow, and are found by the minutes they touch."""

from app.store import holes
from app.store.engine import Store
from app.store.holes import Hole

NIGHT = Hole("bluesky", 100, 140)


async def keep(store: Store, *found: Hole) -> None:
    await store.write(lambda tx: holes.keep(tx, found))


async def test_a_hole_that_lasts_grows(store: Store) -> None:
    await keep(store, NIGHT)
    await keep(store, NIGHT._replace(last=150))
    assert await store.read(lambda tx: holes.between(tx, 0, 200)) == [NIGHT._replace(last=150)]


async def test_holes_are_found_by_the_minutes_they_touch(store: Store) -> None:
    everywhere = Hole("", 150, 160)
    await keep(store, NIGHT, everywhere)
    assert await store.read(lambda tx: holes.between(tx, 140, 149)) == [NIGHT]
    assert await store.read(lambda tx: holes.between(tx, 140, 150)) == [NIGHT, everywhere]
    assert await store.read(lambda tx: holes.between(tx, 141, 149)) == []
