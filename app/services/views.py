"""Saved views: one's own, and those the team shares. Known by the door and the hub; knows store, wire and domain."""

from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from app.core.errors import BadInput, NotAllowed, NotFound
from app.core.i18n import _
from app.domain.principal import Principal, Right
from app.domain.saved_view import SavedView, base_view
from app.services.door import handles
from app.services.house import House
from app.store import audit, kv
from app.store.transaction import Read, Write
from app.wire.answers import Done
from app.wire.calls import RemoveView, SaveView

VIEWS = "views"
LONGEST_NAME, LARGEST, MOST, MOST_EACH = 60, 2_000, 500, 50


def every(tx: Read) -> tuple[SavedView, ...]:
    """All of everybody's, in the order they were made."""
    kept = kv.get(tx, VIEWS)
    return msgspec.json.decode(kept, type=tuple[SavedView, ...]) if kept else ()


def seen_by(tx: Read, name: str) -> tuple[SavedView, ...]:
    """One's own, then those that colleagues share."""
    known = every(tx)
    shared = tuple(one for one in known if one.shared and one.owner != name)
    return tuple(one for one in known if one.owner == name) + shared


@handles(SaveView)
async def save_view(house: House, principal: Principal, request: SaveView) -> SavedView:
    wanted = replace(request.view, name=" ".join(request.view.name.split()))
    _check(wanted)

    def work(tx: Write) -> SavedView:
        known = every(tx)
        before = next((one for one in known if one.id == wanted.id), None) if wanted.id else None
        owner = before.owner if before is not None else wanted.owner if wanted.id else principal.name
        kept = replace(wanted, id=wanted.id or tx.ids.next(), owner=owner)
        _check_right(principal, before, kept)
        others = [one for one in known if one.id != kept.id]
        _check_room(others, kept)
        _keep(tx, sorted([*others, kept], key=lambda one: one.id))
        was = {} if before is None else msgspec.to_builtins(before)
        audit.write(tx, principal, "view.saved", f"view:{kept.id}", before=was, after=msgspec.to_builtins(kept))
        return kept

    return await house.store.write(work, initiator=principal.station)


@handles(RemoveView)
async def remove_view(house: House, principal: Principal, request: RemoveView) -> Done:
    def work(tx: Write) -> None:
        known = every(tx)
        gone = next((one for one in known if one.id == request.id), None)
        if gone is None or not (gone.shared or gone.owner == principal.name):
            raise NotFound(_("There is no such view (any more)."))
        _check_right(principal, gone, replace(gone, shared=False))
        _keep(tx, [one for one in known if one.id != gone.id])
        audit.write(tx, principal, "view.removed", f"view:{gone.id}", before=msgspec.to_builtins(gone))

    await house.store.write(work, initiator=principal.station)
    return Done()


def _check(view: SavedView) -> None:
    if not view.name:
        raise BadInput(_("A view needs a name."))
    if len(view.name) > LONGEST_NAME:
        raise BadInput(_("A view's name has at most {most} characters.").format(most=LONGEST_NAME))
    if base_view(view.base, me="", now=0, day_began=0) is None or len(msgspec.json.encode(view)) > LARGEST:
        raise BadInput(_("This is no view that can be kept."))


def _check_right(principal: Principal, before: SavedView | None, after: SavedView) -> None:
    """One's own is one's own; what the team sees is the team's, and leads look after it."""
    team = after.shared or (before is not None and before.shared and before.owner != principal.name)
    if after.owner != principal.name and not (before is not None and before.shared) and not after.shared:
        raise NotFound(_("There is no such view (any more)."))
    if team and not principal.may(Right.ASSIGN):
        raise NotAllowed(
            _("Only whoever gives work to others shares views or changes shared ones."), hint=_("Ask a lead.")
        )


def _check_room(others: Sequence[SavedView], view: SavedView) -> None:
    own = [one for one in others if one.owner == view.owner]
    if len(others) >= MOST or len(own) >= MOST_EACH:
        raise BadInput(_("There are {count} views; remove some first.").format(count=min(MOST, MOST_EACH)))
    if any(one.name.casefold() == view.name.casefold() for one in own):
        raise BadInput(_("There is a view “{name}” already.").format(name=view.name))


def _keep(tx: Write, views: Sequence[SavedView]) -> None:
    kv.put(tx, VIEWS, msgspec.json.encode(views))
    tx.changes.tables.add(VIEWS)
