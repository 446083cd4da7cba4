"""`bench jitter`: how evenly a wall's frames come while the hub takes thousands of posts a second, against the same
wall while nothing happens. Known by shell.benches; knows the wall and link.

The hub is another process (app.bench.flood). A small widget is repainted sixty times a second in the wall's own loop;
what is measured is the time between two of its paintings. Idle and flooded stretches take turns, so that the machine's
own unrest is in both. `extra_p99_ms` is the median of the flooded stretches' 99th percentiles above the median of the
idle ones'; the same of all gaps of a kind together is `pooled`. `work` is the processor time that the wall's own thread
spent between two frames: what is left of a gap when the machine has nothing else to do.
"""

import argparse
import asyncio
import gc
import subprocess
import sys
import time
from collections.abc import Awaitable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from itertools import chain, pairwise
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.bench import Report
from app.link.reach import live, open_link
from widgets.shell.application import run_station
from widgets.wall.options import WallOptions
from widgets.wall.station import open_wall

RATE = 5_000
TURNS, SECONDS = 7, 4
SETTLE_SECONDS, REST_SECONDS = 3.0, 1.0
"""How long the wall is left alone at first, and after each flood, until the hub has done what it left."""
FRAME_MS = 16
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Stretch:
    """What was seen between the frames of one stretch of time, in milliseconds.

    Attributes:
        gaps: from one frame to the next.
        work: processor time of the wall's thread meanwhile.
    """

    gaps: Sequence[float]
    work: Sequence[float]


class Ticker(QWidget):
    """A square that is painted in every frame and notes when, by the clock and by its thread's processor time."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.painted: list[tuple[float, float]] = []
        self.resize(8, 8)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._timer = QTimer(self, interval=FRAME_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.update)
        self._timer.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        """One frame."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor("#121722"))
        painter.end()
        self.painted.append((time.monotonic(), time.thread_time()))

    async def during(self, awaited: Awaitable[object]) -> Stretch:
        """What is seen until this has happened."""
        self.painted.clear()
        await awaited
        frames = list(pairwise(self.painted))
        return Stretch(
            gaps=[1000 * (after[0] - before[0]) for before, after in frames],
            work=[1000 * (after[1] - before[1]) for before, after in frames],
        )


def bench() -> Report:
    """Measure; takes some ninety seconds."""
    found: list[Report] = []
    hub = subprocess.Popen(
        [sys.executable, "-m", "app.bench.flood", str(RATE), str(SECONDS), str(TURNS)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    async def build(app: Any, scope: Any) -> list[QWidget]:
        stack = AsyncExitStack()
        folder = (await asyncio.to_thread(_line, hub)).strip()
        options = argparse.Namespace(
            data=folder, demo=False, hub=None, token_file=None, ca=None, log="error", language=""
        )
        client = await open_link(options, stack, mode="wall")
        await live(client)
        windows = await open_wall(app, client, WallOptions(size=(1920, 1080)), scope=scope)
        scope.spawn("measure", _measure(windows, hub, found, stack))
        return windows

    try:
        run_station(build)
    finally:
        if hub.stdin is not None:
            hub.stdin.close()
        hub.wait()
    return found[0]


async def _measure(
    windows: list[QWidget], hub: "subprocess.Popen[str]", found: list[Report], stack: AsyncExitStack
) -> None:
    """Idle and flooded in turns; closes the windows at the end."""
    ticker = Ticker(windows[0])
    ticker.show()
    gc.collect()
    gc.freeze()  # as the wall itself does
    await asyncio.sleep(SETTLE_SECONDS)
    idle, loud = list[Stretch](), list[Stretch]()
    rates: list[float] = []

    async def flooded() -> None:
        rates.append(float(await asyncio.to_thread(_flood, hub)))

    for _turn in range(TURNS):
        idle.append(await ticker.during(asyncio.sleep(SECONDS)))
        loud.append(await ticker.during(flooded()))
        await asyncio.sleep(REST_SECONDS)
    found.append(report(idle, loud, rates))
    await stack.aclose()
    for window in windows:
        window.close()


def report(idle: Sequence[Stretch], loud: Sequence[Stretch], rates: Sequence[float]) -> Report:
    """The figures of stretches that were measured in turns."""
    quiet, busy = (median(_p99(one.gaps) for one in kind) for kind in (idle, loud))
    pooled_quiet, pooled_busy = (_p99([*chain(*(one.gaps for one in kind))]) for kind in (idle, loud))
    return Report(
        name="jitter",
        figures={
            "extra_p99_ms": busy - quiet,
            "idle_p99_ms": quiet,
            "flood_p99_ms": busy,
            "pooled_extra_p99_ms": pooled_busy - pooled_quiet,
            "pooled_idle_p99_ms": pooled_quiet,
            "pooled_flood_p99_ms": pooled_busy,
            "idle_p50_ms": median(chain(*(one.gaps for one in idle))),
            "flood_p50_ms": median(chain(*(one.gaps for one in loud))),
            "idle_work_p99_ms": _p99([*chain(*(one.work for one in idle))]),
            "flood_work_p99_ms": _p99([*chain(*(one.work for one in loud))]),
            "posts_per_s": median(rates),
        },
        aims={"extra_p99_ms": 4},
    )


def _p99(values: Sequence[float]) -> float:
    return quantiles(values, n=100)[98]


def _flood(hub: "subprocess.Popen[str]") -> str:
    """Let the posts come; how many were taken a second."""
    if hub.stdin is not None:
        hub.stdin.write("go\n")
        hub.stdin.flush()
    return _line(hub)


def _line(hub: "subprocess.Popen[str]") -> str:
    return hub.stdout.readline() if hub.stdout is not None else ""
