"""People are found by any part of name or handle, once each, with their newest conversation; a page looks through so
many and no more."""

import pytest

from app.store import people_found
from app.store.engine import Store
from tests.fakes.clock import NOON
from tests.store.builders import author, heard, mention, take


async def filled(store: Store) -> None:
    await take(
        store,
        mention("a", "first", by=author("Änne Müller", handle="anne.m")),
        mention("b", "second", by=author("Änne Müller", handle="anne.m"), at=NOON + 1, thread="b"),
        mention("c", "third", by=author("Bo Ödegård", handle="bo_muller"), at=NOON + 2),
        heard("d", "a stranger", by=author("Müller the stranger", handle="stranger"), at=NOON + 3),
    )


async def found(store: Store, text: str, *, limit: int = 20) -> list[str]:
    """The handles of every page, in order."""
    handles: list[str] = []
    after = ""
    while True:
        people, after = await store.read(lambda tx, at=after: people_found.find(tx, text, after=at, limit=limit))  # type: ignore[misc]
        handles += [one.handle for one in people]
        if not after:
            return handles


@pytest.mark.parametrize("looked", [people_found.LOOKED_THROUGH, 1])
@pytest.mark.parametrize("tried", [people_found.MOST_TRIED, 1])
async def test_case_accents_and_order_do_not_matter(
    store: Store, looked: int, tried: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_found, "LOOKED_THROUGH", looked)
    monkeypatch.setattr(people_found, "MOST_TRIED", tried)
    await filled(store)
    assert sorted(await found(store, "MULLER")) == ["anne.m", "bo_muller"]
    assert await found(store, "müller änne") == ["anne.m"]
    assert await found(store, "@anne.m") == ["anne.m"]
    assert await found(store, "degar") == ["bo_muller"]
    assert await found(store, "nobody") == []
    assert await found(store, "  ") == []


async def test_only_whom_we_talked_with_and_where_we_did_last(store: Store) -> None:
    await filled(store)
    assert await found(store, "stranger") == []
    ((anne,), _after) = await store.read(lambda tx: people_found.find(tx, "anne"))
    newest = await store.read(lambda tx: people_found.find(tx, "anne", limit=1))
    assert (anne.last_at, newest[0]) == (NOON + 1, [anne])


@pytest.mark.parametrize("limit", [1, 2])
async def test_pages_go_on_where_the_last_one_ended(store: Store, limit: int) -> None:
    await filled(store)
    assert sorted(await found(store, "muller", limit=limit)) == ["anne.m", "bo_muller"]
