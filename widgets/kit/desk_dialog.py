"""A question over a veil: a head, words, and named buttons, the safe one first. Known by dialogs and the faces; knows
theme and button.

Opened with `open()`, answered by `finished`; never `exec()`. Focus starts on the safe choice, Esc is the safe choice.
"""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from widgets.kit.desk_button import ButtonKind, DeskButton, Mark
from widgets.kit.desk_marks import rounded
from widgets.kit.desk_text import TextBlock, Words
from widgets.theme.desk import DeskLook


class DeskDialog(QDialog):
    """A frame for a question; subclasses put their fields into `body`."""

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
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(look.px(8))
        column.addWidget(Words(look, head, style="head"))
        if words:
            column.addWidget(TextBlock(look, words, ink=look.tokens.t2))
        self.body = QVBoxLayout()
        self.body.setSpacing(look.px(6))
        column.addLayout(self.body)
        self._buttons = QHBoxLayout()
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

    def sizeHint(self) -> QSize:
        """As high as the words need at the dialog's own width; Qt would ask at the width they would like."""
        width = self.minimumWidth()
        height = self._column.totalHeightForWidth(width) if self._column.hasHeightForWidth() else 0
        return QSize(width, height or self._column.totalSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = self.look.tokens
        rounded(QPainter(self), self.rect(), self.look.px(12), fill=tokens.bg2, frame=tokens.ctl)
