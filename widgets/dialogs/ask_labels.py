"""Asks for labels, divided by commas; those the house uses are offered, a new one is called new. Known by the agent's
window; knows kit and the model of labels.

Up, down, Tab and Enter are the list's while a row of it is chosen; Enter on what is already written answers.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.i18n import _, ngettext
from app.wire.answers import LabelCount
from widgets.dialogs.ask_words import AskWords
from widgets.kit.desk_suggestions import MOST_ROWS, ROW, Suggestion, SuggestionList
from widgets.models.labelling import fitting, labels_in, part_at, same, taken
from widgets.theme.desk import DeskLook

STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
NEW = "new:"
"""Before a label's words: nobody has used it yet."""


class AskLabels(AskWords):
    """One line of labels.

    Attributes:
        list: what is offered for the label at the caret.
    """

    help_at = ("desk", "Together")

    def __init__(
        self,
        look: DeskLook,
        known: Sequence[LabelCount],
        *,
        value: Sequence[str] = (),
        count: int = 1,
        parent: QWidget | None = None,
    ) -> None:
        """`value` are the labels that all the `count` conversations bear."""
        several = ngettext("Which labels?", "Which labels for {count} conversations?", count).format(count=count)
        each = _("Divide them by commas. Those written here all of them bear; what else each one bears stays.")
        super().__init__(
            look,
            several,
            _("Divide them by commas.") if count == 1 else each,
            label=_("Labels"),
            safe=_("Leave them"),
            act=_("Set labels"),
            value="".join(f"{label}, " for label in value),
            may_be_empty=True,
            parent=parent,
        )
        self._known = known
        self.list = SuggestionList(look, framed=False)
        self.list.taken.connect(self._take)
        room = QWidget()
        room.setFixedHeight(look.px(ROW) * min(MOST_ROWS, len(known) + 1))
        column = QVBoxLayout(room)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)
        column.addStretch(1)
        self.body.addWidget(room)
        self.field.installEventFilter(self)
        self.field.textEdited.connect(lambda _text: self._offer())
        self.field.cursorPositionChanged.connect(lambda _old, _new: self._offer())
        self._offer()

    # Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys of the list."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or not self.list.rows:
            return False
        key, chosen = Qt.Key(event.key()), self.list.chosen
        if key in STEPS:
            self.list.step(STEPS[key])
            return True
        if chosen is None or key not in {Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            return False
        written = key is not Qt.Key.Key_Tab and self._is_written(chosen)
        self._take(chosen.id)
        return not written

    # inside

    def _offer(self) -> None:
        """What fits the label at the caret; with nothing written what is used most, none of it chosen."""
        text = self.field.text()
        part = part_at(text, self.field.cursorPosition())
        others = [label for label in labels_in(text) if label != part.words]
        rows = [_row(one) for one in fitting(self._known, part.words, but=others)]
        if part.words and same(self._known, part.words) is None:
            rows = [*rows[: MOST_ROWS - 1], Suggestion(NEW + part.words, _new(part.words), icon="pen")]
        self.list.offer(rows, about=_about(len(rows)), at=0 if part.words else -1)

    def _is_written(self, chosen: Suggestion) -> bool:
        words = part_at(self.field.text(), self.field.cursorPosition()).words
        return chosen.id.removeprefix(NEW).casefold() == words.casefold()

    def _take(self, label: str) -> None:
        text = self.field.text()
        part = part_at(text, self.field.cursorPosition())
        line, caret = taken(text, part, label.removeprefix(NEW))
        self.field.setText(line)
        self.field.setCursorPosition(caret)
        self.field.setFocus()
        self._offer()


def _row(label: LabelCount) -> Suggestion:
    count = ngettext("{count} conversation", "{count} conversations", label.count).format(count=label.count)
    return Suggestion(label.name, label.name, count, icon="tag")


def _new(words: str) -> str:
    return _("New label “{label}”").format(label=words)


def _about(count: int) -> str:
    words = ngettext("{count} label fits.", "{count} labels fit.", count).format(count=count)
    return _("{found} Up and down choose, Enter takes.").format(found=words)
