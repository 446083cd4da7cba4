"""The lanes of comments: new threads, and what becomes of those of late. Known by the YouTube connector; knows its line
and comments.

YouTube lists threads by their first comment, so an answer in an older one is found by asking for the last hundred
again: a unit for fifty of them.
"""

from collections import OrderedDict
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from app.connectors._youtube.comments import Us, answer_posts, thread_posts
from app.connectors._youtube.line import Line
from app.connectors.base import Malformed
from app.connectors.reading import count_of, dig, iso, name_of, objects, text_of
from app.core.clock import MINUTE, Clock, Millis
from app.core.i18n import _
from app.domain.post import Batch, Post

LANE = "comments"
WATCH = "threads"
POLL = 60.0
LOOK = 300.0
PAGE = 100
AT_ONCE = 50
WATCHED = 100
PAST: Millis = 5 * MINUTE
OVERLAP: Millis = MINUTE
GONE_AFTER = 2
"""A list that is late must delete nothing: a thread is gone when two looks in a row do not find it."""


class Known(msgspec.Struct):
    """A thread as it was seen last.

    Attributes:
        stamp: changes with every answer and every edit of the first comment.
        answers: ids.
        missing: looks in a row that did not find it.
    """

    stamp: str = ""
    answers: list[str] = []
    missing: int = 0


@dataclass(frozen=True)
class Threads:
    """What the two lanes share."""

    line: Line
    us: Us
    clock: Clock
    known: "OrderedDict[str, Known]" = field(default_factory=OrderedDict)

    async def fresh(self, cursor: str) -> AsyncGenerator[Batch, None]:
        """Batches of new threads for ever; the cursor is the moment of the newest."""
        while True:
            async for batch in self._since(count_of(cursor)):
                cursor = batch.cursor or cursor
                yield batch
            await self.clock.sleep(max(POLL, self.line.quota.stretch(share=0.5)))

    async def watch(self, cursor: str) -> AsyncGenerator[Batch, None]:
        """Batches of new answers, edits and deletions for ever; the cursor is what is known."""
        for number, one in _listed(cursor).items():
            self.known.setdefault(number, one)
        told = cursor
        while True:
            await self.clock.sleep(max(LOOK, self.line.quota.stretch(share=0.2)))
            ids = list(self.known)
            for start in range(0, len(ids), AT_ONCE):
                yield await self._look(ids[start : start + AT_ONCE])
            text = msgspec.json.encode(dict(self.known)).decode()
            if text != told:
                yield Batch(lane=WATCH, cursor=text)
                told = text

    async def whole(self, item: Any) -> tuple[list[Post], list[str]]:
        """A thread with every answer, those that did not come with it are asked for; and the ids that are gone."""
        posts = thread_posts(item, self.us, now=self.clock.now())
        if posts and count_of(dig(item, "snippet", "totalReplyCount")) > len(posts) - 1:
            ours = posts[0].author.native_id == self.us.id
            posts = posts[:1]
            async for answers in self._answers(posts[0], dig(item, "snippet", "videoId"), ours=ours):
                posts += answers
        return posts, self._keep(item, posts) if posts else []

    async def _answers(self, first: Post, video: Any, *, ours: bool) -> AsyncGenerator[list[Post], None]:
        place = ""
        while True:
            asked = {"part": "snippet", "parentId": first.native_id, "maxResults": PAGE, "textFormat": "plainText"}
            body = await self.line.get("/comments", {**asked, "pageToken": place})
            yield answer_posts(
                dig(body, "items"),
                self.us,
                now=self.clock.now(),
                video=name_of(video),
                thread=first.native_id,
                ours=ours,
            )
            place = text_of(dig(body, "nextPageToken"))
            if not place:
                return

    async def _since(self, edge: Millis) -> AsyncGenerator[Batch, None]:
        """Threads newer than a moment, from the newest; the first time, one page."""
        began, newest, place = self.clock.now(), edge, ""
        while True:
            items, place = await self._page(place)
            fresh = [item for item in items if not self._seen(item)]
            posts: list[Post] = []
            gone: list[str] = []
            for item in reversed(fresh):
                found, lost = await self.whole(item)
                posts += found
                gone += lost
            moments = [_moment(item) for item in items]
            newest = max([newest, *moments])
            over = not place or not edge or min(moments, default=0) < edge - OVERLAP
            for batch in self._batches(posts, gone, cursor=str(newest) if over and newest else None):
                yield batch
            if over:
                yield Batch(lane=LANE, caught_up_to=began)
                return

    async def _page(self, place: str) -> tuple[list[Any], str]:
        asked = {
            "part": "snippet,replies",
            "allThreadsRelatedToChannelId": self.us.id,
            "order": "time",
            "maxResults": PAGE,
            "textFormat": "plainText",
            "pageToken": place,
        }
        body = await self.line.get("/commentThreads", asked)
        return _items(body), text_of(dig(body, "nextPageToken"))

    async def _look(self, ids: Sequence[str]) -> Batch:
        asked = {"part": "snippet,replies", "id": ",".join(ids), "textFormat": "plainText"}
        items = {name_of(item.get("id")): item for item in _items(await self.line.get("/commentThreads", asked))}
        posts: list[Post] = []
        gone: list[str] = []
        for number in ids:
            before = self.known[number]
            if number not in items:
                before.missing += 1
                if before.missing >= GONE_AFTER:
                    del self.known[number]
                    gone += [number, *before.answers]
            elif _stamp(items[number]) != before.stamp:
                found, lost = await self.whole(items[number])
                posts += found
                gone += lost
        return Batch(lane=WATCH, posts=tuple(posts), deleted=tuple(gone))

    def _seen(self, item: Any) -> bool:
        known = self.known.get(name_of(dig(item, "id")))
        return known is not None and known.stamp == _stamp(item)

    def _keep(self, item: Any, posts: Sequence[Post]) -> list[str]:
        """Remember a thread; returns the answers it had and has no more."""
        number = posts[0].native_id
        before = self.known.get(number, Known()).answers
        self.known[number] = Known(stamp=_stamp(item), answers=[post.native_id for post in posts[1:]])
        if len(self.known) > WATCHED:
            oldest = min(self.known, key=lambda one: self.known[one].stamp.rpartition("/")[2])
            del self.known[oldest]
        return sorted(set(before) - {post.native_id for post in posts})

    def _batches(self, posts: Sequence[Post], gone: Sequence[str], *, cursor: str | None) -> list[Batch]:
        edge = self.clock.now() - PAST
        old = tuple(post for post in posts if post.created_at < edge)
        live = tuple(post for post in posts if post.created_at >= edge)
        before = [Batch(lane=LANE, posts=old, backfill=True)] if old else []
        return [*before, Batch(lane=LANE, posts=live, deleted=tuple(gone), cursor=cursor)]


def _items(body: Any) -> list[Any]:
    if not isinstance(dig(body, "items"), list):
        raise Malformed(_("The answer of {name} makes no sense.").format(name="YouTube"))
    return list(objects(body["items"]))


def _moment(item: Any) -> Millis:
    return iso(dig(item, "snippet", "topLevelComment", "snippet", "publishedAt"))


def _stamp(item: Any) -> str:
    top = dig(item, "snippet", "topLevelComment", "snippet")
    changed = iso(dig(top, "updatedAt"))
    return f"{count_of(dig(item, 'snippet', 'totalReplyCount'))}/{changed:015}"


def _listed(cursor: str) -> dict[str, Known]:
    try:
        return msgspec.json.decode(cursor, type=dict[str, Known]) if cursor else {}
    except (msgspec.DecodeError, msgspec.ValidationError):
        return {}
