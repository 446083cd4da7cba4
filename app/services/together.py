"""Working side by side: who is where, and who could take a conversation. Known by the door; knows store, wire and
domain."""

from app.domain.conversation import Status
from app.domain.principal import GRANTS, Principal, Right, Role
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
    here = {one.who for one in house.attendance.stations.values() if one.mode in DESKS and one.connections}

    def work(tx: Read) -> tuple[Colleague, ...]:
        known = {one.name for one in tokens.all(tx) if not one.revoked_at and _may_write(one.role)}
        return tuple(
            Colleague(name=name, here=name in here, open=tallies.of(tx, "desk", name, Status.OPEN.value))
            for name in sorted(known | here | {principal.name})
        )

    return await house.store.read(work)


def _may_write(role: str) -> bool:
    try:
        return Right.WRITE in GRANTS[Role(role)]
    except ValueError:
        return False
