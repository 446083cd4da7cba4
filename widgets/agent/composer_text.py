"""The field a reply or note is written in. Known by the composer; knows theme and
the misspelt words' model.

Plain text in lines of fixed height, each paragraph in its own direction; the surplus over a network's limit is
underlined. Ctrl+Enter asks to send; Esc leaves, the draft stays.
"""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QPalette,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QMenu, QSizePolicy, QTextEdit, QWidget

from app.core.i18n import _
from widgets.kit.encoded import PNG, encoded
from widgets.models.spelling import Misspelt
from widgets.theme.desk import DeskLook


class ComposerText(QTextEdit):
    """The text.

    Signals:
        typed: the agent changed the text; carries it.
        send_requested: Ctrl+Enter.
        left: Esc.
        focus_moved: focus came or went.
        files_given: files of this machine were dropped or pasted; carries their paths.
        picture_given: a picture was pasted; carries a name and a PNG.
        spellings_wanted: the menu of an underlined word was opened; carries the word.
    """

    typed = Signal(str)
    send_requested = Signal()
    later_requested = Signal()
    snippet_requested = Signal()
    left = Signal()
    focus_moved = Signal()
    files_given = Signal(list)
    picture_given = Signal(str, bytes)
    spellings_wanted = Signal(str)

    LEAST_LINES = 3

    def __init__(self, look: DeskLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._loading = False
        self._ceiling = look.px(300)
        self._surplus: list[QTextEdit.ExtraSelection] = []
        self._misspelt: dict[Misspelt, QTextEdit.ExtraSelection] = {}
        self._menu: QMenu | None = None
        self._asked: QTextCursor | None = None
        self.setAcceptRichText(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(look.font("read"))
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        option = QTextOption()
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDefaultTextOption(option)
        self.document().setDocumentMargin(0)
        self.viewport().setAutoFillBackground(False)
        self.setCursorWidth(2)
        self.set_ink(look.tokens.t1)
        self.textChanged.connect(self._changed)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self.updateGeometry())

    # public

    def load(self, text: str) -> None:
        """Show a text that the agent did not type just now; the caret stays where it can."""
        if text == self.toPlainText():
            return
        self._loading = True
        at = self.textCursor().position()
        self.document().setUndoRedoEnabled(False)
        self.setPlainText(text)
        self._set_lines()
        self.document().setUndoRedoEnabled(True)
        cursor = self.textCursor()
        end = QTextCursor(self.document())
        end.movePosition(QTextCursor.MoveOperation.End)
        cursor.setPosition(min(at, end.position()) if self.hasFocus() and at else end.position())
        self.setTextCursor(cursor)
        self._loading = False

    def put_in(self, words: str) -> None:
        """Put words at the caret and go there; a locked text takes none."""
        if not self.isReadOnly():
            self.setFocus()
            self.insertPlainText(words)

    def set_ink(self, ink: QColor) -> None:
        """The colour of the text."""
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Text, ink)
        palette.setColor(QPalette.ColorRole.Base, QColor(0, 0, 0, 0))
        palette.setColor(QPalette.ColorRole.PlaceholderText, self._look.tokens.t3)
        if palette != self.palette():
            self.setPalette(palette)

    def set_ceiling(self, pixels: int) -> None:
        """How high it may grow before it scrolls."""
        if pixels != self._ceiling:
            self._ceiling = pixels
            self.updateGeometry()

    def mark_surplus(self, start: int) -> None:
        """Underline everything from a code point on; −1 for nothing."""
        self._surplus = [self._marked(start, len(self.toPlainText()), self._surplus_shape())] if start >= 0 else []
        self.setExtraSelections([*self._misspelt.values(), *self._surplus])

    def mark_misspelt(self, words: Sequence[Misspelt]) -> None:
        """Underline words nobody knows, but not the one that is being written."""
        caret = self._code_points(self.textCursor().position()) if self.hasFocus() else -1
        shape = QTextCharFormat()
        shape.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        shape.setUnderlineColor(self._look.tokens.misspelt)
        self._misspelt = {one: self._marked(one.start, one.end, shape) for one in words if one.end != caret}
        self.setExtraSelections([*self._misspelt.values(), *self._surplus])

    def misspelt(self) -> list[str]:
        """The words that are underlined now."""
        return [one.cursor.selectedText() for one in self._misspelt.values()]

    def offer_spellings(self, word: str, spellings: Sequence[str]) -> None:
        """Other spellings of the word whose menu is open."""
        if self._menu is None or self._asked is None or self._asked.selectedText() != word:
            return
        before = self._menu.actions()[0]
        for spelling in spellings:
            action = QAction(spelling, self._menu)
            action.triggered.connect(partial(self._respell, QTextCursor(self._asked), spelling))
            self._menu.insertAction(before, action)
        if spellings:
            self._menu.removeAction(before)
            self._menu.setActiveAction(self._menu.actions()[0])
        else:
            before.setText(_("No other spelling is known"))

    # Qt

    def sizeHint(self) -> QSize:
        least = self._look.line("read") * self.LEAST_LINES
        wanted = round(self.document().size().height())
        return QSize(self._look.px(300), max(least, min(wanted, self._ceiling)))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._look.px(100), self._look.line("read") * 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            later = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            (self.later_requested if later else self.send_requested).emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.text() == ";" and self._at_word_start() and not self.isReadOnly():
            self.snippet_requested.emit()
        else:
            super().keyPressEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasImage() or source.hasUrls() or source.hasText()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The usual menu; on an underlined word other spellings come first, by mouse and by key alike."""
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        cursor = self.textCursor() if by_key else self.cursorForPosition(event.pos())
        menu = self.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        found = [one.cursor for one in self._misspelt.values() if _around(one.cursor, cursor.position())]
        self._menu, self._asked = (menu, found[0]) if found else (None, None)
        menu.destroyed.connect(self._menu_gone)
        if found:
            waiting = QAction(_("Looking for other spellings..."), menu)
            waiting.setEnabled(False)
            menu.insertAction(menu.actions()[0], waiting)
            menu.insertSeparator(menu.actions()[1])
            self.spellings_wanted.emit(found[0].selectedText())
        menu.popup(self.mapToGlobal(self.cursorRect(cursor).bottomLeft()) if by_key else event.globalPos())

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Words go into the text; files and pictures are handed over to be attached, never painted in between."""
        files = [url.toLocalFile() for url in source.urls() if url.isLocalFile()]
        if files:
            self.files_given.emit(files)
        elif source.hasText() and source.text().strip():
            self.insertPlainText(source.text())
        elif source.hasImage():
            self.picture_given.emit(_("Pasted picture.png"), encoded(source.imageData(), PNG))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_moved.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focus_moved.emit()

    # inside

    def _surplus_shape(self) -> QTextCharFormat:
        shape = QTextCharFormat()
        shape.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        shape.setUnderlineColor(self._look.tokens.warn)
        shape.setForeground(self._look.tokens.warn)
        return shape

    def _marked(self, start: int, end: int, shape: QTextCharFormat) -> QTextEdit.ExtraSelection:
        """A stretch of code points, which stays with its words while others are written."""
        plain = self.toPlainText()
        selection = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.document())
        cursor.setPosition(len(plain[:start].encode("utf-16-le")) // 2)
        cursor.setPosition(len(plain[:end].encode("utf-16-le")) // 2, QTextCursor.MoveMode.KeepAnchor)
        selection.cursor, selection.format = cursor, shape
        return selection

    def _code_points(self, position: int) -> int:
        return len(self.toPlainText().encode("utf-16-le")[: 2 * position].decode("utf-16-le", "ignore"))

    def _menu_gone(self) -> None:
        self._menu = None

    @staticmethod
    def _respell(cursor: QTextCursor, spelling: str) -> None:
        cursor.insertText(spelling)

    def _at_word_start(self) -> bool:
        """Whether a semicolon here would follow no word, so that nobody meant to write one."""
        before = self.toPlainText().encode("utf-16-le")[: 2 * self.textCursor().position()].decode("utf-16-le")
        return not before or before[-1].isspace()

    def _set_lines(self) -> None:
        shape = QTextBlockFormat()
        shape.setLineHeight(self._look.line("read"), QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(shape)

    def _changed(self) -> None:
        if self._loading:
            return
        if self.textCursor().blockFormat().lineHeight() != self._look.line("read"):
            self._loading = True
            self._set_lines()
            self._loading = False
        self.typed.emit(self.toPlainText())


def _around(word: QTextCursor, position: int) -> bool:
    return word.selectionStart() <= position <= word.selectionEnd()
