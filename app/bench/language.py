"""`bench language`: the whole text pass on one core, against tokenising alone. Known by the command line; knows
language."""

import asyncio

from app.bench import Report
from app.language import bench_language


async def bench() -> Report:
    """Measure; takes some ten seconds."""
    return Report(name="language", figures=await asyncio.to_thread(bench_language), aims={"posts_per_s_core": 10_000})
