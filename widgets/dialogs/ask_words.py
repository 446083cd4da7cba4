"""Asks for one line of words: a reason, a name, labels. Known by the agent's window; knows kit."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from widgets.kit.desk_dialog import DeskDialog
from widgets.theme.desk import DeskLook


def field_style(look: DeskLook) -> str:
    """A one-line field in the desk's colours."""
    t, px = look.tokens, look.px
    return (
        f"QLineEdit {{ background: {t.bg1.name()}; color: {t.t1.name()}; border: 1px solid {t.ctl.name()};"
        f" border-radius: {px(6)}px; padding: {px(6)}px {px(8)}px; selection-background-color: {t.fill.name()};"
        f" selection-color: {t.onfill.name()};"
        f" placeholder-text-color: {t.t3.name()}; }}"
        f"QLineEdit:focus {{ border: {look.ring}px solid {t.acc.name()};"
        f" padding: {px(6) + 1 - look.ring}px {px(8) + 1 - look.ring}px; }}"
    )


class AskWords(DeskDialog):
    """One question with one line.

    Signals:
        answered: the words, never empty unless `may_be_empty`.
    """

    answered = Signal(str)

    def __init__(
        self,
        look: DeskLook,
        head: str,
        words: str,
        *,
        label: str,
        safe: str,
        act: str,
        value: str = "",
        may_be_empty: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, head, words, parent=parent)
        self._may_be_empty = may_be_empty
        self.field = QLineEdit(value)
        self.field.setAccessibleName(label)
        self.field.setPlaceholderText(label)
        self.field.setFont(look.font("base"))
        self.field.setStyleSheet(field_style(look))
        self.body.addWidget(self.field)
        self.answer_with(safe, act)
        self.field.textChanged.connect(self._typed)
        self.field.returnPressed.connect(self._enter)
        self.accepted.connect(lambda: self.answered.emit(self.field.text().strip()))
        self._typed(value)
        self.field.setFocus()

    def _typed(self, text: str) -> None:
        if self.act_button is not None:
            may = bool(text.strip()) or self._may_be_empty
            self.act_button.set_may(may, self.field.accessibleName())

    def _enter(self) -> None:
        if self.act_button is not None and self.act_button.may:
            self.accept()
