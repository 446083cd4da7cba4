"""The lane of comments under an account's newest videos. Known by the TikTok connector; knows the signed line and
comments.

The list of videos tells how many comments each has; a video's comments are read when that has moved, and once an hour
while it is young. Source: business-api.tiktok.com/portal/docs, /business/video/list/, /business/comment/list/ and
/business/comment/reply/list/ (a page may be short though more follow).
"""

from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from typing import Any

import msgspec

from app.connectors._tiktok.comments import Us, comment_posts
from app.connectors.base import Malformed
from app.connectors.reading import count_of, dig, epoch, name_of, objects
from app.connectors.signed_line import SignedLine
from app.core.clock import DAY, HOUR, MINUTE, Clock, Millis
from app.core.i18n import _
from app.domain.post import Batch, Post

LANE = "comments"
POLL = 120.0
VIDEOS = 20
PAGE = 30
MOST = 500
"""Behind so many comments TikTok's list repeats itself."""
READ_EVERY: Millis = HOUR
YOUNG: Millis = 7 * DAY
PAST: Millis = 5 * MINUTE
_FIELDS = '["item_id","create_time","comments"]'


class Seen(msgspec.Struct):
    """A video as it was read last: its number of comments, when, and their ids."""

    count: int = -1
    at: Millis = 0
    comments: list[str] = []


class Comments:
    """The lane; its cursor is what was seen, as JSON."""

    def __init__(self, line: SignedLine, us: Us, clock: Clock) -> None:
        self._line = line
        self._us = us
        self._clock = clock

    async def stream(self, cursor: str) -> AsyncGenerator[Batch, None]:
        """Batches for ever."""
        seen = _read(cursor)
        while True:
            began = self._clock.now()
            asked = {"business_id": self._us.id, "fields": _FIELDS, "max_count": VIDEOS}
            videos = {
                name_of(one.get("item_id")): one
                for one in objects(_data(await self._line.get("/business/video/list/", asked), "videos"))
                if name_of(one.get("item_id"))
            }
            seen = {video: seen.get(video, Seen()) for video in videos}
            for video, one in videos.items():
                if self._is_due(seen[video], one):
                    async for batch in self._read_video(video, seen[video], count_of(one.get("comments"))):
                        yield batch
            yield Batch(lane=LANE, cursor=msgspec.json.encode(seen).decode(), caught_up_to=began)
            await self._clock.sleep(POLL)

    async def comments_of(self, video: str) -> list[Post]:
        """All comments of a video and their answers."""
        posts: list[Post] = []
        now = self._clock.now()
        async for one in self._pages("/business/comment/list/", {"video_id": video, "include_replies": "false"}):
            made = comment_posts([one], self._us, video=video, now=now)
            posts += made
            if made and count_of(one.get("replies")):
                ours = one.get("owner") is True
                posts += await self.answers_to(video, name_of(one.get("comment_id")), ours=ours)
        return posts

    async def answers_to(self, video: str, comment: str, *, ours: bool = False) -> list[Post]:
        """The answers to a comment; `ours` where it is the account's own."""
        asked = {"video_id": video, "comment_id": comment}
        listed = [one async for one in self._pages("/business/comment/reply/list/", asked)]
        thread = f"{video}/{comment}"
        return comment_posts(listed, self._us, video=video, now=self._clock.now(), thread=thread, ours=ours)

    def _is_due(self, seen: Seen, video: Mapping[str, Any]) -> bool:
        now, count = self._clock.now(), count_of(video.get("comments"))
        young = now - epoch(count_of(video.get("create_time"))) < YOUNG
        again = young and now - seen.at >= READ_EVERY and bool(count or seen.comments)
        return count != seen.count or again

    async def _read_video(self, video: str, seen: Seen, count: int) -> AsyncGenerator[Batch, None]:
        posts = await self.comments_of(video)
        ids = [post.native_id for post in posts]
        whole = len(ids) < MOST
        gone = tuple(one for one in seen.comments if one not in ids) if whole else ()
        edge = self._clock.now() - PAST
        old = tuple(post for post in posts if post.created_at < edge)
        live = tuple(post for post in posts if post.created_at >= edge)
        if old:
            yield Batch(lane=LANE, posts=old, backfill=True)
        if live or gone:
            yield Batch(lane=LANE, posts=live, deleted=gone)
        # Noted after it is committed: what broke off before is read again.
        seen.count, seen.at, seen.comments = count, self._clock.now(), ids

    async def _pages(self, path: str, asked: Mapping[str, Any]) -> AsyncIterator[dict[str, Any]]:
        place, read = 0, 0
        whole = {"business_id": self._us.id, "sort_field": "create_time", "sort_order": "desc", "max_count": PAGE}
        while True:
            body = await self._line.get(path, {**whole, **asked, "cursor": place})
            for one in objects(_data(body, "comments")):
                read += 1
                yield one
            following = count_of(dig(body, "data", "cursor"))
            if dig(body, "data", "has_more") is not True or following <= place or read >= MOST:
                return
            place = following


def _data(body: Any, name: str) -> Any:
    found = dig(body, "data", name)
    if not isinstance(found, list):
        raise Malformed(_("The answer of {name} makes no sense.").format(name="TikTok"))
    return found


def _read(cursor: str) -> dict[str, Seen]:
    try:
        return msgspec.json.decode(cursor, type=dict[str, Seen]) if cursor else {}
    except (msgspec.DecodeError, msgspec.ValidationError):
        return {}
