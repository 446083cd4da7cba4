"""The floor that ingest is measured against: a bare insert of the same rows into the same tables with the same indexes,
batch by batch. Known by benchmarks; knows connect and tables.
"""

import time
from pathlib import Path

from sqlalchemy import Connection, insert, select

from app.store import connect
from app.store.tables import conversations, identities, metadata, people, post_topics, posts, rollups

_BESIDE = (people, identities, conversations, post_topics, rollups)


def bare_insert(source: Path, target: Path, *, batch: int) -> float:
    """Seconds to insert what `source` holds into a fresh file, in transactions of `batch` posts.

    The rows of the other tables go in evenly beside them, so that the same number of transactions writes the same rows.
    """
    with connect.writer(connect.parse(f"sqlite:///{source}")).connect() as connection:
        rows = {table.name: _rows(connection, table) for table in (posts, *_BESIDE)}
    engine = connect.writer(connect.parse(f"sqlite:///{target}"))
    with engine.connect() as connection:
        connect.prepare_file(connection.connection.driver_connection)
        with connection.begin():
            metadata.create_all(connection)
        transactions = max(1, -(-len(rows[posts.name]) // batch))
        began = time.perf_counter()
        for number in range(transactions):
            with connection.begin():
                for table in (posts, *_BESIDE):
                    part = _share(rows[table.name], number, transactions)
                    if part:
                        connection.execute(insert(table), part)
        seconds = time.perf_counter() - began
    engine.dispose()
    return seconds


def _rows(connection: Connection, table: object) -> list[dict[str, object]]:
    return [dict(row) for row in connection.execute(select(table)).mappings()]  # type: ignore[call-overload]


def _share(rows: list[dict[str, object]], number: int, of: int) -> list[dict[str, object]]:
    return rows[len(rows) * number // of : len(rows) * (number + 1) // of]
