"""Whatever a network delivers, in whatever portions: the store ends up the same."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from app.core.ids import IdMaker
from app.domain.heard import Heard, Public
from app.domain.post import PostKind
from app.store import connect
from app.store.ingest import ingest
from app.store.tables import metadata
from app.store.transaction import Write
from tests.fakes.clock import NOON, ManualClock
from tests.store.builders import ACCOUNT, heard

Delivery = Heard | str
"""A post, or the native id of one that is gone."""

_NATIVE_IDS = ("a", "b", "c", "d")
_NOT_STATE = {"revision", "authors", "at", "moved_at"}
"""How often something was touched, and sums that by their meaning depend on the transaction."""

_NOT_COMPARED = {"house", "search_queue"}
"""The queue holds what the index has to forget; a post edited in its own batch was never in it."""


@st.composite
def _posts(draw: st.DrawFn) -> Heard:
    native_id = draw(st.sampled_from(_NATIVE_IDS))
    moment = draw(st.integers(0, 3))
    return heard(
        native_id,
        draw(st.sampled_from(["late", "thanks", "brand new"])),
        kind=draw(st.sampled_from(list(PostKind))),
        by=draw(st.sampled_from(["ann", "ben"])),
        at=NOON + moment,
        thread=draw(st.sampled_from(["", "a"])),
        parent=draw(st.sampled_from(["", *_NATIVE_IDS])),
        topics=tuple(sorted(draw(st.sets(st.sampled_from([3, 4]))))),
        public=draw(st.sampled_from(list(Public))),
        edited_at=draw(st.sampled_from([0, 0, NOON + 5, NOON + 6])),
        priority=draw(st.sampled_from([0, 20, 60])),
        promise_minutes=draw(st.sampled_from([0, 30])),
    )


_deliveries = st.lists(st.one_of(_posts(), _posts(), st.sampled_from(_NATIVE_IDS)), max_size=12)


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    made = connect.writer(connect.parse(url))
    yield made
    made.dispose()


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(deliveries=_deliveries, data=st.data())
def test_portions_make_no_difference(engine: Engine, deliveries: list[Delivery], data: st.DataObject) -> None:
    one_by_one = _state(engine, [[one] for one in deliveries])
    cuts = data.draw(st.sets(st.integers(0, len(deliveries))))
    assert _state(engine, _portions(deliveries, cuts)) == one_by_one


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(deliveries=st.lists(_posts(), max_size=6))
def test_everything_delivered_twice_is_as_if_delivered_once(engine: Engine, deliveries: list[Heard]) -> None:
    settled = [[*deliveries], [*deliveries]]
    assert _state(engine, [*settled, [*deliveries]]) == _state(engine, settled)


def _portions(deliveries: list[Delivery], cuts: set[int]) -> list[list[Delivery]]:
    """Cut at these places, and wherever a post comes after a deletion: in a batch, posts come first."""
    parts: list[list[Delivery]] = [[]]
    for at, one in enumerate(deliveries):
        after_deletion = not isinstance(one, str) and any(isinstance(earlier, str) for earlier in parts[-1])
        if at in cuts or after_deletion:
            parts.append([])
        parts[-1].append(one)
    return parts


def _state(engine: Engine, portions: list[list[Delivery]]) -> dict[str, list[Any]]:
    """Every row after these batches, with ids replaced by their order; the database is left as it was."""
    clock = ManualClock()
    with engine.connect() as connection:
        transaction = connection.begin()
        tx = Write(connection, clock, IdMaker(clock=clock))
        for portion in portions:
            said = [one for one in portion if not isinstance(one, str)]
            gone = [one for one in portion if isinstance(one, str)]
            ingest(tx, said, account_id=ACCOUNT, lane="x", cursor=None, deleted=gone, network="pond")
        dump = {table.name: _rows(tx, table) for table in metadata.sorted_tables if table.name not in _NOT_COMPARED}
        transaction.rollback()
    return _without_ids(dump)


def _rows(tx: Write, table: Any) -> list[dict[str, Any]]:
    rows = tx.connection.execute(select(table).order_by(*table.primary_key.columns)).mappings()
    return [
        {name: value for name, value in row.items() if name not in _NOT_STATE} for row in rows if row.get("count") != 0
    ]


def _without_ids(dump: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Ids differ between runs but their order within a kind of row does not."""
    names: dict[int, str] = {}
    for kind in ("people", "identities", "posts", "conversations"):
        for number, row in enumerate(dump[kind], start=1):
            names.setdefault(row["id"], f"{kind} {number}")
    return {
        kind: [{name: names.get(value, value) for name, value in row.items()} for row in rows]
        for kind, rows in dump.items()
    }
