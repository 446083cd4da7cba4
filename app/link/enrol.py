"""A team's hub as a wall finds it: with the token it has, or by showing a code until somebody lets it in. Known by
reach and the wall; knows core and domain.

The token is made here and only its hash is sent; a person who reads the code off the screen makes the hub accept it.
"""

import asyncio
import hashlib
import secrets
from collections.abc import Awaitable, Callable
from typing import Protocol

import aiohttp
import msgspec
import structlog

from app.core.clock import SECOND, Clock, Millis, SystemClock
from app.core.errors import FishbowlError, StorageError, Unavailable
from app.core.i18n import _
from app.domain.screens import POLL_SECONDS, PairingCode, PairingRequest
from app.link.address import Address
from app.link.trouble import in_words

log = structlog.get_logger(__name__)

PATH = "/v1/pairing"
UNKNOWN = 401
ENROLLED = 200
ASK_SECONDS = 10.0


class Keeps(Protocol):
    """Where the token lies between two starts."""

    async def read(self) -> str: ...
    async def write(self, token: str) -> None: ...
    async def forget(self) -> None: ...


class EnrolledHub:
    """A hub that this screen is let in to, or will be.

    Attributes:
        url: of the hub.
        code: what the screen must show now; empty while it needs none.
        until: when the code ends, by this machine's clock.
        trouble: why there is no code now, in words; empty when all is well.
        is_outside: whether the screen has no identity at all, so that it may show nothing of the hub's.
    """

    def __init__(
        self, url: str, http: aiohttp.ClientSession, *, station: str, kept: Keeps, clock: Clock | None = None
    ) -> None:
        self.url = url.rstrip("/")
        self.code = ""
        self.until: Millis = 0
        self.trouble = ""
        self.is_outside = False
        self._http = http
        self._station = station
        self._kept = kept
        self._clock = clock or SystemClock()
        self._token = ""
        self._listeners: list[Callable[[], None]] = []

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call whenever code or trouble change; returns what ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    async def find(self) -> Address:
        """The hub's address with a good token; waits for a person where there is none. Raises Unavailable."""
        if not self._token:
            self._token = await self._kept.read()
        if not self._token:
            self._token = await self._pair()
        return Address(self.url, self._token)

    async def renew(self) -> bool:
        """After the hub refused: whether that was for the token, which is then forgotten, so that `find` asks anew."""
        try:
            is_unknown = await self._standing(self._token) == UNKNOWN
        except Unavailable:
            return False
        if is_unknown:
            self._token = ""
            await self._kept.forget()
            self._become(is_outside=True)
        return is_unknown

    async def _pair(self) -> str:
        """Show codes, one after another, until one was typed."""
        self._become(is_outside=True)
        while True:
            token = secrets.token_urlsafe(32)
            try:
                given = await self._ask(token)
            except FishbowlError as error:
                self._become(trouble=str(error), is_outside=True)
                raise
            self.until = self._clock.now() + given.seconds * SECOND
            self._become(code=given.code, is_outside=True)
            if await self._is_let_in(token):
                await self._keep(token)
                self._become()
                return token

    async def _is_let_in(self, token: str) -> bool:
        """Wait until the code was typed, or is no longer good."""
        while self._clock.now() < self.until:
            await self._clock.sleep(POLL_SECONDS)
            try:
                standing = await self._standing(token)
            except Unavailable:
                continue  # the code stays good while the hub is away for a moment
            if standing in (ENROLLED, UNKNOWN):
                return standing == ENROLLED
        return False

    async def _keep(self, token: str) -> None:
        try:
            await self._kept.write(token)
        except StorageError as error:
            log.warning("the screen is let in until it is started anew", error=str(error))

    async def _ask(self, token: str) -> PairingCode:
        asks = PairingRequest(station=self._station, token_hash=hashlib.sha256(token.encode()).hexdigest())
        status, body = await self._answer(self._http.post(self.url + PATH, data=msgspec.json.encode(asks)))
        try:
            if status == ENROLLED:
                return msgspec.json.decode(body, type=PairingCode)
            raise Unavailable(str(msgspec.json.decode(body, type=dict[str, str])["message"]))
        except (msgspec.DecodeError, KeyError):
            raise Unavailable(
                _("The hub at {url} does not let screens in by a code.").format(url=self.url),
                hint=_("Check the address, or update the hub."),
            ) from None

    async def _standing(self, token: str) -> int:
        headers = {"Authorization": f"Bearer {token}"}
        return (await self._answer(self._http.get(self.url + PATH, headers=headers)))[0]

    async def _answer(self, asking: Awaitable[aiohttp.ClientResponse]) -> tuple[int, bytes]:
        try:
            async with asyncio.timeout(ASK_SECONDS):
                answer = await asking
                return answer.status, await answer.read()
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise in_words(error, self.url) from None

    def _become(self, *, code: str = "", trouble: str = "", is_outside: bool = False) -> None:
        self.code, self.trouble, self.is_outside = code, trouble, is_outside
        for listener in tuple(self._listeners):
            listener()
