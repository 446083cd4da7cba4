"""Posts for the wall: each is read, then released or blocked, one by one or marked ones together. Known by the agent's
window; knows kit and the list of held posts.

Enter or Y releases, X blocks, J and K go on, Space marks, Z takes the last decision back, N lists what is newer, P goes
to the posts that are on walls now.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.core.clock import Millis
from app.core.errors import FishbowlError
from app.core.i18n import _, ngettext, number
from app.wire.feeds import HeldPostRow
from app.wire.wall_calls import Moderate
from widgets.dialogs.held_post_row import PostRow
from widgets.kit.desk_button import DeskButton
from widgets.kit.desk_dialog import DeskDialog
from widgets.kit.desk_empty import EmptyState
from widgets.kit.desk_scroll import OverlayBar
from widgets.kit.desk_text import TextBlock
from widgets.kit.focus_paint import KeylessRows
from widgets.models.held_posts import HeldPosts
from widgets.models.held_words import policy_words
from widgets.theme.desk import DeskLook

MOST_COUNTED = 10_000
"""The hub counts no further."""
HEIGHT = 480


class HeldPostsDialog(DeskDialog):
    """The list and its keys.

    Signals:
        decided: a Moderate call is to be made; whoever makes it says with `refuse` when it failed.
        shown_requested: go to the posts that are on walls now.
    """

    help_at = ("scenes", "Posts on the walls")
    decided = Signal(object)
    shown_requested = Signal()

    def __init__(
        self,
        look: DeskLook,
        posts: HeldPosts,
        *,
        policy: str,
        waiting: Callable[[], int],
        network: Callable[[str], str],
        now: Millis,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, _("Posts for the wall"), policy_words(policy), width=720, parent=parent)
        self._posts, self._policy, self._waiting, self._network, self._now = posts, policy, waiting, network, now
        self._views: dict[int, PostRow] = {}
        self._current = 0
        self._decisions: list[tuple[int, ...]] = []
        self._done, self._warns = "", False
        posts.setParent(self)
        self._said = TextBlock(look, ink=look.tokens.t2)
        self._empty = EmptyState(look, glyph="check", parent=self)
        self._list = KeylessRows()
        self._rows = QWidget()
        self._shown = DeskButton(look, _("On the walls now..."), cap="P")
        self._listing = QVBoxLayout(self._rows)
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

    def decide(self, *, release: bool) -> None:
        """Release or block the marked posts, else the current one."""
        ids = self._posts.chosen(self._current)
        if not ids:
            return
        following = self._following(set(ids))
        self._decisions.append(ids)
        self._current = following
        request = self._posts.decide(ids, release=release)
        words = (
            ngettext("{count} post released.", "{count} posts released.", len(ids))
            if release
            else ngettext("{count} post blocked.", "{count} posts blocked.", len(ids))
        )
        self._say(_("{done} Z takes it back.").format(done=words.format(count=number(len(ids)))))
        self.decided.emit(request)

    def take_back(self) -> None:
        """The last decision's posts wait again; those that were released leave the walls."""
        if self._decisions:
            ids = self._decisions.pop()
            self._current = ids[0]
            self._posts.restore(ids)
            self._say(_("Taken back: it waits again, and no wall shows it."))
            self.decided.emit(Moderate(post_ids=ids, release=False, again=True))

    def refuse(self, request: Moderate, error: FishbowlError) -> None:
        """The hub did not do it: the posts wait as before."""
        if not request.again:
            self._decisions = [ids for ids in self._decisions if ids != request.post_ids]
            self._posts.restore(request.post_ids)
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
            view.show_state(current=post_id == self._current, marked=post_id in self._posts.marked)
        self._say_emptiness()
        self._say(self._done, warns=self._warns)

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key()) if event.key() else Qt.Key.Key_unknown
        if event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier):
            super().keyPressEvent(event)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Y}:
            self.decide(release=True)
        elif key is Qt.Key.Key_X:
            self.decide(release=False)
        elif key in {Qt.Key.Key_J, Qt.Key.Key_Down}:
            self._step(1)
        elif key in {Qt.Key.Key_K, Qt.Key.Key_Up}:
            self._step(-1)
        elif key is Qt.Key.Key_Space and self._current:
            self._posts.mark(self._current)
        elif key is Qt.Key.Key_Z:
            self.take_back()
        elif key is Qt.Key.Key_N:
            self._posts.renew()
        elif key is Qt.Key.Key_P:
            self.shown_requested.emit()
        else:
            super().keyPressEvent(event)

    # inside

    def _build(self) -> None:
        look = self.look
        self._listing.setContentsMargins(0, 0, 0, 0)
        self._listing.setSpacing(look.px(4))
        self._listing.addStretch(1)
        self._list.setAccessibleName(_("Posts that wait"))
        self._list.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setWidgetResizable(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setStyleSheet("QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }")
        self._list.setWidget(self._rows)
        self._list.setFixedHeight(look.px(HEIGHT))
        self._empty.setFixedHeight(look.px(HEIGHT // 2))
        OverlayBar(look, self._list)
        for widget in (self._list, self._empty, self._said):
            self.body.addWidget(widget)
        self._shown.clicked.connect(self.shown_requested)
        more = QHBoxLayout()
        more.addWidget(self._shown)
        more.addStretch(1)
        self.body.addLayout(more)

    def _make(self, row: HeldPostRow) -> PostRow:
        network = self._network(row.network)
        view = PostRow(self.look, row, policy=self._policy, network=network, now=self._now, parent=self._rows)
        view.pressed.connect(lambda: self._go(row.id))
        view.decided.connect(lambda release: self.decide(release=release))
        return view

    def _drop(self, view: PostRow) -> None:
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

    def _following(self, gone: set[int]) -> int:
        """The post that is current when these have left: the next one, else the one before."""
        ids = self.listed()
        place = ids.index(self._current) if self._current in ids else 0
        return next((one for one in [*ids[place:], *reversed(ids[:place])] if one not in gone), 0)

    def _say_emptiness(self) -> None:
        empty = not self._posts.rows
        self._list.setVisible(not empty)
        self._empty.setVisible(empty)
        if empty and not self._posts.filled:
            self._empty.say(_("Asking the hub"), _("Posts that wait for a person come here."))
        elif empty:
            self._empty.say(
                _("No post waits"),
                _("What the policy holds back comes here. A wall shows it only after you released it."),
            )

    def _rest_words(self) -> str:
        """How many wait beside those that are listed."""
        waiting, listed = self._waiting(), len(self._posts.rows)
        if waiting >= MOST_COUNTED and self._posts.is_full:
            words = _("The newest {listed} are listed; more than {count} wait in all. N lists the newest.")
            return words.format(listed=number(listed), count=number(MOST_COUNTED - 1))
        more = max(waiting - listed, self._posts.newer) if self._posts.is_full else self._posts.newer
        if more <= 0:
            return ""
        words = ngettext("{count} more waits. N lists the newest.", "{count} more wait. N lists the newest.", more)
        return words.format(count=number(more))

    def _say(self, done: str, *, warns: bool = False) -> None:
        """What was done last, then how many wait beside those that are listed."""
        self._done, self._warns = done, warns
        tokens = self.look.tokens
        words = " ".join(part for part in (done, self._rest_words()) if part)
        self._said.set_words(words, ink=tokens.warn if warns else tokens.t2)
