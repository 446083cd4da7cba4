"""How far a panel's figures can be trusted. Known by the panels; knows link and core.clock."""

from collections.abc import Sequence
from enum import Enum, auto

from app.core.clock import SECOND, Millis
from app.link.base import Link, LinkState
from app.link.mirror import Mirror


class Freshness(Enum):
    """What is shown instead of, or beside, a figure."""

    LOADING = auto()
    """Nothing has ever been heard."""
    FRESH = auto()
    STALE = auto()
    """The value stays, dimmed, with a diamond at its age."""
    EXPIRED = auto()
    """Too old to be shown as a number."""
    REFUSED = auto()
    """The hub does not let this wall in."""


def moment_of(mirrors: Sequence[Mirror], link: Link) -> Millis:
    """Up to when these mirrors are complete (hub's time); 0 when one of them has never been filled.

    While the hub's own rows are shown that is what the link says; a picture recalled from an earlier session is as
    old as its last frame.
    """
    as_of = link.as_of()
    moments = [as_of if mirror.version and as_of else mirror.changed_at for mirror in mirrors if mirror.filled]
    return min(moments) if moments and len(moments) == len(mirrors) else 0


def judge(mirrors: Sequence[Mirror], link: Link, *, interval: float, expires_after: float) -> Freshness:
    """Stale when older than three intervals and at least a minute; expired after `expires_after`; all in seconds."""
    moment = moment_of(mirrors, link)
    if not moment:
        return Freshness.REFUSED if link.state is LinkState.REFUSED else Freshness.LOADING
    age = (link.now() - moment) / SECOND
    if age > expires_after:
        return Freshness.EXPIRED
    return Freshness.STALE if age > max(60.0, 3 * interval) else Freshness.FRESH


def hub_is_lost(link: Link) -> bool:
    """Whether what is shown is the last known."""
    return link.state in {LinkState.LOST, LinkState.REFUSED}
