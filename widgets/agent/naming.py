"""Helps to name a colleague in a private note: an @ brings those who fit. Known by the composer; knows the desk, its
text and the list of suggestions.

The text keeps the focus; up, down, Tab, Enter and Esc are the list's while it is shown.
"""

from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QWidget

from app.core.i18n import _, ngettext
from app.wire.answers import Colleague
from app.wire.calls import ListColleagues
from widgets.agent.composer_text import ComposerText
from widgets.agent.desk import Desk
from widgets.kit.desk_suggestions import Suggestion, SuggestionList
from widgets.models.composition import NOTE
from widgets.models.naming import Naming, fitting, naming_at, presence_words
from widgets.models.words import initials
from widgets.theme.desk import DeskLook

STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
TAKES = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab})


class NoteNaming(QObject):
    """Names in one composer's note.

    Attributes:
        list: what is offered.
    """

    def __init__(self, look: DeskLook, desk: Desk, text: ComposerText) -> None:
        super().__init__(text)
        self._look, self._desk, self._text = look, desk, text
        self._colleagues: tuple[Colleague, ...] = ()
        self._asked_at = -1
        self._closed_at = -1
        self.list = SuggestionList(look, text)
        self.list.taken.connect(self._take)
        text.installEventFilter(self)
        text.typed.connect(lambda _words: self._refresh())
        text.cursorPositionChanged.connect(self._follow)
        text.focus_moved.connect(self._follow)
        desk.conversation_changed.connect(self._end)

    # Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys of the list, while it is shown; a key held with Ctrl is the text's. The list goes with
        the text."""
        if event.type() == QEvent.Type.Hide:
            self._end()
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or not self.list.isVisible():
            return False
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        key = Qt.Key(event.key())
        if key in STEPS:
            self.list.step(STEPS[key])
        elif key in TAKES and self.list.chosen is not None:
            self._take(self.list.chosen.id)
        elif key is Qt.Key.Key_Escape:
            self._close()
        else:
            return False
        return True

    # inside

    def _naming(self) -> Naming | None:
        composition = self._desk.composition
        if composition is None or composition.mode != NOTE or not self._text.hasFocus():
            return None
        if self._text.textCursor().hasSelection():
            return None
        return naming_at(self._text.toPlainText(), self._text.textCursor().position())

    def _refresh(self) -> None:
        """Offer who fits what is written; an @ asks anew who is there."""
        naming = self._naming()
        if naming is None or not naming.typed or naming.start != self._closed_at:
            self._closed_at = -1
        if naming is None:
            self._asked_at = -1
        elif naming.start != self._asked_at:
            self._asked_at = naming.start
            self._desk.ask(ListColleagues(), self._came, lambda _error: None)
        self._show(naming)

    def _came(self, colleagues: Any) -> None:
        self._colleagues = tuple(colleagues or ())
        self._desk.directory.learn_colleagues(self._colleagues)
        self._show(self._naming())

    def _follow(self) -> None:
        """The caret left the name, or the text the focus: nothing is offered any more."""
        if self.list.isVisible() and self._naming() is None:
            self._end()

    def _show(self, naming: Naming | None) -> None:
        wanted = naming is not None and naming.start != self._closed_at
        found = fitting(self._colleagues, naming.typed, me=self._desk.directory.me) if naming and wanted else []
        rows = [Suggestion(one.name, one.name, presence_words(one), initials=initials(one.name)) for one in found]
        self.list.offer(rows, about=_about(len(rows)))
        self._text.setAccessibleDescription(self.list.accessibleName() if rows else "")
        if naming is not None and rows:
            self._place(naming)

    def _place(self, naming: Naming) -> None:
        """Above the line of the name, where its @ stands; below where there is no room above."""
        window, look = self._text.window(), self._look
        if self.list.parentWidget() is not window:
            self.list.setParent(window)
        cursor = QTextCursor(self._text.document())
        cursor.setPosition(naming.start)
        line = self._text.cursorRect(cursor)
        top_left = self._text.viewport().mapTo(window, line.topLeft())
        self.list.setGeometry(_beside(QRect(top_left, line.size()), self.list, window, gap=look.px(6)))
        self.list.show()
        self.list.raise_()

    def _take(self, name: str) -> None:
        naming = self._naming()
        if naming is None:
            return
        cursor = self._text.textCursor()
        cursor.setPosition(naming.start, QTextCursor.MoveMode.KeepAnchor)
        self._closed_at = naming.start
        cursor.insertText(f"@{name} ")
        self._close(naming.start)

    def _close(self, start: int = -1) -> None:
        """Esc, or a name was taken: this @ offers nothing more."""
        naming = self._naming()
        self._closed_at = start if start >= 0 else naming.start if naming is not None else -1
        self._hide()

    def _end(self) -> None:
        self._closed_at = self._asked_at = -1
        self._hide()

    def _hide(self) -> None:
        """Back to the text: a window of its own may close and take its children along."""
        self.list.offer((), about="")
        self.list.setParent(self._text)
        self._text.setAccessibleDescription("")


def _about(count: int) -> str:
    words = ngettext("{count} colleague fits.", "{count} colleagues fit.", count).format(count=count)
    return _("{found} Up and down choose, Enter takes, Esc closes.").format(found=words)


def _beside(line: QRect, shown: QWidget, window: QWidget, *, gap: int) -> QRect:
    size = shown.sizeHint()
    left = line.right() + gap - size.width() if shown.isRightToLeft() else line.left() - gap
    left = max(gap, min(left, window.width() - size.width() - gap))
    above = line.top() - gap - size.height()
    return QRect(QPoint(left, above if above >= gap else line.bottom() + gap), size)
