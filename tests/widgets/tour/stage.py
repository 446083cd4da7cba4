"""Makes tours for tests. Known by the tour's tests."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.fakes.clock import ManualClock
from widgets.shell.application import make_application
from widgets.tour.options import TourOptions
from widgets.tour.source import Source
from widgets.tour.station import open_tour, replayed
from widgets.tour.tour import Tour
from widgets.wall.options import WallOptions

SIZE = (1920, 1080)


class TourStage:
    """A tour in two ordinary windows, on a clock that stands.

    Attributes:
        tour: what is led; clock: the speaker's watch and the replay's.
    """

    def __init__(self, *, source: Source | None = None, script: Path | None = None, **more: Any) -> None:
        self.clock = ManualClock()
        wall = WallOptions(
            size=more.pop("size", SIZE),
            scale=more.pop("scale", 1.0),
            paced=False,
            reduced_motion=more.pop("reduced_motion", True),
            right_to_left=more.pop("right_to_left", False),
            scenes=more.pop("scenes", None),
        )
        options = TourOptions(wall=wall, script=script, **{"notes": True, **more})
        self.source = source or replayed(self.clock)
        self.tour: Tour = open_tour(make_application(), self.source, options, clock=self.clock)
        QApplication.processEvents()

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key of the remote, in the guests' window."""
        QTest.keyClick(self.tour.audience, key, modifiers)

    async def pass_time(self, seconds: float) -> None:
        """Time passes, and the tour's second with it."""
        await self.clock.advance(seconds)
        self.tour.pass_second()

    @property
    def title(self) -> str:
        """What the guests read as title."""
        return self.tour.audience.caption.accessibleName()

    @property
    def described(self) -> str:
        """What the guests read below."""
        return self.tour.audience.caption.accessibleDescription()

    def close(self) -> None:
        """End it."""
        self.tour.close()
