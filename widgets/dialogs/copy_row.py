"""Something to copy elsewhere: an address, a key; with a button that does it. Known by dialogs; knows kit."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.core.i18n import _
from widgets.dialogs.ask_words import field_style
from widgets.kit.desk_button import DeskButton
from widgets.kit.desk_text import TextBlock, Words
from widgets.theme.desk import DeskLook


class CopyRow(QWidget):
    """A title, a text that can be read and copied, and what it is for."""

    def __init__(
        self,
        look: DeskLook,
        title: str,
        text: str,
        words: str,
        *,
        after_saving: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`after_saving`: the text is not known yet; only that it will come is said."""
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.px(4), 0, look.px(4))
        column.setSpacing(look.px(3))
        column.addWidget(Words(look, title, style="label"))
        self.field = QLineEdit(text)
        self.button = DeskButton(look, _("Copy"), glyph="copy", name=_("Copy: {title}").format(title=title))
        self.button.setText(_("Copy"))
        if after_saving:
            words = _("It is shown once the account is saved, since it names the account.")
        else:
            column.addLayout(self._row(look, title))
        column.addWidget(TextBlock(look, words, style="small", ink=look.tokens.t3))

    def _row(self, look: DeskLook, title: str) -> QHBoxLayout:
        self.field.setReadOnly(True)
        self.field.setAccessibleName(title)
        self.field.setFont(look.font("base"))
        self.field.setStyleSheet(field_style(look))
        self.field.setCursorPosition(0)
        self.button.clicked.connect(self._copy)
        row = QHBoxLayout()
        row.setSpacing(look.px(6))
        row.addWidget(self.field, 1)
        row.addWidget(self.button)
        return row

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.field.text())
        self.button.set_words(_("Copied"))
