"""A token that lasts sixty days and is renewed before that. Known by the connectors of Instagram and Threads; knows the
graph.

A token that is at least a day old can be traded for one that lasts anew; one that has ended cannot.
Source: developers.facebook.com/docs/instagram-platform/reference/refresh_access_token,
/docs/threads/get-started/long-lived-tokens.
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

from app.connectors._meta.graph import Graph
from app.connectors.base import ConnectorError, RateLimited, Tools
from app.connectors.reading import count_of, dig, text_of
from app.core.clock import DAY, SECOND, Millis

RENEWED_BEFORE: Millis = 40 * DAY
"""So long before its last day; not much is lost when that fails for weeks."""
TRIED_EVERY: Millis = DAY


class Lasting:
    """One account's token.

    Attributes:
        value: as it is now.
        ends: its last moment; 0 while nobody has told.
    """

    def __init__(self, secrets: Mapping[str, str], tools: Tools, *, grant: str) -> None:
        """`grant` names the trade, like `ig_refresh_token`."""
        self.value = secrets.get("token", "").strip()
        self.ends: Millis = count_of(secrets.get("token_ends", ""))
        self._tools = tools
        self._grant = grant
        self._tried: Millis = 0

    async def renew(self, graph: Graph, service: str) -> None:
        """Trade it where it is time to; a network that does not trade now leaves it as it is."""
        now = self._tools.clock.now()
        if self.ends - now > RENEWED_BEFORE or now - self._tried < TRIED_EVERY:
            return
        self._tried = now
        try:
            told = await graph.get(f"{_root(service)}/refresh_access_token", {"grant_type": self._grant})
        except RateLimited:
            raise
        except ConnectorError as error:
            self._tools.log.info("a token is not renewed yet", error=str(error))
            return
        value, lasts = text_of(dig(told, "access_token")), count_of(dig(told, "expires_in"))
        if value and lasts:
            ends = now + lasts * SECOND
            await self._tools.keep({"token": value, "token_ends": str(ends)})
            self.value, self.ends = value, ends


def _root(service: str) -> str:
    """The address without the version of the API: tokens have none."""
    parts = urlsplit(service)
    return f"{parts.scheme}://{parts.netloc}"
