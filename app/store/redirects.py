"""Which conversation stands for one that was merged away, and where later posts of a thread go. Known by `threads`,
`regrouping`, services and hub; knows tables.

An id that a station, a link or the audit still holds stays good: it leads to the conversation that has its posts now.
"""

from collections.abc import Collection, Iterable

import msgspec
from sqlalchemy import delete, select, update

from app.store import bulk
from app.store.tables import redirects, routes
from app.store.transaction import Read, Write

Key = tuple[int, str, int]
"""(account, native id of the thread's first post, person)."""

_ROUTES_SQLITE = """
SELECT r.account_id, r.root, r.person_id, r.conversation_id FROM json_each(?) AS wanted CROSS JOIN routes AS r
  ON r.account_id = json_extract(wanted.value, '$[0]') AND r.root = json_extract(wanted.value, '$[1]')
 AND r.person_id = json_extract(wanted.value, '$[2]')
"""
_ROUTES_POSTGRESQL = """
SELECT account_id, root, person_id, r.conversation_id
  FROM unnest(%s::bigint[], %s::text[], %s::bigint[]) AS wanted (account_id, root, person_id)
  JOIN routes AS r USING (account_id, root, person_id)
"""


def resolve(tx: Read, conversation_id: int) -> int:
    """The id of the conversation that has the posts of this one now: mostly its own."""
    return resolve_all(tx, [conversation_id])[0]


def resolve_all(tx: Read, ids: Iterable[int]) -> list[int]:
    """The same of several, each once, in their order."""
    wanted = list(ids)
    if not wanted:
        return []
    rows = tx.connection.execute(select(redirects).where(bulk.one_of(tx, redirects.c.id, wanted)))
    leads = {row.id: row.conversation_id for row in rows}
    return list(dict.fromkeys(leads.get(number, number) for number in wanted))


def merged_into(tx: Read, conversation_id: int) -> list[int]:
    """Ids of the conversations that are part of this one now."""
    found = select(redirects.c.id).where(redirects.c.conversation_id == conversation_id).order_by(redirects.c.id)
    return list(tx.connection.execute(found).scalars())


def lead(tx: Write, ids: Iterable[int], conversation_id: int) -> None:
    """These are part of that conversation from now on."""
    for number in ids:
        bulk.put(tx, redirects, (number, conversation_id))


def forget(tx: Write, ids: Collection[int]) -> None:
    """These are conversations of their own again."""
    tx.connection.execute(delete(redirects).where(bulk.one_of(tx, redirects.c.id, ids)))


def routes_of(tx: Read, keys: Collection[Key]) -> dict[Key, int]:
    """Where posts of these threads go, as far as that is elsewhere than where they began."""
    if not keys:
        return {}
    wanted = sorted(keys)
    if tx.sqlite:
        rows = tx.connection.exec_driver_sql(_ROUTES_SQLITE, (msgspec.json.encode(wanted).decode(),))
    else:
        rows = tx.connection.exec_driver_sql(_ROUTES_POSTGRESQL, tuple(map(list, zip(*wanted, strict=True))))
    return {(row[0], row[1], row[2]): row[3] for row in rows}


def routes_to(tx: Read, conversation_id: int) -> list[Key]:
    """The threads whose later posts go to this conversation although they did not open it."""
    rows = tx.connection.execute(select(routes).where(routes.c.conversation_id == conversation_id))
    return sorted((row.account_id, row.root, row.person_id) for row in rows)


def routed_in(tx: Read, account_id: int, root: str) -> list[int]:
    """Conversations that later posts of a thread go to, whoever writes them."""
    found = select(routes.c.conversation_id).where(routes.c.account_id == account_id, routes.c.root == root)
    return list(tx.connection.execute(found).scalars())


def route(tx: Write, keys: Iterable[Key], conversation_id: int) -> None:
    """Later posts of these threads go to that conversation."""
    for key in keys:
        bulk.put(tx, routes, (*key, conversation_id))


def reroute(tx: Write, before: int, after: int) -> None:
    """Whatever led to one conversation leads to another."""
    for table in (routes, redirects):
        tx.connection.execute(update(table).where(table.c.conversation_id == before).values(conversation_id=after))


def unroute(tx: Write, keys: Iterable[Key]) -> None:
    """Later posts of these threads go where they began."""
    for account_id, root, person_id in keys:
        tx.connection.execute(
            delete(routes).where(
                routes.c.account_id == account_id, routes.c.root == root, routes.c.person_id == person_id
            )
        )
