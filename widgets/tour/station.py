"""Opens a tour: the guests' window on the larger monitor, the speaker's on another. Known by the front door; knows the
tour, its windows and wall.library."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.core.clock import Clock
from app.core.errors import BadInput
from app.core.i18n import _
from app.core.paths import resources
from app.link.base import Link
from app.link.guard import GuardedLink
from app.link.tape import TapeLink
from app.wire.tape import read_tape
from widgets.theme.desk import desk_look
from widgets.theme.wall import wall_theme
from widgets.tour.audience import Audience
from widgets.tour.library import ScriptFile, shipped_script
from widgets.tour.options import TourOptions
from widgets.tour.placing import Placing
from widgets.tour.script import read_script
from widgets.tour.source import Live, Replayed, Source
from widgets.tour.speaker import Speaker
from widgets.tour.tour import Tour
from widgets.wall.context import WallContext
from widgets.wall.registry import panel_kinds
from widgets.wall.scenes import BadScene, Scene, load_scenes, read_words
from widgets.wall.words import Words


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
    shipped = shipped_script(live=source.is_live)
    file = ScriptFile(options.script or shipped, shipped=shipped, scenes=scenes, moments=_moments())
    context = WallContext(link=source.link, theme=wall_theme(), words=Words(options.wall.locale), options=options.wall)
    first = file.script.stops[min(options.stop, len(file.script.stops)) - 1]
    audience = Audience(context, scenes.get(first.scene) or scenes["overview"])
    look = desk_look(options.theme, text_size=options.text_size)
    speaker = Speaker(look, right_to_left=options.wall.right_to_left)
    tour = Tour(file, source, scenes=scenes, audience=audience, speaker=speaker, clock=clock)
    file.setParent(tour)
    Placing(app, audience=audience, speaker=speaker, size=options.wall.size, notes=options.notes)
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
