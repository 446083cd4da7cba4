"""One request and its answer, as every line to a network reads them. Known by lines; knows aiohttp.

An answer is read to the end or not at all: a server that a person has named may be anybody's.
"""

from typing import Any

import aiohttp
import msgspec

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
