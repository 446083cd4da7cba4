"""The two addresses that a screen without an identity may ask: for a code, and whether it was let in. Known by the
hub's server; knows services and domain."""

import asyncio

import msgspec
from aiohttp import web

from app.core.errors import BadInput, Code, FishbowlError
from app.core.i18n import _
from app.domain.screens import PairingRequest
from app.services.house import House
from app.services.pairing import Standing, ask_for_code, standing_of

PATH = "/v1/pairing"
LONGEST_BODY = 2_000
READ_SECONDS = 15.0
STATUS = {Standing.ENROLLED: 200, Standing.WAITING: 202, Standing.UNKNOWN: 401}


class PairingDesk:
    """Answers over HTTP; everything is decided in services."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def ask(self, request: web.Request) -> web.Response:
        """POST: a code for a screen, or in words why there is none now."""
        try:
            code = await ask_for_code(self._house, await _read(request), address=request.remote or "")
        except FishbowlError as error:
            status = 429 if error.code is Code.RATE_LIMITED else 400
            return web.json_response({"message": str(error)}, status=status)
        return web.json_response(msgspec.to_builtins(code))

    async def look(self, request: web.Request) -> web.Response:
        """GET with the screen's own token: how it stands with the hub."""
        token = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        standing = await standing_of(self._house, token)
        return web.json_response({"standing": standing.value}, status=STATUS[standing])


async def _read(request: web.Request) -> PairingRequest:
    try:
        async with asyncio.timeout(READ_SECONDS):
            return msgspec.json.decode(await _body(request), type=PairingRequest)
    except (msgspec.DecodeError, TimeoutError):
        raise BadInput(_("The hub did not understand this screen.")) from None


async def _body(request: web.Request) -> bytes:
    body = bytearray()
    async for piece in request.content.iter_any():  # a body may come without saying how long it is
        body += piece
        if len(body) > LONGEST_BODY:
            raise BadInput(_("The hub did not understand this screen."))
    return bytes(body)
