"""The dialogs about the house itself, as `rooms` has those of the desk: what its walls show. Known by the tests that
look at all of them."""

from PySide6.QtWidgets import QApplication

from app.wire.feeds import OnWallFeed
from tests.widgets.agent.desk_stage import DeskStage
from tests.widgets.models.test_on_walls import place, row
from tests.widgets.rooms.rooms import LONG_POST, Way
from widgets.dialogs.on_walls import OnWallsDialog


def _on_walls(stage: DeskStage) -> None:
    """Many posts; the first long, on a wall with a long name that cannot be reached, and taken off just now."""
    away = place("Eingangshalle des Verwaltungsgebäudes", room="Erdgeschoss", here=False)
    many = tuple(place(screen=number) for number in range(1, 7))
    link = stage.hub.link
    link.fill(OnWallFeed(), {str(number): row(number, places=many[: number % 7 or 1]) for number in range(2, 31)})
    link.put(OnWallFeed(), {"1": row(1, text=LONG_POST, places=(away,))})
    stage.window.run("on_walls")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, OnWallsDialog)
    dialog._go(1)
    dialog.take_off()


DIALOGS: dict[str, Way] = {
    "on-walls": _on_walls,
    "nothing-on-walls": lambda stage: stage.window.run("on_walls"),
}
"""Every question and sheet about the house."""
