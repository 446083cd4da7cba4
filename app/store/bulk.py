"""Many rows at once, as fast as each engine takes them. Known by the files of this room; knows `transaction`.

Rows go to the driver as plain tuples: binding a dictionary a row costs more than SQLite needs to store it.
"""

from collections.abc import Collection, Iterable, Sequence
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    ColumnElement,
    Table,
    Text,
    TextualSelect,
    bindparam,
    cast,
    func,
    select,
)
from sqlalchemy import Row as SelectedRow
from sqlalchemy import any_ as sql_any
from sqlalchemy import text as statement

from app.store.transaction import Read, Write

_COPY_FROM = 20
"""From this many rows on PostgreSQL's COPY is faster than single inserts."""

_NAMED_SQLITE = """
SELECT {columns} FROM json_each(:wanted) AS wanted CROSS JOIN {table}
    ON {table}.native_id = json_extract(wanted.value, '$[1]') AND {table}.network = json_extract(wanted.value, '$[0]')
"""
_NAMED_POSTGRESQL = """
SELECT {columns} FROM unnest(CAST(:networks AS text[]), CAST(:native_ids AS text[])) AS wanted (network, native_id)
  JOIN {table} ON {table}.native_id = wanted.native_id AND {table}.network = wanted.network
"""

Row = tuple[Any, ...]


def one_of(tx: Read, column: Column[Any], values: Collection[Any]) -> ColumnElement[bool]:
    """`column IN values` as one bound parameter, so that the statement is compiled once whatever their number."""
    if tx.sqlite:
        listed = func.json_each(_json(values)).table_valued("value")
        return column.in_(select(listed.c.value))
    kind = BigInteger() if isinstance(next(iter(values), 0), int) else Text()
    return column == sql_any(cast(bindparam(None, list(values)), ARRAY(kind)))


def named(
    tx: Read, table: Table, keys: Iterable[tuple[str, str]], *, more: tuple[Column[Any], ...] = (), join: str = ""
) -> Sequence[SelectedRow[Any]]:
    """The rows of a table by (network, native id): one statement, which is built once and not for each batch.

    Args:
        more: columns of other tables, which `join` brings in.
    """
    wanted = list(keys)
    if not wanted:
        return ()
    if tx.sqlite:
        given: dict[str, Any] = {"wanted": _json(wanted)}
    else:
        given = {"networks": [network for network, _ in wanted], "native_ids": [name for _, name in wanted]}
    return tx.connection.execute(_named(table, more, join, tx.sqlite), given).all()


def insert(tx: Write, table: Table, rows: Sequence[Row], *, ignore: bool = False) -> None:
    """Insert rows given in the order of the table's columns; with `ignore`, those that exist already are left."""
    if not rows:
        return
    if not tx.sqlite and not ignore and len(rows) >= _COPY_FROM:
        _copy(tx, table, rows)
        return
    tail = " ON CONFLICT DO NOTHING" if ignore else ""
    tx.connection.exec_driver_sql(_insert_text(table, tx.sqlite) + tail, list(rows))


def add_up(tx: Write, table: Table, rows: Sequence[Row]) -> None:
    """Add the rows' other columns to those of the row with the same primary key, which is made if there is none.

    `rows` must be sorted by key, so that hubs that write the same cells wait for each other instead of locking up.
    """
    if not rows:
        return
    if tx.sqlite:
        tx.connection.exec_driver_sql(_add_text(table, sqlite=True), list(rows))
    else:
        columns = tuple(list(column) for column in zip(*rows, strict=True))
        tx.connection.exec_driver_sql(_add_text(table, sqlite=False), columns)


def put(tx: Write, table: Table, row: Row) -> None:
    """Insert one row, or replace the one with the same primary key."""
    tx.connection.exec_driver_sql(_put_text(table, tx.sqlite), row)


def update(tx: Write, table: Table, columns: tuple[str, ...], rows: Sequence[Row]) -> None:
    """Set `columns` of the rows with the ids that come last in each tuple."""
    if rows:
        tx.connection.exec_driver_sql(_update_text(table, columns, tx.sqlite), list(rows))


def _json(values: Collection[Any]) -> str:
    return msgspec.json.encode(list(values)).decode()


@cache
def _named(table: Table, more: tuple[Column[Any], ...], join: str, sqlite: bool) -> TextualSelect:
    columns = (*table.columns, *more)
    names = ", ".join(f'{column.table.name}."{column.name}"' for column in columns)
    asked = (_NAMED_SQLITE if sqlite else _NAMED_POSTGRESQL).format(columns=names, table=table.name)
    return statement(asked + join).columns(*columns)


@cache
def _insert_text(table: Table, sqlite: bool) -> str:
    marks = ", ".join(["?" if sqlite else "%s"] * len(table.columns))
    return f"INSERT INTO {table.name} ({_names(table)}) VALUES ({marks})"


@cache
def _add_text(table: Table, sqlite: bool) -> str:
    keys = [column.name for column in table.primary_key.columns]
    sums = ", ".join(
        f'"{column.name}" = {table.name}."{column.name}" + excluded."{column.name}"'
        for column in table.columns
        if column.name not in keys
    )
    given = _insert_text(table, sqlite=True) if sqlite else _insert_columns(table)
    return f"{given} ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {sums}"


def _insert_columns(table: Table) -> str:
    """One statement for any number of rows, given column by column: PostgreSQL takes it far faster than one a row."""
    kinds = ("text" if isinstance(column.type, Text) else "bigint" for column in table.columns)
    return f"INSERT INTO {table.name} ({_names(table)}) SELECT * FROM unnest({', '.join(f'%s::{k}[]' for k in kinds)})"


@cache
def _put_text(table: Table, sqlite: bool) -> str:
    keys = [column.name for column in table.primary_key.columns]
    sets = ", ".join(
        f'"{column.name}" = excluded."{column.name}"' for column in table.columns if column.name not in keys
    )
    return f"{_insert_text(table, sqlite)} ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {sets}"


def values_of(row: SelectedRow[Any]) -> dict[str, Any]:
    """A row by plain names: SQLAlchemy's are a kind of `str` that msgspec does not take for one."""
    return {str(name): value for name, value in row._mapping.items()}


@cache
def _update_text(table: Table, columns: tuple[str, ...], sqlite: bool) -> str:
    mark = "?" if sqlite else "%s"
    sets = ", ".join(f'"{name}" = {mark}' for name in columns)
    return f"UPDATE {table.name} SET {sets} WHERE id = {mark}"


def _names(table: Table) -> str:
    return ", ".join(f'"{column.name}"' for column in table.columns)


def _copy(tx: Write, table: Table, rows: Sequence[Row]) -> None:
    driver = tx.connection.connection.driver_connection
    assert driver is not None
    with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({_names(table)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
