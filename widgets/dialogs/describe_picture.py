"""Asks what is to be seen on a picture, for whoever cannot see it. Known by the agent's window; knows kit."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QWidget

from app.core.i18n import _, number
from widgets.dialogs.ask_words import field_style
from widgets.kit.desk_button import DeskButton
from widgets.kit.desk_dialog import DeskDialog
from widgets.kit.desk_text import Words
from widgets.kit.encoded import PNG, decoded
from widgets.models.attached import Attached
from widgets.theme.desk import DeskLook

SHOWN = 120
LINES = 5
"""So many lines of a description are seen at once."""


class DescribePicture(DeskDialog):
    """The question, with the picture; what is too long is counted, never cut.

    Signals:
        described: the words; empty when it was decided to go without.
    """

    help_at = ("desk", "Pictures")
    described = Signal(str)

    def __init__(self, look: DeskLook, one: Attached, *, most: int = 0, parent: QWidget | None = None) -> None:
        """`most` is how many characters the network takes; 0 for as many as one likes."""
        words = _("It is read out to whoever cannot see the picture.")
        super().__init__(look, _("What is on “{name}”?").format(name=one.name), words, width=520, parent=parent)
        self._most = most
        self.field = QPlainTextEdit(one.alt)
        self.left = Words(look, style="small", ink=look.tokens.t3)
        self.without_button = DeskButton(look, _("Send it without a description"))
        self._build(one)
        self.answer_with(_("Keep writing"), _("Describe it so"))
        if self.act_button is not None:
            self.act_button.set_cap("Ctrl+Return")
        self.field.textChanged.connect(self._typed)
        self.without_button.clicked.connect(self._without)
        self.accepted.connect(lambda: self.described.emit(self._words()))
        self._typed()
        self.field.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if self.act_button is not None and self.act_button.may:
                self.accept()
            return
        super().keyPressEvent(event)

    # inside

    def _build(self, one: Attached) -> None:
        look = self.look
        self.field.setAccessibleName(_("Description"))
        self.field.setPlaceholderText(_("Who or what is to be seen, and what matters about it"))
        self.field.setFont(look.font("base"))
        self.field.setStyleSheet(field_style(look).replace("QLineEdit", "QPlainTextEdit"))
        self.field.setTabChangesFocus(True)
        self.field.setFixedHeight(look.line("base") * LINES + look.px(20))
        row = QHBoxLayout()
        row.setSpacing(look.px(12))
        row.addWidget(self._shown(one), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.field, 1)
        self.body.addLayout(row)
        foot = QHBoxLayout()
        foot.addWidget(self.without_button)
        foot.addStretch(1)
        foot.addWidget(self.left)
        self.body.addLayout(foot)
        self.left.setVisible(self._most > 0)

    def _shown(self, one: Attached) -> QLabel:
        label = QLabel()
        image = decoded(one.thumb, PNG) if one.thumb else QImage()
        if not image.isNull():
            side = self.look.px(SHOWN)
            size = QSize(side, side)
            scaled = image.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
            label.setPixmap(QPixmap.fromImage(scaled))
        label.setAccessibleName(_("Picture {name}").format(name=one.name))
        return label

    def _words(self) -> str:
        return self.field.toPlainText().strip()

    def _typed(self) -> None:
        words = self._words()
        over = len(words) - self._most if self._most else 0
        count = number(abs(over))
        said = _("{count} over").format(count=count) if over > 0 else _("{count} left").format(count=count)
        self.left.setText(said)
        self.left.set_ink(self.look.tokens.warn if over > 0 else self.look.tokens.t3)
        if self.act_button is not None:
            why = _("Shorten it by {count}.").format(count=count) if over > 0 else _("Nothing is written yet.")
            self.act_button.set_may(bool(words) and over <= 0, why)

    def _without(self) -> None:
        self.reject()
        self.described.emit("")
