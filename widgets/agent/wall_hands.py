"""What a desk does for the walls: judges held posts, directs screens, puts all of them on the neutral scene. Known by
actions and commands; knows the desk and dialogs."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.core.i18n import _
from app.domain.walls import ALL, Verb
from app.wire.feeds import StationFeed
from app.wire.wall_calls import DirectWall, Moderate, SetPanic
from widgets.agent.desk import Desk
from widgets.dialogs.confirm import Confirm
from widgets.dialogs.held_posts import HeldPostsDialog
from widgets.dialogs.wall_order import WallOrderDialog
from widgets.dialogs.walls import WallsDialog
from widgets.models.held_posts import HeldPosts
from widgets.models.watch import Watch
from widgets.models.words import isolate

if TYPE_CHECKING:
    from widgets.agent.window import DeskWindow

HOLD_MINUTES = 60
"""A hold ends by itself, in case nobody thinks of it."""


class WallHands(QObject):
    """The hands for walls of one desk."""

    def __init__(self, window: "DeskWindow", desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._desk = window, desk

    def is_panic(self) -> bool:
        """Whether every wall shows its neutral scene."""
        house = self._desk.directory.house()
        return house is not None and house.panic

    def show_held_posts(self) -> None:
        """Go through the posts that wait for a person."""
        desk, directory = self._desk, self._desk.directory
        house = directory.house()
        dialog = HeldPostsDialog(
            self._window.look,
            HeldPosts(desk.link),
            policy=house.wall_policy if house is not None else "",
            waiting=lambda: directory.count("held_posts"),
            network=lambda name: directory.network(name).title,
            now=desk.link.now(),
            parent=self._window,
        )
        directory.counts_changed.connect(dialog.refresh)
        dialog.decided.connect(lambda request: self._moderate(dialog, request))
        self._window.ask(dialog)

    def show_walls(self) -> None:
        """Direct the walls."""
        dialog = WallsDialog(self._window.look, Watch(self._desk.link, StationFeed()), self._window)
        dialog.ordered.connect(lambda target, verb: self._order(dialog, target, verb))
        dialog.panic_requested.connect(self.panic)
        self._window.ask(dialog)

    def panic(self) -> None:
        """Every wall neutral, at once; nothing is asked first."""
        self._desk.ask(SetPanic(on=True), lambda _answer: self._desk.done.emit(_("Every wall is neutral"), False))

    def ask_calm(self) -> None:
        """Ask before the walls show their scenes again."""
        dialog = Confirm(
            self._window.look,
            _("Let the walls go on?"),
            _("Every wall shows its scenes again, with the posts that are released now."),
            safe=_("Keep them neutral"),
            act=_("Let the walls go on"),
            parent=self._window,
        )
        dialog.accepted.connect(lambda: self._desk.ask(SetPanic(on=False)))
        self._window.ask(dialog)

    def _moderate(self, dialog: HeldPostsDialog, request: Moderate) -> None:
        self._desk.ask(request, None, lambda error: dialog.refuse(request, error))

    def _order(self, dialog: WallsDialog, target: str, verb: Verb) -> None:
        if verb in {Verb.PIN, Verb.MESSAGE}:
            self._ask_order(dialog, target, verb)
        else:
            minutes = HOLD_MINUTES if verb is Verb.HOLD else 0
            self._desk.ask(DirectWall(target=target, verb=verb, minutes=minutes))

    def _ask_order(self, dialog: WallsDialog, target: str, verb: Verb) -> None:
        wall = _("all walls") if target == ALL else isolate(target)
        scenes = dialog.scenes() if verb is Verb.PIN else None
        question = WallOrderDialog(self._window.look, wall, scenes=scenes, parent=dialog)
        question.answered.connect(lambda words, minutes: self._give(target, verb, words, minutes))
        question.finished.connect(lambda _result: dialog.activateWindow())
        question.open()

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
