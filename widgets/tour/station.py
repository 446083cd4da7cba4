"""Opens a tour: the guests' window on the larger monitor, the speaker's on another. Known by the front door; knows the
tour, its windows and wall.library."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QApplication, QWidget

from app.core.clock import Clock
from app.core.errors import BadInput
from app.core.i18n import _
from app.core.paths import resources
from app.link.base import Link
from app.link.guard import GuardedLink
from app.link.tape import TapeLink
from app.wire.tape import read_tape
from widgets.shell.screens import Monitor, Screens
from widgets.theme.desk import desk_look
from widgets.theme.wall import wall_theme
from widgets.tour.audience import Audience
from widgets.tour.library import ScriptFile, shipped_script
from widgets.tour.options import TourOptions
from widgets.tour.script import read_script
from widgets.tour.source import Live, Replayed, Source
from widgets.tour.speaker import Speaker
from widgets.tour.tour import Tour
from widgets.wall.context import WallContext
from widgets.wall.registry import panel_kinds
from widgets.wall.scenes import BadScene, Scene, load_scenes, read_words
from widgets.wall.words import Words

SPEAKER_SIZE = (1280, 800)


def shipped_tape() -> Path:
    """The recording that comes with the program."""
    return resources() / "tour" / "norvane.msgpack.gz"


def replayed(clock: Clock | None = None) -> Replayed:
    """The shipped recording. Raises BadInput where it cannot be read."""
    return Replayed(TapeLink(read_tape(shipped_tape()), clock=clock))


def live(link: Link) -> Live:
    """A hub, seen through the guard."""
    return Live(GuardedLink(link))


def open_tour(app: QApplication, source: Source, options: TourOptions, *, clock: Clock | None = None) -> Tour:
    """Open both windows at the chosen stop. Raises BadInput for scene files that cannot be read."""
    scenes = tour_scenes(options.wall.scenes)
    file = ScriptFile(options.script or shipped_script(), scenes=scenes, moments=_moments())
    context = WallContext(link=source.link, theme=wall_theme(), words=Words(options.wall.locale), options=options.wall)
    first = file.script.stops[min(options.stop, len(file.script.stops)) - 1]
    audience = Audience(context, scenes.get(first.scene) or scenes["overview"])
    look = desk_look(options.theme, text_size=options.text_size)
    speaker = Speaker(look, right_to_left=options.wall.right_to_left)
    tour = Tour(file, source, scenes=scenes, audience=audience, speaker=speaker, clock=clock)
    file.setParent(tour)
    _place(tour, options, Screens(app, tour).now())
    tour.go(options.stop - 1)
    return tour


def tour_scenes(more: Path | None) -> Mapping[str, Scene]:
    """The wall's scenes, the tour's own, and this machine's. A broken one of this machine leaves the shipped ones."""
    kinds = panel_kinds()
    shipped = {**load_scenes(kinds=kinds), **load_scenes(kinds=kinds, more=resources() / "tour" / "scenes")}
    try:
        return {**shipped, **load_scenes(kinds=kinds, more=more)} if more is not None else shipped
    except BadInput:
        return shipped


def check_tour(file: Path, *, more: Path | None) -> list[str]:
    """One sentence for each thing that is wrong with a script, with its line; none when it can be led through."""
    try:
        read_script(read_words(file), file=file.name, scenes=tour_scenes(more), moments=_moments())
    except BadScene as error:
        return [
            _("{file}, line {line}: {words}").format(file=error.file, line=one.line, words=one.words)
            if one.line
            else f"{error.file}: {one.words}"
            for one in error.problems
        ]
    except BadInput as error:
        return [error.message]
    return []


def _moments() -> Iterable[str]:
    return [moment.name for moment in read_tape(shipped_tape()).moments]


def _place(tour: Tour, options: TourOptions, monitors: list[tuple[Monitor, QScreen]]) -> None:
    """Guests on the largest monitor in full, the speaker on another; both as ordinary windows where a size is given."""
    audience, speaker = tour.audience, tour.speaker
    speaker.resize(*SPEAKER_SIZE)
    if options.wall.size is not None:
        audience.resize(*options.wall.size)
        audience.show()
        speaker.setVisible(options.notes)
    else:
        guests, others = _shared(monitors)
        if guests is not None:
            audience.setScreen(guests)
            audience.setGeometry(guests.geometry())
        audience.showFullScreen()
        if others:
            speaker.setScreen(others[0])
            speaker.setGeometry(others[0].availableGeometry())
        speaker.setVisible(bool(others) or options.notes)
    _give_keys(audience)


def _shared(monitors: list[tuple[Monitor, QScreen]]) -> tuple[QScreen | None, list[QScreen]]:
    """The guests' monitor, and those that are left."""
    if not monitors:
        return None, []
    ordered = sorted(monitors, key=lambda one: one[0].diagonal_inches or one[0].pixels_diagonal / 100, reverse=True)
    return ordered[0][1], [screen for _monitor, screen in ordered[1:]]


def _give_keys(window: QWidget) -> None:
    window.activateWindow()
    window.setFocus()
