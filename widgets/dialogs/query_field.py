"""The field of a query, which marks the place that cannot be read. Known by the topic's form; knows kit and theme."""

from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from widgets.dialogs.account_fields import LinesAnswer
from widgets.theme.desk import DeskLook


class QueryField(LinesAnswer):
    """Several lines; Tab leaves it."""

    def __init__(self, look: DeskLook, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._look = look

    def mark(self, place: int) -> None:
        """Underline the query from this letter (of `answer()`, from 0) to the end of its word, and go there."""
        typed = self.toPlainText()
        at = place + len(typed) - len(typed.lstrip())
        begin, end = _units(typed, at), _units(typed, _word_end(typed, at))
        cursor = self.textCursor()
        cursor.setPosition(min(begin, _units(typed, len(typed))))
        self.setTextCursor(cursor)
        marked = QTextEdit.ExtraSelection()
        marked.format = QTextCharFormat()
        marked.format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        marked.format.setUnderlineColor(self._look.tokens.warn)
        marked.format.setForeground(self._look.tokens.warn)
        marked.cursor = QTextCursor(cursor)
        marked.cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.setExtraSelections([marked])
        self.setFocus()

    def unmark(self) -> None:
        """Nothing is wrong any more."""
        self.setExtraSelections([])


def _word_end(text: str, at: int) -> int:
    end = at + 1
    while end < len(text) and not text[end].isspace() and text[end] not in '()"':
        end += 1
    return end


def _units(text: str, at: int) -> int:
    """A place in code points as Qt counts it."""
    return len(text[:at].encode("utf-16-le")) // 2
