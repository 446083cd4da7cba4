"""Lets in a wall by the code it shows, under a name and in a room. Known by the agent's window; knows kit and wire.

It stays open until the hub has said yes, so that a mistyped letter can be mended.
"""

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from app.core.errors import FishbowlError
from app.core.i18n import _
from app.domain.screens import CODE_LENGTH, typed_code
from app.wire.screen_calls import EnrolScreen
from widgets.dialogs.ask_words import field_style
from widgets.kit.desk_dialog import DeskDialog
from widgets.kit.desk_text import TextBlock, Words
from widgets.models.watch import Watch
from widgets.theme.desk import DeskLook

LONGEST_NAME = 120


class EnrolScreenDialog(DeskDialog):
    """Three fields and the hub's answer.

    Signals:
        requested: an EnrolScreen.

    Attributes:
        code, name, room: the fields.
        trouble: why the hub said no; hidden until it does.
    """

    help_at = ("scenes", "Letting a wall in")
    requested = Signal(object)

    def __init__(self, look: DeskLook, stations: Watch, parent: QWidget | None = None) -> None:
        words = _("A wall that was not let in yet shows a code. It may only watch; you can send it away at any time.")
        super().__init__(look, _("Enrol a screen"), words, width=480, parent=parent)
        self.code = self._field(_("Code on the screen"), "BCDF-GHJK")
        self.name = self._field(_("Name"), _("For instance: Foyer left"))
        self.room = self._field(_("Room (may stay empty)"), _("For instance: Foyer"))
        self._stations, self._rooms = stations, QStringListModel(self)
        completer = QCompleter(self._rooms, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.room.setCompleter(completer)
        stations.setParent(self)
        stations.changed.connect(self._know_rooms)
        self.finished.connect(stations.close)
        self._know_rooms()
        self.trouble = TextBlock(look, "", ink=look.tokens.warn)
        self.trouble.hide()
        self.body.addWidget(self.trouble)
        self.answer_with(_("Leave it"), _("Let it in"))
        for field in (self.code, self.name, self.room):
            field.textChanged.connect(self._typed)
            field.returnPressed.connect(self.accept)
        self._typed()
        self.code.setFocus()

    def accept(self) -> None:
        """Ask for it; the dialog closes with the hub's yes."""
        if self.act_button is None or not self.act_button.may:
            return
        self.act_button.set_may(False, _("The hub is asked."))
        self.requested.emit(
            EnrolScreen(code=typed_code(self.code.text()), name=self.name.text().strip(), room=self.room.text().strip())
        )

    def let_in(self) -> None:
        """The hub has said yes."""
        super().accept()

    def refuse(self, error: FishbowlError) -> None:
        """The hub has said no: say why, and let the code be typed again."""
        self.trouble.set_words(str(error))
        self.trouble.show()
        self._typed()
        self.adjustSize()
        self.code.setFocus()
        self.code.selectAll()

    def _field(self, label: str, example: str) -> QLineEdit:
        look = self.look
        words = Words(look, label, style="small", ink=look.tokens.t3)
        field = QLineEdit()
        field.setAccessibleName(label)
        field.setPlaceholderText(example)
        field.setMaxLength(LONGEST_NAME)
        field.setFont(look.font("base"))
        field.setStyleSheet(field_style(look))
        self.body.addWidget(words)
        self.body.addWidget(field)
        return field

    def _know_rooms(self) -> None:
        """Offer the rooms that walls hang in."""
        self._rooms.setStringList(sorted({one.room for one in self._stations.rows.values() if one.room}))

    def _typed(self) -> None:
        if self.act_button is None:
            return
        if len(typed_code(self.code.text())) != CODE_LENGTH:
            self.act_button.set_may(False, _("The code has eight letters."))
        elif not self.name.text().strip():
            self.act_button.set_may(False, _("Give the screen a name first."))
        else:
            self.act_button.set_may(True)
