"""`bench jitter`: how evenly a wall's frames come while the hub takes thousands of posts a second, against the same
wall while nothing happens. Known by shell.benches; knows the wall and link.

The hub is another process (app.bench.flood). A small widget is repainted sixty times a second in the wall's own loop;
what is measured is the time between two of its paintings. The figure is the 99th percentile of these gaps during the
flood, above the same in the idle seconds before it: the machine's own unrest is in both.
"""

import argparse
import asyncio
import gc
import subprocess
import sys
import time
from contextlib import AsyncExitStack
from itertools import pairwise
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
SECONDS = 12
SETTLE_SECONDS = 3.0
FRAME_MS = 16
ROOT = Path(__file__).resolve().parents[2]


class Ticker(QWidget):
    """A square that is painted in every frame and notes when."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.painted: list[float] = []
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
        self.painted.append(time.monotonic())

    def gaps_ms(self, since: float, until: float) -> list[float]:
        """Milliseconds between the frames of a stretch of time."""
        frames = [at for at in self.painted if since <= at <= until]
        return [1000 * (after - before) for before, after in pairwise(frames)]


def bench() -> Report:
    """Measure; takes some forty seconds."""
    found: list[Report] = []
    hub = subprocess.Popen(
        [sys.executable, "-m", "app.bench.flood", str(RATE), str(SECONDS)],
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
    """Idle, then flooded; closes the windows at the end."""
    ticker = Ticker(windows[0])
    ticker.show()
    gc.collect()
    gc.freeze()  # as the wall itself does
    await asyncio.sleep(SETTLE_SECONDS)
    began = time.monotonic()
    await asyncio.sleep(SECONDS)
    flooded = time.monotonic()
    rate = float(await asyncio.to_thread(_flood, hub))
    ended = time.monotonic()
    found.append(_report(ticker.gaps_ms(began, flooded), ticker.gaps_ms(flooded, ended), rate))
    await stack.aclose()
    for window in windows:
        window.close()


def _report(idle: list[float], loud: list[float], rate: float) -> Report:
    quiet, busy = quantiles(idle, n=100)[98], quantiles(loud, n=100)[98]
    return Report(
        name="jitter",
        figures={
            "idle_p99_ms": quiet,
            "flood_p99_ms": busy,
            "extra_p99_ms": busy - quiet,
            "idle_p50_ms": median(idle),
            "flood_p50_ms": median(loud),
            "flood_longest_ms": max(loud),
            "posts_per_s": rate,
        },
        aims={"extra_p99_ms": 4},
    )


def _flood(hub: "subprocess.Popen[str]") -> str:
    """Let the posts come; how many were taken a second."""
    if hub.stdin is not None:
        hub.stdin.write("go\n")
        hub.stdin.flush()
    return _line(hub)


def _line(hub: "subprocess.Popen[str]") -> str:
    return hub.stdout.readline() if hub.stdout is not None else ""
