"""The questions of an account form, each with its title, its field and its help. Known by the account form; knows kit
and domain."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from app.core.i18n import _
from app.domain.network import FormField
from widgets.dialogs.ask_words import field_style
from widgets.kit.desk_text import TextBlock, Words
from widgets.theme.desk import DeskLook

LINES_SHOWN = 3


class LineAnswer(QLineEdit):
    """An answer of one line; `secret` is shown as dots."""

    def __init__(self, look: DeskLook, *, secret: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(look.font("base"))
        self.setStyleSheet(field_style(look))
        if secret:
            self.setEchoMode(QLineEdit.EchoMode.Password)

    def answer(self) -> str:
        return self.text().strip()

    def put(self, text: str) -> None:
        self.setText(text)


class LinesAnswer(QPlainTextEdit):
    """An answer of several lines; Tab leaves it."""

    def __init__(self, look: DeskLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(look.font("base"))
        self.setTabChangesFocus(True)
        self.setStyleSheet(field_style(look).replace("QLineEdit", "QPlainTextEdit"))
        self.setFixedHeight(LINES_SHOWN * look.line("base") + look.px(18))

    def answer(self) -> str:
        return self.toPlainText().strip()

    def put(self, text: str) -> None:
        self.setPlainText(text)


class Question(QWidget):
    """One field of a form.

    Signals:
        changed: something was typed.
        entered: Enter was pressed in a field of one line.
    """

    changed = Signal()
    entered = Signal()

    def __init__(self, look: DeskLook, field: FormField, *, kept: bool, parent: QWidget | None = None) -> None:
        """`kept`: the account has an answer already that is not shown, as secrets are."""
        super().__init__(parent)
        self.field = field
        self._kept = kept
        self.edit = LinesAnswer(look) if field.lines else LineAnswer(look, secret=field.secret)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.px(4), 0, look.px(4))
        column.setSpacing(look.px(3))
        title = _(field.title) if self.needed else _("{title} (optional)").format(title=_(field.title))
        column.addWidget(Words(look, title, style="label"))
        column.addWidget(self.edit)
        if field.help:
            column.addWidget(TextBlock(look, _(field.help), style="small", ink=look.tokens.t3))
        self.edit.setAccessibleName(title)
        self.edit.setAccessibleDescription(_(field.help) if field.help else "")
        if kept:
            self.edit.setPlaceholderText(_("Kept as it is unless you type another"))
        self.edit.textChanged.connect(lambda *_given: self.changed.emit())
        if isinstance(self.edit, LineAnswer):
            self.edit.returnPressed.connect(self.entered)

    @property
    def needed(self) -> bool:
        """Whether it must be answered."""
        return self.field.required and not self.field.default and not self._kept

    def answer(self) -> str:
        """What was typed, without spaces around it."""
        return self.edit.answer()

    def put(self, text: str) -> None:
        """Fill it in."""
        self.edit.put(text)


def fill(questions: list[Question], answers: Mapping[str, str]) -> None:
    """Put known answers, and defaults where there are none; secrets stay empty."""
    for question in questions:
        if not question.field.secret:
            question.put(answers.get(question.field.name, question.field.default))
