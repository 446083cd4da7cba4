"""A question over a veil: a head, words, and named buttons, the safe one first. Known by dialogs and the faces; knows
theme and button.

Opened with `open()`, answered by `finished`; never `exec()`. Focus starts on the safe choice, Esc is the safe choice.
With large letters a dialog takes no more than the window's room: its lists show less at once, and what has no list
scrolls as a whole.
"""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QDialog, QVBoxLayout, QWidget

from widgets.kit.desk_box import ScrollBox
from widgets.kit.desk_button import ButtonKind, DeskButton, Mark
from widgets.kit.desk_fit import shrink_lists
from widgets.kit.desk_marks import rounded
from widgets.kit.desk_order import in_order, tabbed
from widgets.kit.desk_text import TextBlock
from widgets.kit.help_key import HelpKey, Place
from widgets.theme.desk import DeskLook

LEAST_LIST = 120
"""No list is made lower than this, in logical pixels at 100 %."""
_SCROLLS = {Qt.Key.Key_Up: -0.1, Qt.Key.Key_Down: 0.1, Qt.Key.Key_PageUp: -0.9, Qt.Key.Key_PageDown: 0.9}
"""How many heights of the room a key goes."""


class DeskDialog(QDialog):
    """A frame for a question; subclasses put their fields into `body`.

    Attributes:
        help_at: where the manual explains it; None for where it explains what this question was asked over.
    """

    help_at: Place | None = None

    def __init__(
        self, look: DeskLook, head: str, words: str, *, width: int = 440, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.look = look
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(head)
        self.setWindowTitle(head)
        self.setFixedWidth(look.px(width))
        pad = look.px(16)
        HelpKey(self)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(look.px(8))
        column.addWidget(TextBlock(look, head, style="head", widest=width))
        if words:
            column.addWidget(TextBlock(look, words, ink=look.tokens.t2))
        self.body = QVBoxLayout()
        self.body.setSpacing(look.px(6))
        column.addLayout(self.body)
        self._scrolled: ScrollBox | None = None
        self._room = QSize()
        self._buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._buttons.setSpacing(look.px(8))
        self._buttons.addStretch(1)
        column.addSpacing(look.px(6))
        column.addLayout(self._buttons)
        self.act_button: DeskButton | None = None

    def answer_with(self, safe: str, act: str, *, mark: Mark | None = None) -> None:
        """The two ways out; an empty `act` leaves only the safe one."""
        keep = DeskButton(self.look, safe, cap="Esc")
        keep.clicked.connect(self.reject)
        self._buttons.addWidget(keep)
        keep.setFocus()
        if act:
            self.act_button = DeskButton(self.look, act, kind=ButtonKind.PRIMARY)
            self.act_button.set_mark(mark)
            self.act_button.clicked.connect(self.accept)
            self._buttons.addWidget(self.act_button)

    def fit(self, room: QSize) -> None:
        """Take no more than this room, in pixels."""
        self._room, margin = room, 2 * self.look.px(8)
        self.setFixedWidth(min(self.minimumWidth(), room.width() - margin))
        self._place_buttons()
        over = self.sizeHint().height() - (room.height() - margin)
        left = shrink_lists(self, over, least=self.look.px(LEAST_LIST)) if over > 0 else 0
        self._column.activate()  # layouts inside layouts know nothing of what changed before
        if left:
            self._scroll_body(room.height() - margin)

    def sizeHint(self) -> QSize:
        """As high as the words need at the dialog's own width; Qt would ask at the width they would like."""
        width = self.minimumWidth()
        height = self._column.totalHeightForWidth(width) if self._column.hasHeightForWidth() else 0
        return QSize(width, height or self._column.totalSizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        far = _SCROLLS.get(Qt.Key(event.key())) if event.key() and self._scrolled is not None else None
        if far is None or self._scrolled is None:
            super().keyPressEvent(event)
            return
        bar = self._scrolled.verticalScrollBar()
        bar.setValue(bar.value() + round(far * self._scrolled.height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self.look.tokens
        rounded(QPainter(self), self.rect(), self.look.px(12), fill=tokens.bg2, frame=tokens.ctl)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest and self.isVisible():
            self._grow()
        return done

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.order_focus()

    def order_focus(self) -> None:
        """The Tab key comes to the answers last; whoever adds something later calls this."""
        items = (self._buttons.itemAt(place) for place in range(self._buttons.count()))
        answers = [widget for item in items if item is not None and (widget := item.widget()) is not None]
        in_order(*(one for one in tabbed([self]) if one not in answers and one is not self), *answers)

    # inside

    def _grow(self) -> None:
        """What came later makes it no higher than its room."""
        if self._room.isValid() and self._scrolled is None and self.height() > self._room.height():
            self.fit(self._room)
            self.resize(self.sizeHint())

    def _place_buttons(self) -> None:
        """One under the other where they are too wide for a line."""
        room = self.minimumWidth() - 2 * self.look.px(16)
        if self._buttons.sizeHint().width() > room:
            self._buttons.setDirection(QBoxLayout.Direction.TopToBottom)
            for button in self.findChildren(DeskButton):
                self._buttons.setAlignment(button, Qt.AlignmentFlag.AlignTrailing)

    def _scroll_body(self, highest: int) -> None:
        """Everything between the head and the buttons scrolls."""
        over = self.sizeHint().height() - highest
        place, room = self._column.indexOf(self.body), self.minimumWidth() - 2 * self.look.px(16)
        tall = self.body.totalHeightForWidth(room) if self.body.hasHeightForWidth() else 0
        height = tall or self.body.totalSizeHint().height()
        self._column.removeItem(self.body)
        self.body.setParent(None)
        self._scrolled = ScrollBox(self.look, self.accessibleName(), highest=0)
        self._scrolled.column.addLayout(self.body)
        self._scrolled.setFixedHeight(max(self.look.px(LEAST_LIST), height - over))
        self._column.insertWidget(place, self._scrolled)
        self._column.activate()
