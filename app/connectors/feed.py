"""RSS and Atom: listens to one feed. Known by the registry only; knows its parsing, the contract, domain and core.

Polite as feeds ask for: asked seldom, with ETag and Last-Modified, waiting when told to, following a move for good.
Source: RFC 4287, RSS 2.0; www.rfc-editor.org/rfc/rfc9110 (conditional requests).
"""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from typing import ClassVar

import aiohttp
import msgspec

from app.connectors._feed.info import INFO, POLL_MINUTES
from app.connectors._feed.reading import Feed, read_feed
from app.connectors.base import Identity, Malformed, RateLimited, Refused, SignInFailed, Tools, Unreachable
from app.connectors.exchange import cause_of
from app.connectors.limits import retry_after
from app.core.clock import HOUR, MINUTE
from app.core.i18n import _
from app.domain.account import Account
from app.domain.network import NetworkInfo
from app.domain.post import Batch, Post

LANE = "entries"
LARGEST = 8 * 1024 * 1024
"""Bytes of a feed; more is cut off and refused."""
_MOST_KNOWN = 2000
_TIMEOUT = aiohttp.ClientTimeout(total=60, sock_connect=10)
_MOVED_FOR_GOOD = (301, 308)


class Place(msgspec.Struct, frozen=True):
    """The cursor: what the server told us to bring along, and which entries were delivered (id → version)."""

    etag: str = ""
    modified: str = ""
    url: str = ""
    known: dict[str, str] = {}


@dataclass(frozen=True)
class Answer:
    """What the server sent; `body` is None when nothing changed."""

    body: bytes | None
    place: Place
    content_type: str = ""


class FeedReader:
    """One feed.

    Attributes:
        pace: seconds between two questions.
    """

    INFO: ClassVar[NetworkInfo] = INFO

    def __init__(self, account: Account, secrets: Mapping[str, str], tools: Tools) -> None:
        self._account = account
        self._tools = tools
        self._url = account.options.get("url", "").strip()
        self.pace = _minutes(account.options.get("every", "")) * 60.0
        self._last: Answer | None = None

    async def check(self) -> Identity:
        """Ask for the feed once; its title is who we are."""
        if not self._url.startswith(("http://", "https://")):
            raise Refused(
                _("“{url}” is not a web address.").format(url=self._url), hint=_("Enter the address of the feed.")
            )
        self._last = await self._ask(Place())
        feed = await self._read(self._last)
        return Identity(native_id=self._url, handle=self._account.handle, title=feed.title)

    async def stream(self, cursors: Mapping[str, str]) -> AsyncGenerator[Batch, None]:
        """New and changed entries for ever; an empty batch when there are none."""
        place = _place(cursors.get(LANE, ""))
        answer, self._last = self._last, None
        while True:
            answer = answer or await self._ask(place)
            feed = await self._read(answer)
            fresh = tuple(post for post, version in feed.entries if place.known.get(post.native_id) != version)
            following = msgspec.structs.replace(answer.place, known=_known(place, feed))
            yield self._batch(fresh, place, following)
            place, answer = following, None
            await self._tools.clock.sleep(self.pace)

    async def close(self) -> None:
        """Nothing is kept open."""

    def _batch(self, fresh: tuple[Post, ...], place: Place, following: Place) -> Batch:
        now = self._tools.clock.now()
        posts = tuple(
            msgspec.structs.replace(post, edited_at=now) if post.native_id in place.known else post for post in fresh
        )
        cursor = msgspec.json.encode(following).decode() if following != place else None
        first = not place.known
        return Batch(lane=LANE, posts=posts, cursor=cursor, backfill=first, caught_up_to=now)

    async def _ask(self, place: Place) -> Answer:
        headers = {"Accept": "application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.5"}
        if place.etag:
            headers["If-None-Match"] = place.etag
        if place.modified:
            headers["If-Modified-Since"] = place.modified
        await self._tools.budget.spend()
        try:
            async with self._tools.http.get(place.url or self._url, headers=headers, timeout=_TIMEOUT) as response:
                self._tools.budget.learn(response.headers)
                return await self._take(response, place)
        except aiohttp.ClientConnectorCertificateError as error:
            raise Unreachable(
                _("The certificate of the feed's server is not trusted."),
                hint=_("Have this machine trust the authority that signed it, then try again."),
            ) from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Unreachable(_("The feed cannot be reached: {cause}").format(cause=cause_of(error))) from error

    async def _take(self, response: aiohttp.ClientResponse, place: Place) -> Answer:
        status = response.status
        if status == 304:
            return Answer(None, place)
        if status == 429 or (status == 503 and "Retry-After" in response.headers):
            until = retry_after(response.headers, now=self._tools.clock.now(), otherwise=15 * 60)
            raise RateLimited(_("The feed's server asks us to wait."), until=until)
        if status in (401, 403):
            raise SignInFailed(_("The feed is closed to us ({status}).").format(status=status))
        if status in (404, 410):
            raise Refused(_("There is no feed at this address any more ({status}).").format(status=status))
        if status != 200:
            raise Unreachable(_("The feed's server cannot answer now ({status}).").format(status=status))
        body = await _limited(response)
        followed = Place(response.headers.get("ETag", ""), response.headers.get("Last-Modified", ""))
        return Answer(body, self._moved(response, followed, place), response.headers.get("Content-Type", ""))

    def _moved(self, response: aiohttp.ClientResponse, following: Place, place: Place) -> Place:
        """Remember a new address only when every step of the way there was for good."""
        steps = [step.status for step in response.history]
        if steps and all(status in _MOVED_FOR_GOOD for status in steps):
            self._tools.log.warning("feed moved for good", url=str(response.url))
            return msgspec.structs.replace(following, url=str(response.url))
        return msgspec.structs.replace(following, url=place.url)

    async def _read(self, answer: Answer) -> Feed:
        """Parse in a thread: a large feed must not hold up the hub."""
        if answer.body is None:
            return Feed("", (), 0)
        now = self._tools.clock.now()
        feed = await asyncio.to_thread(
            read_feed, answer.body, content_type=answer.content_type, account=self._account, url=self._url, now=now
        )
        if feed.broken and not feed.entries:
            raise Malformed(
                _("What lies at the feed's address is no feed."), hint=_("Look at the address in a browser.")
            )
        return feed


def _known(place: Place, feed: Feed) -> dict[str, str]:
    """What was delivered, newest last, with the oldest forgotten; what the feed still shows is never forgotten."""
    known = OrderedDict(place.known)
    for post, version in feed.entries:
        known[post.native_id] = version
        known.move_to_end(post.native_id)
    while len(known) > max(_MOST_KNOWN, len(feed.entries)):
        known.popitem(last=False)
    return dict(known)


def _place(cursor: str) -> Place:
    try:
        return msgspec.json.decode(cursor, type=Place) if cursor else Place()
    except msgspec.DecodeError:
        return Place()


def _minutes(text: str) -> float:
    """The polling interval: never below a minute, never above a day."""
    minutes = int(text) if text.strip().isdecimal() else POLL_MINUTES
    return min(max(1, minutes), 24 * HOUR // MINUTE)


async def _limited(response: aiohttp.ClientResponse) -> bytes:
    parts = bytearray()
    async for part in response.content.iter_chunked(65536):
        parts += part
        if len(parts) > LARGEST:
            raise Malformed(_("The feed is larger than {size} megabytes.").format(size=LARGEST // 1024 // 1024))
    return bytes(parts)
