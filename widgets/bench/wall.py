"""`bench wall`: what painting a wall costs, against filling and copying the same window. Known by shell.benches; knows
the wall.

Six panels, off screen, processor time of this thread. `full`: all their data is another. `partial`: a second passes and
one figure is new. `panel_ms_max` is the dearest panel. Four walls: everything on four windows is another in every
frame. Floor and measured take turns, so that both see the same busy machine; every figure is a median.
"""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from app.bench import Report
from widgets.bench.still_link import StillLink
from widgets.shell.application import make_application
from widgets.theme.wall import wall_theme
from widgets.wall.context import WallContext
from widgets.wall.grid import Cells, Shape
from widgets.wall.options import WallOptions
from widgets.wall.panel import Panel
from widgets.wall.scenes import Scene, ScenePanel
from widgets.wall.window import WallWindow
from widgets.wall.words import Words

HD, UHD = (1920, 1080, 1.0), (3840, 2160, 2.0)
WARM_UP, TURNS = 40, 60
SIX: tuple[tuple[str, tuple[int, int, int, int], dict[str, str]], ...] = (
    ("mentions", (1, 1, 6, 2), {}),
    ("kpi", (7, 1, 3, 2), {"figure": "net_sentiment"}),
    ("kpi", (10, 1, 3, 2), {"figure": "first_reply"}),
    ("volume", (1, 3, 8, 3), {}),
    ("heat", (1, 6, 8, 3), {}),
    ("posts", (9, 3, 4, 6), {}),
)
SCENE = Scene(
    "bench",
    "Bench",
    tuple(ScenePanel(kind, {Shape.WIDE: Cells(*place)}, options) for kind, place, options in SIX),
    strip=False,
)


class Bare(QWidget):
    """The least a cached window can do: fill a picture and copy it."""

    def __init__(self, width: int, height: int) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.resize(width, height)
        self._picture = QPixmap(width, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill and copy."""
        self._picture.fill(QColor("#121722"))
        painter = QPainter(self)
        painter.drawPixmap(event.rect(), self._picture, event.rect())
        painter.end()


def bench() -> Report:
    """Measure; takes some twenty seconds."""
    make_application()
    gc.collect()
    gc.freeze()  # as the wall itself does
    small, large = _measure(*HD), _measure(*UHD)
    frame = _four_walls()
    figures = {
        "floor_ms_1080p": small.floor,
        "full_ms_1080p": small.full,
        "full_ratio_1080p": small.full / small.floor,
        "partial_ratio_1080p": small.partial / small.floor,
        "full_ratio_4k": large.full / large.floor,
        "partial_ratio_4k": large.partial / large.floor,
        "panel_ms_max": small.dearest,
        "fps_four_walls": 1000 / frame,
        "core_share_four_walls_30hz": 30 * frame / 1000,
    }
    aims = {"partial_ratio_1080p": 2, "full_ratio_1080p": 12, "full_ratio_4k": 5, "fps_four_walls": 55}
    return Report(name="wall", figures=figures, aims={**aims, "core_share_four_walls_30hz": 0.5})


@dataclass(frozen=True)
class Costs:
    """Milliseconds of processor time."""

    floor: float
    full: float
    partial: float
    dearest: float


def _measure(width: int, height: int, scale: float) -> Costs:
    """One wall of this size, each kind of work in turn."""
    bare = Bare(width, height)
    bare.show()
    link = StillLink()
    window = _wall(link, width, height, scale)
    floor, full, partial = list[float](), list[float](), list[float]()
    dearest: list[list[float]] = [[] for _panel in window.panels]
    for turn in range(WARM_UP + TURNS):
        link.change()
        costs = [_cost(lambda panel=panel: _paint(panel)) for panel in window.panels]  # type: ignore[misc]
        bare_cost = _cost(bare.repaint)
        second = _cost(lambda: _pass_second(link, window))
        if turn >= WARM_UP:
            floor.append(bare_cost)
            full.append(sum(costs))
            partial.append(second)
            for number, cost in enumerate(costs):
                dearest[number].append(cost)
    bare.close()
    window.close()
    return Costs(median(floor), median(full), median(partial), max(median(costs) for costs in dearest))


def _four_walls() -> float:
    """Milliseconds of processor time for a frame in which everything on four windows is another."""
    link = StillLink()
    windows = [_wall(link, *HD) for _number in range(4)]
    panels = [panel for window in windows for panel in window.panels]
    frames = list[float]()
    for _turn in range(WARM_UP + TURNS):
        link.change()
        frames.append(_cost(lambda: _paint(*panels)))
    for window in windows:
        window.close()
    return median(frames[WARM_UP:])


def _wall(link: StillLink, width: int, height: int, scale: float) -> WallWindow:
    context = WallContext(link=link, theme=wall_theme(), words=Words(), options=WallOptions())
    window = WallWindow(context, SCENE, scale=scale)
    window.resize(width, height)
    window.show()
    QApplication.processEvents()
    return window


def _paint(*panels: Panel) -> None:
    for panel in panels:
        panel.refresh()
        panel.repaint()


def _pass_second(link: StillLink, window: WallWindow) -> None:
    link.clock += 1000
    for panel in window.panels:
        panel.pass_second()
    _paint(window.panels[1])


def _cost(work: Callable[[], object]) -> float:
    """Milliseconds of processor time of one run of `work`."""
    start = time.thread_time()
    work()
    return 1000 * (time.thread_time() - start)
