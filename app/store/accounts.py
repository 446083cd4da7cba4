"""Accounts of ours. Secrets are not here: they lie in the system keyring. Known by services and hub; knows tables."""

import msgspec
from sqlalchemy import delete, select

from app.core.errors import NotFound
from app.core.i18n import _
from app.domain.account import Account
from app.store import bulk, cursors
from app.store.tables import accounts
from app.store.transaction import Read, Write


def all(tx: Read) -> list[Account]:  # noqa: A001 - read as accounts.all, topics.all, tokens.all
    """All accounts, oldest first."""
    return [_account(bulk.values_of(row)) for row in tx.connection.execute(select(accounts).order_by(accounts.c.id))]


def get(tx: Read, account_id: int) -> Account:
    """One account; NotFound when there is none."""
    row = tx.connection.execute(select(accounts).where(accounts.c.id == account_id)).first()
    if row is None:
        raise NotFound(_("This account does not exist any more."))
    return _account(bulk.values_of(row))


def save(tx: Write, account: Account) -> Account:
    """Add (id 0) or change an account; answers with it as stored."""
    kept = msgspec.structs.replace(account, id=account.id or tx.ids.next())
    values = msgspec.structs.asdict(kept) | {
        "options": msgspec.json.encode(kept.options).decode(),
        "protected": int(kept.protected),
        "enabled": int(kept.enabled),
    }
    bulk.put(tx, accounts, tuple(values[column.name] for column in accounts.columns))
    tx.changes.tables.add("accounts")
    return kept


def remove(tx: Write, account_id: int) -> None:
    """Forget an account and where its lanes stood; its posts and conversations stay."""
    tx.connection.execute(delete(accounts).where(accounts.c.id == account_id))
    cursors.forget(tx, account_id)
    tx.changes.tables.add("accounts")


def _account(values: dict[str, object]) -> Account:
    options = msgspec.json.decode(str(values.pop("options")), type=dict[str, str])
    flags = {name: bool(values.pop(name)) for name in ("protected", "enabled")}
    return msgspec.convert({**values, **flags, "options": options}, Account)
