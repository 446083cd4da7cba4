"""`main.py hub`: the headless process. Known by app.cli; knows hub."""

import argparse
import asyncio
import sys

from app.core import log, settings
from app.core.disk import made
from app.core.files import allow_many
from app.core.i18n import speak
from app.core.paths import data_dir
from app.core.priority import step_back
from app.core.settings import Settings
from app.hub.lock import FolderTaken
from app.hub.main import run_hub
from app.link.child import ALREADY_RUNNING


def run(options: argparse.Namespace) -> int:
    """Run until SIGTERM; 3 when another hub has the folder. One that a station has started steps back for it."""
    if options.linger is not None:
        step_back()
    allow_many()
    data = made(data_dir(options.data, demo=options.demo))
    log.set_up(level=options.log or "info", folder=data.logs, name="hub", aloud=options.linger is None)
    loaded = settings.load(data.settings)
    speak(options.language, loaded.language)
    try:
        asyncio.run(run_hub(data, chosen(loaded, options), demo=options.demo))
    except FolderTaken as error:
        print(error, file=sys.stderr)
        return ALREADY_RUNNING
    return 0


def chosen(loaded: Settings, options: argparse.Namespace) -> Settings:
    """The settings with what the command line overrides; a demo hub names its company and releases clean posts."""
    hub: dict[str, object] = {}
    if options.listen:
        hub["listen"] = options.listen
    if options.linger is not None:
        hub["linger_minutes"] = options.linger
    changed = loaded.model_copy(update={"hub": loaded.hub.model_copy(update=hub)})
    if options.demo:
        from app.hub.demo import ORGANISATION

        wall = changed.wall.model_copy(update={"policy": "hold_doubtful"})
        changed = changed.model_copy(update={"organisation": ORGANISATION, "wall": wall})
    return changed
