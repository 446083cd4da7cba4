"""The lane of a broadcast's chat. Known by the YouTube connector; knows its line and comments.

Source: developers.google.com/youtube/v3/live/docs/liveChatMessages/list: each answer says how long to wait.
"""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any

from app.connectors._youtube.comments import Us, chat_post, removed_message
from app.connectors._youtube.line import Line
from app.connectors.base import Malformed
from app.connectors.json_line import Missing
from app.connectors.reading import count_of, dig, name_of, objects, text_of
from app.core.clock import SECOND, Clock
from app.core.i18n import _
from app.domain.post import Batch

LANE = "live"
LOOK = 180.0
SHARE = 0.6
"""Of the units that are left, what the chat may take until the day ends."""
AT_ONCE = 2000


@dataclass(frozen=True)
class Live:
    """The lane; its cursor is the chat, the video and the place in the chat."""

    line: Line
    us: Us
    clock: Clock

    async def stream(self, cursor: str) -> AsyncGenerator[Batch, None]:
        """Batches while the channel broadcasts, and a look every few minutes whether it does."""
        while True:
            chat, video, place = (*cursor.split(" "), "", "", "")[:3]
            if not chat:
                chat, video = await self._broadcast()
            if not chat:
                yield Batch(lane=LANE, caught_up_to=self.clock.now())
                await self.clock.sleep(max(LOOK, self.line.quota.stretch(share=0.1)))
                continue
            try:
                async for batch in self._chat(chat, video, place):
                    cursor = batch.cursor or cursor
                    yield batch
            except Missing:
                cursor = ""
                yield Batch(lane=LANE, cursor="")

    async def _broadcast(self) -> tuple[str, str]:
        asked = {"part": "snippet", "broadcastStatus": "active", "broadcastType": "all", "maxResults": 1}
        body = await self.line.get("/liveBroadcasts", asked)
        if not isinstance(dig(body, "items"), list):
            raise Malformed(_("The answer of {name} makes no sense.").format(name="YouTube"))
        first = dig(body, "items", 0)
        return name_of(dig(first, "snippet", "liveChatId")), name_of(dig(first, "id"))

    async def _chat(self, chat: str, video: str, place: str) -> AsyncGenerator[Batch, None]:
        while True:
            asked = {"liveChatId": chat, "part": "id,snippet,authorDetails", "maxResults": AT_ONCE}
            body = await self.line.get("/liveChat/messages", {**asked, "pageToken": place})
            yield self._read(body, chat, video, first=not place)
            place = text_of(dig(body, "nextPageToken")) or place
            if text_of(dig(body, "offlineAt")):
                raise Missing(_("The live chat is over."))
            told = count_of(dig(body, "pollingIntervalMillis")) / SECOND
            await self.clock.sleep(max(told, 1.0, self.line.quota.stretch(share=SHARE)))

    def _read(self, body: Any, chat: str, video: str, *, first: bool) -> Batch:
        if not isinstance(dig(body, "items"), list):
            raise Malformed(_("The answer of {name} makes no sense.").format(name="YouTube"))
        now, items = self.clock.now(), list(objects(body["items"]))
        made = (chat_post(one, self.us, chat=chat, video=video, now=now) for one in items)
        gone = (removed_message(one, chat=chat) for one in items)
        place = text_of(dig(body, "nextPageToken"))
        return Batch(
            lane=LANE,
            posts=tuple(post for post in made if post is not None),
            deleted=tuple(one for one in gone if one),
            cursor=f"{chat} {video} {place}",
            backfill=first,
        )
