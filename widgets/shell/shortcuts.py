"""Keys of a window, made from its command table. Known by the faces; knows commands.

Single keys work only while no text field has focus: Qt gives a text field its letters first, and the shortcuts are
switched off besides. After G the next key within two seconds chooses where to go.
"""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

import widgets.kit  # noqa: F401 - Qt's overrides are guarded from here on
from widgets.shell.commands import CHORD, Command, CommandTable

HINT_AFTER_MS = 400
CHORD_ENDS_MS = 2_000
_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta)


def is_text_field(widget: QWidget | None) -> bool:
    """Whether a widget takes letters."""
    if isinstance(widget, (QTextEdit, QPlainTextEdit)):
        return True
    if isinstance(widget, QComboBox):
        return widget.isEditable()
    return isinstance(widget, (QLineEdit, QAbstractSpinBox))


class Shortcuts(QObject):
    """The keys of one window.

    Attributes:
        in_text: a text field of this window has focus.

    Signals:
        chosen: a command's key was pressed; carries its id.
        text_focus_changed: keycaps must say other keys now.
        chord_waiting: True when the letters after G should be shown, False when the wait is over.
    """

    chosen = Signal(str)
    text_focus_changed = Signal(bool)
    chord_waiting = Signal(bool)

    def __init__(self, window: QWidget, table: CommandTable[Any]) -> None:
        super().__init__(window)
        self._window = window
        self._table = table
        self.in_text = False
        self._single: list[QShortcut] = []
        self._textual: list[QShortcut] = []
        self._everywhere: list[QShortcut] = []
        self._single_keys = True
        self._chord_open = False
        self._hint = self._one_shot(HINT_AFTER_MS, self._show_hint)
        self._end = self._one_shot(CHORD_ENDS_MS, self._end_chord)
        self._make_all()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_moved)

    def use(self, table: CommandTable[Any], *, single_keys: bool = True) -> None:
        """Take other keys; single keys can be switched off altogether."""
        self._table, self._single_keys = table, single_keys
        for shortcut in (*self._single, *self._textual, *self._everywhere):
            shortcut.setEnabled(False)
            shortcut.deleteLater()
        self._single, self._textual, self._everywhere = [], [], []
        self._make_all()
        self._enable()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The key after G; it is no other command's key now."""
        if self._chord_open and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if self._chord_open and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _MODIFIERS:
                return False
            self._end_chord()
            return self._choose_chord(event)
        return False

    # inside

    def _one_shot(self, milliseconds: int, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(slot)
        return timer

    def _make_all(self) -> None:
        for command in self._table:
            if command.key and not command.chord:
                made = self._make(command.key, command)
                (self._everywhere if command.everywhere else self._single).append(made)
            if command.text_key:
                shortcut = self._make(command.text_key, command)
                shortcut.setEnabled(False)
                self._textual.append(shortcut)
        if self._table.chords():
            start = QShortcut(QKeySequence(CHORD), self._window)
            start.activated.connect(self._begin_chord)
            self._single.append(start)

    def _make(self, key: str, command: Command[Any]) -> QShortcut:
        shortcut = QShortcut(QKeySequence(key), self._window)
        shortcut.setAutoRepeat(True)
        shortcut.activated.connect(lambda: self.chosen.emit(command.id))
        return shortcut

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is None or not (new is self._window or self._window.isAncestorOf(new)):
            return
        in_text = is_text_field(new)
        if in_text != self.in_text:
            self.in_text = in_text
            self._enable()
            self.text_focus_changed.emit(in_text)

    def _enable(self) -> None:
        for shortcut in self._single:
            shortcut.setEnabled(self._single_keys and not self.in_text)
        for shortcut in self._textual:
            shortcut.setEnabled(self.in_text)

    def _begin_chord(self) -> None:
        self._chord_open = True
        self._hint.start()
        self._end.start()
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def _show_hint(self) -> None:
        self.chord_waiting.emit(True)

    def _end_chord(self) -> None:
        self._chord_open = False
        self._hint.stop()
        self._end.stop()
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        self.chord_waiting.emit(False)

    def _choose_chord(self, event: QKeyEvent) -> bool:
        command = self._table.chords().get(event.text().upper())
        if command is None:
            return event.key() == Qt.Key.Key_Escape
        self.chosen.emit(command.id)
        return True
