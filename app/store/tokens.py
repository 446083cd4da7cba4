"""Tokens of stations and people, as hashes only. Known by services; knows tables."""

from msgspec import Struct
from sqlalchemy import select, update

from app.core.clock import Millis
from app.core.errors import Conflict, NotFound
from app.core.i18n import _
from app.store import bulk
from app.store.tables import tokens
from app.store.transaction import Read, Write


class Token(Struct, frozen=True, kw_only=True):
    """Who a token stands for; `revoked_at` is 0 while it is good."""

    id: int
    name: str
    role: str
    minted_at: Millis
    revoked_at: Millis = 0


_COLUMNS = (tokens.c.id, tokens.c.name, tokens.c.role, tokens.c.minted_at, tokens.c.revoked_at)


def mint(tx: Write, token_hash: str, name: str, role: str) -> Token:
    """Keep a token's hash; Conflict when the name has a good one already."""
    taken = tx.connection.execute(select(tokens.c.id).where(tokens.c.name == name, tokens.c.revoked_at == 0)).first()
    if taken is not None:
        raise Conflict(_("{name} has a token already.").format(name=name), hint=_("Revoke it first."))
    token = Token(id=tx.ids.next(), name=name, role=role, minted_at=tx.now)
    bulk.insert(tx, tokens, [(token.id, token_hash, name, role, tx.now, 0)])
    tx.changes.tables.add("tokens")
    return token


def by_hash(tx: Read, token_hash: str) -> Token | None:
    """The good token with this hash."""
    row = tx.connection.execute(select(*_COLUMNS).where(tokens.c.hash == token_hash, tokens.c.revoked_at == 0)).first()
    return Token(**row._asdict()) if row else None


def good(tx: Read, name: str) -> Token | None:
    """The good token of this name."""
    row = tx.connection.execute(select(*_COLUMNS).where(tokens.c.name == name, tokens.c.revoked_at == 0)).first()
    return Token(**row._asdict()) if row else None


def revoke(tx: Write, name: str) -> None:
    """The token of this name opens nothing any more; NotFound when there is no good one."""
    revoked = tx.connection.execute(
        update(tokens).where(tokens.c.name == name, tokens.c.revoked_at == 0).values(revoked_at=tx.now)
    )
    if not revoked.rowcount:
        raise NotFound(_("{name} has no token that could be revoked.").format(name=name))
    tx.changes.tables.add("tokens")


def all(tx: Read) -> list[Token]:  # noqa: A001 - read as accounts.all, topics.all, tokens.all
    """All tokens, revoked ones too, oldest first."""
    return [Token(**row._asdict()) for row in tx.connection.execute(select(*_COLUMNS).order_by(tokens.c.id))]
