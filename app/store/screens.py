"""Enrolled screens with their rooms, and the pairing codes that wait for a person. Known by services; knows tables."""

from msgspec import Struct
from sqlalchemy import delete, select

from app.core.clock import Millis
from app.core.errors import NotFound
from app.core.i18n import _
from app.domain.screens import CODE_LASTS, Screen
from app.store import bulk
from app.store.tables import pairings, screens
from app.store.transaction import Read, Write

SCREENS = "screens"
"""Named in `tx.changes.tables` when a screen or its room changed."""


class Pairing(Struct, frozen=True, kw_only=True):
    """A screen that waits: hashes of its code and of the token it will have; where it asked from."""

    code_hash: str
    token_hash: str
    station: str
    address: str
    asked_at: Millis


def all(tx: Read) -> list[Screen]:  # noqa: A001 - read as accounts.all, topics.all, screens.all
    """Every screen, by its station's name."""
    return [Screen(**bulk.values_of(row)) for row in tx.connection.execute(select(screens).order_by(screens.c.station))]


def get(tx: Read, station: str) -> Screen:
    """One screen; an unknown one hangs nowhere."""
    row = tx.connection.execute(select(screens).where(screens.c.station == station)).first()
    return Screen(**bulk.values_of(row)) if row else Screen(station=station)


def put(tx: Write, screen: Screen) -> None:
    """Keep a screen, in place of what was known of it."""
    bulk.put(tx, screens, (screen.station, screen.name, screen.room, screen.enrolled_at, screen.enrolled_by))
    tx.changes.tables.add(SCREENS)


def remove(tx: Write, station: str) -> None:
    """Forget a screen; NotFound when there is none."""
    if not tx.connection.execute(delete(screens).where(screens.c.station == station)).rowcount:
        raise NotFound(_("There is no screen “{station}”.").format(station=station))
    tx.changes.tables.add(SCREENS)


def wait(tx: Write, pairing: Pairing) -> None:
    """Keep a pairing; what has ended, and what the same screen asked before, goes."""
    old = pairings.c.asked_at <= tx.now - CODE_LASTS
    tx.connection.execute(delete(pairings).where(old | (pairings.c.token_hash == pairing.token_hash)))
    row = (pairing.code_hash, pairing.token_hash, pairing.station, pairing.address, pairing.asked_at)
    bulk.insert(tx, pairings, [row])


def waiting(tx: Read, now: Millis) -> list[Pairing]:
    """The pairings whose codes are still good."""
    rows = tx.connection.execute(select(pairings).where(pairings.c.asked_at > now - CODE_LASTS))
    return [Pairing(**bulk.values_of(row)) for row in rows]


def settle(tx: Write, pairing: Pairing) -> None:
    """Its code was used: it is good no more."""
    tx.connection.execute(delete(pairings).where(pairings.c.code_hash == pairing.code_hash))
