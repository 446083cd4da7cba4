"""The lane that asks for delivered posts again, and honours what became of them. Known by the X connector; knows
hearing and posts.

X's terms want deleted, protected and suspended posts taken down within a day; its compliance stream is for enterprises
only, so recent posts are looked up again. Source: docs.x.com/x-api/posts/get-posts-by-ids (100 at once) and
/x-api/compliance (November 2026).
"""

from collections.abc import AsyncGenerator
from itertools import islice

from app.connectors._x.hearing import PAGE, Hearing
from app.connectors._x.posts import FIELDS, read
from app.connectors.base import Malformed
from app.connectors.reading import dig, name_of, objects, text_of
from app.core.i18n import _
from app.domain.post import Batch

LANE = "recheck"
POLL = 600.0
_GONE = frozenset({"resource-not-found", "not-authorized-for-resource"})


class Recheck:
    """The lane; its cursor is the ids it looks at, newest last."""

    def __init__(self, hearing: Hearing) -> None:
        self._hearing = hearing

    async def stream(self, cursor: str) -> AsyncGenerator[Batch, None]:
        """Batches for ever: deleted ones, and edited posts with their new text."""
        recent = self._hearing.recent
        for pair in cursor.split():
            number, _slash, version = pair.partition("/")
            recent.setdefault(number, version or number)
        told = cursor
        while True:
            await self._hearing.clock.sleep(POLL)
            ids = list(recent)
            for start in range(0, len(ids), PAGE):
                yield await self._look(list(islice(ids, start, start + PAGE)))
            text = " ".join(f"{number}/{version}" for number, version in recent.items())
            if text != told:
                yield Batch(lane=LANE, cursor=text)
                told = text

    async def _look(self, ids: list[str]) -> Batch:
        recent, us, now = self._hearing.recent, self._hearing.us, self._hearing.clock.now()
        names = {recent.get(number, number): number for number in ids}
        body = await self._ask(list(names))
        found = read(body, us, now=now)
        newer = [one.versions[-1] for one in found if one.versions[-1] != recent.get(one.post.native_id)]
        edited = read(await self._ask(newer), us, now=now) if newer else []
        gone = [
            names[name_of(one.get("resource_id"))]
            for one in objects(dig(body, "errors"))
            if text_of(one.get("type")).rpartition("/")[2] in _GONE and name_of(one.get("resource_id")) in names
        ]
        for number in gone:
            recent.pop(number, None)
        posts = tuple(self._hearing.keep(one) for one in edited)
        return Batch(lane=LANE, posts=posts, deleted=tuple(gone))

    async def _ask(self, ids: list[str]) -> object:
        body = await self._hearing.line.get("/2/tweets", {**FIELDS, "ids": ",".join(ids)}, backfill=True)
        if not isinstance(body, dict) or not ("data" in body or "errors" in body):
            raise Malformed(_("The answer of {name} makes no sense.").format(name="X"))
        return body
