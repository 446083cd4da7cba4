"""The lines in which a crisis and one of its steps are written. Known by the crisis dialog; knows kit."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout

from widgets.dialogs.ask_words import field_style
from widgets.kit.desk_text import Words
from widgets.theme.desk import DeskLook


def add_field(look: DeskLook, into: QVBoxLayout | QHBoxLayout, label: str, typed: Callable[[], None]) -> QLineEdit:
    """A line with its label above; `typed` is called whenever a person has changed it."""
    field = QLineEdit()
    field.setAccessibleName(label)
    field.setFont(look.font("base"))
    field.setStyleSheet(field_style(look))
    field.textEdited.connect(lambda _text: typed())
    column = QVBoxLayout()
    column.setSpacing(look.px(2))
    column.addWidget(Words(look, label, style="small", ink=look.tokens.t3))
    column.addWidget(field)
    into.addLayout(column)
    return field


def fill(field: QLineEdit, text: str) -> None:
    """Put words into a line, leaving the cursor where it is when they are the same."""
    if field.text() != text:
        field.setText(text)
        field.setCursorPosition(0)
