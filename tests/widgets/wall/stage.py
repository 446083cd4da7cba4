"""Makes walls and panels for tests. Known by the wall's tests."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QApplication

from tests.fakes.link import FakeLink
from widgets.theme.wall import wall_theme
from widgets.wall.context import WallContext
from widgets.wall.grid import Box
from widgets.wall.options import WallOptions
from widgets.wall.panel import Panel
from widgets.wall.registry import panel_kinds
from widgets.wall.scenes import load_scenes
from widgets.wall.window import WallWindow
from widgets.wall.words import Words

SIZES: Mapping[str, tuple[int, int, float]] = {
    "wide": (1920, 1080, 1.0),
    "medium": (1280, 720, 1.0),
    "far": (1920, 1080, 2.25),
    "tall": (1080, 1920, 1.0),
    "square": (1920, 1920, 1.0),
    "4k": (3840, 2160, 2.0),
    "odd": (2560, 1440, 1.25),
}
"""Screens in device pixels, with their scale."""


def make_context(link: FakeLink, **options: Any) -> WallContext:
    """What panels share."""
    return WallContext(link=link, theme=wall_theme(), words=Words(), options=WallOptions(**options))


def make_panel(
    link: FakeLink,
    kind: str,
    *,
    size: tuple[float, float],
    scale: float = 1.0,
    right_to_left: bool = False,
    **options: Any,
) -> Panel:
    """One panel, shown, that keeps what it writes in `boxes`."""
    panel = panel_kinds()[kind](make_context(link, right_to_left=right_to_left), options)
    panel.boxes = []
    panel.show()
    panel.place(Box(0, 0, *size), scale=scale, ratio=1.0)
    return panel


def make_window(link: FakeLink, scene: str = "overview", *, screen: str = "wide", **options: Any) -> WallWindow:
    """A whole wall, shown offscreen."""
    width, height, scale = SIZES[screen]
    window = WallWindow(make_context(link, **options), load_scenes(kinds=panel_kinds())[scene], scale=scale)
    window.resize(width, height)
    window.show()
    QApplication.processEvents()
    return window


def all_panels(window: WallWindow) -> list[Panel]:
    """Header and strip included."""
    return window.findChildren(Panel)


def texts(panel: Panel) -> list[str]:
    """What is written on a panel, in the order of writing."""
    return [box.text for box in panel.boxes or []]
