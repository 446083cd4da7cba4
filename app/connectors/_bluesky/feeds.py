"""Feeds and lists that others keep, to be listened to. Known by the Bluesky connector; knows the session and views."""

import re

from app.connectors._bluesky.hearing import Hearing
from app.connectors._bluesky.views import PostView, read_views
from app.connectors.base import Refused
from app.connectors.reading import objects, text_of
from app.core.clock import Millis
from app.core.i18n import _

LANE = "feeds"
_FEED, _LIST = "app.bsky.feed.generator", "app.bsky.graph.list"
_PAGE = re.compile(r"https://bsky\.app/profile/([^/?#]+)/(feed|lists)/([^/?#]+)/?")
_RECORD = re.compile(rf"at://([^/]+)/({re.escape(_FEED)}|{re.escape(_LIST)})/([^/]+)")


class Feed:
    """One feed or list, by the address of its page or of its record."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._uri = ""

    async def page(self, hearing: Hearing, *, since: Millis, cursor: str) -> tuple[list[PostView], str]:
        """Source: app.bsky.feed.getFeed, app.bsky.feed.getListFeed. A repost has the time of what it repeats."""
        uri = self._uri or await self._resolve(hearing)
        named = ("app.bsky.feed.getListFeed", "list") if f"/{_LIST}/" in uri else ("app.bsky.feed.getFeed", "feed")
        page = await hearing.session.get(named[0], {named[1]: uri, "limit": 100, "cursor": cursor})
        self._uri = uri
        return read_views(item.get("post") for item in objects(page.get("feed"))), str(page.get("cursor") or "")

    async def _resolve(self, hearing: Hearing) -> str:
        """The record's address with the lasting id of whoever keeps it. Raises Refused for no such address."""
        whose, kind, key = _parts(self._address)
        if not whose.startswith("did:"):
            answer = await hearing.session.get("com.atproto.identity.resolveHandle", {"handle": whose})
            whose = text_of(answer.get("did"))
        return f"at://{whose}/{kind}/{key}"


def _parts(address: str) -> tuple[str, str, str]:
    if page := _PAGE.fullmatch(address):
        return page[1], _LIST if page[2] == "lists" else _FEED, page[3]
    if record := _RECORD.fullmatch(address):
        return record[1], record[2], record[3]
    raise Refused(
        _("“{address}” is neither a feed nor a list.").format(address=address),
        hint=_("Copy the address of its page on bsky.app."),
    )
