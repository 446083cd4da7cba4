"""What each person chose for his desks. Known by the door; knows store, wire and domain."""

import msgspec

from app.core.errors import BadInput
from app.core.i18n import _
from app.domain.desk_settings import DeskSettings
from app.domain.principal import Principal
from app.services.door import handles
from app.services.house import House
from app.store import kv
from app.store.transaction import Read
from app.wire.desk_calls import GetDeskSettings, SaveDeskSettings

MOST_KEYS, LONGEST_KEY, LONGEST_IDLE, LARGEST_FILTER = 500, 40, 480, 2_000


def settings_of(tx: Read, name: str) -> DeskSettings:
    """What somebody chose; what a newer version kept and this one cannot read counts as nothing."""
    kept = kv.get(tx, _place(name))
    try:
        return msgspec.json.decode(kept, type=DeskSettings) if kept else DeskSettings()
    except msgspec.DecodeError:
        return DeskSettings()


@handles(GetDeskSettings)
async def get_desk_settings(house: House, principal: Principal, request: GetDeskSettings) -> DeskSettings:
    return await house.store.read(lambda tx: settings_of(tx, principal.name))


@handles(SaveDeskSettings)
async def save_desk_settings(house: House, principal: Principal, request: SaveDeskSettings) -> DeskSettings:
    settings = request.settings
    longest = max((len(word) for pair in settings.keys.items() for word in pair), default=0)
    if len(settings.keys) > MOST_KEYS or longest > LONGEST_KEY:
        raise BadInput(_("These are no keys of a desk."))
    if len(settings.filter) > LONGEST_KEY or len(msgspec.json.encode(settings.narrowed)) > LARGEST_FILTER:
        raise BadInput(_("This is no filter of a desk."))
    if len(settings.seen_replies) > MOST_KEYS or any(len(one) > LONGEST_KEY for one in settings.seen_replies):
        raise BadInput(_("These are no replies a desk has shown."))
    if not 0 <= settings.idle_minutes <= LONGEST_IDLE:
        raise BadInput(_("Away after 0 to {most} minutes; 0 for never.").format(most=LONGEST_IDLE))
    await house.store.write(lambda tx: kv.put(tx, _place(principal.name), msgspec.json.encode(settings)))
    return settings


def _place(name: str) -> str:
    return f"desk:{name}"
