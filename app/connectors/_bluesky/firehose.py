"""The lane of everything that is said: a relay's firehose. Known by the Bluesky connector; knows commits and the
session's errors.

Source: com.atproto.sync.subscribeRepos; older relays say #tombstone for a deleted account. Its cursor is the relay's
sequence number.
"""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import Any

import aiohttp
import msgspec

from app.connectors._bluesky.car import FrameError, read_frame
from app.connectors._bluesky.commits import Change, Words, changes
from app.connectors._bluesky.faults import fault
from app.connectors._bluesky.hearing import MOST_ASKED, PAST, Hearing
from app.connectors._bluesky.views import PostView, kind_of, moment, post_of
from app.connectors.base import Tools, Unreachable
from app.connectors.exchange import cause_of
from app.core.i18n import _
from app.core.tasks import TaskScope
from app.domain.post import ADDRESSED, Batch, Post

LANE = "firehose"
AT_ONCE = 500
"""Frames taken into one batch at most, and kept in memory at most: beyond that the relay is made to wait."""
KEEP_PLACE = 5.0
"""Seconds after which the place in the stream is stored though nothing was kept."""
_LARGEST_FRAME = 16 * 1024 * 1024
_ACCOUNT, _TOMBSTONE = "#account", "#tombstone"
_FOR_GOOD = ("deleted", "takendown")

Frame = tuple[dict[str, Any], dict[str, Any]]


class Firehose:
    """The lane."""

    def __init__(self, hearing: Hearing, tools: Tools, url: str, words: Sequence[str]) -> None:
        self._hearing = hearing
        self._tools = tools
        self._url = f"{url.rstrip('/')}/xrpc/com.atproto.sync.subscribeRepos"
        self._words = Words(words)

    async def stream(self, cursor: str) -> AsyncGenerator[Batch, None]:
        """Batches until the relay ends the stream.

        Raises:
            Unreachable: it ended; the next start resumes behind the cursor.
        """
        params = {"cursor": cursor} if cursor.isdecimal() else {}
        clock = self._hearing.clock
        try:
            connecting = self._tools.http.ws_connect(
                self._url, params=params, heartbeat=30.0, max_msg_size=_LARGEST_FRAME
            )
            async with connecting as socket, aclosing(self._portions(socket)) as portions:
                yield Batch(lane=LANE)  # a sign of life: a quiet relay has nothing else to say
                # The first frame's place is kept at once: without one, a break now would be a gap.
                told = -KEEP_PLACE
                async for frames in portions:
                    batch = await self._batch(frames)
                    news = batch.posts or batch.deleted or batch.deleted_authors
                    if news or clock.monotonic() - told >= KEEP_PLACE:
                        yield batch
                        told = clock.monotonic()
                    if refusal := _refusal(frames[-1]):
                        # A cursor from the future or from another relay would be refused for ever: start anew.
                        yield Batch(lane=LANE, cursor="" if refusal == "FutureCursor" else None)
                        raise Unreachable(_("The firehose ended: {cause}").format(cause=refusal))
        except aiohttp.WSServerHandshakeError as error:
            raise fault(error.status, {}, error.headers or {}, now=clock.now(), writing=False) from error
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise Unreachable(_("The firehose cannot be reached: {cause}").format(cause=cause_of(error))) from error
        raise Unreachable(_("The firehose ended."))

    async def _portions(self, socket: aiohttp.ClientWebSocketResponse) -> AsyncGenerator[list[Frame], None]:
        """Frames as they come, many at once when they come faster than they are committed."""
        queue: asyncio.Queue[Frame | None] = asyncio.Queue(AT_ONCE)
        scope = TaskScope(LANE, clock=self._hearing.clock)
        scope.spawn("read", self._read(socket, queue))
        try:
            while (frame := await queue.get()) is not None:
                frames = [frame]
                while len(frames) < AT_ONCE and not queue.empty():
                    frame = queue.get_nowait()
                    if frame is None:
                        yield frames
                        return
                    frames.append(frame)
                yield frames
        finally:
            await scope.close()

    async def _read(self, socket: aiohttp.ClientWebSocketResponse, queue: "asyncio.Queue[Frame | None]") -> None:
        try:
            async for message in socket:
                if message.type is not aiohttp.WSMsgType.BINARY:
                    continue
                try:
                    await queue.put(read_frame(message.data))
                except FrameError as error:
                    self._tools.log.warning("firehose frame cannot be read", error=str(error))
        finally:
            await queue.put(None)

    async def _batch(self, frames: Sequence[Frame]) -> Batch:
        clock = self._hearing.clock
        for header, body in frames:
            if header.get("t") == "#identity":
                self._hearing.people.forget(str(body.get("did")))
        commits = [body for header, body in frames if header.get("t") == "#commit"]
        latest: dict[str, Change] = {}
        for commit in commits:
            try:
                latest.update((change.uri, change) for change in changes(commit, self._hearing.us, self._words))
            except FrameError as error:
                self._tools.log.warning("firehose commit cannot be read", error=str(error))
        last = moment(str(commits[-1].get("time", ""))) if commits else 0
        return Batch(
            lane=LANE,
            posts=await self._posts([change for change in latest.values() if change.view is not None]),
            deleted=tuple(change.uri for change in latest.values() if change.view is None),
            deleted_authors=tuple(did for did in _gone_for_good(frames) if did != self._hearing.us.did),
            cursor=_place(frames),
            backfill=0 < last < clock.now() - PAST,
            caught_up_to=last,
        )

    async def _posts(self, found: Sequence[Change]) -> tuple[Post, ...]:
        """Posts with authors; one lookup a batch, so that a flood cannot eat the budget."""
        now = self._hearing.clock.now()
        views = [change.view for change in found if change.view is not None]
        addressed = [view for view in views if self._addresses(view)]
        whole = {view.uri: view for view in await self._hearing.whole(addressed[:MOST_ASKED])}
        views = [whole.get(view.uri, view) for view in views]
        people = await self._hearing.people.complete((view.author for view in views), most_questions=1)
        posts = [post_of(view, self._hearing.us, now=now, who=people[view.author.did]) for view in views]
        return tuple(
            msgspec.structs.replace(post, edited_at=now) if change.edited else post
            for change, post in zip(found, posts, strict=True)
        )

    def _addresses(self, view: PostView) -> bool:
        return kind_of(view.record, view.author.did, self._hearing.us) in ADDRESSED


def _gone_for_good(frames: Sequence[Frame]) -> list[str]:
    """Accounts that were deleted or taken down and did not come back at once; others only rest."""
    gone: dict[str, bool] = {}
    for header, body in frames:
        kind, did = header.get("t"), body.get("did")
        if isinstance(did, str) and kind in (_ACCOUNT, _TOMBSTONE):
            gone[did] = kind == _TOMBSTONE or (body.get("active") is False and body.get("status") in _FOR_GOOD)
    return [did for did, is_gone in gone.items() if is_gone]


def _place(frames: Sequence[Frame]) -> str | None:
    numbers = [body["seq"] for _header, body in frames if isinstance(body.get("seq"), int)]
    return str(numbers[-1]) if numbers else None


def _refusal(frame: Frame) -> str:
    header, body = frame
    return str(body.get("error") or "error") if header.get("op") == -1 else ""
