"""Which addresses the hub may be led to by what strangers write. Known by the hub's media; knows nothing.

A name is looked up once, its addresses are checked, and the connection goes to the checked one: a name that changes its
mind between check and connection gains nothing.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Callable

from aiohttp.abc import AbstractResolver, ResolveResult

Allowed = Callable[[str], bool]

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_PROTOCOL = ipaddress.ip_network("192.0.0.0/24")
"""Kept for protocols by IANA; Python calls parts of it global."""


def is_public(address: str) -> bool:
    """Whether an address lies in the open internet: not this machine, not this house's network, not a cloud's own.

    Source: IANA special-purpose address registries, as `ipaddress` knows them; addresses of IPv4 inside IPv6 are judged
    by the inner one.
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo or (None,))[-1]
        if found in _NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        if found.is_site_local:
            return False
    return (
        found.is_global
        and found not in _PROTOCOL
        and not (found.is_multicast or found.is_reserved or found.is_unspecified)
    )


class GuardedResolver(AbstractResolver):
    """Looks names up as the system does and leaves out what is not allowed; OSError when nothing is left."""

    def __init__(self, allowed: Allowed = is_public) -> None:
        self._allowed = allowed

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM, family=family)
        results = [
            ResolveResult(
                hostname=host,
                host=str(where[0]),
                port=port,
                family=kind,
                proto=protocol,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for kind, _type, protocol, _name, where in found
            if self._allowed(str(where[0]))
        ]
        if not results:
            raise OSError(f"{host} has no public address")
        return results

    async def close(self) -> None:
        """Nothing is kept open."""
