"""An earlier conversation over a veil, where there is no room beside the open one. Known by actions; knows the view."""

from PySide6.QtWidgets import QWidget

from app.core.i18n import _
from widgets.agent.desk import Desk
from widgets.agent.earlier_view import EarlierView
from widgets.kit.desk_dialog import DeskDialog
from widgets.kit.desk_order import in_order
from widgets.theme.desk import DeskLook

WIDTH, HEIGHT = 680, 560


class EarlierDialog(DeskDialog):
    """To be read, and closed; Esc leads back to where one was.

    Attributes:
        view: what is read.
    """

    help_at = ("desk", "Together")

    help_at = ("desk", "Together")

    def __init__(self, look: DeskLook, desk: Desk, *, highest: int, parent: QWidget | None = None) -> None:
        """`highest`: pixels the view may take at most."""
        head = desk.opened.card.name if desk.opened is not None else _("Person")
        super().__init__(look, head, "", width=WIDTH, parent=parent)
        self.view = EarlierView(look, desk, self)
        self.view.setFixedHeight(min(look.px(HEIGHT), highest))
        self.view.left.connect(self.reject)
        self.view.open_requested.connect(lambda _conversation_id: self.accept())
        self.body.addWidget(self.view)
        self.answer_with(_("Close"), "")
        self.view.begin()
        self.view.thread_view.setFocus()

    def order_focus(self) -> None:
        super().order_focus()
        in_order(*self.view.reading_order())
