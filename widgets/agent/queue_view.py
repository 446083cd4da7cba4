"""The list of cards: selection, timers, paging, and a selected row that keeps its place. Known by the queue pane; knows
kit, models and the card delegate."""

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSignalBlocker,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from app.core.clock import Millis
from app.core.i18n import _
from widgets.agent.card_delegate import CardDelegate
from widgets.agent.card_layout import CARD_HEIGHT, GROUP_HEIGHT
from widgets.agent.card_words import sum_words, trouble_words
from widgets.kit.desk_scroll import OverlayBar
from widgets.models.queue import QueueModel
from widgets.models.timer import timer_words
from widgets.theme.desk import DeskLook

NEAR_END_ROWS = 30


class QueueView(QTableView):
    """One column of cards.

    Signals:
        card_chosen: the agent moved to a card; carries its id.
        card_opened: Enter or a double click; carries its id.
        end_near: further cards will be wanted soon.
        news_above: how many new cards stand above what is shown.
    """

    card_chosen = Signal(object)
    card_opened = Signal(object)
    end_near = Signal()
    news_above = Signal(int)

    def __init__(
        self, look: DeskLook, model: QueueModel, delegate: CardDelegate, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look, self._cards, self._delegate = look, model, delegate
        self._current = 0
        self._row = 0
        self._anchor: tuple[int, int] | None = None
        self._above: set[int] = set()
        self._changed_elsewhere = self._changed_in_sight = False
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setAccessibleName(_("Conversations"))
        self._dress()
        model.about_to_change.connect(self._note_place)
        model.rows_changed.connect(self._keep_place)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    # public

    @property
    def current_id(self) -> int:
        """The selected card, 0 for none."""
        return self._current

    def select(self, conversation_id: int, *, quietly: bool = False) -> None:
        """Select a card and bring it into view; `quietly` without saying that it was chosen."""
        row = self._cards.row_of(conversation_id)
        if row < 0:
            return
        self._current, self._row = conversation_id, row
        index = self._cards.index(row, 0)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        if not quietly:
            self.card_chosen.emit(conversation_id)

    def step(self, by: int) -> None:
        """Select the next or previous card, over group headers; from where a card stood that has left."""
        row = self._cards.row_of(self._current)
        left = row < 0 and by > 0
        row = (row if row >= 0 else self._row) + (0 if left else by)
        while 0 <= row < self._cards.rowCount():
            if self._cards.id_at(row):
                self.select(self._cards.id_at(row))
                return
            row += 1 if by > 0 else -1

    def next_after(self, ids: tuple[int, ...]) -> int:
        """The card that follows these in order, else the one before; 0 when none is left."""
        order = [card.id for card in self._cards.cards()]
        places = [order.index(one) for one in ids if one in order]
        if not places:
            return self._near(self._row)
        after = [one for one in order[max(places) + 1 :] if one not in ids]
        before = [one for one in order[: min(places)] if one not in ids]
        return after[0] if after else before[-1] if before else 0

    def _near(self, row: int) -> int:
        """The card at a row or after it, else before it; 0 when there is none."""
        after = [self._cards.id_at(one) for one in range(row, self._cards.rowCount())]
        before = [self._cards.id_at(one) for one in range(min(row, self._cards.rowCount()) - 1, -1, -1)]
        return next((one for one in [*after, *before] if one), 0)

    def to_top(self) -> None:
        """Scroll to the first card."""
        self.verticalScrollBar().setValue(0)

    def tick(self, now: Millis) -> list[QRect]:
        """A second has passed: paint the timers whose words changed, among the visible rows; answers with them."""
        before = self._delegate.now
        self._delegate.now = now
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        changed: list[QRect] = []
        for row in self._visible_rows():
            card = self._cards.card(self._cards.id_at(row))
            if card is not None and self._delegate.says_else(card, since=before):
                rect = self.visualRect(self._cards.index(row, 0))
                changed.append(self._delegate.timer_rect(card, rect, mirrored=mirrored))
                self.viewport().update(changed[-1])
        return changed

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if event.key() in moves:
            self.step(moves[Qt.Key(event.key())])
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._current:
            self.card_opened.emit(self._current)
        elif event.key() in {Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_Home, Qt.Key.Key_End}:
            self._leap(Qt.Key(event.key()))
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        conversation_id = self._cards.id_at(self.indexAt(event.position().toPoint()).row())
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if conversation_id:
            self.select(conversation_id)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        conversation_id = self._cards.id_at(self.indexAt(event.position().toPoint()).row())
        if conversation_id:
            self.card_opened.emit(conversation_id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        card = self._cards.card(self._cards.id_at(index.row()))
        words: tuple[str, ...] = ()
        if card is not None:
            words = (trouble_words(card), sum_words(card), timer_words(card, now=self._delegate.now))
        self.setToolTip("\n".join(filter(None, words)))
        super().mouseMoveEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setColumnWidth(0, self.viewport().width())

    def rowsInserted(self, parent: QModelIndex | QPersistentModelIndex, start: int, end: int) -> None:
        super().rowsInserted(parent, start, end)
        self._note_change(self._top_of(start), self._top_of(start))

    def rowsAboutToBeRemoved(self, parent: QModelIndex | QPersistentModelIndex, start: int, end: int) -> None:
        self._note_change(self._top_of(start), self._top_of(end + 1))
        super().rowsAboutToBeRemoved(parent, start, end)

    def doItemsLayout(self) -> None:
        """Rows that came or went out of sight change the bar; to paint every card again would show the same."""
        only_bar = self._changed_elsewhere and not self._changed_in_sight
        self._changed_elsewhere = self._changed_in_sight = False
        if only_bar:
            self.updateGeometries()
        else:
            super().doItemsLayout()

    # inside

    def _dress(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.horizontalHeader().hide()
        self.horizontalHeader().setMinimumSectionSize(1)
        vertical = self.verticalHeader()
        vertical.hide()
        vertical.setMinimumSectionSize(self._look.px(GROUP_HEIGHT))
        vertical.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        vertical.setDefaultSectionSize(self._look.px(CARD_HEIGHT))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        OverlayBar(self._look, self)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        palette = self.palette()
        palette.setColor(self.backgroundRole(), self._look.tokens.bg1)
        palette.setColor(palette.ColorRole.Base, self._look.tokens.bg1)
        self.setPalette(palette)

    def _note_place(self) -> None:
        """Remember the row that must not move: the selected one if it is seen, else the first one seen."""
        row = self._cards.row_of(self._current)
        if row < 0 or not self.viewport().rect().intersects(self._row_rect(row)):
            row = next((one for one in self._visible_rows() if self._cards.id_at(one)), -1)
        self._anchor = (self._cards.id_at(row), self.rowViewportPosition(row)) if row >= 0 else None

    def _top_of(self, row: int) -> int:
        """Where a row begins, from the top of what is seen; behind the last, where the list ends."""
        header = self.verticalHeader()
        return header.sectionViewportPosition(row) if row < header.count() else header.length() - header.offset()

    def _note_change(self, top: int, bottom: int) -> None:
        """Whether it is seen; of a change above, what is seen may yet stay in its place."""
        if bottom <= 0 or top >= self.viewport().height():
            self._changed_elsewhere = True
        else:
            self._changed_in_sight = True

    def _keep_place(self, fresh: object) -> None:
        self._size_groups()
        at_top = self.verticalScrollBar().value() == 0
        row = self._cards.row_of(self._anchor[0]) if self._anchor is not None else -1
        if row < 0:
            self._changed_in_sight |= self._changed_elsewhere
        elif self._anchor is not None:
            moved = self.rowViewportPosition(row) - self._anchor[1]
            self._changed_in_sight |= self._changed_elsewhere and moved != 0
            reading = self._anchor[0] == self._current or not at_top
            if moved and reading:
                self.updateGeometries()
                bar = self.verticalScrollBar()
                bar.setValue(bar.value() + moved)
        self._select_again()
        self._count_above(fresh)

    def _select_again(self) -> None:
        row = self._cards.row_of(self._current)
        selection = self.selectionModel()
        if row >= 0:
            self._row = row
            index = self._cards.index(row, 0)
            if selection.currentIndex() != index or not selection.isSelected(index):
                selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        else:
            selection.clear()

    def _count_above(self, fresh: object) -> None:
        first = self.rowAt(0)
        ids = fresh if isinstance(fresh, tuple) else ()
        if self._anchor is not None:
            self._above |= {one for one in ids if self._cards.row_of(one) < first}
        self._above = {one for one in self._above if 0 <= self._cards.row_of(one) < first}
        self.news_above.emit(len(self._above))

    def _size_groups(self) -> None:
        """Without a word to the view: it would paint all that stands below, and rows that came are laid out anyway."""
        header, groups = self.verticalHeader(), set(self._cards.group_rows())
        tall, short = self._look.px(CARD_HEIGHT), self._look.px(GROUP_HEIGHT)
        quiet = QSignalBlocker(header)
        for row in groups:
            if header.sectionSize(row) != short:
                header.resizeSection(row, short)
        for row in self._visible_rows():
            if row not in groups and header.sectionSize(row) != tall:
                header.resizeSection(row, tall)
        quiet.unblock()

    def _scrolled(self, _value: int) -> None:
        last = self.rowAt(self.viewport().height() - 1)
        if last >= 0 and last >= self._cards.rowCount() - NEAR_END_ROWS:
            self.end_near.emit()
        if self._above:
            self._count_above(())

    def _visible_rows(self) -> range:
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        if first < 0:
            return range(0)
        return range(first, (last if last >= 0 else self._cards.rowCount() - 1) + 1)

    def _row_rect(self, row: int) -> QRect:
        return QRect(0, self.rowViewportPosition(row), self.viewport().width(), self.rowHeight(row))

    def _leap(self, key: Qt.Key) -> None:
        cards = self._cards.cards()
        if not cards:
            return
        if key in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            self.select(cards[0 if key is Qt.Key.Key_Home else -1].id)
            return
        page = max(1, self.viewport().height() // self._look.px(CARD_HEIGHT) - 1)
        place = next((n for n, card in enumerate(cards) if card.id == self._current), 0)
        step = page if key is Qt.Key.Key_PageDown else -page
        self.select(cards[max(0, min(len(cards) - 1, place + step))].id)

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        return self.currentIndex()


def make_second_timer(parent: QWidget) -> QTimer:
    """The one timer of a window that counts seconds."""
    timer = QTimer(parent)
    timer.setInterval(1_000)
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    return timer
