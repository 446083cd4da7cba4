"""A declared crisis takes one screen of a wall. Known by the wall's station; knows wall.headline and scenes.

The first screen cuts to Crisis watch and goes back when the crisis ends; the others keep their scenes and name the
crisis in their header. A wall whose owner has fixed its scene, or that shows Crisis watch anyway, stays as it is.
"""

from collections.abc import Callable, Sequence

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
        window: the screen that was taken, None while none is.
    """

    def __init__(self, link: Link, scene: Scene, windows: Callable[[], Sequence[WallWindow]]) -> None:
        self.window: WallWindow | None = None
        self._link = link
        self._scene = scene
        self._windows = windows
        self._before: Scene | None = None
        self._mirror = link.subscribe(FEED)
        self._stop = self._mirror.listen(self._heard)

    def check(self) -> None:
        """Take a screen, or give it back, as things stand."""
        windows = self._windows()
        if self.window not in windows:
            self.window = None
        declared = any(is_crisis(alarm) for alarm in self._mirror.rows.values())
        if declared and self.window is None:
            self._take(windows)
        elif not declared and self.window is not None:
            self._give_back(self.window)

    def close(self) -> None:
        """Watch no more."""
        self._stop()
        self._link.unsubscribe(FEED)

    def _take(self, windows: Sequence[WallWindow]) -> None:
        if not windows or any(window.scene.name == self._scene.name for window in windows):
            return
        self.window = windows[0]
        self._before = self.window.scene
        self.window.show_scene(self._scene)

    def _give_back(self, window: WallWindow) -> None:
        self.window = None
        if self._before is not None:
            window.show_scene(self._before)

    def _heard(self, _mirror: Mirror, _change: FeedChange) -> None:
        self.check()
