"""Opens the manual where it fits: at what is done in the window, or at the question that is asked. Known by actions;
knows the help page, the dialogs and the desk."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from widgets.agent.desk import Desk
from widgets.agent.seat import Seat
from widgets.dialogs.about_figure import AboutFigures
from widgets.dialogs.account_form import AccountForm
from widgets.dialogs.accounts import AccountsDialog
from widgets.dialogs.alarms import AlarmsDialog
from widgets.dialogs.ask_labels import AskLabels
from widgets.dialogs.change_account import ChangeAccountDialog
from widgets.dialogs.crisis import CrisisDialog
from widgets.dialogs.declare_crisis import DeclareCrisis
from widgets.dialogs.describe_picture import DescribePicture
from widgets.dialogs.enrol_screen import EnrolScreenDialog
from widgets.dialogs.guide import GuideDialog
from widgets.dialogs.held import HeldDialog
from widgets.dialogs.held_posts import HeldPostsDialog
from widgets.dialogs.help_page import HelpPage
from widgets.dialogs.keys_settings import KeysDialog
from widgets.dialogs.keys_sheet import KeysSheet
from widgets.dialogs.own_replies import OwnRepliesDialog
from widgets.dialogs.preview import PreviewDialog
from widgets.dialogs.routing import RoutingDialog
from widgets.dialogs.scene_editor import SceneEditor
from widgets.dialogs.walls import WallsDialog
from widgets.models.composition import NOTE

Place = tuple[str, str]
"""A page and one of its headings, in English; an empty heading is the page's beginning."""

PLACES: dict[type[QDialog], Place] = {
    AboutFigures: ("formulas", ""),
    AccountForm: ("networks", ""),
    AccountsDialog: ("networks", ""),
    AlarmsDialog: ("desk", "When it is a crisis"),
    AskLabels: ("desk", "Together"),
    ChangeAccountDialog: ("desk", "Sending"),
    CrisisDialog: ("desk", "When it is a crisis"),
    DeclareCrisis: ("desk", "When it is a crisis"),
    DescribePicture: ("desk", "Pictures"),
    EnrolScreenDialog: ("scenes", "Letting a wall in"),
    GuideDialog: ("desk", "First steps"),
    HeldDialog: ("desk", "Holding"),
    HeldPostsDialog: ("scenes", "Rooms, walls, screens"),
    KeysDialog: ("desk", "Keys"),
    KeysSheet: ("desk", "Keys"),
    OwnRepliesDialog: ("desk", "When a reply is not taken"),
    PreviewDialog: ("desk", "Sending"),
    RoutingDialog: ("desk", "Work that comes to you"),
    SceneEditor: ("scenes", "The editor"),
    WallsDialog: ("scenes", "Rooms, walls, screens"),
}
"""Where a question is explained; every other one is explained by what is done around it."""


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
            self._seat.ask_over(self._page(PLACES.get(type(dialog), self.here()), dialog), dialog)

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
