"""The composer's spelling: looked up when the typing pauses, in the language that is written. Known by the composer;
knows the desk and the text."""

from PySide6.QtCore import QObject, QTimer

from app.core.i18n import language as interface_language
from widgets.agent.composer_text import ComposerText
from widgets.agent.desk import Desk
from widgets.models.composition import REPLY
from widgets.models.spelling import Misspelt

PAUSE_MS = 400


class ComposerSpelling(QObject):
    """Marks what is misspelt in one text, and offers other spellings.

    Attributes:
        pause: runs while somebody types.
    """

    def __init__(self, text: ComposerText, desk: Desk) -> None:
        super().__init__(text)
        self._text, self._desk = text, desk
        self.pause = QTimer(self)
        self.pause.setSingleShot(True)
        self.pause.setInterval(PAUSE_MS)
        self.pause.timeout.connect(self._check)
        desk.spelling.checked.connect(self._checked)
        desk.spelling.suggested.connect(text.offer_spellings)
        text.spellings_wanted.connect(lambda word: desk.spelling.suggest(word, self._language()))

    def typed(self) -> None:
        """The text has changed by a key."""
        self.pause.start()

    def begin(self) -> None:
        """Another text is shown."""
        self._text.mark_misspelt(())
        self.pause.start()

    def _language(self) -> str:
        """Of the reply: the person's; of a note, or where nobody knows, the interface's."""
        composition, opened = self._desk.composition, self._desk.opened
        target = opened.target() if opened is not None else None
        reply = composition is not None and composition.mode == REPLY
        language = target.language if reply and target is not None else ""
        return language if language not in ("", "und") else interface_language()

    def _check(self) -> None:
        if not self._text.isReadOnly():
            self._desk.spelling.check(self._text.toPlainText(), self._language())

    def _checked(self, text: str, words: list[Misspelt]) -> None:
        if text == self._text.toPlainText():
            self._text.mark_misspelt(words)
