"""Who of several hubs runs a connector. Known by hub; knows the engines' locks.

On PostgreSQL a lease is an advisory lock of the writing connection: it ends with the hub, however that dies. A SQLite
file has one hub, which always gets it.
"""

from app.store.transaction import Write

_ROOM = 7_310_023
"""Our corner of the server's advisory locks."""


def lease(tx: Write, name: str) -> bool:
    """Take or keep a lease; False when another hub has it. Asking again is right: a lost connection loses leases."""
    if tx.sqlite:
        return True
    held = tx.connection.exec_driver_sql(
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid() AND granted"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        " AND classid = %s::bigint::oid AND objid = (hashtext(%s)::bigint & 4294967295)::oid",
        (_ROOM, name),
    ).scalar_one()
    if held:
        return True
    return bool(
        tx.connection.exec_driver_sql("SELECT pg_try_advisory_lock(%s, hashtext(%s))", (_ROOM, name)).scalar_one()
    )


def release(tx: Write, name: str) -> None:
    """Give a lease back."""
    if not tx.sqlite:
        tx.connection.exec_driver_sql("SELECT pg_advisory_unlock(%s, hashtext(%s))", (_ROOM, name))
