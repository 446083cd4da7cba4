"""One request and its answer, as every line to a network reads them. Known by lines; knows aiohttp.

An answer is read to the end or not at all: a server that a person has named may be anybody's.
"""

import os
from typing import Any

import aiohttp
import msgspec

from app.core.i18n import _

LARGEST = 64 << 20
"""Bytes of an answer, unpacked: whoever sends more means no good."""


async def whole(response: aiohttp.ClientResponse) -> bytes:
    """The body. Raises ClientPayloadError where it breaks off, or goes on for ever."""
    held = bytearray()
    async for piece in response.content.iter_any():
        held += piece
        if len(held) > LARGEST:
            raise aiohttp.ClientPayloadError(f"more than {LARGEST} bytes")
    return bytes(held)


def decoded(raw: bytes, *, nothing: Any = None) -> Any:
    """The JSON of a body; `nothing` for an empty one, None for what is no JSON."""
    try:
        return msgspec.json.decode(raw) if raw else nothing
    except (msgspec.DecodeError, RecursionError):
        return None


def never_left(error: Exception) -> bool:
    """Whether a request that failed so surely never reached the network."""
    return isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError)


def cause_of(error: Exception) -> str:
    """Why a request failed, in words, and never with the address that was asked: some networks want the token in it."""
    match error:
        case TimeoutError():
            return _("it did not answer in time")
        case aiohttp.ClientConnectorDNSError():
            return _("no machine of that name was found; check the name, and this machine's network")
        case aiohttp.ClientConnectorCertificateError():
            return _("its certificate is not trusted")
        case aiohttp.ClientSSLError():  # its number is TLS's own, and says something else among the system's
            return _("it does not speak TLS")
        case aiohttp.ClientConnectorError():
            number = error.os_error.errno
            return os.strerror(number) if number else type(error.os_error).__name__
        case aiohttp.ServerDisconnectedError() | aiohttp.ClientOSError() | ConnectionError():
            return _("it hung up")
    return type(error).__name__
