"""What the lanes of one X account share: who we are, the line, pages of posts, posts lately delivered. Known by the X
lanes; knows the line and posts."""

from collections import OrderedDict
from collections.abc import AsyncGenerator, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.connectors._x.posts import FIELDS, Found, Us, newest, read
from app.connectors.base import Malformed
from app.connectors.reading import dig, text_of
from app.connectors.signed_line import SignedLine
from app.core.clock import MINUTE, Clock, Millis
from app.core.i18n import _
from app.domain.post import Batch, Post

PAGE = 100
PAST: Millis = 5 * MINUTE
"""Older than this when delivered is catching up with the past."""
REMEMBERED = 300


@dataclass(frozen=True)
class Hearing:
    """What the lanes share.

    Attributes:
        recent: the newest version of each post lately delivered, by the id that names it.
    """

    line: SignedLine
    us: Us
    clock: Clock
    recent: "OrderedDict[str, str]" = field(default_factory=OrderedDict)

    def keep(self, found: Found) -> Post:
        """Remember a post that is delivered."""
        post = found.post
        self.recent[post.native_id] = newest([found.versions[-1]], otherwise=self.recent.get(post.native_id, ""))
        self.recent.move_to_end(post.native_id)
        while len(self.recent) > REMEMBERED:
            self.recent.popitem(last=False)
        return post

    def newest_of(self, native_id: str) -> str:
        """The newest version of a post, as far as it is known."""
        return self.recent.get(native_id, native_id)

    async def since(
        self, path: str, asked: Mapping[str, Any], *, lane: str, cursor: str, since: str, page: str
    ) -> AsyncGenerator[Batch, None]:
        """Everything newer, page by page from the newest; the last batch carries the cursor, so a break repeats.

        Without anything to begin at it is one page: each post that is read costs.

        Args:
            since: the id behind which to read; may lie before the cursor.
            page: how the path calls its place in the list.
        """
        reached, place, began = cursor, "", self.clock.now()
        while True:
            whole = {**asked, **FIELDS, "max_results": PAGE, "since_id": since, page: place}
            body = await self.line.get(path, whole, backfill=bool(place))
            if not isinstance(dig(body, "meta"), dict):
                raise Malformed(_("The answer of {name} makes no sense.").format(name="X"))
            found = read(body, self.us, now=self.clock.now())
            reached = newest([one.versions[-1] for one in found], otherwise=reached)
            place = text_of(dig(body, "meta", "next_token"))
            last = not place or not since
            posts = [self.keep(one) for one in reversed(found)]
            for batch in self._batches(lane, posts, cursor=(reached or None) if last else None):
                yield batch
            if last:
                yield Batch(lane=lane, caught_up_to=began)
                return

    def _batches(self, lane: str, posts: list[Post], *, cursor: str | None) -> Iterator[Batch]:
        edge = self.clock.now() - PAST
        old = tuple(post for post in posts if post.created_at < edge)
        if old:
            yield Batch(lane=lane, posts=old, backfill=True)
        live = tuple(post for post in posts if post.created_at >= edge)
        yield Batch(lane=lane, posts=live, cursor=cursor)
