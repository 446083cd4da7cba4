"""The one HTTP client session of a process. Known by hub and link; knows core."""

import ssl

import aiohttp
import certifi
from aiohttp.abc import AbstractResolver

from app import __version__

TIMEOUT = aiohttp.ClientTimeout(total=60, connect=10, sock_read=30)


def open_session(
    *, extra_authority: str = "", connections: int = 64, resolver: AbstractResolver | None = None
) -> aiohttp.ClientSession:
    """A session that checks certificates; `extra_authority` is a PEM file trusted besides the well-known ones.

    `connections` bounds those open at once; one host gets an eighth of them, eight at least. With a `resolver`, names
    are looked up by it alone, for each connection anew, and no cookie is kept.
    """
    context = ssl.create_default_context(cafile=certifi.where())
    context.load_default_certs()
    if extra_authority:
        context.load_verify_locations(cafile=extra_authority)
    return aiohttp.ClientSession(
        timeout=TIMEOUT,
        connector=aiohttp.TCPConnector(
            ssl=context,
            limit=connections,
            limit_per_host=max(8, connections // 8),
            ttl_dns_cache=300,
            resolver=resolver,
            use_dns_cache=resolver is None,
        ),
        cookie_jar=None if resolver is None else aiohttp.DummyCookieJar(),
        headers={"User-Agent": f"Fishbowl/{__version__}"},
        auto_decompress=True,
    )
