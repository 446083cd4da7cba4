"""Opens a desk on a link. Known by the front door; knows window, desk and journal."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget

from app.core.paths import data_dir
from app.core.tasks import TaskScope
from app.link.base import Link
from widgets.agent.desk import Desk
from widgets.agent.options import DeskOptions
from widgets.agent.window import DeskWindow, set_direction
from widgets.models.desk_memory import DeskMemory
from widgets.models.journal import Journal
from widgets.theme.desk import palette

SIZE = (1600, 1000)


async def open_desk(
    app: QApplication, link: Link, options: DeskOptions, *, scope: TaskScope | None = None
) -> list[QWidget]:
    """Open the agent's window on a link that is connected or connecting; the window lives until it is closed.

    `scope` owns the desk's calls; without one the desk has its own, which ends with its last call.
    """
    set_direction(app, right_to_left=options.right_to_left)
    folder = options.drafts if options.drafts is not None else data_dir().root / "drafts"
    desk = Desk(link, journal=Journal(folder), scope=scope or TaskScope("desk"))
    memory = DeskMemory(options.memory)
    window = DeskWindow(desk, theme=options.theme, text_size=options.text_size, guide=options.guide, memory=memory)
    window.hands.walls.edit_scenes = options.edit_scenes
    window.hands.team.start_desk = options.start_desk
    app.setPalette(palette(window.look))
    if options.geometry is not None:
        window.setGeometry(options.geometry)
    elif memory.lasts:
        window.find_place(QSize(*SIZE))
    else:
        window.resize(*SIZE)
    desk.setParent(window)
    desk.begin()
    window.show()
    window.content.queue.take_focus()
    return [window]
