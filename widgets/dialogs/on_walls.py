"""Posts on the walls now: where each stands and since when; one key takes one off every wall. Known by the desk's hands
for walls; knows kit and the list of posts on walls.

X takes the current one off, Z puts the last one back, J and K go on, N lists anew, P goes to the posts that wait.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.core.clock import Millis
from app.core.errors import FishbowlError
from app.core.i18n import _, ngettext, number
from app.wire.feeds import OnWallRow
from app.wire.wall_calls import Moderate
from widgets.dialogs.wall_post_row import WallPostRow
from widgets.kit.desk_button import DeskButton
from widgets.kit.desk_dialog import DeskDialog
from widgets.kit.desk_empty import EmptyState
from widgets.kit.desk_scroll import OverlayBar
from widgets.kit.desk_text import TextBlock
from widgets.kit.focus_paint import KeylessRows
from widgets.models.on_walls import Fate, OnWalls
from widgets.theme.desk import DeskLook

HEIGHT = 480
TAKEN = {Fate.GOING, Fate.UNREACHED, Fate.GONE}


class OnWallsDialog(DeskDialog):
    """The list and its keys.

    Signals:
        decided: a Moderate call is to be made; whoever makes it says with `refuse` when it failed.
        held_requested: go to the posts that wait.

    Attributes:
        taken_off: the posts that were taken off here and not put back, the last one last.
    """

    help_at = ("scenes", "Rooms, walls, screens")
    decided = Signal(object)
    held_requested = Signal()

    def __init__(
        self,
        look: DeskLook,
        posts: OnWalls,
        *,
        network: Callable[[str], str],
        now: Callable[[], Millis],
        parent: QWidget | None = None,
    ) -> None:
        words = _("What strangers wrote and walls show, named as it is there. One key takes a post off every wall.")
        super().__init__(look, _("Posts on the walls"), words, width=720, parent=parent)
        self._posts, self._network, self._now = posts, network, now
        self._views: dict[int, WallPostRow] = {}
        self._current = 0
        self._done, self._warns = "", False
        self.taken_off: list[int] = []
        posts.setParent(self)
        self._said = TextBlock(look, ink=look.tokens.t2)
        self._empty = EmptyState(look, glyph="eye", parent=self)
        self._list, self._rows = KeylessRows(), QWidget()
        self._listing = QVBoxLayout(self._rows)
        self._held = DeskButton(look, _("Posts that wait..."), cap="P")
        self._build()
        self.answer_with(_("Close"), "")
        self._list.setFocus()
        posts.changed.connect(self.refresh)
        self.finished.connect(lambda _result: posts.close())
        self.refresh()

    # public

    @property
    def current_id(self) -> int:
        """The post that keys mean; 0 for none."""
        return self._current

    @property
    def said(self) -> str:
        """The line under the list."""
        return self._said.words

    def listed(self) -> list[int]:
        """Ids of the rows, from the top."""
        return [row.id for row in self._posts.rows]

    def take_off(self) -> None:
        """Take the current post off every wall; the selection stays, so that its fate is seen."""
        post_id = self._current
        if post_id and self._posts.fate(post_id) not in TAKEN:
            self.taken_off.append(post_id)
            request = self._posts.take_off(post_id)
            self._say(_("Taken off every wall. Z puts it back."))
            self.decided.emit(request)

    def put_back(self) -> None:
        """The current post may be shown again where it was taken off, else the last that was taken off here."""
        post_id = self._current if self._current in self.taken_off else next(reversed(self.taken_off), 0)
        if post_id:
            self.taken_off.remove(post_id)
            self._current = post_id
            request = self._posts.put_back(post_id)
            self._say(_("Put back: walls may show it again."))
            self.decided.emit(request)

    def refuse(self, request: Moderate, error: FishbowlError) -> None:
        """The hub did not do it: the post is as before."""
        for post_id in request.post_ids:
            if request.release:
                self.taken_off.append(post_id)
            elif post_id in self.taken_off:
                self.taken_off.remove(post_id)
        self._posts.undo(request)
        self._say(f"{error.message} {error.hint}".strip(), warns=True)

    def refresh(self) -> None:
        """Show the list as it is; rows that stay are not built again."""
        wanted = {row.id: row for row in self._posts.rows}
        for post_id in [one for one, view in self._views.items() if view.row != wanted.get(one)]:
            self._drop(self._views.pop(post_id))
        for place, row in enumerate(self._posts.rows):
            if row.id not in self._views:
                self._views[row.id] = self._make(row)
                self._listing.insertWidget(place, self._views[row.id])
        if self._current not in wanted:
            self._current = next(iter(wanted), 0)
        for post_id, view in self._views.items():
            view.show_state(current=post_id == self._current, fate=self._posts.fate(post_id))
        self._say_emptiness()
        self._say(self._done, warns=self._warns)

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key()) if event.key() else Qt.Key.Key_unknown
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key is Qt.Key.Key_X:
            self.take_off()
        elif key is Qt.Key.Key_Z:
            self.put_back()
        elif key in {Qt.Key.Key_J, Qt.Key.Key_Down}:
            self._step(1)
        elif key in {Qt.Key.Key_K, Qt.Key.Key_Up}:
            self._step(-1)
        elif key is Qt.Key.Key_N:
            self._posts.renew()
        elif key is Qt.Key.Key_P:
            self.held_requested.emit()
        else:
            super().keyPressEvent(event)

    # inside

    def _build(self) -> None:
        look = self.look
        self._listing.setContentsMargins(0, 0, 0, 0)
        self._listing.setSpacing(look.px(4))
        self._listing.addStretch(1)
        self._list.setAccessibleName(_("Posts on the walls now"))
        self._list.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setWidgetResizable(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setStyleSheet("QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }")
        self._list.setWidget(self._rows)
        self._list.setFixedHeight(look.px(HEIGHT))
        self._empty.setFixedHeight(look.px(HEIGHT // 2))
        OverlayBar(look, self._list)
        self._held.clicked.connect(self.held_requested)
        more = QHBoxLayout()
        more.addWidget(self._held)
        more.addStretch(1)
        for widget in (self._list, self._empty, self._said):
            self.body.addWidget(widget)
        self.body.addLayout(more)

    def _make(self, row: OnWallRow) -> WallPostRow:
        view = WallPostRow(self.look, row, network=self._network(row.network), now=self._now(), parent=self._rows)
        view.pressed.connect(lambda: self._go(row.id))
        view.taken_off.connect(self.take_off)
        view.put_back.connect(self.put_back)
        return view

    def _drop(self, view: WallPostRow) -> None:
        self._listing.removeWidget(view)
        view.hide()
        view.deleteLater()

    def _step(self, by: int) -> None:
        ids = self.listed()
        if ids:
            place = ids.index(self._current) if self._current in ids else 0
            self._go(ids[max(0, min(len(ids) - 1, place + by))])

    def _go(self, post_id: int) -> None:
        self._current = post_id
        self.refresh()
        self._list.ensureWidgetVisible(self._views[post_id], 0, self.look.px(24))

    def _say_emptiness(self) -> None:
        empty = not self._posts.rows
        self._list.setVisible(not empty)
        self._empty.setVisible(empty)
        if empty and not self._posts.filled:
            self._empty.say(_("Asking the hub"), _("Posts that walls show come here."))
        elif empty:
            self._empty.say(
                _("No post is on a wall"), _("As soon as a wall shows what somebody wrote, it is listed here.")
            )

    def _say(self, done: str, *, warns: bool = False) -> None:
        """What was done last, then how many are listed that no wall shows any more."""
        self._done, self._warns = done, warns
        left = sum(self._posts.fate(row.id) in {Fate.LEFT, Fate.GONE} for row in self._posts.rows)
        words = ngettext(
            "{count} is on no wall any more. N lists anew.", "{count} are on no wall any more. N lists anew.", left
        )
        rest = words.format(count=number(left)) if left else ""
        tokens = self.look.tokens
        self._said.set_words(" ".join(part for part in (done, rest) if part), ink=tokens.warn if warns else tokens.t2)
