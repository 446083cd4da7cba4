"""Hands out work while the house wants it so, and takes back what nobody sits at any more. Known by the hub's main;
knows services and store."""

from app.core.clock import MINUTE, Millis
from app.domain.shift import Mode, State
from app.services import shift
from app.services.house import House
from app.services.together import at_desks

SECONDS = 2.0
GONE_AFTER: Millis = 2 * MINUTE
"""A desk whose connection was lost may be back by then."""


class Assigning:
    """Looks every two seconds; that costs a small read while there is nothing to do."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._seen: dict[str, Millis] = {}

    async def work(self) -> None:
        """Until cancelled."""
        while True:
            await self.look()
            await self._house.clock.sleep(SECONDS)

    async def look(self) -> None:
        """One round."""
        house, now = self._house, self._house.clock.now()
        present = at_desks(house)
        self._seen |= dict.fromkeys(present, now)
        routing, holders = await house.store.read(lambda tx: (shift.routing_of(tx), shift.holders(tx)))
        gone = {name for name in holders if self._is_gone(name, present, now)}
        if routing.unassign_on_leave and gone:
            await house.store.write(lambda tx: shift.take_back(tx, house, gone))
        if routing.mode is not Mode.HAND and present and await house.store.read(shift.has_unassigned):
            await house.store.write(lambda tx: shift.hand_out(tx, house, present))

    def _is_gone(self, name: str, present: set[str], now: Millis) -> bool:
        if name in present:
            return self._house.company.state_of(name) is State.AWAY
        return now - self._seen.setdefault(name, now) >= GONE_AFTER
