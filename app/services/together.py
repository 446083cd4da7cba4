"""Working side by side: who is where, and who could take a conversation. Known by the door and the hub's tables; knows
store, wire and domain."""

from app.domain.conversation import Status
from app.domain.principal import GRANTS, Principal, Right, Role
from app.domain.shift import Mode
from app.services import shift
from app.services.door import handles
from app.services.house import House
from app.store import tallies, tokens
from app.store.transaction import Read
from app.wire.answers import Colleague, Done
from app.wire.calls import ListColleagues, Present

DESKS = frozenset({"agent", "demo"})


@handles(Present)
async def present(house: House, principal: Principal, request: Present) -> Done:
    house.company.say(
        request.conversation_id,
        who=principal.name,
        station=principal.station,
        writing=request.writing,
        now=house.clock.now(),
    )
    return Done()


@handles(ListColleagues)
async def list_colleagues(house: House, principal: Principal, request: ListColleagues) -> tuple[Colleague, ...]:
    return await house.store.read(lambda tx: colleagues(tx, house, also=principal.name))


def at_desks(house: House) -> set[str]:
    """Names of everybody who sits at a desk now."""
    return {one.who for one in house.attendance.stations.values() if one.mode in DESKS and one.connections}


def colleagues(tx: Read, house: House, *, also: str = "") -> tuple[Colleague, ...]:
    """Everybody who can be given work, by name, and `also` whoever asks."""
    here, routing = at_desks(house), shift.routing_of(tx)
    known = {one.name for one in tokens.all(tx) if not one.revoked_at and _may_write(one.role)}
    return tuple(
        Colleague(
            name=name,
            here=name in here,
            open=tallies.of(tx, "desk", name, Status.OPEN.value),
            state=house.company.state_of(name),
            capacity=0 if routing.mode is Mode.HAND else routing.capacity_of(name),
        )
        for name in sorted((known | here | {also}) - {""})
    )


def _may_write(role: str) -> bool:
    try:
        return Right.WRITE in GRANTS[Role(role)]
    except ValueError:
        return False
