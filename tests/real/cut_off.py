"""Sends that a server is killed under. Known by the real tests of networks that answer each send on its own."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any


async def outcomes(sends: Sequence[Awaitable[Any]], kill: Callable[[], None]) -> list[Any]:
    """What became of each, in the order in which it was known: the server is killed when the first answer is through,
    however fast it is, while the others are under way."""
    told: list[Any] = []
    for coming in asyncio.as_completed(sends):
        told += await asyncio.gather(coming, return_exceptions=True)
        if len(told) == 1:
            kill()
    return told
