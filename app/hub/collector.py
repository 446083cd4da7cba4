"""Keeps Python's collector of cycles from stopping the hub: what stays is passed over, a whole walk is seldom, and what
is free then goes back to the system. Known by whoever runs a hub in a process of its own; knows Python.

Python walks through the whole memory whenever it has grown by a quarter, in whichever thread allocates, and all others
wait: with the language model and the database's statements loaded that was 150 to 600 ms, in the midst of a flood.
"""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.core.clock import Clock
from app.core.memory import give_back_memory
from app.core.tasks import TaskScope

SETTLED_SECONDS = 3.0
"""So long after a hub works what it is made of is here."""
WHOLE_EVERY_SECONDS = 60.0
"""The memory beyond that is walked through this often: it takes some tens of milliseconds."""
NEVER = 1_000_000
"""So many middle walks do not happen in a minute: none of them becomes a whole one."""


@asynccontextmanager
async def seldom_collected(working: asyncio.Event, *, clock: Clock) -> AsyncIterator[None]:
    """Let no whole walk happen while a hub starts, and then one a minute over what was made since.

    It concerns the whole process; everything is as before when this is left.
    """
    before = gc.get_threshold()
    gc.set_threshold(before[0], before[1], NEVER)
    scope = TaskScope("collector", clock=clock)
    scope.spawn("collector", _collect(working, clock))
    try:
        yield
    finally:
        await scope.close()
        gc.set_threshold(*before)
        gc.unfreeze()


async def _collect(working: asyncio.Event, clock: Clock) -> None:
    await working.wait()
    await clock.sleep(SETTLED_SECONDS)
    gc.collect()
    gc.freeze()
    while True:
        await clock.sleep(WHOLE_EVERY_SECONDS)
        gc.collect()
        await asyncio.to_thread(give_back_memory)  # beside the loop, whose own memory is the smallest part
