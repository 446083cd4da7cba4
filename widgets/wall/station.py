"""A wall: one full-screen window per monitor, or one ordinary window. Known by the front door; knows window, seats,
scenes and shell.screens."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import structlog
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QApplication, QWidget

from app.core.errors import BadInput, StorageError
from app.core.i18n import _
from app.core.tasks import TaskScope
from app.link.base import Link
from widgets.shell.screens import Monitor, Screens
from widgets.theme.wall import wall_theme
from widgets.wall.context import WallContext
from widgets.wall.grid import legible_scale
from widgets.wall.identify import Sign, identify
from widgets.wall.options import WallOptions
from widgets.wall.registry import panel_kinds
from widgets.wall.remote import Remote
from widgets.wall.scenes import Scene, load_scenes
from widgets.wall.seats import load_seats, save_seats
from widgets.wall.takeover import Takeover
from widgets.wall.window import WallWindow
from widgets.wall.words import Words

log = structlog.get_logger(__name__)

SETTLE_MS = 300
"""Plugging one monitor makes several changes; they are taken together."""
TURN_MS = 30_000
"""How long each scene stays when a screen shows several in turns."""


async def open_wall(
    app: QApplication, link: Link, options: WallOptions, *, scope: TaskScope | None = None
) -> list[QWidget]:
    """Open the wall's windows and return those there are now; raises BadInput for a scene that is not there.

    `scope` owns the wall's calls; without one the wall has its own, which ends with its last call.
    """
    scenes = load_scenes(kinds=panel_kinds(), more=options.scenes)
    if options.scene and options.scene not in scenes:
        known = ", ".join(sorted(scenes))
        raise BadInput(_("There is no scene “{name}”. There are: {known}.").format(name=options.scene, known=known))
    for clock in options.clocks:
        _check_zone(clock.zone)
    context = WallContext(link=link, theme=wall_theme(), words=Words(options.locale), options=options)
    wall = Wall(app, context, scenes, scope=scope or TaskScope("wall"))
    wall.open()
    return list(wall.windows.values())


def _check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ValueError, ZoneInfoNotFoundError, OSError):
        raise BadInput(
            _("There is no time zone “{name}”.").format(name=name),
            hint=_("Cities of the wall's clocks are written like Europe/Lisbon."),
        ) from None


class Wall(QObject):
    """All windows of this machine's wall.

    Attributes:
        windows: by the key of their monitor; `window` for an ordinary one.
        context: what all their panels share.
    """

    def __init__(
        self, app: QApplication, context: WallContext, scenes: Mapping[str, Scene], *, scope: TaskScope | None = None
    ) -> None:
        super().__init__(app)
        self.windows: dict[str, WallWindow] = {}
        self._app = app
        self.context = context
        self._scenes = scenes
        self._screens = Screens(app, self)
        self._screens.changed.connect(self._settle)
        self._seats = load_seats(context.options.memory, default=context.options.scene or "overview")
        self._turns: dict[str, tuple[str, ...]] = {}
        self._away: list[str] = []
        self._takeover: Takeover | None = None
        self._remote = Remote(
            context,
            scenes,
            windows=lambda: self.windows,
            turns=lambda key: self._turns.get(key, ()),
            is_taken=self._is_in_crisis,
            scope=scope,
            parent=self,
        )
        self._settling = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settling.timeout.connect(self.arrange)
        self._turning = QTimer(self, interval=TURN_MS)
        self._turning.timeout.connect(self.take_turns)

    def open(self) -> None:
        """Open a window on every monitor, or the one ordinary window of the options."""
        options = self.context.options
        if options.size is None:
            self.arrange()
        else:
            window = self._make_window(self._scenes[options.scene or "overview"], options.scale or 1.0)
            window.resize(*options.size)
            window.show()
            self.windows["window"] = window
        if not options.scene:
            self._takeover = Takeover(self.context.link, self._scene("crisis"), lambda: list(self.windows.values()))
            self._takeover.check()
        self._remote.check()

    def identify(self) -> list[Sign]:
        """Show on every monitor for some seconds which one it is."""
        present = enumerate(self._screens.now(), start=1)
        return [identify(monitor, screen, number=number) for number, (monitor, screen) in present]

    def show_on(self, key: str, scene: str) -> None:
        """From now on this monitor shows this scene; remembered."""
        monitor = next(monitor for monitor, _screen in self._screens.now() if monitor.key == key)
        self._seats.assign(monitor, scene)
        self.arrange()

    def close(self) -> None:
        """Close every window; monitors are no longer followed."""
        self._screens.changed.disconnect(self._settle)
        self._settling.stop()
        self._turning.stop()
        if self._takeover is not None:
            self._takeover.close()
        self._remote.close()
        for window in tuple(self.windows.values()):
            window.close()
        self.deleteLater()

    def arrange(self) -> None:
        """Give every monitor that is here its window and every window its monitor."""
        present = self._screens.now()
        if self.context.options.size is not None or not present:
            return
        here = {monitor.key for monitor, _screen in present}
        self._away = [key for key in dict.fromkeys([*self._away, *self.windows]) if key not in here]
        self._turns = dict(self._seats.arrange([monitor for monitor, _screen in present], taken_away=self._away))
        for monitor, screen in present:
            self._seat(monitor, screen)
        for key in [key for key in self.windows if key not in here]:
            self.windows.pop(key).close()
        self._remember()
        if self._takeover is not None:
            self._takeover.check()
        self._remote.check()
        if any(len(scenes) > 1 for scenes in self._turns.values()):
            self._turning.start()
        else:
            self._turning.stop()

    def take_turns(self) -> None:
        """Where a screen has several scenes, show the next."""
        for key, names in self._turns.items():
            window = self.windows.get(key)
            if window is not None and len(names) > 1 and not self._is_taken(window):
                present = names.index(window.scene.name) if window.scene.name in names else -1
                window.show_scene(self._scene(names[(present + 1) % len(names)]))

    def _seat(self, monitor: Monitor, screen: QScreen) -> None:
        """Open or move the window of one monitor."""
        scene, scale = self._scene(self._turns[monitor.key][0]), self._scale_of(monitor)
        window = self.windows.get(monitor.key)
        if window is None:
            window = self._make_window(scene, scale)
            self.windows[monitor.key] = window
        elif window.scene.name not in self._turns[monitor.key] and not self._is_taken(window):
            window.show_scene(scene)
        window.set_scale(scale)
        window.setScreen(screen)
        window.setGeometry(screen.geometry())
        window.showFullScreen()

    def _is_taken(self, window: WallWindow) -> bool:
        return self._is_in_crisis(window) or self._remote.keeps

    def _is_in_crisis(self, window: WallWindow) -> bool:
        return self._takeover is not None and self._takeover.window is window

    def _make_window(self, scene: Scene, scale: float) -> WallWindow:
        window = WallWindow(self.context, scene, scale=scale)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        window.end_requested.connect(self.close)
        return window

    def _scene(self, name: str) -> Scene:
        return self._scenes.get(name) or self._scenes["overview"]

    def _scale_of(self, monitor: Monitor) -> float:
        options = self.context.options
        return options.scale or legible_scale(
            pixels_diagonal=monitor.pixels_diagonal,
            diagonal_inches=options.diagonal_inches or monitor.diagonal_inches,
            distance_m=options.distance_m,
        )

    def _remember(self) -> None:
        file = self.context.options.memory
        if file is None:
            return
        try:
            save_seats(self._seats, file)
        except StorageError as error:
            log.warning("monitors will not be known again", error=str(error))

    def _settle(self) -> None:
        self._settling.start()
