"""Asking one forum for its posts: recent ones, a topic, and delivered posts again. Known by the NodeBB connector; knows
the line, posts and the board.

The list of recent posts tells ids; what a post says, who is answered and what became of its topic is asked for.
Source: docs.nodebb.org, Read API `/api/recent/posts/{term}`, `/api/topic/{tid}`; Write API `/posts/{pid}`,
`/posts/{pid}/summary`, `/topics/{tid}`.
"""

from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from app.connectors._nodebb.posts import Forum, Whole, is_gone, parent_pid, post_of
from app.connectors.base import Malformed, Refused
from app.connectors.board import FIRST_LOOK, Asked, Found
from app.connectors.json_line import JsonLine, Missing
from app.connectors.memory import Memory
from app.connectors.reading import count_of, dig, name_of, objects
from app.core.clock import HOUR, MINUTE, Millis
from app.core.i18n import _
from app.domain.post import Post

PAGE = 20
OVERLAP: Millis = 5 * MINUTE
_TERMS: tuple[tuple[str, Millis], ...] = (("day", 24 * HOUR), ("week", 7 * 24 * HOUR))
_REMEMBERED = 5_000


class Reads:
    """What one account reads."""

    def __init__(self, line: JsonLine, forum: Forum) -> None:
        self._line = line
        self._writers: Memory[str, str] = Memory(_REMEMBERED)
        self.forum = forum

    async def newer(self, cursor: str, *, known: Callable[[str], bool]) -> AsyncGenerator[Found, None]:
        """Pages back to the cursor, the moment of the newest post; what is known already is not asked for."""
        now, reached, number = self._line.tools.clock.now(), count_of(cursor), 0
        since = reached - OVERLAP if reached else now - FIRST_LOOK
        term = next((name for name, length in _TERMS if since >= now - length), "month")
        while True:
            number += 1
            asked = {"page": number}
            answer = await self._line.get(f"/api/recent/posts/{term}", asked, backfill=number > 1)
            listed = list(objects(_listed(answer)))
            moments = [count_of(one.get("timestamp")) for one in listed]
            reached = max([reached, *moments])
            pids = [pid for one in listed if (pid := name_of(one.get("pid"))) and not known(self.forum.native(pid))]
            yield Found([post for pid in pids if (post := await self._post(pid, {})) is not None])
            if len(listed) < PAGE or min(moments) < since:
                break
        yield Found((), str(reached) if reached else None)

    async def again(self, native_ids: Sequence[str]) -> Asked:
        """What became of delivered posts; each topic is asked for once."""
        posts: list[Post] = []
        gone: list[str] = []
        topics: dict[str, Any] = {}
        for native_id in native_ids:
            try:
                whole = await self._whole(self.forum.pid(native_id), topics)
            except Missing:
                gone.append(native_id)
                continue
            except Refused:  # It may be there for others.
                continue
            post = post_of(whole, self.forum, now=self._line.tools.clock.now())
            posts += [post] if post is not None else []
            gone += [native_id] if is_gone(whole) else []
        return Asked(posts, gone)

    async def thread(self, native_id: str) -> list[Post]:
        """The first page of a post's topic. Raises Refused where it may not be read."""
        whole = await self._whole(self.forum.pid(native_id), {})
        answer = await self._line.get(f"/api/topic/{name_of(dig(whole.topic, 'tid'))}")
        made = [Whole(post=one, summary=one, topic=whole.topic) for one in objects(dig(answer, "posts"))]
        now = self._line.tools.clock.now()
        return [post for one in made if (post := post_of(one, self.forum, now=now)) is not None]

    async def topic_of(self, pid: str) -> str:
        """The number of the topic that a post stands in. Raises Missing."""
        return name_of(dig(await self._asked(f"/posts/{quote(pid, safe='')}", backfill=False), "tid"))

    async def said(self, page: int) -> list[Mapping[str, Any]]:
        """Summaries of what we said, newest first."""
        answer = await self._line.get(f"/api/user/{quote(self.forum.slug, safe='')}/posts", {"page": page})
        if not isinstance(dig(answer, "posts"), list):
            raise Malformed(_("The answer of {name} makes no sense.").format(name="NodeBB"))
        return list(objects(dig(answer, "posts")))

    async def _post(self, pid: str, topics: dict[str, Any]) -> Post | None:
        try:
            whole = await self._whole(pid, topics)
        except Refused:  # It went away since it was listed.
            return None
        return post_of(whole, self.forum, now=self._line.tools.clock.now())

    async def _whole(self, pid: str, topics: dict[str, Any]) -> Whole:
        """All about one post. Raises Missing where it is gone, Refused where it is not for our eyes."""
        path = f"/posts/{quote(pid, safe='')}"
        post, summary = await self._asked(path), await self._asked(f"{path}/summary")
        tid = name_of(dig(post, "tid"))
        if tid not in topics:
            topics[tid] = await self._asked(f"/topics/{quote(tid, safe='')}")
        self._keep(pid, name_of(dig(post, "uid")))
        whole = Whole(post=post, summary=summary, topic=topics[tid])
        return Whole(post=post, summary=summary, topic=topics[tid], above=await self._writer(parent_pid(whole)))

    async def _writer(self, pid: str) -> str:
        if pid and pid not in self._writers:
            try:
                self._keep(pid, name_of(dig(await self._asked(f"/posts/{quote(pid, safe='')}"), "uid")))
            except Refused:
                self._keep(pid, "")
        return self._writers.get(pid, "")

    def _keep(self, pid: str, uid: str) -> None:
        self._writers[pid] = uid

    async def _asked(self, path: str, *, backfill: bool = True) -> Any:
        response = dig(await self._line.get(f"/api/v3{path}", backfill=backfill), "response")
        if not isinstance(response, dict):
            raise Malformed(_("The answer of {name} makes no sense.").format(name="NodeBB"))
        return response


def _listed(answer: Any) -> list[Any]:
    """Older forums answer with the bare list."""
    listed = answer if isinstance(answer, list) else dig(answer, "posts")
    if not isinstance(listed, list):
        raise Malformed(_("The answer of {name} makes no sense.").format(name="NodeBB"))
    return listed
