"""A screen without an identity asks for a code; a person who reads it there lets the screen in. Known by the door and
the hub's server; knows store, wire and domain.

The screen makes its token itself and sends the hash alone; the hub keeps hashes of token and code. So nothing that
could be stolen here opens anything, and any hub of a database can finish what another began.
"""

import hashlib
import hmac
import re
from enum import StrEnum

from app.core.errors import BadInput, Code, Conflict, FishbowlError, NotFound
from app.core.i18n import _
from app.domain.principal import Principal, Role
from app.domain.screens import CODE_LASTS, PairingCode, PairingRequest, Screen, new_code, shown_code, typed_code
from app.services.door import handles
from app.services.house import House
from app.store import audit, screens, tokens
from app.store.screens import Pairing
from app.store.transaction import Read, Write
from app.wire.answers import Done
from app.wire.screen_calls import EnrolScreen, ListScreens, PlaceScreen, RemoveScreen

LONGEST_NAME = 120
MOST_WAITING = 64
"""So many screens may wait at once; a flood of them would only hide the real one."""
HASH = re.compile(r"[0-9a-f]{64}")


class Standing(StrEnum):
    """What a screen that asks after its token is told."""

    ENROLLED = "enrolled"
    WAITING = "waiting"
    UNKNOWN = "unknown"


async def ask_for_code(house: House, request: PairingRequest, *, address: str) -> PairingCode:
    """A new code for a screen. Raises BadInput for nonsense, `rate_limited` for too many."""
    station = request.station.strip()
    if not station.isprintable() or not 0 < len(station) <= LONGEST_NAME or not HASH.fullmatch(request.token_hash):
        raise BadInput(_("The hub did not understand this screen."))
    house.askers.count(address, house.clock.now())
    code = new_code()

    def work(tx: Write) -> None:
        if len(screens.waiting(tx, tx.now)) >= MOST_WAITING:
            raise FishbowlError(
                _("Too many screens wait to be let in."), hint=_("Wait ten minutes."), code=Code.RATE_LIMITED
            )
        pairing = Pairing(
            code_hash=_hash(code), token_hash=request.token_hash, station=station, address=address, asked_at=tx.now
        )
        screens.wait(tx, pairing)

    await house.store.write(work)
    return PairingCode(code=shown_code(code), seconds=CODE_LASTS // 1000)


async def standing_of(house: House, token: str) -> Standing:
    """Whether a screen's token is good, waits for its code to be typed, or means nothing (any more)."""
    hashed, now = _hash(token), house.clock.now()

    def look(tx: Read) -> Standing:
        if tokens.by_hash(tx, hashed) is not None:
            return Standing.ENROLLED
        waits = any(hmac.compare_digest(one.token_hash, hashed) for one in screens.waiting(tx, now))
        return Standing.WAITING if waits else Standing.UNKNOWN

    return await house.store.read(look)


@handles(EnrolScreen)
async def enrol_screen(house: House, principal: Principal, request: EnrolScreen) -> Screen:
    name, room = _named(request.name), _named(request.room)
    if not name:
        raise BadInput(_("The screen needs a name."), hint=_("Say where it hangs, such as “Foyer left”."))
    house.guesses.count(principal.name, house.clock.now())
    code = _hash(typed_code(request.code))

    def work(tx: Write) -> Screen | None:
        pairing = _with_code(screens.waiting(tx, tx.now), code)
        if pairing is None:
            audit.write(tx, principal, "screen.code_refused", "screen:?", after={"name": name})
            return None
        return _let_in(tx, principal, pairing, name=name, room=room)

    screen = await house.store.write(work, initiator=principal.station)
    if screen is None:
        raise NotFound(
            _("No screen shows this code now."),
            hint=_("Read it again: it changes every ten minutes, and is good once."),
        )
    house.guesses.forgive(principal.name)
    return screen


@handles(PlaceScreen)
async def place_screen(house: House, principal: Principal, request: PlaceScreen) -> Screen:
    station, room = _named(request.station), _named(request.room)
    if not station:
        raise BadInput(_("Which wall?"))

    def work(tx: Write) -> Screen:
        before = screens.get(tx, station)
        after = Screen(
            station=station,
            name=before.name,
            room=room,
            enrolled_at=before.enrolled_at,
            enrolled_by=before.enrolled_by,
        )
        screens.put(tx, after)
        audit.write(
            tx, principal, "screen.placed", f"screen:{station}", before={"room": before.room}, after={"room": room}
        )
        return after

    return await house.store.write(work, initiator=principal.station)


@handles(RemoveScreen)
async def remove_screen(house: House, principal: Principal, request: RemoveScreen) -> Done:
    def work(tx: Write) -> None:
        screen = screens.get(tx, request.station)
        screens.remove(tx, request.station)
        _revoke(tx, screen)
        audit.write(tx, principal, "screen.removed", f"screen:{request.station}", before=screen)

    await house.store.write(work, initiator=principal.station)
    return Done()


@handles(ListScreens)
async def list_screens(house: House, principal: Principal, request: ListScreens) -> tuple[Screen, ...]:
    return tuple(await house.store.read(screens.all))


def _with_code(waiting: list[Pairing], code_hash: str) -> Pairing | None:
    """The pairing of a code; every one is compared, in constant time."""
    found = None
    for pairing in waiting:
        if hmac.compare_digest(pairing.code_hash, code_hash):
            found = pairing
    return found


def _let_in(tx: Write, principal: Principal, pairing: Pairing, *, name: str, room: str) -> Screen:
    """Give the screen its identity; the same machine under the same name takes the place of what it was before."""
    before = screens.get(tx, pairing.station)
    if before.name == name:
        _revoke(tx, before)
    taken = tokens.good(tx, name)
    if taken is not None:
        raise Conflict(_("The name “{name}” is taken.").format(name=name), hint=_("Choose another name."))
    tokens.mint(tx, pairing.token_hash, name, Role.SCREEN)
    screens.settle(tx, pairing)
    screen = Screen(
        station=pairing.station,
        name=name,
        room=room,
        enrolled_at=tx.now,
        enrolled_by=principal.name,
    )
    screens.put(tx, screen)
    said = {"name": name, "room": room, "address": pairing.address, "role": Role.SCREEN.value}
    audit.write(tx, principal, "screen.enrolled", f"screen:{pairing.station}", after=said)
    return screen


def _revoke(tx: Write, screen: Screen) -> None:
    """Its token, if it has a good one; a person's token of the same name is nobody's to revoke here."""
    token = tokens.good(tx, screen.name) if screen.name else None
    if token is not None and token.role == Role.SCREEN:
        tokens.revoke(tx, screen.name)


def _named(words: str) -> str:
    """A name or room in one line; raises BadInput for one that is too long."""
    name = " ".join(words.split())
    if len(name) > LONGEST_NAME:
        raise BadInput(_("A name has {limit} characters at most.").format(limit=LONGEST_NAME))
    return name


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
