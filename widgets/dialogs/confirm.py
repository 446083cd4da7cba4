"""Asks once more before something that cannot be taken back, or that others will see. Known by the faces; knows
kit."""

from PySide6.QtWidgets import QWidget

from widgets.kit.desk_button import Mark
from widgets.kit.desk_dialog import DeskDialog
from widgets.theme.desk import DeskLook


class Confirm(DeskDialog):
    """A question with a safe and a named acting answer; `accepted` is the acting one."""

    def __init__(
        self,
        look: DeskLook,
        head: str,
        words: str,
        *,
        safe: str,
        act: str,
        mark: Mark | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, head, words, parent=parent)
        self.answer_with(safe, act, mark=mark)
