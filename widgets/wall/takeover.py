"""A declared crisis takes the screens of a wall. Known by the wall's station; knows wall.headline and scenes.

They cut to Crisis watch and go back when the crisis ends, also those that come meanwhile. A wall whose owner has fixed
its scene, or wants no screen taken, stays as it is; a screen that is not taken names the crisis in its header.
"""

from collections.abc import Callable, Sequence
from typing import Literal

from app.link.base import Link
from app.link.mirror import FeedChange, Mirror
from app.wire.feeds import AlarmFeed
from widgets.wall.headline import is_crisis
from widgets.wall.scenes import Scene
from widgets.wall.window import WallWindow

FEED = AlarmFeed()


class Takeover:
    """Watches for a declared crisis.

    Attributes:
        windows: the screens that were taken, with what they showed before.
    """

    def __init__(
        self,
        link: Link,
        scene: Scene,
        windows: Callable[[], Sequence[WallWindow]],
        *,
        takes: Literal["all", "first", "none"] = "all",
    ) -> None:
        self.windows: dict[WallWindow, Scene] = {}
        self._link = link
        self._scene = scene
        self._here = windows
        self._takes = takes
        self._mirror = link.subscribe(FEED)
        self._stop = self._mirror.listen(self._heard)

    def check(self) -> None:
        """Take screens, or give them back, as things stand."""
        here = self._here()
        for window in [window for window in self.windows if window not in here]:
            del self.windows[window]
        if any(is_crisis(alarm) for alarm in self._mirror.rows.values()):
            self._take(here)
        else:
            self._give_back()

    def close(self) -> None:
        """Watch no more."""
        self._stop()
        self._link.unsubscribe(FEED)

    def _take(self, here: Sequence[WallWindow]) -> None:
        for window in self._wanted(here):
            if window not in self.windows and window.scene.name != self._scene.name:
                self.windows[window] = window.scene
                window.show_scene(self._scene)

    def _wanted(self, here: Sequence[WallWindow]) -> Sequence[WallWindow]:
        """All, none, or the leftmost: where one shows the crisis already, no other is needed."""
        if self._takes == "first":
            shows = any(window.scene.name == self._scene.name for window in here)
            return [] if shows else sorted(here, key=lambda window: window.number)[:1]
        return here if self._takes == "all" else []

    def _give_back(self) -> None:
        for window, before in list(self.windows.items()):
            del self.windows[window]
            window.show_scene(before)

    def _heard(self, _mirror: Mirror, _change: FeedChange) -> None:
        self.check()
