"""A face's start: the hub is launched first, then Qt, so that both come up side by side. Known by main.py; knows
link, the shell and, lazily, the chosen face.

Importing this module imports no Qt: the hub's process is under way before the first window's code is read.
"""

import argparse
import asyncio
import sys
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.core.disk import made, told_in_words
from app.core.errors import FishbowlError
from app.core.i18n import _, is_right_to_left, language, speak
from app.core.paths import data_dir
from app.link.child import local_hub
from widgets.shell.beside import start_desk
from widgets.shell.display import go_off_screen_without_display, is_off_screen
from widgets.watch.memory import keep_little
from widgets.watch.pulse import TROUBLE, is_watched

if TYPE_CHECKING:
    from app.core.settings import Settings
    from app.link.client import HubClient
    from app.link.enrol import EnrolledHub

DEMO_PICTURES = "fishbowl-demo.png"
DEMO_SECONDS = 40.0
"""Long enough for two days of history to come in and to be learned from."""


def show(options: argparse.Namespace) -> int:
    """Open the windows of a face and live until they are closed; the exit status."""
    if options.mode == "demo":
        options.demo = True
    try:
        if getattr(options, "check", False):
            return _checked(options)
        find_display(options)
    except FishbowlError as error:
        return said(error)
    try:
        data = made(data_dir(options.data, demo=options.demo))
        hub = None if options.hub else local_hub(options)
        if hub is not None:
            hub.launch()
        from app.core import log, settings  # read while the hub comes up

        log.set_up(level=options.log or "info", folder=data.logs, name=f"station-{options.mode}")
        chosen = settings.load(data.settings)
        speak(options.language, chosen.language)
        return _live(options, chosen, hub)
    except FishbowlError as error:
        status = said(error)
        if options.mode == "wall" and options.screenshot is None:
            return _shown(options, error)
        refused(options, error)
        return status


def said(error: FishbowlError) -> int:
    """Say what is wrong to whoever started us; the exit status."""
    print(error.message, error.hint, sep="\n", file=sys.stderr)  # noqa: T201 - said to whoever started us
    return 2


def refused(options: argparse.Namespace, error: FishbowlError) -> None:
    """Say it in a window as well, where there is a display and nobody asked for a picture."""
    if options.screenshot is None and not is_off_screen():
        from widgets.shell.refusal import show_refusal

        show_refusal(error, theme=options.theme or "", text_size=options.text_size or 0)


def _shown(options: argparse.Namespace, error: FishbowlError) -> int:
    """A wall is never dark: what is wrong stands on it until somebody closes it or the watchdog's next try."""
    from widgets.shell.application import run_station
    from widgets.wall.heart import beating
    from widgets.wall.trouble import show_trouble

    try:
        size = window_size(options)
    except FishbowlError:
        size = None

    windows: list[Any] = []

    async def build(app: Any, _scope: Any) -> list[Any]:
        windows.extend(show_trouble(app, error, size=size, again=is_watched()))
        if is_watched():
            beating(app, ceiling_mb=0)
        return windows

    run_station(build)
    return 0 if any(window.is_given_up for window in windows) else TROUBLE


def _live(options: argparse.Namespace, chosen: "Settings", hub: Any) -> int:
    from app.link.reach import open_link, open_screen_link
    from widgets.shell.application import run_station
    from widgets.shell.painted import FirstPaint

    links: list[tuple[HubClient, EnrolledHub | None]] = []

    async def build(app: Any, scope: Any) -> list[Any]:
        stack = AsyncExitStack()
        scope.spawn("link", hold_open(stack))
        enrolled = None
        try:
            if options.mode == "wall":
                client, enrolled = await open_screen_link(options, stack, local=hub)
            else:
                client = await open_link(options, stack, mode=options.mode, local=hub)
        except FishbowlError:
            await stack.aclose()
            raise
        links.append((client, enrolled))
        windows: list[Any] = []
        if options.mode in ("wall", "demo"):
            from widgets.wall.station import open_wall

            windows += await open_wall(app, client, wall_options(options, chosen), scope=scope, hub=enrolled)
            if options.screenshot is None:
                _look_after(app, chosen)
        if options.mode in ("agent", "demo"):
            from PySide6.QtCore import QTimer

            from widgets.agent.station import open_desk
            from widgets.shell.collector import SETTLED_MS, settle

            windows += await open_desk(app, client, desk_options(options), scope=scope)
            QTimer.singleShot(SETTLED_MS, app, settle)
        for window in windows:
            FirstPaint(window)
        return windows

    status = run_station(build, screenshot=options.screenshot, after=options.after)
    if not options.screenshot:
        return status
    _name_pictures(options.screenshot)
    return status or _said_why(links)


def _look_after(app: Any, chosen: "Settings") -> None:
    """What a wall needs that nobody stands beside."""
    from widgets.shell.awake import keep_awake
    from widgets.shell.collector import settle
    from widgets.wall.heart import beating

    keep_awake()
    keep_little()
    if is_watched():
        beating(app, ceiling_mb=chosen.wall.memory_ceiling_mb)
    settle()


def _said_why(links: "list[tuple[HubClient, EnrolledHub | None]]") -> int:
    """A picture without a hub behind it shows nothing new: say what is missing, and fail."""
    for client, screen in links:
        if not client.welcomed:
            print(what_is_missing(client, screen), file=sys.stderr)  # noqa: T201 - said to whoever started us
            return 1
    return 0


def what_is_missing(client: "HubClient", screen: "EnrolledHub | None") -> str:
    """Why a hub did not welcome this station, in words, and what to do."""
    if screen is not None and screen.code:
        return "\n".join(
            (
                _("This screen is not let in yet, so the picture shows its code and nothing else."),
                _("Start it once without --screenshot and let it in at a desk, or give it --token-file."),
            )
        )
    said = client.reason or (screen.trouble if screen is not None else "")
    return said or _("The hub did not come up in time.")


async def hold_open(stack: AsyncExitStack) -> None:
    """Keep what the stack holds until this task is cancelled, then close it in order."""
    try:
        await asyncio.Event().wait()
    finally:
        await stack.aclose()


def find_display(options: argparse.Namespace) -> None:
    """Without a display say so and render off screen, as pictures; a wall or desk alone then needs --screenshot."""
    missing = go_off_screen_without_display()
    if options.mode == "demo" and is_off_screen():
        _picture_demo(options)
    if missing and options.screenshot is None:
        raise FishbowlError(
            _("There is no display here."),
            hint=_("Start it in a graphical session, or add --screenshot FILE to have a picture instead."),
        )


def _picture_demo(options: argparse.Namespace) -> None:
    if options.screenshot is None:
        options.screenshot = Path.cwd() / DEMO_PICTURES
        options.after = max(options.after, DEMO_SECONDS)
        print(  # noqa: T201 - said to whoever started us
            _("There is no display here: wall and desk are rendered off screen for {seconds} s.").format(
                seconds=round(options.after)
            )
        )


def _name_pictures(file: Path) -> None:
    for path in sorted(file.parent.glob(f"{file.stem}*{file.suffix or '.png'}")):
        print(_("Picture: {path}").format(path=path))  # noqa: T201 - said to whoever started us


def wall_options(options: argparse.Namespace, chosen: "Settings") -> Any:
    """The wall's choices from command line and settings."""
    from widgets.wall.options import CityClock, WallOptions

    return WallOptions(
        size=window_size(options),
        scene=options.scene or "",
        scenes=scenes_folder(options),
        identify=getattr(options, "identify", False),
        diagonal_inches=chosen.wall.diagonal_inches,
        distance_m=chosen.wall.distance_metres,
        crisis_takes=chosen.wall.crisis_takes,
        clocks=tuple(CityClock("", zone) for zone in chosen.wall.cities),
        locale=language(),
        right_to_left=is_right_to_left(),
        memory=data_dir(options.data, demo=options.demo).root / "screens.json",
    )


def scenes_folder(options: argparse.Namespace) -> Path:
    """Where this machine's own scenes and playlist lie; there from the first start on, so that it can be watched."""
    folder = made(data_dir(options.data, demo=options.demo)).root / "scenes"
    with told_in_words(folder):
        folder.mkdir(exist_ok=True)
    return folder


def _checked(options: argparse.Namespace) -> int:
    """Say what is wrong with the scene files; the exit status."""
    from widgets.wall.checking import check_scenes

    folder = scenes_folder(options)
    problems = check_scenes(folder)
    for problem in problems:
        print(problem)  # noqa: T201 - said to whoever asked
    if not problems:
        print(_("All scenes in {folder} can be shown.").format(folder=folder))  # noqa: T201 - said to whoever asked
    return 1 if problems else 0


def window_size(options: argparse.Namespace) -> tuple[int, int] | None:
    """WxH as numbers; the demo's wall is a window. Raises FishbowlError for anything else."""
    if not options.size:
        return (1920, 1080) if options.mode == "demo" else None
    width, cross, height = options.size.lower().partition("x")
    if not cross or not width.isdecimal() or not height.isdecimal():
        raise FishbowlError(_("“{size}” is not a size; write it like 1920x1080.").format(size=options.size))
    return int(width), int(height)


def desk_options(options: argparse.Namespace) -> Any:
    """The desk's choices from the command line."""
    from PySide6.QtCore import QRect

    from widgets.agent.options import DeskOptions

    size = window_size(options) if options.mode == "agent" else None
    return DeskOptions(
        theme=options.theme or "",
        text_size=options.text_size,
        geometry=QRect(0, 0, *size) if size else None,
        drafts=data_dir(options.data, demo=options.demo).root / "drafts",
        memory=None if options.screenshot else data_dir(options.data, demo=options.demo).root / "desk.json",
        right_to_left=is_right_to_left(),
        edit_scenes=lambda look, parent: _scene_editor(options, look, parent),
        start_desk=lambda demo: start_desk(options, demo=demo),
        guide=options.screenshot is None,
    )


def _scene_editor(options: argparse.Namespace, look: Any, parent: Any) -> Any:
    """The editor of this machine's scenes; read when it is asked for."""
    from widgets.dialogs.scene_editor import SceneEditor

    return SceneEditor(look, scenes_folder(options), locale=language(), parent=parent)
