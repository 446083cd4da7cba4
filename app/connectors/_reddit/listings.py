"""Asking Reddit: what is new in a list, delivered things again, a thread. Known by the Reddit connector; knows the
line, things and the board.

Source: reddit.com/dev/api, sections listings, /api/info, /comments/{article}.
"""

from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from typing import Any

from app.connectors._reddit.line import Line
from app.connectors._reddit.things import COMMENT, SUBMISSION, Us, full_name, is_gone, post_of, things
from app.connectors.base import Malformed
from app.connectors.board import FIRST_LOOK, Asked, Found
from app.connectors.reading import count_of, dig, epoch, text_of
from app.core.clock import MINUTE, Millis
from app.core.i18n import _
from app.domain.post import Post

PAGE = 100
MOST_PAGES = 12
"""Reddit's lists end after a thousand entries."""
OVERLAP: Millis = 5 * MINUTE
"""Things can come into sight later than younger ones."""


class Listings:
    """What one account reads."""

    def __init__(self, line: Line, us: Us) -> None:
        self._line = line
        self._us = us

    async def page(
        self, path: str, asked: Mapping[str, Any], *, backfill: bool = False
    ) -> tuple[list[tuple[str, dict[str, Any]]], str]:
        """One page, newest first, and where the next one begins; empty where there is none."""
        answer = await self._line.get(path, {"limit": PAGE, **asked}, backfill=backfill)
        if not isinstance(dig(answer, "data", "children"), list):
            raise Malformed(_("The answer of {name} makes no sense.").format(name="Reddit"))
        return list(things(answer)), text_of(dig(answer, "data", "after"))

    async def newer(self, path: str, asked: Mapping[str, Any], cursor: str) -> AsyncGenerator[Found, None]:
        """Pages back to the cursor, the moment of the newest thing."""
        reached, after = count_of(cursor), ""
        since = reached - OVERLAP if reached else self._line.tools.clock.now() - FIRST_LOOK
        for _number in range(MOST_PAGES):
            found, after = await self.page(path, {**asked, "after": after}, backfill=bool(after))
            moments = [epoch(data.get("created_utc")) for _kind, data in found]
            reached = max([reached, *moments])
            yield Found(self.posts(found))
            if not after or min(moments, default=0) < since:
                break
        yield Found((), str(reached) if reached else None)

    def posts(self, found: Sequence[tuple[str, dict[str, Any]]]) -> list[Post]:
        """Those of them that are posts."""
        now = self._line.tools.clock.now()
        return [post for kind, data in found if (post := post_of(kind, data, self._us, now=now)) is not None]

    async def again(self, native_ids: Sequence[str]) -> Asked:
        """What became of delivered comments and posts; Reddit does not tell it of messages."""
        asked = [one for one in native_ids if one.startswith((f"{COMMENT}_", f"{SUBMISSION}_"))]
        if not asked:
            return Asked()
        found, _after = await self.page("/api/info", {"id": ",".join(asked)}, backfill=True)
        gone = [name for kind, data in found if is_gone(data) and (name := full_name(kind, data)) in asked]
        return Asked(self.posts(found), gone)

    async def thread(self, post: str, comment: str) -> list[Post]:
        """The post and its comments, those around one comment where one is named."""
        asked = {"comment": comment, "context": 8 if comment else "", "limit": 200}
        answer = await self._line.get(f"/comments/{post}", asked)
        if not isinstance(answer, list):
            raise Malformed(_("The answer of {name} makes no sense.").format(name="Reddit"))
        return self.posts([one for listing in answer for one in _deep(listing)])


def _deep(listing: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """The things of a listing and those that answer them, without going down by calls: answers may nest deeply."""
    waiting = list(things(listing))[::-1]
    while waiting:
        kind, data = waiting.pop()
        yield kind, data
        waiting += list(things(data.get("replies")))[::-1]
