"""`bench soak --minutes N`: what a wall's memory does over days. Known by shell.benches; knows the wall.

Time runs 720 times as fast: an hour is a month, a minute half a day. Every simulated minute all data is another; every
hour the scene changes, every three the screen turns, every six the hub is lost for ten minutes; every day a crisis is
declared for two hours and the neutral scene is asked for once. Twelve days at full speed come first, which fill what
is kept (pictures of texts, up to 24 MB) and do not count. `mb_per_hour` is the slope of the resident memory per
hour of this run, that is, per simulated month: the median of the slopes between all pairs of samples. `mb_per_day` is
the same per simulated day. `widgets_left` counts widgets that scenes left behind.
"""

import gc
import time
from collections.abc import Mapping
from itertools import combinations
from statistics import median
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from app.bench import Report
from app.link.base import LinkState
from app.wire.feeds import AlarmFeed, AlarmRow, Feed, HouseFeed, HouseRow
from widgets.bench.still_link import StillLink
from widgets.shell.application import make_application
from widgets.theme.wall import wall_theme
from widgets.wall.context import WallContext
from widgets.wall.library import Library
from widgets.wall.options import WallOptions
from widgets.wall.registry import panel_kinds
from widgets.wall.window import WallWindow
from widgets.wall.words import Words
from widgets.watch.memory import give_back, keep_little, resident_mb

FASTER = 720
HOUR, DAY = 60, 1440
"""In simulated minutes, each of which is a step."""
SAMPLE_EVERY = 30
FILL_DAYS = 12
CRISIS, PANIC, LOST = range(10 * HOUR, 12 * HOUR), range(15 * HOUR, 15 * HOUR + 5), range(10)


class WeatherLink(StillLink):
    """A link to a hub with good and bad days.

    Attributes:
        minute: simulated minutes since the start.
    """

    def __init__(self) -> None:
        super().__init__()
        self.minute = 0

    def pass_minute(self) -> None:
        """One step; everything that is due happens."""
        self.minute += 1
        lost = self.minute % (6 * HOUR) in LOST
        if lost is not (self.state is LinkState.LOST):
            self.become(LinkState.LOST if lost else LinkState.LIVE)
        if not lost:
            self.change()

    def _rows(self, feed: Feed) -> Mapping[str, Any]:
        of_day = self.minute % DAY
        if isinstance(feed, AlarmFeed) and of_day in CRISIS:
            began = self.clock - 60_000 * (of_day - CRISIS.start)
            reasons = ("2.3 times the usual volume",)
            row = AlarmRow(id=1, topic=0, name="Check-in errors", level=4, began_at=began, reasons=reasons, heat=90)
            return {"1": replace(row, declared_at=began)}
        if isinstance(feed, HouseFeed):
            return {"house": HouseRow(organisation="Norvane Air", demo=True, panic=of_day in PANIC)}
        return super()._rows(feed)


class Days:
    """One wall through its days."""

    def __init__(self) -> None:
        self.link = WeatherLink()
        options = WallOptions(paced=False)
        context = WallContext(link=self.link, theme=wall_theme(), words=Words(), options=options)
        self._scenes = [scene for _name, scene in sorted(Library(kinds=panel_kinds(), more=None).scenes.items())]
        self.window = WallWindow(context, self._scenes[0])
        self.window.resize(1920, 1080)
        self.window.show()

    def widgets(self) -> int:
        """How many widgets there are while the first scene is shown."""
        self.window.resize(1920, 1080)
        self.window.show_scene(self._scenes[0])
        _resident()
        return len(QApplication.allWidgets())

    def step(self) -> None:
        """One simulated minute."""
        self.link.pass_minute()
        hour, rest = divmod(self.link.minute, HOUR)
        if rest == 0:
            self.window.show_scene(self._scenes[hour % len(self._scenes)])
            if hour % 3 == 0:
                self.window.resize(self.window.height(), self.window.width())
        if self.link.minute % 2 == 0:
            self.window.shift_on()


def bench(*, minutes: float) -> Report:
    """Measure for so many minutes."""
    make_application()
    keep_little()  # as the wall itself does
    days = Days()
    before = days.widgets()
    for _minute in range(FILL_DAYS * DAY):
        days.step()
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    samples: list[tuple[float, float]] = []
    began = time.monotonic()
    loop = QEventLoop()
    timer = QTimer(interval=round(60_000 / FASTER), timerType=Qt.TimerType.PreciseTimer)

    def step() -> None:
        days.step()
        since = time.monotonic() - began
        if days.link.minute % SAMPLE_EVERY == 0:
            samples.append((since / 3600, _resident()))
        if since >= 60 * minutes:
            loop.quit()

    timer.timeout.connect(step)
    timer.start()
    loop.exec()
    timer.stop()
    left = days.widgets() - before
    days.window.close()
    return _report(samples, left, days.link.minute)


def _resident() -> float:
    """Memory without what only waits to be collected or given back."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    give_back()
    return resident_mb()


def _report(samples: list[tuple[float, float]], left: int, simulated: int) -> Report:
    slopes = [(after[1] - before[1]) / (after[0] - before[0]) for before, after in combinations(samples, 2)]
    slope = median(slopes) if slopes else 0.0
    return Report(
        name="soak",
        figures={
            "mb_per_hour": slope,
            "mb_per_day": slope * DAY / (60 * FASTER),
            "resident_mb": samples[-1][1] if samples else resident_mb(),
            "simulated_days": simulated / DAY,
            "widgets_left": float(left),
            "samples": float(len(samples)),
        },
        aims={"mb_per_hour": 2},
    )
