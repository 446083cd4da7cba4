"""The lane of comments under a page's posts. Known by the LinkedIn connector; knows the signed line and comments.

LinkedIn tells of no changes, so the counters of the last posts are asked for together, and a post's comments are read
when its counter has moved, and once an hour while it is young.
Source: learn.microsoft.com/linkedin/marketing/community-management/shares/posts-api, /comments-api and
/social-metadata-api (November 2026).
"""

from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any
from urllib.parse import quote

import msgspec

from app.connectors._linkedin.comments import Us, comment_posts
from app.connectors.base import Malformed
from app.connectors.json_line import Missing
from app.connectors.reading import count_of, dig, objects, text_of
from app.connectors.signed_line import SignedLine
from app.core.clock import DAY, HOUR, MINUTE, Clock, Millis
from app.core.i18n import _
from app.domain.post import Batch, Post

LANE = "comments"
POLL = 120.0
POSTS = 50
LIST_EVERY: Millis = 15 * MINUTE
READ_EVERY: Millis = HOUR
YOUNG: Millis = 7 * DAY
PAST: Millis = 5 * MINUTE
PAGE = 100


class Seen(msgspec.Struct):
    """A post of the page as it was read last.

    Attributes:
        count: its comments and their answers; −1 while it was never read.
        at: when.
        published: when it went out.
        comments: their names.
    """

    count: int = -1
    at: Millis = 0
    published: Millis = 0
    comments: list[str] = []


class Comments:
    """The lane; its cursor is what was seen, as JSON."""

    def __init__(self, line: SignedLine, us: Us, clock: Clock) -> None:
        self._line = line
        self._us = us
        self._clock = clock
        self._seen: dict[str, Seen] = {}
        self._listed: Millis = 0

    async def stream(self, cursor: str) -> AsyncGenerator[Batch, None]:
        """Batches for ever."""
        self._seen = _read(cursor)
        self._listed = 0
        while True:
            began = self._clock.now()
            if began - self._listed >= LIST_EVERY:
                await self._list()
                self._listed = began
            counts = await self._counts()
            for urn, count in counts.items():
                if self._is_due(self._seen[urn], count):
                    async for batch in self._comments(urn, count):
                        yield batch
            yield Batch(lane=LANE, cursor=msgspec.json.encode(self._seen).decode(), caught_up_to=began)
            await self._clock.sleep(POLL)

    async def comments_of(self, urn: str) -> list[Post]:
        """All comments of a post and their answers."""
        posts: list[Post] = []
        async for comment in self._elements(_comments_path(urn)):
            made = comment_posts([comment], self._us, now=self._clock.now())
            posts += made
            if made and _may_have_answers(comment):
                posts += await self.answers_to(made[0].native_id, ours=made[0].author.native_id == self._us.urn)
        return posts

    async def answers_to(self, urn: str, *, ours: bool = False) -> list[Post]:
        """The answers to a comment; `ours` where it is the page's own."""
        answers = [one async for one in self._elements(_comments_path(urn))]
        return comment_posts(answers, self._us, now=self._clock.now(), ours=ours)

    async def _list(self) -> None:
        author = quote(self._us.urn, safe="")
        body = await self._line.get(f"/rest/posts?author={author}&q=author&count={POSTS}&sortBy=LAST_MODIFIED")
        seen = {}
        for one in _elements(body):
            urn = text_of(one.get("id"))
            if urn.startswith("urn:li:"):
                seen[urn] = self._seen.get(urn, Seen())
                seen[urn].published = count_of(one.get("publishedAt")) or count_of(one.get("createdAt"))
        self._seen = seen

    async def _counts(self) -> dict[str, int]:
        if not self._seen:
            return {}
        ids = ",".join(quote(urn, safe="") for urn in self._seen)
        results = dig(await self._line.get(f"/rest/socialMetadata?ids=List({ids})"), "results")
        if not isinstance(results, dict):
            raise Malformed(_("The answer of {name} makes no sense.").format(name="LinkedIn"))
        return {urn: count_of(dig(results, urn, "commentSummary", "count")) for urn in self._seen if urn in results}

    def _is_due(self, seen: Seen, count: int) -> bool:
        now = self._clock.now()
        again = now - seen.at >= READ_EVERY and now - seen.published < YOUNG
        return count != seen.count if not again else bool(count or seen.comments)

    async def _comments(self, urn: str, count: int) -> AsyncGenerator[Batch, None]:
        try:
            posts = await self.comments_of(urn)
        except Missing:
            posts = []
        seen = self._seen[urn]
        ids = [post.native_id for post in posts]
        gone = tuple(one for one in seen.comments if one not in ids)
        edge = self._clock.now() - PAST
        old = tuple(post for post in posts if post.created_at < edge)
        live = tuple(post for post in posts if post.created_at >= edge)
        if old:
            yield Batch(lane=LANE, posts=old, backfill=True)
        if live or gone:
            yield Batch(lane=LANE, posts=live, deleted=gone)
        # Noted after it is committed: what broke off before is read again.
        seen.count, seen.at, seen.comments = count, self._clock.now(), ids

    async def _elements(self, path: str) -> AsyncIterator[dict[str, Any]]:
        start = 0
        while True:
            body = await self._line.get(f"{path}?start={start}&count={PAGE}")
            elements = _elements(body)
            for one in elements:
                yield one
            start += PAGE
            if len(elements) < PAGE:
                return


def _comments_path(urn: str) -> str:
    return f"/rest/socialActions/{quote(urn, safe='')}/comments"


def _elements(body: Any) -> list[dict[str, Any]]:
    if not isinstance(dig(body, "elements"), list):
        raise Malformed(_("The answer of {name} makes no sense.").format(name="LinkedIn"))
    return list(objects(body["elements"]))


def _may_have_answers(comment: Any) -> bool:
    """A comment tells how many answers it has; one that does not is asked."""
    summary = dig(comment, "commentsSummary")
    return not isinstance(summary, dict) or count_of(summary.get("aggregatedTotalComments")) > 0


def _read(cursor: str) -> dict[str, Seen]:
    try:
        return msgspec.json.decode(cursor, type=dict[str, Seen]) if cursor else {}
    except (msgspec.DecodeError, msgspec.ValidationError):
        return {}
