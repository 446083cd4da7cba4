"""Fetches the pictures people posted, so that no station ever speaks to a stranger's server. Known by the hub's main;
knows addresses, services' pictures and core.

An address comes from a post and is trusted in nothing: only http and https, only public addresses, also after each
redirect, within a size and a time. What is shown is made anew from it and kept on disk for a while.
"""

import asyncio
import hashlib
import ipaddress
import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar
from weakref import WeakValueDictionary

import aiohttp
import msgspec
import structlog
from msgspec import Struct
from yarl import URL

from app.core.clock import DAY, Clock
from app.core.errors import BadInput, Code, FishbowlError
from app.core.http import open_session
from app.core.i18n import _
from app.domain.picture import Picture
from app.hub.addresses import Allowed, GuardedResolver, is_public
from app.services.pictures import remade

log = structlog.get_logger(__name__)

MOST_BYTES = 20_000_000
MOST_SECONDS = 15.0
MOST_REDIRECTS = 4
MOST_KEPT = 500_000_000
KEPT_FOR = 7 * DAY
AT_ONCE = 4
_PIECE = 65_536

NOTHING: Mapping[str, str] = MappingProxyType({})

T = TypeVar("T")


class Kept(Struct, frozen=True):
    """A picture on disk with its fingerprint."""

    picture: Picture
    fingerprint: int


class MediaRoom:
    """Pictures by their address, fetched when first asked for.

    `allowed` says which addresses may be spoken to; only a test says otherwise than `is_public`.
    """

    def __init__(self, folder: Path, clock: Clock, *, allowed: Allowed = is_public) -> None:
        self._folder = folder
        self._clock = clock
        self._allowed = allowed
        self._http = open_session(connections=16, resolver=GuardedResolver(allowed))
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="pictures")
        self._room = asyncio.Semaphore(AT_ONCE)
        self._asked: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def picture(self, url: str, *, headers: Mapping[str, str] = NOTHING) -> tuple[Picture, int]:
        """The picture at an address and its fingerprint. The headers go there alone, never on to where it leads.

        Raises FishbowlErrors in words: not a web address, not public, not reachable, gone, too large, no picture.
        """
        lock = self._asked.setdefault(url, asyncio.Lock())
        async with lock, self._room:
            kept = await self.run(lambda: self._read(url))
            if kept is None:
                data = await self._fetch(url, headers)
                kept = await self.run(lambda: self._keep(url, *remade(data)))
            return kept.picture, kept.fingerprint

    async def run(self, work: Callable[[], T]) -> T:
        """Do what takes time on the pictures' thread."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    async def close(self) -> None:
        """Let go of connections and thread."""
        await self._http.close()
        self._thread.shutdown(wait=False, cancel_futures=True)

    # --- outside

    async def _fetch(self, address: str, headers: Mapping[str, str]) -> bytes:
        try:
            async with asyncio.timeout(MOST_SECONDS):
                return await self._follow(self._checked(address), headers)
        except TimeoutError as error:
            raise _unreachable(_("The picture's server did not answer in time.")) from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            log.info("a picture cannot be fetched", error=str(error))
            raise _unreachable(_("The picture's server cannot be reached.")) from error

    async def _follow(self, url: URL, headers: Mapping[str, str]) -> bytes:
        for _turn in range(MOST_REDIRECTS + 1):
            said = {"Accept": "image/*", **headers}
            async with self._http.get(url, allow_redirects=False, headers=said) as answer:
                headers = NOTHING  # a sign-in is for the first server alone
                if answer.status in (301, 302, 303, 307, 308):
                    url = self._checked(str(url.join(URL(answer.headers.get("Location", "")))))
                    continue
                return await self._body(answer)
        raise _unreachable(_("The picture's server sends from one place to the next."))

    def _checked(self, address: str) -> URL:
        url = URL(address)
        if url.scheme not in ("http", "https") or not url.host or url.user or url.password:
            raise FishbowlError(_("The picture has no web address."), code=Code.REFUSED)
        try:
            literal = str(ipaddress.ip_address(url.host))
        except ValueError:
            return url  # a name: the resolver checks what it leads to
        if not self._allowed(literal):
            raise FishbowlError(
                _("The picture's address leads into a private network; it is not fetched."), code=Code.REFUSED
            )
        return url

    @staticmethod
    async def _body(answer: aiohttp.ClientResponse) -> bytes:
        if answer.status in (404, 410):
            raise FishbowlError(_("The picture is gone from its server."), code=Code.NOT_FOUND)
        if answer.status != 200:
            raise _unreachable(_("The picture's server refuses: {status}.").format(status=answer.status))
        data = bytearray()
        async for piece in answer.content.iter_chunked(_PIECE):
            data += piece
            if len(data) > MOST_BYTES:
                raise BadInput(_("The picture is larger than {most} MB.").format(most=MOST_BYTES // 1_000_000))
        return bytes(data)

    # --- kept on disk; everything below runs on the thread

    def _file(self, url: str) -> Path:
        return self._folder / hashlib.sha256(url.encode()).hexdigest()

    def _read(self, url: str) -> Kept | None:
        try:
            file = self._file(url)
            if file.stat().st_mtime * 1000 < self._clock.now() - KEPT_FOR:
                return None
            return msgspec.msgpack.decode(file.read_bytes(), type=Kept)
        except (OSError, msgspec.MsgspecError):
            return None

    def _keep(self, url: str, picture: Picture, fingerprint: int) -> Kept:
        kept = Kept(picture, fingerprint)
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            half = self._file(url).with_suffix(".part")
            half.write_bytes(msgspec.msgpack.encode(kept))
            os.utime(half, (self._clock.now() / 1000,) * 2)  # by the hub's clock, which tests and demos move
            half.replace(self._file(url))
            self._prune()
        except OSError as error:
            log.warning("a picture cannot be kept on disk", error=str(error))
        return kept

    def _prune(self) -> None:
        """Forget what is old, then the oldest until the rest fits."""
        files = [(file, file.stat()) for file in self._folder.iterdir()]
        files.sort(key=lambda pair: pair[1].st_mtime, reverse=True)
        room, oldest = MOST_KEPT, self._clock.now() - KEPT_FOR
        for file, facts in files:
            room -= facts.st_size
            if room < 0 or facts.st_mtime * 1000 < oldest:
                file.unlink(missing_ok=True)


def _unreachable(words: str) -> FishbowlError:
    return FishbowlError(words, hint=_("Try again, or look at it in the browser."), code=Code.UNAVAILABLE)
