"""`bench latency`: from a connector's delivery to pixels painted in a real station process. Known by the command
line; knows hub.

The station is a process of its own with a wall window off screen (widgets.bench.watching). Both sides stamp with the
machine's monotonic clock; a batch counts as painted when a paint event ends after the station held all its posts.
"""

import asyncio
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import Any

from app.bench import Report
from app.bench.posts import some_posts
from app.bench.running import feed, running_hub
from app.core.marks import VARIABLE

SECONDS = 8
RATES = (100, 1000)
ROOT = Path(__file__).resolve().parents[2]


async def bench() -> Report:
    """Measure; takes some thirty seconds."""
    figures: dict[str, float] = {}
    for rate in RATES:
        delays = await _delays(rate)
        cut = quantiles(delays, n=100)
        figures |= {f"p50_ms_{rate}": 1000 * cut[49], f"p99_ms_{rate}": 1000 * cut[98]}
    return Report(name="latency", figures=figures, aims={f"p99_ms_{rate}": 250 for rate in RATES})


async def _delays(rate: int) -> list[float]:
    """Seconds from delivery to paint, one for each batch."""
    delivered: list[tuple[float, int]] = []
    with TemporaryDirectory(prefix="fishbowl-bench-") as folder:
        marks = Path(folder) / "marks"
        async with running_hub() as (hub, account):
            posts = some_posts(rate * SECONDS, account_id=account.id)
            station = _station(hub.data.root, marks)
            try:
                await _until(marks, "ready")
                await feed(
                    hub,
                    account,
                    posts,
                    per_second=rate,
                    delivered=lambda count: delivered.append((time.monotonic(), count)),
                )
                await asyncio.sleep(1.0)
            finally:
                station.terminate()
                await asyncio.to_thread(station.wait)
        painted = [(line["at"], line["posts"]) for line in _lines(marks) if line["name"] == "painted"]
    return _matched(delivered, painted)


def _station(data: Path, marks: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "widgets.bench.watching", str(data)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", VARIABLE: str(marks)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


async def _until(marks: Path, name: str) -> None:
    async with asyncio.timeout(20):
        while not any(line["name"] == name for line in await asyncio.to_thread(_lines, marks)):  # noqa: ASYNC110
            await asyncio.sleep(0.05)  # another process writes the file


def _lines(marks: Path) -> list[dict[str, Any]]:
    if not marks.exists():
        return []
    return [json.loads(line) for line in marks.read_text(encoding="utf-8").splitlines() if line.endswith("}")]


def _matched(delivered: list[tuple[float, int]], painted: list[tuple[float, float]]) -> list[float]:
    """For each delivery the wait until the first paint that held it; a batch never painted waits until the end."""
    delays = []
    paints = iter([*painted, (time.monotonic(), float("inf"))])
    at, held = next(paints)
    for moment, count in delivered:
        while held < count:
            at, held = next(paints)
        delays.append(max(0.0, at - moment))
    return delays
