"""Who switched an account off, and when: a wall says it beside the figures that lack it. Known by services.accounts and
the hub's connectors; knows store and domain."""

from collections.abc import Mapping

import msgspec

from app.core.clock import Millis
from app.domain.account import Account
from app.domain.principal import Principal
from app.store import kv
from app.store.transaction import Read, Write

NAME = "accounts:paused"


class Pause(msgspec.Struct, frozen=True, kw_only=True):
    """By whom, and since when by the hub's clock."""

    by: str
    since: Millis


def pauses(tx: Read) -> Mapping[int, Pause]:
    """Every pause that lasts, by the account's id; accounts that were never switched on have none."""
    kept = kv.get(tx, NAME)
    return msgspec.json.decode(kept, type=dict[int, Pause]) if kept else {}


def note(tx: Write, principal: Principal, *, before: Account | None, after: Account) -> None:
    """An account was saved: keep who switched it off, forget it where it is on again."""
    was_on = before is not None and before.enabled
    if was_on is after.enabled:
        return
    others = {one: pause for one, pause in pauses(tx).items() if one != after.id}
    if was_on:
        others[after.id] = Pause(by=principal.name, since=tx.now)
    kv.put(tx, NAME, msgspec.json.encode(others))
