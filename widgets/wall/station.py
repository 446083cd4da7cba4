"""A wall: one full-screen window per monitor, or one ordinary window. Known by the front door; knows window, seats,
scenes and shell.screens."""

import math
from collections.abc import Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import structlog
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QApplication, QWidget

from app.core.clock import SECOND
from app.core.errors import BadInput, StorageError
from app.core.i18n import _
from app.core.tasks import TaskScope
from app.link.base import Link
from app.link.enrol import EnrolledHub
from widgets.shell.screens import Monitor, Screens
from widgets.theme.wall import wall_theme
from widgets.wall.context import WallContext
from widgets.wall.enrolling import Enrolling
from widgets.wall.fade import fade_to
from widgets.wall.formulas import toggle_formulas
from widgets.wall.grid import legible_scale
from widgets.wall.identify import Sign, identify
from widgets.wall.library import Library
from widgets.wall.options import WallOptions
from widgets.wall.playlist import Playlist, Turn, due
from widgets.wall.registry import panel_kinds
from widgets.wall.remote import Remote
from widgets.wall.scenes import Scene
from widgets.wall.schedule import Place, number_screens, turns_of
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
    app: QApplication,
    link: Link,
    options: WallOptions,
    *,
    scope: TaskScope | None = None,
    hub: EnrolledHub | None = None,
) -> list[QWidget]:
    """Open the wall's windows and return those there are now; raises BadInput for a scene that is not there.

    `scope` owns the wall's calls; without one the wall has its own, which ends with its last call. A `hub` that lets
    screens in by a code has it shown on every window until somebody typed it.
    """
    library = Library(kinds=panel_kinds(), more=options.scenes)
    if options.scene and options.scene not in library.scenes:
        known = ", ".join(sorted(library.scenes))
        raise BadInput(_("There is no scene “{name}”. There are: {known}.").format(name=options.scene, known=known))
    for clock in options.clocks:
        _check_zone(clock.zone)
    context = WallContext(link=link, theme=wall_theme(), words=Words(options.locale), options=options)
    wall = Wall(app, context, library, scope=scope or TaskScope("wall"))
    wall.open()
    if hub is not None:
        Enrolling(hub, context.theme, windows=lambda: list(wall.windows.values()), parent=wall)
    if options.identify:
        wall.identify()
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
        self, app: QApplication, context: WallContext, library: Library, *, scope: TaskScope | None = None
    ) -> None:
        super().__init__(app)
        self.windows: dict[str, WallWindow] = {}
        self._app = app
        self.context = context
        self._library = library
        self._screens = Screens(app, self)
        self._screens.changed.connect(self._settle)
        self._seats = load_seats(context.options.memory, default=context.options.scene or "overview")
        self._turns: dict[str, tuple[str, ...]] = {}
        self._away: list[str] = []
        self._takeover: Takeover | None = None
        self._remote = Remote(
            context,
            library.scenes,
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
        self._places: Mapping[str, Place] = {}
        self._due: dict[str, str] = {}
        self._second = QTimer(self, interval=SECOND)
        self._second.timeout.connect(self.keep_time)
        self._second.start()
        library.setParent(self)
        library.changed.connect(self._renew)

    def open(self) -> None:
        """Open a window on every monitor, or the one ordinary window of the options."""
        options = self.context.options
        if options.size is None:
            self.arrange()
        else:
            window = self._make_window(self._scene(options.scene or "overview"), self._scale_for(*options.size))
            window.resize(*options.size)
            window.show()
            self.windows["window"] = window
            self._places = {"window": Place(1, "window")}
        if not options.scene:
            self._takeover = Takeover(
                self.context.link,
                self._scene("crisis"),
                lambda: list(self.windows.values()),
                takes=options.crisis_takes,
            )
            self._takeover.check()
        self._remote.check()
        self._renew()

    def identify(self) -> list[Sign]:
        """Show on every monitor for some seconds which one it is."""
        present = self._screens.now()
        places = self._places or number_screens([monitor for monitor, _screen in present], (), self._seats)
        return [
            identify(monitor, screen, number=places[monitor.key].number)
            for monitor, screen in present
            if monitor.key in places
        ]

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
        self._second.stop()
        self._library.close()
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
        monitors = [monitor for monitor, _screen in present]
        self._turns = dict(self._seats.arrange(monitors, taken_away=self._away))
        self._places = number_screens(monitors, self._away, self._seats)
        for monitor, screen in present:
            self._list(monitor.key)
            self._seat(monitor, screen)
        self._give_clock(present[-1][0].key)
        for key in [key for key in self.windows if key not in here]:
            window = self.windows.pop(key)
            window.close()
            window.deleteLater()
        self._remember()
        if self._takeover is not None:
            self._takeover.check()
        self._remote.check()
        self.keep_time()
        if any(len(scenes) > 1 for scenes in self._turns.values()):
            self._turning.start()
        else:
            self._turning.stop()

    def take_turns(self) -> None:
        """Where a screen has several scenes and no playlist, show the next."""
        for key, names in self._turns.items():
            window = self.windows.get(key)
            if window is not None and len(names) > 1 and key not in self._due and not self._is_taken(window):
                present = names.index(window.scene.name) if window.scene.name in names else -1
                self._show(window, names[(present + 1) % len(names)])

    def keep_time(self) -> None:
        """Show what the playlist has due, quieter at night, and rest outside its opening hours."""
        playlist, now = self._playlist, self.context.link.now()
        is_open = playlist is None or playlist.is_open(now)
        is_night = playlist is not None and playlist.is_night(now)
        for key, window in self.windows.items():
            window.dim(is_night)
            window.rest(not is_open and not self._is_taken(window))
            turn = self._list(key)
            if turn is not None and turn.scene != self._due.get(key) and not self._is_taken(window):
                self._due[key] = turn.scene
                self._show(window, turn.scene)

    def _list(self, key: str) -> Turn | None:
        """Take a screen's turns from the playlist, if it has any for it now; the turn that is due."""
        now = self.context.link.now()
        turns = turns_of(self._places[key], self._playlist, now) if key in self._places else ()
        if not turns:
            if self._due.pop(key, ""):
                self._settle()  # its hours are over: back to its own scene
            return None
        self._turns[key] = tuple(turn.scene for turn in turns)
        return due(turns, now)

    def _show(self, window: WallWindow, name: str) -> None:
        """Change the scene, softly where the wall's owner wants it so."""
        scene = self._scene(name)
        if scene is window.scene:
            return
        playlist = self._playlist
        if playlist is not None and playlist.fades and not self.context.options.reduced_motion:
            fade_to(window, scene)
        else:
            window.show_scene(scene)

    def _give_clock(self, rightmost: str) -> None:
        """One clock a wall, at its right end."""
        for key, window in self.windows.items():
            if key in self._places:
                window.set_place(self._places[key].number, has_clock=key == rightmost)

    def _renew(self) -> None:
        """Scenes or playlist were read anew: show what they are now."""
        self.context.notices.scenes = self._library.trouble
        for window in self.windows.values():
            scene = self._library.scenes.get(window.scene.name)
            if scene is None or scene != window.scene:
                window.show_scene(scene or self._scene("overview"))
        self.keep_time()

    @property
    def _playlist(self) -> Playlist | None:
        """The playlist, unless one scene was asked for."""
        return None if self.context.options.scene else self._library.playlist

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
        return self._is_in_crisis(window) or self._remote.keeps(window)

    def _is_in_crisis(self, window: WallWindow) -> bool:
        return self._takeover is not None and window in self._takeover.windows

    def _make_window(self, scene: Scene, scale: float) -> WallWindow:
        window = WallWindow(self.context, scene, scale=scale)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        window.end_requested.connect(self.close)
        window.formulas_requested.connect(lambda: toggle_formulas(window))
        return window

    def _scene(self, name: str) -> Scene:
        return self._library.scenes.get(name) or self._library.scenes["overview"]

    def _scale_of(self, monitor: Monitor) -> float:
        return self._scale_for(monitor.width, monitor.height, inches=monitor.diagonal_inches)

    def _scale_for(self, width: int, height: int, *, inches: float = 0.0) -> float:
        """For a picture of so many device pixels; `inches` is what the screen says of itself."""
        options = self.context.options
        return options.scale or legible_scale(
            pixels_diagonal=math.hypot(width, height),
            diagonal_inches=options.diagonal_inches or inches,
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
