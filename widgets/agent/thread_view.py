"""A conversation's thread: rows of widgets, newest at the bottom. Known by the conversation pane; knows rows, kit and
models.

Rows that stand are kept; only what changed is built. The newest 60 are built, older ones on demand.
"""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.core.clock import Millis
from app.core.i18n import _, ngettext
from app.domain.account import Account
from app.domain.conversation import Entry
from widgets.agent.fold_row import FoldRow
from widgets.agent.pictures import Pictures
from widgets.agent.report_row import ReportRow
from widgets.agent.thread_row import RowWidget
from widgets.kit.desk_button import ButtonKind, DeskButton
from widgets.kit.desk_order import in_order
from widgets.kit.desk_panel import Panel
from widgets.kit.desk_scroll import OverlayBar
from widgets.kit.focus_edge import FocusEdge
from widgets.models.thread import LONGEST, RowKind, ThreadRow, row_key, thread_rows, unfolded_rows
from widgets.theme.desk import DeskLook

MAKES: dict[RowKind, type[RowWidget]] = {RowKind.REPORT: ReportRow, RowKind.FOLD: FoldRow}
"""Rows that are more than a painted entry."""


class ThreadView(QScrollArea):
    """The thread.

    Signals:
        left: Esc was pressed.
        older_requested: entries before the shown ones are wanted from the hub.
        original_requested: a post's page is wanted; carries its address.
        judging_requested: somebody says that the chosen post was judged wrongly.
    """

    left = Signal()
    older_requested = Signal()
    original_requested = Signal(str)
    judging_requested = Signal()

    def __init__(
        self,
        look: DeskLook,
        pictures: Pictures,
        parent: QWidget | None = None,
        *,
        name: str = "",
        read_only: bool = False,
    ) -> None:
        """`name` for a reader; what is `read_only` has no post to answer and none to be judged."""
        super().__init__(parent)
        self._look, self._pictures, self._read_only = look, pictures, read_only
        pictures.changed.connect(self._picture_changed)
        self._rows: dict[str, RowWidget] = {}
        self._shown_id = 0
        self._unfolded: set[str] = set()
        self._longest = LONGEST
        self._me = ""
        self._colleagues: tuple[str, ...] = ()
        self._last: tuple[tuple[Entry, ...], str, Account | None, Millis, bool] | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name or _("Thread"))
        self._follow = True
        OverlayBar(look, self)
        FocusEdge(look, self)
        self.verticalScrollBar().rangeChanged.connect(self._range_changed)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._body = Panel(look, look.tokens.bg1 if read_only else look.tokens.bg2)
        self._column = QVBoxLayout(self._body)
        self.set_side(0)
        self._column.setSpacing(look.px(1))
        self._column.addStretch(1)
        self._more = DeskButton(look, kind=ButtonKind.QUIET, glyph="chevron-down")
        self._more.clicked.connect(self._show_more)
        self._column.insertWidget(1, self._more, 0, Qt.AlignmentFlag.AlignHCenter)
        self._more.hide()
        if read_only:  # what is only read begins at the top
            self._column.setStretch(0, 0)
            self._column.addStretch(1)
        self.setWidget(self._body)

    # public

    def show_entries(
        self,
        conversation_id: int,
        entries: list[Entry],
        *,
        handle: str,
        account: Account | None,
        now: Millis,
        older: bool,
        me: str = "",
        colleagues: tuple[str, ...] = (),
    ) -> None:
        """Show a conversation's entries, in whose notes `colleagues` may be named; a change of conversation starts at
        its end."""
        if conversation_id != self._shown_id:
            self._shown_id, self._unfolded, self._longest = conversation_id, set(), LONGEST
            self._clear()
            self._follow = True
        self._last, self._me = (tuple(entries), handle, account, now, older), me
        self._colleagues = colleagues
        self._lay()

    def set_side(self, side: int) -> None:
        """Keep so many pixels free on both sides."""
        self._column.setContentsMargins(side, self._look.px(8), side, self._look.px(6))

    def to_end(self) -> None:
        """Show the newest row, and go on doing so as the thread grows."""
        self._follow = True
        self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

    def step(self, by: int) -> None:
        """Move the focus to an older (−1) or newer (1) post."""
        rows = [row for row in self._ordered() if row.focusPolicy() != Qt.FocusPolicy.NoFocus]
        if not rows:
            return
        focused = next((place for place, row in enumerate(rows) if row.hasFocus()), len(rows))
        place = max(0, min(len(rows) - 1, focused + by))
        rows[place].setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.ensureWidgetVisible(rows[place])

    def chosen_entry(self) -> Entry | None:
        """What the focus is on, or was when a dialog took it; None for no row of the thread."""
        focused = self.window().focusWidget()
        return next((row.row.entry for row in self._ordered() if row is focused), None)

    def turn_pictures(self) -> bool:
        """Show or hide the pictures of the chosen post, else of the newest that has any; False where none has.

        What is flagged is shown only where its post was chosen.
        """
        chosen = [row for row in self._ordered() if row is self.window().focusWidget()]
        for row in chosen or reversed(self._ordered()):
            if boxes := [box for box in row.media if box.may_be_shown(flagged=bool(chosen))]:
                hidden = [box for box in boxes if box.is_hidden]
                for box in hidden or boxes:
                    box.button.click()
                self.ensureWidgetVisible(row)
                return True
        return False

    def rows(self) -> list[ThreadRow]:
        """The rows shown, in order."""
        return [row.row for row in self._ordered()]

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in steps:
            self.step(steps[Qt.Key(event.key())])
            return
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    # inside

    def _lay(self) -> None:
        if self._last is None:
            return
        entries, handle, account, now, older = self._last
        made = thread_rows(
            entries,
            handle=handle,
            now=now,
            me=self._me,
            answerable=not self._read_only,
            colleagues=self._colleagues,
        )
        rows = self._unfold(made)
        hidden = max(0, len(rows) - self._longest)
        rows = rows[hidden:]
        self._more.setVisible(bool(hidden or older))
        words = ngettext("Show {count} earlier row", "Show {count} earlier rows", hidden).format(count=hidden)
        self._more.set_words(words if hidden else _("Show earlier posts"))
        self._match(rows, account)

    def _unfold(self, rows: list[ThreadRow]) -> list[ThreadRow]:
        opened: list[ThreadRow] = []
        for row in rows:
            if row.kind is RowKind.REPORT and row.key in self._unfolded:
                whole = ThreadRow(RowKind.POST, f"{row.key}:whole", entry=row.entry, quiet=True)
                opened += [replace(row, unfolded=True), whole]
            elif row.kind is RowKind.FOLD and self._stands_open(row):
                self._unfolded.update(map(row_key, row.folded))
                opened += [replace(row, unfolded=True), *unfolded_rows(row, me=self._me)]
            else:
                opened.append(row)
        return opened

    def _stands_open(self, row: ThreadRow) -> bool:
        """What was opened stays so as it grows at either end, and so does a reply that stands here already."""
        return any(
            key in self._unfolded or (key in self._rows and self._rows[key].row.kind in {RowKind.POST, RowKind.ASK})
            for key in map(row_key, row.folded)
        )

    def _match(self, rows: list[ThreadRow], account: Account | None) -> None:
        wanted = {row.key: row for row in rows}
        focused = next((key for key, widget in self._rows.items() if widget.hasFocus()), "")
        for key in [key for key, widget in self._rows.items() if wanted.get(key) != widget.row]:
            self._drop(key)
        for place, row in enumerate(rows):
            widget = self._rows.get(row.key)
            if widget is None:
                widget = self._make(row, account)
            if self._column.indexOf(widget) != place + 2:
                self._column.insertWidget(place + 2, widget)
        if any(widget.media for widget in self._rows.values()):
            in_order(self, *self._ordered())
        if focused in self._rows and not self._rows[focused].hasFocus():
            self._rows[focused].setFocus()

    def _make(self, row: ThreadRow, account: Account | None) -> RowWidget:
        widget = MAKES.get(row.kind, RowWidget)(self._look, row, account, self._body)
        widget.unfold_requested.connect(self._open_fold)
        widget.original_requested.connect(self.original_requested)
        widget.judging_requested.connect(self.judging_requested)
        widget.may_be_judged = not self._read_only
        widget.picture_requested.connect(self._want_picture)
        for number in range(len(widget.media)):
            widget.show_picture(number, self._pictures.of(row.entry.id if row.entry is not None else 0, number))
        self._rows[row.key] = widget
        return widget

    def _want_picture(self, post_id: int, number: int, shown: bool) -> None:
        if shown:
            self._pictures.show(post_id, number)
        else:
            self._pictures.hide(post_id, number)

    def _picture_changed(self, post_id: int, number: int) -> None:
        for widget in self._rows.values():
            if widget.media and widget.row.entry is not None and widget.row.entry.id == post_id:
                widget.show_picture(number, self._pictures.of(post_id, number))

    def _open_fold(self, key: str) -> None:
        """Show what a row stands for, or hide it again; who reads here is not led to the end by what grows above it."""
        row = self._rows[key].row
        keys = set(map(row_key, row.folded)) or {key}
        if row.unfolded:
            self._unfolded -= keys
            for one in keys & self._rows.keys() - {key}:
                self._drop(one)
        else:
            self._unfolded |= keys
            self._follow = False
        self._lay()

    def _show_more(self) -> None:
        if self._last is None:
            return
        everything = len(thread_rows(self._last[0], handle=self._last[1], now=self._last[3]))
        if self._longest >= everything:
            self.older_requested.emit()
        self._longest += LONGEST
        self._lay()

    def _clear(self) -> None:
        for key in tuple(self._rows):
            self._drop(key)

    def _drop(self, key: str) -> None:
        widget = self._rows.pop(key)
        self._column.removeWidget(widget)
        widget.hide()
        widget.deleteLater()

    def _ordered(self) -> list[RowWidget]:
        return sorted(self._rows.values(), key=self._column.indexOf)

    def _range_changed(self, _least: int, most: int) -> None:
        if self._follow:
            self.verticalScrollBar().setValue(most)
        else:
            self._scrolled(self.verticalScrollBar().value())

    def _scrolled(self, value: int) -> None:
        """Somebody who reads further up is not pulled down by news."""
        self._follow = value >= self.verticalScrollBar().maximum() - self._look.px(40)
