"""A station process that notes when its wall has painted what. Started by `bench latency`; knows the wall and link.

python -m widgets.bench.watching DATA_FOLDER
"""

import sys
from argparse import Namespace
from contextlib import AsyncExitStack
from typing import Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from app.core.marks import mark
from app.link.mirror import Mirror
from app.link.reach import live, open_link
from app.wire.feeds import VolumeFeed
from widgets.shell.application import run_station
from widgets.wall.options import WallOptions
from widgets.wall.station import open_wall

COUNTED = VolumeFeed(minutes=60, step=1)


class PaintWatch(QObject):
    """After each paint of any part of a window, marks how many posts its rows held."""

    def __init__(self, window: QWidget, mirror: Mirror) -> None:
        super().__init__(window)
        self._mirror = mirror
        for part in (window, *window.findChildren(QWidget)):
            part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            held = sum(row.posts for row in self._mirror.rows.values())
            watched.removeEventFilter(self)
            watched.event(event)
            watched.installEventFilter(self)
            mark("painted", posts=held)
            return True
        return False


def main(folder: str) -> int:
    """Show a wall on the folder's hub until terminated."""
    options = Namespace(data=folder, demo=False, hub=None, token_file=None, ca=None, log="error", language="")

    async def build(app: Any, scope: Any) -> list[QWidget]:
        stack = AsyncExitStack()
        client = await open_link(options, stack, mode="wall")
        await live(client)
        windows = await open_wall(app, client, WallOptions(size=(1920, 1080), paced=False))
        mirror = client.subscribe(COUNTED)
        for window in windows:
            PaintWatch(window, mirror)
        mirror.listen(lambda _mirror, change: mark("ready") if change.whole else None)
        return windows

    return run_station(build)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
