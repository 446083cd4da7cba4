"""Where networks call us: `/v1/hook/{account id}/{path}`. Known by the hub's server; knows the contract, patience and
core.

Anybody can send anything here: a connector checks the signature, this checks size, pace and time. What is delivered is
committed before the answer goes out; whatever fails is answered 503, so that the network sends again. Nothing of a
body or an address is logged.
"""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from aiohttp import web

from app.connectors.base import HookAnswer, HookRequest
from app.core.clock import Clock
from app.core.errors import BadInput, Code, FishbowlError
from app.hub.patience import Patience

log = structlog.get_logger(__name__)

HOOK = "/v1/hook/{account:[0-9]{1,19}}{rest:(?:/.*)?}"
LARGEST_BODY = 1 << 20
"""Bytes of one delivery."""
READ_SECONDS = 15.0
ANSWER_SECONDS = 20.0
"""Networks give up after ten to thirty seconds; a delivery committed after that is sent again and changes nothing."""
REFUSED_COST = 50.0
"""What a delivery that was refused costs of a source's patience; one that was taken costs one."""

Call = Callable[[int, HookRequest], Awaitable[HookAnswer]]
_PROOFS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
_STATUSES = {
    Code.NOT_FOUND: 404,
    Code.BAD_INPUT: 400,
    Code.MALFORMED: 400,
    Code.NOT_ALLOWED: 401,
    Code.SIGN_IN: 401,
}


class TooLarge(BadInput):
    """More than a delivery may have."""


class Hooks:
    """Answers the networks that call."""

    def __init__(self, call: Call, clock: Clock) -> None:
        self._call = call
        self._patience = Patience(clock)

    def routes(self) -> list[web.RouteDef]:
        """What the server adds to its own."""
        return [web.get(HOOK, self._answer, allow_head=False), web.post(HOOK, self._answer)]

    async def _answer(self, request: web.Request) -> web.Response:
        source = source_of(request)
        if wait := self._patience.wait(source):
            return web.Response(status=429, headers={**_PROOFS, "Retry-After": str(round(wait + 0.5))})
        response = await self._deliver(request)
        self._patience.spend(source, REFUSED_COST if 400 <= response.status < 500 else 1.0)
        return response

    async def _deliver(self, request: web.Request) -> web.Response:
        account_id = int(request.match_info["account"])
        try:
            async with asyncio.timeout(READ_SECONDS):
                asked = await _read(request)
            async with asyncio.timeout(ANSWER_SECONDS):
                answer = await self._call(account_id, asked)
            headers = {**_PROOFS, "Content-Type": answer.content_type}
            return web.Response(status=answer.status, body=answer.body, headers=headers)
        except TooLarge:
            return web.Response(status=413, headers=_PROOFS)
        except FishbowlError as error:
            return web.Response(status=_STATUSES.get(error.code, 503), headers=_PROOFS)
        except TimeoutError:
            log.warning("a delivery took too long", account=account_id)
        except Exception:
            log.exception("a delivery failed", account=account_id)
        return web.Response(status=503, headers=_PROOFS)


async def _read(request: web.Request) -> HookRequest:
    """The request with its body; raises TooLarge as soon as that is known."""
    if (request.content_length or 0) > LARGEST_BODY:
        raise TooLarge("")
    body = bytearray()
    async for chunk in request.content.iter_chunked(1 << 16):
        body += chunk
        if len(body) > LARGEST_BODY:
            raise TooLarge("")
    return HookRequest(
        method=request.method,
        path=request.match_info["rest"].lstrip("/"),
        query=dict(request.query),
        headers={name.lower(): value for name, value in request.headers.items()},
        body=bytes(body),
    )


def source_of(request: web.Request) -> str:
    """Who calls: behind a proxy on this machine whom that names last, since nobody else can write there."""
    peer = request.remote or ""
    if peer in ("127.0.0.1", "::1"):
        return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or peer
    return peer
