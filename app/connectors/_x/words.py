"""The lane of the words an account listens for: a live stream where the app may have one, and searches beside it.
Known by the X connector; knows hearing, rules and the JSON line.

The search closes the gap before the stream and looks every few minutes for what it lost; while the stream is not to be
had, the words are searched every minute.
Source: docs.x.com/x-api/fundamentals/consuming-streaming-data and /handling-disconnections: a keep-alive every 20 s.
"""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

import aiohttp

from app.connectors._x.faults import judge
from app.connectors._x.hearing import Hearing
from app.connectors._x.limits import endpoint
from app.connectors._x.posts import FIELDS, id_at, moment_of, newest, read
from app.connectors._x.rules import bring_in_step, searches_of, tag_of
from app.connectors.backoff import Backoff
from app.connectors.base import ConnectorError, RateLimited, Unreachable
from app.connectors.exchange import decoded, whole
from app.connectors.json_line import Answer, JsonLine
from app.connectors.reading import dig, objects, text_of
from app.core.clock import DAY, MINUTE, SECOND, Millis
from app.core.i18n import _
from app.domain.post import Batch

LANE = "words"
STREAM = "stream"
RULES = "rules"
POLL = 60.0
SWEEP: Millis = 5 * MINUTE
OVERLAP: Millis = MINUTE
"""So late a post may come into the search."""
OLDEST: Millis = 7 * DAY - 10 * MINUTE
"""So far back X searches."""
_HELD = aiohttp.ClientTimeout(total=None, sock_connect=10, sock_read=45)
"""Two keep-alives may be lost."""
_LONGEST = 1 << 20


class Words:
    """The lane; its cursor is the newest id."""

    def __init__(self, hearing: Hearing, words: list[str], *, bearer: str, backfill: bool) -> None:
        self._hearing = hearing
        self._words = words
        self._tools = hearing.line.line.tools
        self._signed = {"Authorization": f"Bearer {bearer}"}
        self._app = JsonLine(
            hearing.line.line.base,
            name="X",
            tools=self._tools,
            headers=lambda: self._signed,
            judge=judge,
            endpoint=endpoint,
        )
        self._streams = bool(bearer)
        self._backfill = backfill
        self._cursor = ""
        self._next_try: Millis = 0
        self._backoff = Backoff(clock=hearing.clock)

    async def stream(self, cursor: str) -> AsyncGenerator[Batch, None]:
        """Batches for ever."""
        self._cursor = cursor
        clock = self._hearing.clock
        while True:
            async for batch in self._search():
                yield batch
            if self._streams and clock.now() >= self._next_try:
                try:
                    async with aclosing(self._listen()) as batches:
                        async for batch in batches:
                            yield batch
                except ConnectorError as error:
                    yield Batch(lane=STREAM, trouble=self._failed(error))
            wait = (self._next_try - clock.now()) / SECOND if self._streams else POLL
            await clock.sleep(min(POLL, max(1.0, wait)))

    def _failed(self, error: ConnectorError) -> str:
        wait = round(self._backoff.next() * SECOND)
        self._next_try = error.until if isinstance(error, RateLimited) else self._hearing.clock.now() + wait
        return str(error)

    async def _search(self) -> AsyncGenerator[Batch, None]:
        oldest = id_at(self._hearing.clock.now() - OLDEST)
        since = newest([id_at(moment_of(self._cursor) - OVERLAP)], otherwise=oldest) if self._cursor else ""
        reached = self._cursor
        for query in searches_of(self._words):
            pages = self._hearing.since(
                "/2/tweets/search/recent", {"query": query}, lane=LANE, cursor=reached, since=since, page="next_token"
            )
            async for batch in pages:
                reached = batch.cursor or reached
                # Only when every search is through may the cursor move.
                yield Batch(lane=LANE, posts=batch.posts, backfill=batch.backfill)
        self._cursor = reached
        yield Batch(lane=LANE, cursor=reached or None, caught_up_to=self._hearing.clock.now())

    async def _listen(self) -> AsyncGenerator[Batch, None]:
        """Posts as they are written, until the stream ends."""
        complaint = await bring_in_step(self._app, self._words, tag=tag_of(self._hearing.us.account_id))
        yield Batch(lane=RULES, trouble=complaint and _("X does not take these words: {said}").format(said=complaint))
        swept = self._hearing.clock.now() - SWEEP + round(POLL * SECOND)
        async with aclosing(self._lines()) as lines:
            async for line in lines:
                yield self._read(line) if line.strip() else Batch(lane=STREAM)
                self._backoff.went_well()
                if self._hearing.clock.now() - swept >= SWEEP:
                    swept = self._hearing.clock.now()
                    async for found in self._search():
                        yield found
        raise Unreachable(_("X ended the stream."))

    async def _lines(self) -> AsyncGenerator[bytes, None]:
        asked = {**FIELDS, **({"backfill_minutes": "5"} if self._backfill else {})}
        address = f"{self._app.base}/2/tweets/search/stream"
        try:
            async with self._tools.http.get(address, params=asked, headers=self._signed, timeout=_HELD) as response:
                if response.status != 200:
                    now = self._hearing.clock.now()
                    raise _refusal(response.status, await whole(response), response.headers, now)
                yield b""
                async for line in _split(response.content):
                    yield line
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Unreachable(_("The stream of {name} broke off.").format(name="X")) from error

    def _read(self, line: bytes) -> Batch:
        body = decoded(line)
        trouble = dig(body, "errors", 0)
        if trouble is not None and dig(body, "data") is None:
            said = text_of(dig(trouble, "detail")) or text_of(dig(trouble, "title"))
            raise Unreachable(_("X ended the stream: {said}").format(said=said))
        tags = [one.get("tag") for one in objects(dig(body, "matching_rules"))]
        meant = not tags or tag_of(self._hearing.us.account_id) in tags
        found = read(body, self._hearing.us, now=self._hearing.clock.now()) if meant else []
        posts = tuple(self._hearing.keep(one) for one in found)
        self._cursor = newest([one.versions[-1] for one in found], otherwise=self._cursor)
        return Batch(lane=LANE, posts=posts, cursor=self._cursor or None)


def _refusal(status: int, raw: bytes, headers: Any, now: Millis) -> ConnectorError:
    error = judge(Answer(status, decoded(raw), headers, writing=False), now)
    return error or Unreachable(_("X does not open the stream ({status}).").format(status=status))


async def _split(content: aiohttp.StreamReader) -> AsyncGenerator[bytes, None]:
    """Lines as they come; an overlong one is thrown away."""
    held = b""
    async for chunk in content.iter_any():
        *lines, held = (held + chunk).split(b"\r\n")
        for line in lines:
            yield line
        held = held if len(held) < _LONGEST else b""
