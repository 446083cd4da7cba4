"""Asks what is to be seen on a picture, for whoever cannot see it. Known by the agent's window; knows kit."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from app.core.i18n import _, number
from widgets.dialogs.ask_words import AskWords
from widgets.kit.desk_button import DeskButton
from widgets.kit.encoded import PNG, decoded
from widgets.models.attached import Attached
from widgets.theme.desk import DeskLook

SHOWN = 96


class DescribePicture(AskWords):
    """The question, with the picture.

    Signals:
        described: the words; empty when it was decided to go without.
    """

    help_at = ("desk", "Pictures")
    described = Signal(str)

    def __init__(self, look: DeskLook, one: Attached, *, most: int = 0, parent: QWidget | None = None) -> None:
        hint = _("It is read out to whoever cannot see the picture.")
        if most:
            hint = f"{hint} {_('At most {most} characters.').format(most=number(most))}"
        super().__init__(
            look,
            _("What is on “{name}”?").format(name=one.name),
            hint,
            label=_("Description"),
            safe=_("Keep writing"),
            act=_("Describe it so"),
            value=one.alt,
            parent=parent,
        )
        if most:
            self.field.setMaxLength(most)
        self.body.insertWidget(0, self._shown(look, one))
        self.without_button = DeskButton(look, _("Send it without a description"))
        self.without_button.clicked.connect(self._without)
        self.body.addWidget(self.without_button)
        self.answered.connect(self.described)

    @staticmethod
    def _shown(look: DeskLook, one: Attached) -> QLabel:
        label = QLabel()
        image = decoded(one.thumb, PNG) if one.thumb else QImage()
        if not image.isNull():
            side = look.px(SHOWN)
            size = QSize(side, side)
            scaled = image.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
            label.setPixmap(QPixmap.fromImage(scaled))
        label.setAccessibleName(_("Picture {name}").format(name=one.name))
        return label

    def _without(self) -> None:
        self.reject()
        self.described.emit("")
