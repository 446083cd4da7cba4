"""How Meta's lists are looked through: from the newest back to a cursor, and one by one again. Known by the hearing of
Facebook, Instagram and Threads; knows the graph and the board."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.connectors._meta.graph import Graph
from app.connectors.base import Refused
from app.connectors.board import FIRST_LOOK, Asked, Found
from app.connectors.json_line import Missing
from app.connectors.reading import count_of, dig, name_of, objects, text_of
from app.core.clock import MINUTE, Millis
from app.domain.post import Post

ABSENT: Millis = 10 * MINUTE
OVERLAP: Millis = 10 * MINUTE
"""So far behind the cursor is read again: Meta does not list at once what was written."""
MOST_PAGES = 50
"""Of comments under one post."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Span:
    """What one look is to cover.

    Attributes:
        since, began: from when to when; the next look begins where this one began.
        pages: how many of our own posts' pages: one while all is well, the most there may be after an absence.
    """

    since: Millis
    began: Millis
    pages: int

    @property
    def cursor(self) -> str:
        """Where the next look begins."""
        return str(self.began)


def span(cursor: str, *, now: Millis, most: int = 1) -> Span:
    """The span behind a cursor, a moment; the first look goes back a day."""
    since = count_of(cursor) or now - FIRST_LOOK
    return Span(since=since - OVERLAP, began=now, pages=most if now - since > ABSENT else 1)


async def back_to(
    graph: Graph, path: str, asked: Mapping[str, Any], *, since: Millis, moment: Callable[[Row], Millis], **how: Any
) -> AsyncGenerator[list[Row], None]:
    """Pages of a list, the newest first, up to the one that reaches back to `since`."""
    async for rows in graph.pages(path, asked, most=MOST_PAGES, **how):
        yield rows
        if any(moment(one) < since for one in rows):
            return


async def comments_of(
    graph: Graph, row: Row, asked: Mapping[str, Any], *, since: Millis, moment: Callable[[Row], Millis]
) -> AsyncGenerator[list[Row], None]:
    """The comments that stand in a post's own row; and the pages behind them, where those are not all."""
    first, above = list(objects(dig(row, "comments", "data"))), name_of(row.get("id"))
    yield first
    more = text_of(dig(row, "comments", "paging", "next")) and all(moment(one) >= since for one in first)
    if more and above:
        async for rows in back_to(graph, f"/{above}/comments", asked, since=since, moment=moment, backfill=True):
            yield rows


async def elsewhere(
    graph: Graph, path: str, asked: Mapping[str, Any], *, within: Span, most: int, read: Callable[[Row], Post | None]
) -> AsyncGenerator[Found, None]:
    """Posts of others that name us, `most` pages of them."""
    async for rows in graph.pages(path, asked, most=most):
        found = [post for row in rows if (post := read(row)) is not None]
        yield Found([post for post in found if post.created_at >= within.since])
        if any(post.created_at < within.since for post in found):
            break
    yield Found((), within.cursor)


async def surely(_native_id: str) -> bool:
    """What is not found is gone."""
    return True


async def again(
    graph: Graph,
    fields: Mapping[str, str],
    *,
    read: Callable[[str, Any], Post | None],
    hidden: Callable[[Any], bool],
    gone: Callable[[str], Awaitable[bool]] = surely,
) -> Asked:
    """What posts are now, one by one; `fields` says by native id what is asked of each, `gone` whether one that is not
    found is. What we may not see any more may be there still."""
    posts: list[Post] = []
    lost: list[str] = []
    for native_id, wanted in fields.items():
        try:
            raw = await graph.get(f"/{native_id}", {"fields": wanted}, backfill=True)
        except Missing:
            if await gone(native_id):
                lost.append(native_id)
            continue
        except Refused:
            continue
        if hidden(raw):
            lost.append(native_id)
        elif (post := read(native_id, raw)) is not None:
            posts.append(post)
    return Asked(posts, lost)
