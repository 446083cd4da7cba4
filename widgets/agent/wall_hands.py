"""What a desk does for the walls: judges held posts, directs screens, puts all of them on the neutral scene. Known by
actions and commands; knows the desk and dialogs."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog
from shiboken6 import isValid

from app.core.errors import FishbowlError
from app.core.i18n import _
from app.domain.walls import ALL, Verb
from app.wire.feeds import StationFeed, StationRow
from app.wire.screen_calls import EnrolScreen, PlaceScreen, RemoveScreen
from app.wire.wall_calls import DirectWall, Moderate, SetPanic
from widgets.agent.desk import Desk
from widgets.agent.options import EditScenes
from widgets.agent.seat import Seat
from widgets.dialogs.ask_words import AskWords
from widgets.dialogs.confirm import Confirm
from widgets.dialogs.enrol_screen import EnrolScreenDialog
from widgets.dialogs.held_posts import HeldPostsDialog
from widgets.dialogs.help_page import HelpPage
from widgets.dialogs.on_walls import OnWallsDialog
from widgets.dialogs.wall_figures import WallFigures
from widgets.dialogs.wall_order import WallOrderDialog
from widgets.dialogs.walls import WallsDialog
from widgets.models.held_posts import HeldPosts
from widgets.models.on_walls import OnWalls
from widgets.models.watch import Watch
from widgets.models.words import isolate

STATIONS = StationFeed()
HOLD_MINUTES = 60
"""A hold ends by itself, in case nobody thinks of it."""


class WallHands(QObject):
    """The hands for walls of one desk.

    Attributes:
        edit_scenes: makes the editor of this machine's scenes; None where there is none.
    """

    def __init__(self, seat: Seat, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._seat, self._desk = seat, desk
        self.edit_scenes: EditScenes | None = None
        self._enrolling: EnrolScreenDialog | None = None

    def is_panic(self) -> bool:
        """Whether every wall shows its neutral scene."""
        house = self._desk.directory.house()
        return house is not None and house.panic

    def show_held_posts(self) -> None:
        """Go through the posts that wait for a person."""
        desk, directory = self._desk, self._desk.directory
        house = directory.house()
        dialog = HeldPostsDialog(
            self._seat.look,
            HeldPosts(desk.link),
            policy=house.wall_policy if house is not None else "",
            waiting=lambda: directory.count("held_posts"),
            network=lambda name: directory.network(name).title,
            now=desk.link.now(),
            parent=self._seat,
        )
        directory.counts_changed.connect(dialog.refresh)
        dialog.decided.connect(lambda request: self._moderate(dialog, request))
        dialog.shown_requested.connect(lambda: self._instead(dialog, self.show_on_walls))
        self._seat.ask(dialog)

    def show_on_walls(self) -> None:
        """Look through the posts that walls show now, and take one off; undone at the desk as well."""
        desk, directory = self._desk, self._desk.directory
        posts = OnWalls(desk.link)
        dialog = OnWallsDialog(
            self._seat.look,
            posts,
            network=lambda name: directory.network(name).title,
            now=desk.link.now,
            parent=self._seat,
        )
        dialog.decided.connect(lambda request: self._moderate(dialog, request))
        dialog.held_requested.connect(lambda: self._instead(dialog, self.show_held_posts))
        dialog.finished.connect(lambda _result: self._remember(dialog, posts))
        self._seat.ask(dialog)

    def show_walls(self) -> None:
        """Direct the walls."""
        dialog = WallsDialog(self._seat.look, Watch(self._desk.link, STATIONS), self._seat)
        dialog.ordered.connect(lambda target, verb: self._order(dialog, target, verb))
        dialog.panic_requested.connect(self.panic)
        dialog.enrol_requested.connect(lambda: self._ask_code(over=dialog))
        dialog.figures_requested.connect(lambda: self._show_figures(dialog))
        dialog.place_requested.connect(lambda wall: self._ask_room(wall, over=dialog))
        dialog.removal_requested.connect(lambda wall: self._ask_removal(wall, over=dialog))
        self._seat.ask(dialog)

    def enrol(self) -> None:
        """Let in a wall that shows a code."""
        self._ask_code()

    def show_scenes(self) -> None:
        """Edit the scenes of this machine's wall."""
        if self.edit_scenes is not None:
            self._seat.ask(self.edit_scenes(self._seat.look, self._seat))

    def panic(self) -> None:
        """Every wall neutral, at once; nothing is asked first."""
        self._desk.ask(SetPanic(on=True), lambda _answer: self._desk.done.emit(_("Every wall is neutral"), False))

    def ask_calm(self) -> None:
        """Ask before the walls show their scenes again."""
        dialog = Confirm(
            self._seat.look,
            _("Let the walls go on?"),
            _("Every wall shows its scenes again, with the posts that are released now."),
            safe=_("Keep them neutral"),
            act=_("Let the walls go on"),
            parent=self._seat,
        )
        dialog.accepted.connect(lambda: self._desk.ask(SetPanic(on=False)))
        self._seat.ask(dialog, help_at=("scenes", "Rooms, walls, screens"))

    def _moderate(self, dialog: HeldPostsDialog | OnWallsDialog, request: Moderate) -> None:
        def refuse(error: FishbowlError) -> None:
            if isValid(dialog):
                dialog.refuse(request, error)
            else:
                self._desk.problem.emit(error)

        self._desk.ask(request, None, refuse)

    def _instead(self, dialog: QDialog, then: Callable[[], None]) -> None:
        dialog.accept()
        then()

    def _remember(self, dialog: OnWallsDialog, posts: OnWalls) -> None:
        """What was taken off can be put back with the desk's own undo."""
        for post_id in dialog.taken_off:
            self._desk.deeds.undo_list.push((posts.put_back(post_id),))

    def _order(self, dialog: WallsDialog, target: str, verb: Verb) -> None:
        if verb in {Verb.PIN, Verb.MESSAGE}:
            self._ask_order(dialog, target, verb)
        else:
            minutes = HOLD_MINUTES if verb is Verb.HOLD else 0
            self._desk.ask(DirectWall(target=target, verb=verb, minutes=minutes))

    def _ask_order(self, dialog: WallsDialog, target: str, verb: Verb) -> None:
        wall = _("all walls") if target == ALL else dialog.name
        scenes = dialog.scenes() if verb is Verb.PIN else None
        question = WallOrderDialog(self._seat.look, wall, scenes=scenes, parent=dialog)
        question.answered.connect(lambda words, minutes: self._give(target, verb, words, minutes))
        self._open_over(question, dialog)

    def _give(self, target: str, verb: Verb, words: str, minutes: int) -> None:
        pinned = verb is Verb.PIN
        self._desk.ask(
            DirectWall(
                target=target,
                verb=verb,
                scene=words if pinned else "",
                text="" if pinned else words,
                minutes=minutes,
            )
        )

    def _show_figures(self, dialog: WallsDialog) -> None:
        """How what the chosen walls show is made."""
        question = WallFigures(self._seat.look, dialog.name, dialog.chosen_walls(), parent=dialog)
        question.help_wanted.connect(lambda heading: self._show_formula(heading, over=question))
        self._open_over(question, dialog)

    def _show_formula(self, heading: str, *, over: QDialog) -> None:
        self._open_over(HelpPage(self._seat.look, "formulas", anchor=heading, parent=over), over)

    # screens

    def _ask_code(self, *, over: QDialog | None = None) -> None:
        dialog = EnrolScreenDialog(self._seat.look, Watch(self._desk.link, STATIONS), over or self._seat)
        self._enrolling = dialog
        dialog.requested.connect(self._enrol)
        dialog.finished.connect(self._enrolled)
        if over is None:
            self._seat.ask(dialog)
        else:
            self._open_over(dialog, over)

    def _enrol(self, request: EnrolScreen) -> None:
        self._desk.ask(request, lambda _screen: self._let_in(request), self._refuse)

    def _let_in(self, request: EnrolScreen) -> None:
        self._desk.done.emit(_("{screen} is let in").format(screen=request.name), False)
        if self._enrolling is not None:
            self._enrolling.let_in()

    def _refuse(self, error: FishbowlError) -> None:
        if self._enrolling is not None:
            self._enrolling.refuse(error)

    def _enrolled(self) -> None:
        self._enrolling = None

    def _ask_room(self, wall: StationRow, *, over: QDialog) -> None:
        question = AskWords(
            self._seat.look,
            _("Where does {wall} hang?").format(wall=isolate(wall.title or wall.name)),
            _("An order for a room means every wall in it. Leave it empty for none."),
            label=_("Room"),
            safe=_("Leave it"),
            act=_("Keep it"),
            value=wall.room,
            may_be_empty=True,
            parent=over,
        )
        question.answered.connect(lambda room: self._desk.ask(PlaceScreen(station=wall.name, room=room)))
        self._open_over(question, over)

    def _ask_removal(self, wall: StationRow, *, over: QDialog) -> None:
        question = Confirm(
            self._seat.look,
            _("Send {wall} away?").format(wall=isolate(wall.title or wall.name)),
            _("It shows nothing more of ours, and a code to be let in again."),
            safe=_("Keep it"),
            act=_("Send it away"),
            parent=over,
        )
        question.accepted.connect(lambda: self._desk.ask(RemoveScreen(station=wall.name)))
        self._open_over(question, over)

    def _open_over(self, question: QDialog, dialog: QDialog) -> None:
        question.finished.connect(lambda _result: dialog.activateWindow())
        question.open()
