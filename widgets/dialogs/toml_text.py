"""A file's text to type in, whose undo is the editor's own, so that one history covers form and text. Known by the
scene editor; knows Qt."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPlainTextEdit

from widgets.dialogs.ask_words import field_style
from widgets.theme.desk import DeskLook


class TomlText(QPlainTextEdit):
    """Undo and redo are left to whoever holds it; Tab goes on to the next control."""

    def __init__(self, look: DeskLook, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFont(look.font("base"))
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setStyleSheet(field_style(look).replace("QLineEdit", "QPlainTextEdit"))

    def show_text(self, text: str) -> None:
        """Show a text; the cursor stays where it was, as far as there is text."""
        if text != self.toPlainText():
            place = self.textCursor().position()
            self.setPlainText(text)
            cursor = self.textCursor()
            cursor.setPosition(min(place, len(text)))
            self.setTextCursor(cursor)

    def event(self, event: QEvent) -> bool:
        """A text field would keep Ctrl+Z for itself."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride and _is_undo(event):
            event.ignore()
            return False
        return super().event(event)


def _is_undo(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)
