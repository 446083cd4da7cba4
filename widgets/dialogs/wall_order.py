"""Asks what a wall is to show and for how long: one of its scenes, or a message of ours. Known by the agent's window;
knows kit."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.core.i18n import _
from widgets.dialogs.ask_words import field_style
from widgets.kit.desk_button import ButtonKind, DeskButton
from widgets.kit.desk_dialog import DeskDialog
from widgets.kit.desk_text import Words
from widgets.models.words import span
from widgets.theme.desk import DeskLook

LENGTHS = (5, 15, 60, 0)
"""Minutes to choose from; 0 for until released."""
LONGEST_TEXT = 280
SCENES_IN_A_ROW = 4


class Choice(QButtonGroup):
    """Some buttons of which one is pressed."""

    def __init__(self, look: DeskLook, words: Mapping[str, str], *, chosen: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._names = list(words)
        self.buttons_: list[DeskButton] = []
        for place, (name, text) in enumerate(words.items()):
            button = DeskButton(look, text, kind=ButtonKind.TAB)
            button.setCheckable(True)
            button.setChecked(name == chosen)
            self.addButton(button, place)
            self.buttons_.append(button)

    @property
    def chosen(self) -> str:
        """The pressed one's name."""
        return self._names[self.checkedId()] if self.checkedId() >= 0 else ""

    def lay(self, look: DeskLook, into: QVBoxLayout, *, in_a_row: int) -> None:
        """Put the buttons into rows of so many."""
        for start in range(0, len(self.buttons_), in_a_row):
            row = QHBoxLayout()
            row.setSpacing(look.px(4))
            for button in self.buttons_[start : start + in_a_row]:
                row.addWidget(button)
            row.addStretch(1)
            into.addLayout(row)


class WallOrderDialog(DeskDialog):
    """One question: with `scenes` (titles by name) it is which to pin, without them it is a message.

    Signals:
        answered: the scene's name or the message, and minutes (0 for until released).
    """

    help_at = ("scenes", "Rooms, walls, screens")
    answered = Signal(str, int)

    def __init__(
        self, look: DeskLook, wall: str, *, scenes: Mapping[str, str] | None = None, parent: QWidget | None = None
    ) -> None:
        head = _("A message for {wall}") if scenes is None else _("Which scene on {wall}?")
        words = _("It covers the whole screen, large enough to be read from afar.") if scenes is None else ""
        super().__init__(look, head.format(wall=wall), words, width=520, parent=parent)
        self.field = QLineEdit()
        self._scenes = None
        if scenes is None:
            self._add_field()
        else:
            self._scenes = Choice(look, scenes, chosen=next(iter(scenes), ""), parent=self)
            self._scenes.lay(look, self._part(_("Scene")), in_a_row=SCENES_IN_A_ROW)
        lengths = {str(minutes): span(60_000 * minutes) if minutes else _("Until released") for minutes in LENGTHS}
        self.lengths = Choice(look, lengths, chosen="15", parent=self)
        self.lengths.lay(look, self._part(_("For how long")), in_a_row=len(LENGTHS))
        self.answer_with(_("Leave it"), _("Show it"))
        self.accepted.connect(self._answer)
        self._typed()
        (self.field if scenes is None else self._scenes_button()).setFocus()

    @property
    def scene(self) -> str:
        """The chosen scene's name."""
        return self._scenes.chosen if self._scenes is not None else ""

    def _add_field(self) -> None:
        look = self.look
        self.field.setMaxLength(LONGEST_TEXT)
        self.field.setAccessibleName(_("Message"))
        self.field.setPlaceholderText(_("Message"))
        self.field.setFont(look.font("base"))
        self.field.setStyleSheet(field_style(look))
        self.field.textChanged.connect(self._typed)
        self.field.returnPressed.connect(self._enter)
        self.body.addWidget(self.field)

    def _part(self, words: str) -> QVBoxLayout:
        self.body.addWidget(Words(self.look, words, style="small", ink=self.look.tokens.t3))
        column = QVBoxLayout()
        column.setSpacing(self.look.px(4))
        self.body.addLayout(column)
        return column

    def _scenes_button(self) -> QWidget:
        return self._scenes.buttons_[0] if self._scenes is not None and self._scenes.buttons_ else self

    def _typed(self) -> None:
        if self.act_button is None:
            return
        if self._scenes is None:
            self.act_button.set_may(bool(self.field.text().strip()), _("Write the message first."))
        else:
            self.act_button.set_may(bool(self.scene), _("No wall has told which scenes it has."))

    def _enter(self) -> None:
        if self.act_button is not None and self.act_button.may:
            self.accept()

    def _answer(self) -> None:
        words = self.field.text().strip() if self._scenes is None else self.scene
        self.answered.emit(words, int(self.lengths.chosen or 0))
