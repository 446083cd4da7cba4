"""`bench wall`: what painting a wall costs, against filling and copying the same window. Known by shell.benches; knows
the wall.

Six panels, off screen, processor time of this process. `full`: all their data is new. `partial`: a second passes and
one figure is new. `panel_ms_max` is the dearest panel. Four walls: everything on four windows new in every frame.
Processor time is used, so that a busy machine shows the same.
"""

import functools
import time
from collections.abc import Callable

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
ROUNDS, REPEATS = 6, 5
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
    """Measure; takes some ten seconds."""
    make_application()
    floor, full, partial, dearest = _measure(*HD)
    floor_4k, full_4k, partial_4k, _dearest = _measure(*UHD)
    frame = 4 * full
    figures = {
        "floor_ms_1080p": floor,
        "full_ms_1080p": full,
        "full_ratio_1080p": full / floor,
        "partial_ratio_1080p": partial / floor,
        "full_ratio_4k": full_4k / floor_4k,
        "partial_ratio_4k": partial_4k / floor_4k,
        "panel_ms_max": dearest,
        "fps_four_walls": 1000 / frame,
        "core_share_four_walls_30hz": 30 * frame / 1000,
    }
    aims = {"partial_ratio_1080p": 2, "full_ratio_1080p": 12, "full_ratio_4k": 5, "fps_four_walls": 55}
    return Report(name="wall", figures=figures, aims={**aims, "core_share_four_walls_30hz": 0.5})


def _measure(width: int, height: int, scale: float) -> tuple[float, float, float, float]:
    """Floor, full, partial and dearest panel, in milliseconds of processor time."""
    bare = Bare(width, height)
    bare.show()
    QApplication.processEvents()
    floor = _cost(bare.repaint)
    bare.close()
    link = StillLink()
    context = WallContext(link=link, theme=wall_theme(), words=Words(), options=WallOptions())
    window = WallWindow(context, SCENE, scale=scale)
    window.resize(width, height)
    window.show()
    QApplication.processEvents()
    full = _cost(lambda: _paint(*window.panels), before=link.change)
    partial = _cost(lambda: _pass_second(link, window))
    dearest = max(_cost(functools.partial(_paint, panel), before=link.change) for panel in window.panels)
    window.close()
    return floor, full, partial, dearest


def _paint(*panels: Panel) -> None:
    for panel in panels:
        panel.refresh()
        panel.repaint()


def _pass_second(link: StillLink, window: WallWindow) -> None:
    link.clock += 1000
    for panel in window.panels:
        panel.pass_second()
    _paint(window.panels[1])


def _cost(work: Callable[[], object], *, before: Callable[[], object] = lambda: None) -> float:
    """Milliseconds of processor time of one run of `work`, the best of several rounds; `before` is not counted."""
    best = float("inf")
    for _round in range(ROUNDS):
        spent = 0.0
        for _repeat in range(REPEATS):
            before()
            start = time.process_time()
            work()
            spent += time.process_time() - start
        best = min(best, spent / REPEATS)
    return 1000 * best
