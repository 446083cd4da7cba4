"""Which networks are not heard now, and since when, from the connectors' health. Known by the hub's main; knows domain
and recount."""

from collections.abc import Iterable

from app.core.clock import minute_of
from app.domain.account import Health, HealthState
from app.hub.recount import Lost

UNHEARD = frozenset({HealthState.LATE, HealthState.DOWN, HealthState.SIGN_IN})
ENDED = frozenset({HealthState.OFF})


def unheard(health: Iterable[Health], *, now: int) -> list[Lost]:
    """Networks that no account hears, up to minute `now`; one entry without a network where none is heard at all.

    A network with several accounts is heard while one of them hears it; accounts that are switched off say nothing.
    """
    silent: dict[str, int] = {}
    heard: set[str] = set()
    for one in health:
        if one.state in UNHEARD:
            first = minute_of(one.last_contact or one.since) + 1
            silent[one.network] = max(first, silent.get(one.network, first))
        elif one.state not in ENDED:
            heard.add(one.network)
    lost = [Lost(first, now, network) for network, first in sorted(silent.items()) if network not in heard]
    lost = [one for one in lost if one.first <= now]
    if lost and not heard:
        return [Lost(max(one.first for one in lost), now), *lost]
    return lost
