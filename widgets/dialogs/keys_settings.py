"""Every command with its key, to be searched and changed; conflicts are told before they are made. Known by the agent's
window; knows kit and shell.commands."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from app.core.i18n import _
from widgets.dialogs.ask_words import field_style
from widgets.kit.desk_button import ButtonKind, DeskButton
from widgets.kit.desk_dialog import DeskDialog
from widgets.kit.desk_text import TextBlock, Words
from widgets.kit.key_words import key_words
from widgets.shell.commands import CHORD, Command, CommandTable, matches
from widgets.theme.desk import DeskLook

_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr)
_CLEARS = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
_LEAVES = (Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


class KeyButton(DeskButton):
    """Shows a command's key; pressed, it takes the next key, after G the next two.

    Signals:
        taken: another key is wanted; carries it as Qt writes it, empty for none.
        listening_changed: it waits for a key now, or does not.
        left: it waited, and the key stays as it was.
    """

    taken = Signal(str)
    left = Signal()
    listening_changed = Signal(bool)

    def __init__(self, look: DeskLook, command: Command[Any]) -> None:
        super().__init__(look, kind=ButtonKind.PLAIN)
        self._command, self._listening, self._chord = command, False, False
        self.setMinimumWidth(look.px(120))
        self.show_key(command.key)
        self.clicked.connect(self._listen)
        if command.own_key and not command.key:
            self.set_may(False, _("This key belongs to the text that is being written and stays so."))

    def show_key(self, key: str) -> None:
        """The key that stands."""
        words = key_words(key or self._command.own_key) or _("None")
        self.set_words(words, name=_("Key of {command}: {key}").format(command=self._command.words, key=words))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._listening:
            super().keyPressEvent(event)
            return
        key = Qt.Key(event.key())
        if key in _MODIFIERS:
            return
        pressed = chord_of(event) if self._chord else key_of(event)
        if pressed == CHORD and key not in _CLEARS:
            self._chord = True
            self.set_words(_("{key}, then one more key...").format(key=CHORD))
            return
        self._set_listening(False)
        if key in _CLEARS:
            self.taken.emit("")
        elif key not in _LEAVES and pressed:
            self.taken.emit(pressed)
        else:
            self.left.emit()

    def focusOutEvent(self, event: Any) -> None:
        super().focusOutEvent(event)
        if self._listening:
            self._set_listening(False)
            self.left.emit()

    def _listen(self) -> None:
        self._set_listening(True)
        self.set_words(_("Press a key..."))

    def _set_listening(self, on: bool) -> None:
        self._listening, self._chord = on, False
        self.listening_changed.emit(on)


class KeysDialog(DeskDialog):
    """The list.

    Signals:
        keys_changed: other keys than the usual ones, by command; said at once.
    """

    help_at = ("desk", "Keys")
    keys_changed = Signal(object)

    def __init__(
        self, look: DeskLook, standard: CommandTable[Any], keys: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        words = _(
            "Press a key's button, then the new key, or G and another. Backspace takes the key away, Esc leaves it."
        )
        super().__init__(look, _("Keys"), words, width=620, parent=parent)
        self._standard, self._keys = standard, dict(keys)
        self.buttons: dict[str, KeyButton] = {}
        self._rows: list[tuple[Command[Any], QWidget]] = []
        self.field = QLineEdit()
        self.field.setAccessibleName(_("Search commands"))
        self.field.setPlaceholderText(_("Search commands"))
        self.field.setFont(look.font("base"))
        self.field.setStyleSheet(field_style(look))
        self.single = DeskButton(look, _("Single keys without Ctrl or Alt"), kind=ButtonKind.TAB)
        self.single.setCheckable(True)
        self.single.toggled.connect(lambda on: self.single.set_glyph("check" if on else "close"))
        self.said = TextBlock(look, "", ink=look.tokens.t2)
        self.said.setMinimumHeight(look.px(18))
        self._reset = DeskButton(look, _("All keys as they were"), kind=ButtonKind.QUIET, glyph="undo")
        self._reset.clicked.connect(self.reset)
        for widget in (self.field, self._list(), self.said):
            self.body.addWidget(widget)
        foot = QHBoxLayout()
        foot.addWidget(self.single)
        foot.addStretch(1)
        foot.addWidget(self._reset)
        self.body.addLayout(foot)
        self.answer_with(_("Close"), "")
        self.field.textChanged.connect(self._filter)
        self.field.setFocus()
        self._show()

    def reset(self) -> None:
        """Every command has its own key again."""
        self._keys.clear()
        self._say(_("All keys are as they were."))
        self._tell()

    def take(self, command: Command[Any], key: str) -> None:
        """Give a key to a command; whoever had it loses it, and it is said who."""
        table = self._standard.with_keys(self._keys)
        loser = table.holder(key, but=command.id) if key else None
        if loser is not None and key in {CHORD, loser.own_key, loser.text_key}:
            self._say(_stays(key, loser))
            self._show()
            return
        if key and not allowed(key, everywhere=command.everywhere):
            self._say(_("{key} works in texts; {command} needs Ctrl, Alt or a function key.").format(
                key=key_words(key), command=command.words))  # fmt: skip
            self._show()
            return
        if loser is not None:
            self._keys[loser.id] = ""
        self._keys[command.id] = key
        if self._standard[command.id].key == key:
            del self._keys[command.id]
        self._say(_told(command, key, loser))
        self._tell()

    # inside

    def _list(self) -> QScrollArea:
        look, body = self.look, QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, look.px(8), 0)
        column.setSpacing(look.px(2))
        for name, commands in self._standard.groups().items():
            for place, command in enumerate(commands):
                column.addWidget(self._row(command, name if not place else ""))
        column.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setStyleSheet("QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }")
        area.setWidget(body)
        area.setFixedHeight(look.px(360))
        return area

    def _row(self, command: Command[Any], heading: str) -> QWidget:
        look, row = self.look, QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, look.px(8) if heading else 0, 0, 0)
        column.setSpacing(look.px(2))
        if heading:
            column.addWidget(Words(look, heading, style="section", ink=look.tokens.t3))
        line = QHBoxLayout()
        line.addWidget(Words(look, command.words, ink=look.tokens.t1), 1)
        button = self.buttons[command.id] = KeyButton(look, command)
        button.taken.connect(lambda key, one=command: self.take(one, key))
        button.left.connect(self._show)
        line.addWidget(button)
        column.addLayout(line)
        self._rows.append((command, row))
        return row

    def _filter(self, typed: str) -> None:
        for command, row in self._rows:
            key = key_words(self._standard.with_keys(self._keys)[command.id].key).lower()
            row.setVisible(matches(command.words, typed) is not None or key == typed.strip().lower())

    def _show(self) -> None:
        table = self._standard.with_keys(self._keys)
        for name, button in self.buttons.items():
            button.show_key(table[name].key)

    def _say(self, words: str) -> None:
        self.said.set_words(words)
        self.said.setAccessibleName(words)

    def _tell(self) -> None:
        self._show()
        self.keys_changed.emit(dict(self._keys))

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width(), max(hint.height(), self.look.px(520)))


def key_of(event: QKeyEvent) -> str:
    """A pressed key as Qt writes it: `Ctrl+Shift+D`, `#`; a sign that needs Shift is the sign alone."""
    sign = event.text()
    plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    if plain and sign and sign.isprintable() and not sign.isalnum() and sign != " ":
        return sign
    return QKeySequence(event.keyCombination()).toString(QKeySequence.SequenceFormat.PortableText)


def chord_of(event: QKeyEvent) -> str:
    """The chord that a key ends, as commands write it: `G, Q`; empty for a key that is no sign."""
    sign = event.text().upper()
    plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    return f"{CHORD}, {sign}" if plain and len(sign) == 1 and sign.isprintable() and sign != " " else ""


def allowed(key: str, *, everywhere: bool) -> bool:
    """Whether a key can serve: what works in texts too must not be a letter of them."""
    if not everywhere:
        return True
    parts = key.split("+")
    last = parts[-1]
    return "Ctrl" in parts[:-1] or "Alt" in parts[:-1] or (last.startswith("F") and last[1:].isdecimal())


def _stays(key: str, holder: Command[Any]) -> str:
    if key in {holder.own_key, holder.text_key}:
        return _("{key} is {command} and stays so.").format(key=key_words(key), command=holder.words)
    return _("{key} begins the keys of where to go and stays so.").format(key=key_words(key))


def _told(command: Command[Any], key: str, loser: Command[Any] | None) -> str:
    if not key:
        return _("{command} has no key now.").format(command=command.words)
    if loser is None:
        return _("{key} is {command} now.").format(key=key_words(key), command=command.words)
    return _("{key} is {command} now; {loser} has no key any more.").format(
        key=key_words(key), command=command.words, loser=loser.words
    )
