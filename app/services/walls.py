"""Orders to walls and the panic scene. Known by the door; knows store, wire and domain.

Everything stands in the store, so that a hub that starts anew gives the same orders, and a wall that comes back is told
at once.
"""

import msgspec

from app.core.clock import MINUTE, Millis
from app.core.errors import BadInput
from app.core.i18n import _
from app.domain import walls
from app.domain.principal import Principal
from app.domain.walls import NEXT_LASTS, STANDING, Orders, Panic, Verb, WallOrder
from app.services.door import handles
from app.services.house import House
from app.services.on_walls import MOST as MOST_POSTS
from app.store import audit, kv, screens
from app.store.transaction import Read, Write
from app.wire.answers import Done
from app.wire.wall_calls import DirectWall, SetPanic, TellPosts, TellWall

ORDERS, PANIC = "walls", "panic"
LONGEST_TEXT = 280
LONGEST_NAME = 120
LONGEST_MINUTES = 7 * 24 * 60
MOST_SCENES, MOST_FIGURES = 200, 2_000


def orders(tx: Read) -> Orders:
    """Every order that stands, also those that have ended by time."""
    kept = kv.get(tx, ORDERS)
    return msgspec.json.decode(kept, type=Orders) if kept else ()


def panic(tx: Read) -> Panic:
    """Whether the panic scene is on, and who asked for it."""
    kept = kv.get(tx, PANIC)
    return msgspec.json.decode(kept, type=Panic) if kept else Panic()


@handles(SetPanic)
async def set_panic(house: House, principal: Principal, request: SetPanic) -> Done:
    reason = request.reason.strip()[:LONGEST_TEXT]

    def work(tx: Write) -> None:
        before = panic(tx)
        if bool(before.by) is request.on:
            return  # the first who asked for it stays the one who did
        after = Panic(by=principal.name, since=tx.now, reason=reason) if request.on else Panic()
        kv.put(tx, PANIC, msgspec.json.encode(after))
        tx.changes.tables.add(PANIC)
        verb = "wall.panic" if request.on else "wall.panic_released"
        audit.write(tx, principal, verb, "wall:all", before=before, after=after)

    await house.store.write(work, initiator=principal.station)
    return Done()


@handles(DirectWall)
async def direct_wall(house: House, principal: Principal, request: DirectWall) -> Done:
    target, text = request.target.strip(), " ".join(request.text.split())
    _check(target, request, text)

    def work(tx: Write) -> None:
        before = orders(tx)
        rooms = {screen.station: screen.room for screen in screens.all(tx) if screen.room}
        after = _changed(before, principal, request, target=target, text=text, now=tx.now, rooms=rooms)
        kv.put(tx, ORDERS, msgspec.json.encode(after))
        tx.changes.tables.add(ORDERS)
        told = {"scene": request.scene, "text": text, "minutes": request.minutes}
        audit.write(
            tx,
            principal,
            f"wall.{request.verb.value}",
            f"wall:{target}",
            after={name: value for name, value in told.items() if value},
        )

    await house.store.write(work, initiator=principal.station)
    return Done()


@handles(TellWall)
async def tell_wall(house: House, principal: Principal, request: TellWall) -> Done:
    names = [*request.shows, *(word for scene in request.scenes for word in scene)]
    if len(names) > 3 * MOST_SCENES or any(len(name) > LONGEST_NAME for name in names):
        raise BadInput(_("A wall may tell of {limit} scenes at most.").format(limit=MOST_SCENES))
    told = [word for figure in request.figures for word in figure]
    if len(request.figures) > MOST_FIGURES or any(len(word) > LONGEST_NAME for word in told):
        raise BadInput(_("A wall may tell of {limit} figures at most.").format(limit=MOST_FIGURES))
    house.attendance.show(
        principal.station, request.shows, request.scenes, screens=request.screens, figures=request.figures
    )
    return Done()


@handles(TellPosts)
async def tell_posts(house: House, principal: Principal, request: TellPosts) -> Done:
    if len(request.posts) > MOST_POSTS:
        raise BadInput(_("A wall may tell of {limit} posts at most.").format(limit=MOST_POSTS))
    if any(len(name) > LONGEST_NAME for one in request.posts for name in (one.scene, one.panel)):
        raise BadInput(_("A title is longer than {limit} characters.").format(limit=LONGEST_NAME))
    house.on_walls.tell(principal.station, request.posts)
    return Done()


def _check(target: str, request: DirectWall, text: str) -> None:
    if not target or len(target) > LONGEST_NAME:
        raise BadInput(_("An order needs the name of a wall, a room, or “all”."))
    if request.verb is Verb.PIN and not request.scene.strip():
        raise BadInput(_("Which scene is to be pinned?"))
    if request.verb is Verb.MESSAGE and not text:
        raise BadInput(_("The message is empty."))
    if len(text) > LONGEST_TEXT:
        raise BadInput(
            _("The message is longer than {limit} characters.").format(limit=LONGEST_TEXT),
            hint=_("A wall is read from afar: say it shorter."),
        )
    if not 0 <= request.minutes <= LONGEST_MINUTES:
        raise BadInput(_("An order lasts seven days at most."), hint=_("0 minutes: until somebody releases it."))


def _changed(
    before: Orders,
    principal: Principal,
    request: DirectWall,
    *,
    target: str,
    text: str,
    now: Millis,
    rooms: walls.Rooms,
) -> Orders:
    """The orders after this one."""
    if request.verb is Verb.RESUME:
        return walls.released(before, target, {Verb.HOLD}, now, rooms=rooms)
    if request.verb is Verb.RELEASE:
        return walls.released(before, target, STANDING, now, rooms=rooms)
    lasts = NEXT_LASTS if request.verb is Verb.NEXT else request.minutes * MINUTE
    order = WallOrder(
        id=1 + max(now, *(one.id for one in before)) if before else now,
        target=target,
        verb=request.verb,
        by=principal.name,
        since=now,
        until=now + lasts if lasts else 0,
        scene=request.scene.strip() if request.verb is Verb.PIN else "",
        text=text if request.verb is Verb.MESSAGE else "",
    )
    return walls.given(before, order, rooms)
