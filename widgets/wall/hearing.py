"""What to say where no connector is known. Known by the strip and the panel of connectors; knows link.

A hub answers before it has started its connectors: until they had their time nobody may claim that there are none.
"""

from app.core.clock import MINUTE, Millis
from app.core.i18n import _
from app.link.base import Link, LinkState

STARTS_WITHIN: Millis = MINUTE


def no_connectors(link: Link) -> str:
    """The sentence for an empty list of connectors."""
    if link.state is LinkState.LIVE and 0 <= link.now() - link.since < STARTS_WITHIN:
        return _("The hub is starting")
    return _("No accounts are set up yet")
