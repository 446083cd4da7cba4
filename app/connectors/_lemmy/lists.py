"""Asking one server: what is new in a list, delivered posts again, a thread. Known by the Lemmy connector; knows the
line, posts and the board.

Source: join-lemmy.org/docs, API version 3: lists are newest first with `sort=New`, at most fifty a page.
"""

from collections.abc import AsyncGenerator, Mapping, Sequence
from typing import Any

from app.connectors._lemmy.line import Line
from app.connectors._lemmy.posts import COMMENT, POST, Us, is_gone, post_of, shown
from app.connectors.base import Malformed
from app.connectors.board import FIRST_LOOK, Asked, Found
from app.connectors.json_line import Missing
from app.connectors.reading import count_of, dig, iso, objects
from app.core.clock import MINUTE, Millis
from app.core.i18n import _
from app.domain.post import Post

PAGE = 50
OVERLAP: Millis = 10 * MINUTE
"""What other servers wrote comes into sight later than it was written."""
_VIEWS: Mapping[str, tuple[str, str]] = {POST: ("/post", "post_view"), COMMENT: ("/comment", "comment_view")}
_NOTICES = ("person_mention", "comment_reply")


class Lists:
    """What one account reads."""

    def __init__(self, line: Line, us: Us) -> None:
        self._line = line
        self._us = us

    async def page(self, path: str, field: str, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
        """One page of views."""
        answer = await self._line.get(path, {"limit": PAGE, **asked}, backfill=count_of(asked.get("page")) > 1)
        if not isinstance(dig(answer, field), list):
            raise Malformed(_("The answer of {name} makes no sense.").format(name="Lemmy"))
        return list(objects(dig(answer, field)))

    async def newer(self, path: str, field: str, asked: Mapping[str, Any], cursor: str) -> AsyncGenerator[Found, None]:
        """Pages back to the cursor, the moment of the newest."""
        reached, number = count_of(cursor), 0
        since = reached - OVERLAP if reached else self._line.tools.clock.now() - FIRST_LOOK
        while True:
            number += 1
            views = await self.page(path, field, {**asked, "page": number})
            moments = [_listed_at(view) for view in views]
            reached = max([reached, *moments])
            yield Found(self.posts(views))
            if len(views) < PAGE or min(moments) < since:
                break
        yield Found((), str(reached) if reached else None)

    def posts(self, views: Sequence[dict[str, Any]]) -> list[Post]:
        """Those of them that are posts."""
        now = self._line.tools.clock.now()
        return [post for view in views if (post := post_of(view, self._us, now=now)) is not None]

    async def again(self, native_ids: Sequence[str]) -> Asked:
        """What became of delivered posts and comments; of a message Lemmy does not tell it."""
        posts: list[Post] = []
        gone: list[str] = []
        for native_id in native_ids:
            kind, number = self._us.place(native_id)
            if kind not in _VIEWS:
                continue
            path, field = _VIEWS[kind]
            try:
                view = dig(await self._line.get(path, {"id": number}, backfill=True), field)
            except Missing:
                gone.append(native_id)
                continue
            posts += self.posts([view])
            gone += [native_id] if is_gone(view) else []
        return Asked(posts, gone)

    async def thread(self, post: int) -> list[Post]:
        """A post and its comments."""
        view = dig(await self._line.get("/post", {"id": post}), "post_view")
        asked = {"post_id": post, "sort": "Old", "max_depth": 8}
        return self.posts([view, *await self.page("/comment/list", "comments", asked)])


def _listed_at(view: dict[str, Any]) -> Millis:
    """When it came into its list: a mention is written down when it arrives."""
    notice = next((view[name] for name in _NOTICES if isinstance(view.get(name), dict)), None)
    return iso(dig(notice, "published")) or iso(dig(shown(view), "published"))
