"""A tour's start: on a replay no hub is looked for and none is started. Known by the front door; knows front, link and,
lazily, the tour."""

import argparse
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from app.core.disk import made
from app.core.errors import BadInput, FishbowlError
from app.core.i18n import _, is_right_to_left, speak
from app.core.paths import data_dir
from widgets.shell.front import find_display, hold_open, refused, said, scenes_folder, wall_options

if TYPE_CHECKING:
    from app.core.settings import Settings
    from widgets.tour.source import Source

SMALLEST_STOP = 1
"""The first stop."""


def show_tour(options: argparse.Namespace) -> int:
    """Open the guests' and the speaker's window and live until they are closed; the exit status."""
    try:
        if options.check:
            return _checked(options)
        find_display(options)
    except FishbowlError as error:
        return said(error)
    try:
        data = made(data_dir(options.data, demo=options.demo))
        from app.core import log, settings

        log.set_up(level=options.log or "info", folder=data.logs, name="station-tour")
        chosen = settings.load(data.settings)
        speak(options.language, chosen.language)
        return _live(options, chosen)
    except FishbowlError as error:
        refused(options, error)
        return said(error)


def _live(options: argparse.Namespace, chosen: "Settings") -> int:
    from widgets.shell.application import run_station
    from widgets.tour.station import open_tour

    async def build(app: Any, scope: Any) -> list[Any]:
        tour = open_tour(app, await _source(options, scope), tour_options(options, chosen))
        if options.screenshot is None:
            from widgets.shell.awake import keep_awake

            keep_awake()
        return [tour.audience, tour.speaker]

    return run_station(build, screenshot=options.screenshot, after=options.after)


async def _source(options: argparse.Namespace, scope: Any) -> "Source":
    from widgets.tour.station import live, replayed

    if not options.live:
        return replayed()
    from app.link.reach import open_link

    stack = AsyncExitStack()
    scope.spawn("link", hold_open(stack))
    try:
        return live(await open_link(options, stack, mode="tour"))
    except FishbowlError:
        await stack.aclose()
        raise


def tour_options(options: argparse.Namespace, chosen: "Settings") -> Any:
    """The tour's choices from command line and settings. Raises BadInput for a stop below the first."""
    from widgets.tour.options import TourOptions

    if options.stop < SMALLEST_STOP:
        raise BadInput(_("Stops are counted from 1."))
    wall = wall_options(options, chosen)
    return TourOptions(
        wall=replace(wall, reduced_motion=options.still, memory=None, right_to_left=is_right_to_left()),
        script=options.script,
        stop=options.stop,
        theme=options.theme or "dark",
        text_size=options.text_size or TourOptions.text_size,
        notes=options.notes or options.screenshot is not None,
    )


def _checked(options: argparse.Namespace) -> int:
    """Say what is wrong with the script; the exit status."""
    from widgets.tour.library import shipped_script
    from widgets.tour.station import check_tour

    file = options.script or shipped_script(live=options.live)
    problems = check_tour(file, more=scenes_folder(options))
    for problem in problems:
        print(problem)  # noqa: T201 - said to whoever asked
    if not problems:
        print(_("The tour in {file} can be led through.").format(file=file))  # noqa: T201 - said to whoever asked
    return 1 if problems else 0
