"""`bench detect`: one minute's step of the alarms over ten thousand series. Known by the command line; knows
analytics."""

import asyncio

from app.analytics.bench import bench_detect
from app.bench import Report


async def bench() -> Report:
    """Measure; takes some seconds."""
    return Report(name="detect", figures=await asyncio.to_thread(bench_detect))
