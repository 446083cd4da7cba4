"""Which connectors there are: the built-in ones and every stranger's. Known by services, hub and the command line;
knows the contract and core.

A stranger's connector is found through the entry point group `fishbowl.connectors`; the built-in ones are declared the
same way and stand here too, so that a checkout works without being installed. A connector is imported when asked for.
"""

from functools import cache
from importlib.metadata import EntryPoint, entry_points

import structlog

from app.connectors.base import Connector
from app.core.errors import NotFound
from app.core.i18n import _
from app.domain.network import NetworkInfo

GROUP = "fishbowl.connectors"
BUILT_IN = {
    "appstore": "app.connectors.appstore:AppStore",
    "bluesky": "app.connectors.bluesky:Bluesky",
    "discord": "app.connectors.discord:Discord",
    "discourse": "app.connectors.discourse:Discourse",
    "facebook": "app.connectors.facebook:Facebook",
    "email": "app.connectors.email:Email",
    "feed": "app.connectors.feed:FeedReader",
    "file": "app.connectors.file:FileImport",
    "googleplay": "app.connectors.googleplay:GooglePlay",
    "instagram": "app.connectors.instagram:Instagram",
    "lemmy": "app.connectors.lemmy:Lemmy",
    "linkedin": "app.connectors.linkedin:LinkedIn",
    "mastodon": "app.connectors.mastodon:Mastodon",
    "matrix": "app.connectors.matrix:Matrix",
    "nodebb": "app.connectors.nodebb:NodeBB",
    "reddit": "app.connectors.reddit:Reddit",
    "nostr": "app.connectors.nostr:Nostr",
    "replay": "app.connectors.replay:Replay",
    "stackexchange": "app.connectors.stackexchange:StackExchange",
    "telegram": "app.connectors.telegram:Telegram",
    "threads": "app.connectors.threads:Threads",
    "tiktok": "app.connectors.tiktok:TikTok",
    "webhook": "app.connectors.webhook:Webhook",
    "whatsapp": "app.connectors.whatsapp:WhatsApp",
    "x": "app.connectors.x:X",
    "youtube": "app.connectors.youtube:YouTube",
}

log = structlog.get_logger(__name__)


def networks() -> tuple[NetworkInfo, ...]:
    """What every connector declares, built-in ones first; one that cannot be imported is left out and logged."""
    found = []
    for name in _places():
        try:
            found.append(connector_class(name).INFO)
        except Exception as error:
            log.warning("connector cannot be used", network=name, error=str(error))
    return tuple(found)


def connector_class(network: str) -> type[Connector]:
    """The class of this network's connector.

    Raises:
        NotFound: no connector has this name.
    """
    place = _places().get(network)
    if place is None:
        known = ", ".join(_places())
        raise NotFound(
            _("There is no connector for “{network}”.").format(network=network),
            hint=_("Known are: {known}.").format(known=known),
        )
    found: type[Connector] = EntryPoint(network, place, GROUP).load()
    return found


@cache
def _places() -> dict[str, str]:
    strangers = {point.name: point.value for point in entry_points(group=GROUP)}
    return {**BUILT_IN, **{name: value for name, value in strangers.items() if name not in BUILT_IN}}
