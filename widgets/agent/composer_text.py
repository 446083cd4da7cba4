"""The field a reply or note is written in. Known by the composer; knows theme.

Plain text in lines of fixed height, each paragraph in its own direction; the surplus over a network's limit is
underlined. Ctrl+Enter asks to send; Esc leaves, the draft stays.
"""

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QPalette,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget

from app.core.i18n import _
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
    """

    typed = Signal(str)
    send_requested = Signal()
    later_requested = Signal()
    snippet_requested = Signal()
    left = Signal()
    focus_moved = Signal()
    files_given = Signal(list)
    picture_given = Signal(str, bytes)

    LEAST_LINES = 3

    def __init__(self, look: DeskLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._loading = False
        self._ceiling = look.px(300)
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
        if start < 0:
            self.setExtraSelections([])
            return
        plain = self.toPlainText()
        selection = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.document())
        cursor.setPosition(len(plain[:start].encode("utf-16-le")) // 2)
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        shape = QTextCharFormat()
        shape.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        shape.setUnderlineColor(self._look.tokens.warn)
        shape.setForeground(self._look.tokens.warn)
        selection.cursor, selection.format = cursor, shape
        self.setExtraSelections([selection])

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

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Words go into the text; files and pictures are handed over to be attached, never painted in between."""
        files = [url.toLocalFile() for url in source.urls() if url.isLocalFile()]
        if files:
            self.files_given.emit(files)
        elif source.hasText() and source.text().strip():
            self.insertPlainText(source.text())
        elif source.hasImage():
            self.picture_given.emit(_("Pasted picture.png"), _png(source.imageData()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_moved.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focus_moved.emit()

    # inside

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


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())
