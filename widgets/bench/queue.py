"""`bench queue`: an agent's desk on a crowded hub, from intent to painted pixels. Known by the shell's benches; knows
link and the desk.

The hub is a process of its own (app.bench.crowd) with `conversations` open and closed conversations; nothing is kept
between runs. Latencies are wall time and include the hub; every view is asked for the first time, so the hub holds none
of its rows. What scrolling and arriving posts cost is the desk's processor time, so that a busy machine shows the same.
"""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from argparse import Namespace
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from statistics import median, quantiles

from PySide6.QtCore import QEvent, QRect
from PySide6.QtWidgets import QApplication, QDialog
from qasync import QEventLoop

from app.bench import Report
from app.core.tasks import TaskScope
from app.domain.conversation import View
from app.link.reach import live, open_link
from widgets.agent.options import DeskOptions
from widgets.agent.station import open_desk
from widgets.agent.window import DeskWindow
from widgets.dialogs.palette import Palette
from widgets.models.views import NamedView
from widgets.shell.application import make_application
from widgets.shell.collector import settle

CONVERSATIONS = 1_000_000
"""It takes about a minute on two cores; the environment variable asks for another number."""

VARIABLE = "FISHBOWL_BENCH_CONVERSATIONS"
ROOT = Path(__file__).resolve().parents[2]
FRAME_SECONDS = 1 / 60
FRAMES = 300
FEED_SECONDS, PER_SECOND = 5, 1000
STEPS = 15
PATIENCE = 20.0
QUESTIONS = ("bicycle", "charged twice", "door coach seven", "heat*", "counter today")
AIMS = {
    "open_ms": 50,
    "filter_ms": 50,
    "search_ms": 100,
    "scroll_p99_ms": 8,
    "insert_core_share_1000_per_s": 0.06,
    "next_conversation_ms": 60,
}


def bench() -> Report:
    """Measure; takes about as long as filling the database and fifteen seconds."""
    app = make_application()
    with asyncio.Runner(loop_factory=lambda: QEventLoop(app)) as runner:
        return runner.run(_measure(app))


async def _measure(app: QApplication) -> Report:
    count = int(os.environ.get(VARIABLE, CONVERSATIONS))
    with tempfile.TemporaryDirectory(prefix="fishbowl-bench-") as folder:
        async with crowd(Path(folder), count) as hub, _desk(app, Path(folder)) as window:
            figures = {"conversations": float(count), **await _figures(window, hub)}
    return Report(name="queue", figures=figures, aims=AIMS)


async def _figures(window: DeskWindow, hub: "Crowd") -> dict[str, float]:
    opened = [await show(window, _view(order=order)) for order in ("newest", "priority", "due")]
    filtered = [await show(window, named) for named in window.desk.views()[1:]]
    found = [await search(window, question) for question in QUESTIONS]
    await show(window, _view(order="due"))
    stepped = [await step(window) for _number in range(STEPS)]
    scrolled = quantiles(await scroll(window), n=100)
    await show(window, _view(order="newest"))
    return {
        "open_ms": median(opened),
        "filter_ms": median(filtered),
        "filter_ms_worst": max(filtered),
        "search_ms": median(found),
        "search_ms_worst": max(found),
        "scroll_p50_ms": scrolled[49],
        "scroll_p99_ms": scrolled[98],
        "next_conversation_ms": median(stepped),
        "insert_core_share_1000_per_s": await hub.share_while_fed(),
    }


def _view(*, order: str) -> NamedView:
    """All open, in an order; not one of the desk's own, so that it is asked for anew."""
    return NamedView(f"open by {order}", order, "", View(order=order, due_before=1 << 61 if order == "due" else 0))


async def show(window: DeskWindow, named: NamedView) -> float:
    """Milliseconds from choosing a view to its first screen painted; an empty one says so."""
    desk, began = window.desk, time.perf_counter()
    desk.queue.show(named)
    desk.view_changed.emit()
    await _until(lambda: desk.queue.filled)
    window.repaint()
    return 1000 * (time.perf_counter() - began)


async def search(window: DeskWindow, question: str) -> float:
    """Milliseconds from asking to the painted list of hits."""
    began = time.perf_counter()
    window.hands.searching.search(question)
    await _until(lambda: any(palette.isVisible() for palette in window.findChildren(Palette)))
    palette = next(palette for palette in window.findChildren(Palette) if palette.isVisible())
    palette.repaint()
    spent = 1000 * (time.perf_counter() - began)
    palette.reject()
    await asyncio.sleep(0.05)
    return spent


async def step(window: DeskWindow) -> float:
    """Milliseconds from the key for the next card to its painted thread."""
    thread, before, began = window.content.conversation.thread_view, window.desk.open_id, time.perf_counter()
    window.run("next")
    await _until(
        lambda: (
            window.desk.open_id != before
            and window.desk.opened is not None
            and not window.desk.opened.loading
            and bool(thread.rows())
        )
    )
    window.repaint()
    spent = 1000 * (time.perf_counter() - began)
    await asyncio.sleep(0.1)
    return spent


async def scroll(window: DeskWindow) -> list[float]:
    """Milliseconds of processor time of each frame while half a screen passes in each, pages that arrive included.

    As for an agent, what was seen is moved and what comes into sight is painted. Each step by itself: on a busy machine
    Qt would paint two at once, and no frame would be like another.
    """
    view, costs = window.content.queue.view, []
    bar = view.verticalScrollBar()
    due = time.perf_counter()
    for _number in range(FRAMES):
        spent = time.process_time()
        bar.setValue(bar.value() + view.viewport().height() // 2)
        QApplication.sendEvent(window, QEvent(QEvent.Type.UpdateRequest))
        due += FRAME_SECONDS
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        costs.append(1000 * (time.process_time() - spent))
    return costs


async def _until(holds: Callable[[], bool]) -> None:
    """Wait until it holds, to the millisecond; a loop that never rested would take the hub's core away."""
    async with asyncio.timeout(PATIENCE):
        while not holds():  # noqa: ASYNC110
            await asyncio.sleep(0.001)


class Crowd:
    """The hub's process."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    async def says(self, word: str) -> None:
        """Wait for a word of its; RuntimeError when it has ended."""
        assert self._process.stdout is not None
        said = ""
        while said != word:
            line = await asyncio.to_thread(self._process.stdout.readline)
            if not line:
                raise RuntimeError("the crowded hub ended")
            said = line.strip()

    async def share_while_fed(self) -> float:
        """This process's share of a core while posts arrive and the newest are shown."""
        assert self._process.stdin is not None
        began, spent = time.monotonic(), time.process_time()
        self._process.stdin.write(f"feed {FEED_SECONDS} {PER_SECOND}\n")
        self._process.stdin.flush()
        await self.says("fed")
        return (time.process_time() - spent) / (time.monotonic() - began)


def _start(folder: Path, count: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "app.bench.crowd", str(folder), str(count)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


@asynccontextmanager
async def crowd(folder: Path, count: int) -> AsyncIterator[Crowd]:
    """A working hub with so many conversations."""
    process = _start(folder, count)
    made = Crowd(process)
    try:
        await made.says("working")
        yield made
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await asyncio.to_thread(process.wait)


@asynccontextmanager
async def _desk(app: QApplication, folder: Path) -> AsyncIterator[DeskWindow]:
    """A desk of 1600 × 1000 on the folder's hub."""
    options = Namespace(data=folder, demo=False, hub=None, token_file=None, ca=None, log="error", language="")
    geometry = QRect(0, 0, 1600, 1000)
    async with AsyncExitStack() as stack:
        scope = TaskScope("bench desk")
        stack.push_async_callback(scope.close)
        client = await open_link(options, stack, mode="tool")
        await live(client)
        (window,) = await open_desk(app, client, DeskOptions(geometry=geometry, drafts=folder / "drafts"), scope=scope)
        assert isinstance(window, DeskWindow)
        stack.callback(window.close)
        await _until(lambda: window.desk.queue.filled and window.desk.choices.known)
        for question in window.findChildren(QDialog):
            question.reject()  # the first steps: nobody works under their veil
        settle()  # as the desk itself does
        yield window
