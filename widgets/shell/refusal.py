"""Says in a window why a desk or a tour cannot be opened: whoever started it from a menu sees no standard error. Known
by the front door; knows kit and theme."""

from typing import Any

from PySide6.QtCore import Qt

from app.core.errors import FishbowlError
from app.core.i18n import _
from widgets.kit.desk_dialog import DeskDialog
from widgets.shell.application import run_station
from widgets.theme.desk import THEMES, DeskLook, desk_look

WIDTH = 520
USUAL = 100


class Refusal(DeskDialog):
    """What is wrong, and the way out."""

    def __init__(self, look: DeskLook, error: FishbowlError) -> None:
        super().__init__(look, _("Fishbowl cannot be opened"), str(error), width=WIDTH)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)  # the station that shows it closes it
        self.answer_with(_("Close"), "")


def show_refusal(error: FishbowlError, *, theme: str, text_size: int) -> None:
    """Show it until somebody closes it. The theme may be any, and the text size 0 for the usual one."""
    look = desk_look(theme if theme in THEMES else "dark", text_size=text_size or USUAL)

    async def build(_app: Any, _scope: Any) -> list[Refusal]:
        refusal = Refusal(look, error)
        refusal.show()
        return [refusal]

    run_station(build)
