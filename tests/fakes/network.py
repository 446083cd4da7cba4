"""A server on loopback that can be told to fail in the ways networks fail. Known by the fakes of single networks."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from enum import StrEnum
from typing import Self

from aiohttp import web

from app.core.clock import Clock, Millis

RETRY_AFTER = 30
"""Seconds a fake asks to wait."""


class Fault(StrEnum):
    """What a server does instead of answering."""

    NONE = "none"
    SIGN_IN = "sign-in refused"
    TOO_MANY = "429 with Retry-After"
    DOWN = "server error"
    RUBBISH = "rubbish"
    HALF = "half an answer"
    HANG = "no answer"
    CUT_AFTER_WRITE = "done, but no answer"


class FakeNetwork:
    """The server. A subclass adds its routes and its own shapes of refusals.

    Attributes:
        fault: how it fails from now on.
        asked_at: the moment of each request, by the test's clock.
        hanging: set while a request hangs.
    """

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.fault = Fault.NONE
        self.asked_at: list[Millis] = []
        self.hanging = asyncio.Event()
        self._asked = asyncio.Event()
        self.app = web.Application(middlewares=[self._failing])
        self._runner = web.AppRunner(self.app, shutdown_timeout=0.1)
        self._port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[Self]:
        """Serve until the block ends."""
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self._port = self._runner.addresses[0][1]
        try:
            yield self
        finally:
            await self._runner.cleanup()

    async def asked(self, times: int) -> None:
        """Wait until so many requests came."""
        while len(self.asked_at) < times:
            self._asked.clear()
            await self._asked.wait()

    def refusal(self) -> web.Response:
        """How this network says that a sign-in is no good."""
        return web.Response(status=401)

    def too_many(self) -> web.Response:
        """How this network asks to wait."""
        return web.Response(status=429, headers={"Retry-After": str(RETRY_AFTER)})

    @web.middleware
    async def _failing(self, request: web.Request, handler: Callable[..., object]) -> web.StreamResponse:
        self.asked_at.append(self.clock.now())
        self._asked.set()
        match self.fault:
            case Fault.SIGN_IN:
                return self.refusal()
            case Fault.TOO_MANY:
                return self.too_many()
            case Fault.DOWN:
                return web.Response(status=503, text="<html>down for maintenance</html>")
            case Fault.RUBBISH:
                return web.Response(body=b"\x00\xff{]rubbish<", content_type="application/json")
            case Fault.HANG:
                self.hanging.set()
                await asyncio.Event().wait()
        answer: web.Response = await handler(request)  # type: ignore[misc]
        if self.fault is Fault.HALF:
            return await _cut(request, answer)
        if self.fault is Fault.CUT_AFTER_WRITE and request.method in ("POST", "PUT"):
            _hang_up(request)
        return answer


async def _cut(request: web.Request, answer: web.Response) -> web.StreamResponse:
    body = answer.body if isinstance(answer.body, bytes) else b"{}"
    half = web.StreamResponse(status=answer.status, headers={"Content-Length": str(max(2, len(body)))})
    await half.prepare(request)
    await half.write(body[: max(1, len(body) // 2)])
    _hang_up(request)
    return half


def _hang_up(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.close()
