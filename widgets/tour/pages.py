"""The speaker's notes as a text that scrolls when it is long. Known by the speaker's window; knows kit."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from widgets.kit.desk_scroll import OverlayBar
from widgets.kit.desk_text import TextBlock
from widgets.theme.desk import DeskLook


class NotesBox(QScrollArea):
    """The notes; Tab comes to it, so that arrows can scroll what does not fit."""

    def __init__(self, look: DeskLook, name: str, *, widest: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, look.px(12), 0)
        self._text = TextBlock(look, "", style="read", widest=widest)
        column.addWidget(self._text)
        column.addStretch(1)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setStyleSheet("QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }")
        self.setWidget(content)
        OverlayBar(look, self)

    @property
    def words(self) -> str:
        return self._text.words

    def set_words(self, text: str) -> None:
        """Show other notes, from their beginning."""
        if text != self._text.words:
            self._text.set_words(text)
            self.verticalScrollBar().setValue(0)
