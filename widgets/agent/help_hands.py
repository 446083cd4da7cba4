"""Opens the manual where it fits: at what is done in the window, or at the question that is asked. Known by actions;
knows the help page, the dialogs and the desk."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from widgets.agent.desk import Desk
from widgets.agent.seat import Seat
from widgets.dialogs.help_page import HelpPage
from widgets.dialogs.palette import Palette
from widgets.kit.desk_dialog import DeskDialog
from widgets.kit.help_key import Place
from widgets.models.composition import NOTE


class HelpHands(QObject):
    """The manual of one window."""

    def __init__(self, seat: Seat, desk: Desk) -> None:
        super().__init__(seat)
        self._seat, self._desk = seat, desk
        seat.help_requested.connect(self.show_over)

    def show(self) -> None:
        """The manual, from the heading that fits what is done here."""
        self._seat.ask(self._page(self.here(), self._seat))

    def show_over(self, dialog: QDialog) -> None:
        """The manual over a question, which stays as it is; the manual needs none for itself."""
        if not isinstance(dialog, HelpPage):
            self._seat.ask_over(self._page(self._about(dialog), dialog), dialog)

    def _about(self, dialog: QDialog) -> Place:
        """Where a question is explained, else the one it was asked over, else what is done in the window."""
        asked: QWidget | None = dialog
        while isinstance(asked, DeskDialog | Palette):
            if asked.help_at is not None:
                return asked.help_at
            asked = asked.parentWidget()
        return self.here()

    def here(self) -> Place:
        """What fits the window as it is now."""
        desk, composition = self._desk, self._desk.composition
        if not desk.live:
            heading = "When the hub is away"
        elif desk.directory.hold():
            heading = "Holding"
        elif self._seat.content.conversation.composer.text.hasFocus():
            writes_note = composition is not None and composition.mode == NOTE
            troubled = desk.directory.troubled(desk.open_id) is not None
            heading = "When a reply is not taken" if troubled else "Together" if writes_note else "Sending"
        else:
            heading = "First steps"
        return "desk", heading

    def _page(self, place: Place, over: Seat | QDialog) -> HelpPage:
        name, heading = place
        return HelpPage(self._seat.look, name, anchor=heading, parent=over)
