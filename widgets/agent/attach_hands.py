"""What the composer does with pictures: chooses files, takes pasted and dropped ones, asks what is on them. Known by
the window; knows desk, composer and dialogs."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from app.core.errors import BadInput
from app.core.i18n import _
from widgets.agent.desk import Desk
from widgets.agent.seat import Seat
from widgets.dialogs.describe_picture import DescribePicture
from widgets.models.composition import NOTE
from widgets.models.shrink import as_network_takes

PATTERNS = "*.jpg *.jpeg *.png *.webp *.gif"


class AttachHands(QObject):
    """The pictures' hands of one window."""

    def __init__(self, seat: Seat, desk: Desk) -> None:
        super().__init__(seat)
        self._seat, self._desk = seat, desk

    def why_not(self) -> str:
        """Why no picture can be added now; empty when one can."""
        composition = self._desk.composition
        destination = composition.destination if composition is not None else None
        if composition is None or destination is None:
            return _("No conversation is open.")
        if composition.mode == NOTE:
            return _("A private note takes no pictures.")
        if composition.press is not None:
            return _("This reply was handed over.")
        if not destination.limits.images:
            return _("No pictures can be sent to {network}.").format(network=destination.network_title)
        if len(self._desk.uploads.of(composition.conversation_id)) >= destination.limits.images:
            words = _("{network} takes at most {most} pictures.")
            return words.format(network=destination.network_title, most=destination.limits.images)
        return ""

    def choose(self) -> None:
        """Ask for files; they go with the conversation that is open now, whatever is open when they are chosen."""
        why = self.why_not()
        if why:
            self._seat.content.queue.say_why_not(why)
            return
        conversation_id = self._desk.open_id
        dialog = QFileDialog(self._seat, _("Pictures for this reply"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(f"{_('Pictures')} ({PATTERNS})")
        dialog.filesSelected.connect(partial(self.add_files, conversation_id))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def add_files(self, conversation_id: int, paths: list[str]) -> None:
        """Add files of this machine to a conversation's reply."""
        for path in map(Path, paths):
            try:
                data = path.read_bytes()
            except OSError as error:
                words = _("“{name}” cannot be read: {cause}.").format(name=path.name, cause=error.strerror)
                self._desk.problem.emit(BadInput(words, hint=_("Choose another file; your text is kept.")))
                continue
            self._add(conversation_id, path.name, data)

    def add_given(self, name: str, data: bytes) -> None:
        """Add a pasted or dropped picture to the open conversation's reply."""
        self._add(self._desk.open_id, name, data)

    def describe(self, token: str) -> None:
        """Ask what is on a picture."""
        one = next((one for one in self._desk.uploads.of(self._desk.open_id) if one.token == token), None)
        composition = self._desk.composition
        if one is None or composition is None:
            return
        most = composition.destination.limits.alt_text_length if composition.destination is not None else 0
        dialog = DescribePicture(self._seat.look, one, most=most, parent=self._seat)
        dialog.described.connect(lambda words: self._desk.uploads.describe(token, words, waived=not words))
        self._seat.ask(dialog)

    def shrink(self, token: str = "") -> None:
        """Make one picture of the open conversation's reply smaller; without a token all of them."""
        desk, composition = self._desk, self._desk.composition
        pictures = [one for one in desk.uploads.of(desk.open_id) if one.ready and token in ("", one.token)]
        if not pictures or composition is None or composition.destination is None:
            self._seat.content.queue.say_why_not(_("No picture goes with this reply."))
            return
        for one in pictures:
            desk.uploads.shrink(one.token, most=composition.destination.limits.image_bytes)

    # inside

    def _add(self, conversation_id: int, name: str, data: bytes) -> None:
        why = self.why_not() if conversation_id == self._desk.open_id else ""
        if why:
            self._seat.content.queue.say_why_not(why)
            return
        destination = self._desk.drafts.of(conversation_id).destination
        if destination is not None:
            name, data = as_network_takes(name, data, destination.limits)
        self._desk.uploads.add(conversation_id, name, data)
