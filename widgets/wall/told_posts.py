"""Which strangers' posts the screens of a wall show, and since when: what a wall tells its hub, so that a desk can take
one off. Known by wall.remote; knows the window."""

from collections.abc import Iterable

from app.core.clock import Millis
from app.core.i18n import _
from app.domain.walls import ShownPost
from widgets.wall.window import WallWindow

Spot = tuple[int, int, str, str]
"""Post, screen, scene, panel."""


class ToldPosts:
    """Remembers since when each post stands where it stands."""

    def __init__(self) -> None:
        self._since: dict[Spot, Millis] = {}

    def of(self, windows: Iterable[WallWindow], now: Millis) -> tuple[ShownPost, ...]:
        """Every post as painted last, screen by screen, in the order of the panels."""
        spots = [spot for window in windows for spot in _spots(window)]
        self._since = {spot: self._since.get(spot, now) for spot in spots}
        return tuple(ShownPost(*spot, since=since) for spot, since in self._since.items())


def _spots(window: WallWindow) -> list[Spot]:
    scene = _(window.scene.title)
    return [(post, window.number, scene, panel.title()) for panel in window.panels for post in panel.posts_shown]
