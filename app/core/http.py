"""The one HTTP client session of a process. Known by hub and link; knows core."""

import ssl

import aiohttp
import certifi

from app import __version__

TIMEOUT = aiohttp.ClientTimeout(total=60, connect=10, sock_read=30)


def open_session(*, extra_authority: str = "") -> aiohttp.ClientSession:
    """A session that checks certificates; `extra_authority` is a PEM file trusted besides the well-known ones."""
    context = ssl.create_default_context(cafile=certifi.where())
    context.load_default_certs()
    if extra_authority:
        context.load_verify_locations(cafile=extra_authority)
    return aiohttp.ClientSession(
        timeout=TIMEOUT,
        connector=aiohttp.TCPConnector(ssl=context, limit=64, limit_per_host=8, ttl_dns_cache=300),
        headers={"User-Agent": f"Fishbowl/{__version__}"},
        auto_decompress=True,
    )
