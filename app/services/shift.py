"""Who takes work, and how it is handed out to whom. Known by the door, together and the hub; knows store, wire and
domain."""

import msgspec

from app.core.errors import BadInput
from app.core.i18n import _
from app.domain.conversation import Card, Status, View
from app.domain.principal import HUB, Principal
from app.domain.shift import Mode, Routing, State, Worker, choose
from app.services.door import handles
from app.services.house import House
from app.store import audit, conversations, kv, tallies
from app.store.transaction import Read, Write
from app.wire.answers import Done
from app.wire.desk_calls import GetRouting, SayState, SetRouting

ROUTING = "routing"
LAST = "routing:last"
LARGEST_CAPACITY = 1_000
AT_ONCE = 50


def routing_of(tx: Read) -> Routing:
    """How work is handed out; by hand until a lead says otherwise."""
    kept = kv.get(tx, ROUTING)
    return msgspec.json.decode(kept, type=Routing) if kept else Routing()


@handles(SayState)
async def say_state(house: House, principal: Principal, request: SayState) -> Done:
    house.company.say_state(principal.name, request.state)
    return Done()


@handles(GetRouting)
async def get_routing(house: House, principal: Principal, request: GetRouting) -> Routing:
    return await house.store.read(routing_of)


@handles(SetRouting)
async def set_routing(house: House, principal: Principal, request: SetRouting) -> Routing:
    routing = request.routing
    if any(not 0 <= most <= LARGEST_CAPACITY for most in (routing.capacity, *routing.capacities.values())):
        raise BadInput(_("A capacity is a number from 0 to {most}.").format(most=LARGEST_CAPACITY))

    def work(tx: Write) -> Routing:
        before = routing_of(tx)
        kv.put(tx, ROUTING, msgspec.json.encode(routing))
        tx.changes.tables.add(ROUTING)
        audit.write(tx, principal, "routing.set", "house:routing", before=before, after=routing)
        return routing

    return await house.store.write(work, initiator=principal.station)


def hand_out(tx: Write, house: House, present: set[str]) -> list[int]:
    """Give unassigned open conversations, soonest due first, to whoever is here and has room; returns their ids.

    At most 50 in one transaction. Each says in its timeline why it came to whom.
    """
    routing = routing_of(tx)
    workers = {name: _worker(tx, routing, name) for name in present if house.company.state_of(name) is State.HERE}
    if routing.mode is Mode.HAND or not workers:
        return []
    cards, _after = conversations.page(tx, View(assignee="none"), limit=AT_ONCE)
    last, given = (kv.get(tx, LAST) or b"").decode(), []
    for card in cards:
        chosen = choose(routing.mode, list(workers.values()), last=last)
        if chosen is None:
            break
        _give(tx, card, chosen, routing.mode)
        workers[chosen.name] = msgspec.structs.replace(chosen, open=chosen.open + 1)
        last = chosen.name
        given.append(card.id)
    if given:
        kv.put(tx, LAST, last.encode())
    return given


def take_back(tx: Write, house: House, gone: set[str]) -> list[int]:
    """Open conversations of whoever left or is away go back to the queue, where the house wants it so."""
    if not routing_of(tx).unassign_on_leave:
        return []
    returned = []
    for name in sorted(gone):
        cards, _after = conversations.page(tx, View(assignee=name), limit=AT_ONCE)
        ids = [card.id for card in cards if card.outbox is None]
        conversations.assign(tx, ids, "", by=HUB.name)
        for number in ids:
            audit.write(tx, HUB, "conversation.returned", f"conversation:{number}", after={"from": name})
        returned += ids
    return returned


def holders(tx: Read) -> set[str]:
    """Everybody who has an open conversation."""
    return tallies.names(tx, "desk", Status.OPEN.value) - {""}


def has_unassigned(tx: Read) -> bool:
    """Whether an open conversation waits for somebody."""
    return tallies.of(tx, "desk", "", Status.OPEN.value) > 0


def _worker(tx: Read, routing: Routing, name: str) -> Worker:
    has = tallies.of(tx, "desk", name, Status.OPEN.value)
    return Worker(name=name, open=has, capacity=routing.capacity_of(name))


def _give(tx: Write, card: Card, worker: Worker, mode: Mode) -> None:
    conversations.assign(tx, [card.id], worker.name, by=HUB.name)
    why = {"assignee": worker.name, "mode": mode, "open": worker.open, "capacity": worker.capacity}
    audit.write(tx, HUB, "conversation.routed", f"conversation:{card.id}", after=why)
