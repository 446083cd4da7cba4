"""Discord's gateway: one WebSocket whose session is resumed after a break. Known by the Discord connector; knows the
contract and core.

Events come in order and numbered. When a session cannot be resumed a `GAP` is told, and whoever listens asks for what
lies between.
Source: docs.discord.com/developers/events/gateway, /topics/opcodes-and-status-codes.
"""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

import aiohttp
import msgspec

from app.connectors.base import ConnectorError, RateLimited, Refused, SignInFailed, Tools, Unreachable
from app.connectors.reading import count_of, dig, name_of, text_of
from app.core.clock import SECOND
from app.core.i18n import _
from app.core.tasks import TaskScope

READY, GAP = "READY", "GAP"
INTENTS = 1 << 0 | 1 << 9 | 1 << 12 | 1 << 15
"""Servers, their messages, private messages, and what is written in them."""
MOST_RESUMES = 5
_LARGEST = 4 * 1024 * 1024
_DISPATCH, _BEAT, _IDENTIFY, _RESUME, _RECONNECT, _INVALID, _HELLO, _ACK = 0, 1, 2, 6, 7, 9, 10, 11
_NO_TOKEN, _NO_INTENT, _TOO_FAST = 4004, (4013, 4014), 4008
_FINAL_SESSION = frozenset({1000, 1001, 4007, 4009})
"""After these a session is gone: a new one is begun."""

Event = tuple[str, Any]


class Gateway:
    """One bot's gateway."""

    def __init__(self, token: str, *, tools: Tools) -> None:
        self._token = token
        self._tools = tools
        self._session = ""
        self._resume_at = ""
        self._newest: int | None = None

    async def events(self, address: str) -> AsyncGenerator[Event, None]:
        """Events for ever. The first is `READY`; `GAP` follows a session that could not be resumed.

        Raises:
            SignInFailed, Refused: Discord will not have us. Unreachable: too many breaks in a row.
        """
        breaks, told = 0, False
        while True:
            resumed = bool(self._session)
            try:
                async with aclosing(self._connection(self._resume_at if resumed else address)) as events:
                    async for name, data in events:
                        breaks = 0
                        if name == READY and told:
                            yield GAP, data
                            continue
                        told = True
                        yield name, data
            except Unreachable:
                breaks += 1
                if breaks >= MOST_RESUMES or not told:
                    raise
                await self._tools.clock.sleep(1.0)

    async def _connection(self, address: str) -> AsyncGenerator[Event, None]:
        scope = TaskScope("discord gateway", clock=self._tools.clock)
        try:
            async with self._tools.http.ws_connect(
                f"{address}/?v=10&encoding=json", max_msg_size=_LARGEST, autoclose=True
            ) as socket:
                beating = _Beat()
                async for message in socket:
                    if message.type is not aiohttp.WSMsgType.TEXT:
                        break
                    event = await self._take(socket, message.data, beating, scope)
                    if event is not None:
                        yield event
                raise self._closed(socket.close_code)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Unreachable(
                _("{name} was lost: {cause}").format(name="Discord", cause=type(error).__name__)
            ) from error
        finally:
            await scope.close()

    async def _take(
        self, socket: aiohttp.ClientWebSocketResponse, raw: str, beating: "_Beat", scope: TaskScope
    ) -> Event | None:
        try:
            said = msgspec.json.decode(raw)
        except (msgspec.DecodeError, RecursionError):
            return None
        self._tools.budget.learn({})
        match dig(said, "op"):
            case op if op == _HELLO:
                seconds = max(1.0, count_of(dig(said, "d", "heartbeat_interval")) / SECOND)
                scope.spawn("beat", self._beat(socket, beating, seconds))
                await socket.send_json(self._greeting())
            case op if op == _BEAT:
                await socket.send_json({"op": _BEAT, "d": self._newest})
            case op if op == _ACK:
                beating.answered = True
            case op if op == _RECONNECT:
                await socket.close(code=aiohttp.WSCloseCode.SERVICE_RESTART)
            case op if op == _INVALID:
                if dig(said, "d") is not True:
                    self._forget()
                await socket.close(code=aiohttp.WSCloseCode.SERVICE_RESTART)
            case op if op == _DISPATCH:
                return self._dispatched(said)
        return None

    def _dispatched(self, said: Any) -> Event:
        self._newest = count_of(dig(said, "s")) or self._newest
        name, data = text_of(dig(said, "t")), dig(said, "d")
        if name == READY:
            self._session = name_of(dig(data, "session_id"))
            self._resume_at = text_of(dig(data, "resume_gateway_url")).rstrip("/")
        return name, data

    def _greeting(self) -> dict[str, Any]:
        if self._session:
            return {"op": _RESUME, "d": {"token": self._token, "session_id": self._session, "seq": self._newest}}
        properties = {"os": "linux", "browser": "fishbowl", "device": "fishbowl"}
        return {"op": _IDENTIFY, "d": {"token": self._token, "intents": INTENTS, "properties": properties}}

    async def _beat(self, socket: aiohttp.ClientWebSocketResponse, beating: "_Beat", seconds: float) -> None:
        while True:
            await self._tools.clock.sleep(seconds)
            if not beating.answered:  # the connection is dead and nobody told us
                await socket.close(code=aiohttp.WSCloseCode.SERVICE_RESTART)
                return
            beating.answered = False
            await socket.send_json({"op": _BEAT, "d": self._newest})

    def _closed(self, code: int | None) -> ConnectorError:
        if code == _NO_TOKEN:
            return SignInFailed(_("Discord does not know this bot token."), hint=_("Enter a new one."))
        if code in _NO_INTENT:
            return Refused(
                _("Discord does not let this bot read messages."),
                hint=_("Switch on “Message content intent” for the bot at discord.com/developers."),
            )
        if code in _FINAL_SESSION:
            self._forget()
        if code == _TOO_FAST:
            return RateLimited(_("The network asks us to wait."), until=self._tools.clock.now() + 60 * SECOND)
        return Unreachable(_("{name} ended the connection ({code}).").format(name="Discord", code=code))

    def _forget(self) -> None:
        self._session, self._resume_at, self._newest = "", "", None


class _Beat:
    """Whether the last heartbeat was answered."""

    def __init__(self) -> None:
        self.answered = True
