"""A line to one relay. Known by the Nostr connector's listening and sender; knows keys.

Source: NIP-01 (REQ, EVENT, EOSE, OK, CLOSED, and the words before the colon).
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import msgspec

from app.connectors._nostr.keys import is_genuine
from app.connectors.base import Ambiguous, ConnectorError, RateLimited, Refused, Tools, Unreachable
from app.connectors.limits import retry_after
from app.connectors.reading import dig, text_of
from app.core.clock import MINUTE
from app.core.i18n import _

CONNECT_SECONDS = 20.0
ANSWER_SECONDS = 30.0
LARGEST_MESSAGE = 1024 * 1024
LIVE = "live"
PATIENCE = MINUTE
"""How long a relay that finds us too eager is left alone; it does not say."""
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_TOO_MANY = 429

Event = dict[str, Any]


def address_of(written: str) -> str:
    """A relay's address; without encryption only on this machine. Raises Refused where it is none."""
    text = written.strip().rstrip("/")
    text = text if "://" in text else f"wss://{text}"
    parts = urlsplit(text)
    if parts.scheme not in ("wss", "ws") or not parts.hostname:
        raise Refused(
            _("“{address}” is not a relay.").format(address=written), hint=_("Write it like wss://relay.example.com.")
        )
    if parts.scheme == "ws" and parts.hostname not in _LOOPBACK:
        return parts._replace(scheme="wss").geturl()
    return text


class RelayLine:
    """The line; one question at a time. What is heard meanwhile waits."""

    def __init__(self, address: str, socket: aiohttp.ClientWebSocketResponse, tools: Tools) -> None:
        self.address = address
        self._socket = socket
        self._tools = tools
        self._heard: deque[Event] = deque()
        self._count = 0

    async def ask(self, asked: Mapping[str, Any], *, backfill: bool = False) -> list[Event]:
        """The genuine events that the relay has for a filter."""
        await self._tools.budget.spend(backfill=backfill)
        self._count += 1
        name, found = f"ask{self._count}", list[Event]()
        await self._say("REQ", name, asked)
        while (said := await self._next(ANSWER_SECONDS)) is not None:
            if said[:2] == ["EVENT", name] and len(said) > 2 and is_genuine(said[2]):
                found.append(said[2])
            elif said[:2] == ["EOSE", name]:
                await self._say("CLOSE", name)
                self._tools.budget.learn({})
                return found
            elif said[:2] == ["CLOSED", name]:
                raise self._no(text_of(said[2] if len(said) > 2 else ""))
        raise self._silent()

    async def listen(self, filters: Sequence[Mapping[str, Any]]) -> None:
        """Be told of new events from now on."""
        await self._say("REQ", LIVE, *filters)

    async def news(self, seconds: float) -> list[Event]:
        """What came meanwhile; waits for the first event, at most so long."""
        if not self._heard:
            said = await self._next(seconds)
            if said is not None and said[:2] == ["CLOSED", LIVE]:
                raise self._no(text_of(said[2] if len(said) > 2 else ""))
        events = [event for event in self._heard if is_genuine(event)]
        self._heard.clear()
        return events

    async def publish(self, event: Event) -> None:
        """Hand an event over. Raises Ambiguous when the relay fell silent before it said what became of it."""
        try:
            said = await self._verdict(event)
        except Unreachable as error:
            raise Ambiguous(
                _("The connection to {server} broke in the middle of a send.").format(server=self.address)
            ) from error
        if said is None:
            raise Ambiguous(_("{server} did not say what became of the note.").format(server=self.address))
        if said[2:3] != [True]:
            raise self._no(text_of(said[3] if len(said) > 3 else ""))

    async def _verdict(self, event: Event) -> list[Any] | None:
        await self._say("EVENT", event)
        while (said := await self._next(ANSWER_SECONDS)) is not None:
            if said[:2] == ["OK", event["id"]]:
                return said
        return None

    async def _say(self, *words: Any) -> None:
        try:
            await self._socket.send_str(msgspec.json.encode(words).decode())
        except (aiohttp.ClientError, OSError) as error:
            raise self._gone() from error

    async def _next(self, seconds: float) -> list[Any] | None:
        """The next message; None when nothing came for so long. Live events are put aside as they come."""
        try:
            message = await self._socket.receive(timeout=seconds)
        except TimeoutError:
            return None
        except (aiohttp.ClientError, OSError) as error:
            raise self._gone() from error
        if message.type is not aiohttp.WSMsgType.TEXT:
            raise self._gone()
        try:
            said = msgspec.json.decode(message.data)
        except (msgspec.DecodeError, RecursionError):
            return []
        if not isinstance(said, list):
            return []
        if said[:2] == ["EVENT", LIVE] and isinstance(dig(said, 2), dict):
            self._heard.append(said[2])
        return said

    def _gone(self) -> Unreachable:
        return Unreachable(_("{server} cannot be reached: {cause}").format(server=self.address, cause=_("it hung up")))

    def _silent(self) -> Unreachable:
        cause = _("it did not answer in time")
        return Unreachable(_("{server} cannot be reached: {cause}").format(server=self.address, cause=cause))

    def _no(self, said: str) -> ConnectorError:
        words = _("{server}: {said}").format(server=self.address, said=said[:300])
        prefix = said.partition(":")[0]
        if prefix == "rate-limited":
            return RateLimited(words, until=self._tools.clock.now() + PATIENCE)
        return Unreachable(words) if prefix == "error" else Refused(words)


@asynccontextmanager
async def opened(address: str, tools: Tools) -> AsyncIterator[RelayLine]:
    """A line to a relay until the block ends."""
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            socket = await tools.http.ws_connect(address, heartbeat=30.0, max_msg_size=LARGEST_MESSAGE)
    except aiohttp.WSServerHandshakeError as error:
        if error.status == _TOO_MANY:
            until = retry_after(error.headers or {}, now=tools.clock.now())
            raise RateLimited(_("The network asks us to wait."), until=until) from error
        raise _unreachable(address, str(error.status)) from error
    except TimeoutError as error:
        raise _unreachable(address, _("it did not answer in time")) from error
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise _unreachable(address, type(error).__name__) from error
    try:
        yield RelayLine(address, socket, tools)
    finally:
        await socket.close()


def _unreachable(address: str, cause: str) -> Unreachable:
    return Unreachable(_("{server} cannot be reached: {cause}").format(server=address, cause=cause))
