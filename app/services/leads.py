"""Who else could lift a hold: releasing needs two people where there are two. Known by sending; knows store and
domain."""

from app.core.clock import HOUR, Millis
from app.domain.principal import GRANTS, Principal, Right, Role
from app.services.house import House
from app.store import audit, tokens
from app.store.transaction import Read

ACTIVE: Millis = HOUR
"""A lead who did anything within the last hour is taken to be in reach."""


def other_leads(tx: Read, house: House, principal: Principal) -> list[str]:
    """Names of others with the right to hold who are connected now or have acted lately."""
    connected = {one.who for one in house.attendance.stations.values() if one.connections}
    leads = {one.name for one in tokens.all(tx) if not one.revoked_at and _leads(one.role)}
    acted = {who for who, role in audit.actors(tx, since=tx.now - ACTIVE) if _leads(role)}
    return sorted(((connected & leads) | acted) - {principal.name, "hub"})


def _leads(role: str) -> bool:
    try:
        return Right.HOLD in GRANTS[Role(role)]
    except ValueError:
        return False
