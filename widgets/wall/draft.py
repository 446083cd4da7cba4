"""A scene or playlist file while somebody changes it: its text, what is wrong with it, undo, and saving in one step.
Known by the documents of scenes and playlists; knows wall.scenes.

The text is the truth: every change goes through tomlkit, so that comments and order of a file a person wrote survive.
"""

import os
import tomllib
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.exceptions import TOMLKitError

from app.core.errors import BadInput, Conflict, StorageError
from app.core.i18n import _
from widgets.wall.scenes import BadScene, Problem

MOST_STEPS = 200


class Draft(ABC):
    """One file as it would be written now.

    Attributes:
        file: where it is kept; it need not be there yet.
        text: what it says now.
        problems: what is wrong with it, by line; empty when it can be shown.
    """

    def __init__(self, file: Path, text: str | None = None) -> None:
        """Open a file; `text` is what to begin with where there is none. Raises BadInput when it cannot be read."""
        self.file = file
        self._on_disk = read_if_there(file)
        self.text = (text or "") if self._on_disk is None else self._on_disk
        self.problems: tuple[Problem, ...] = ()
        self._undo: list[str] = []
        self._redo: list[str] = []
        self._kept = self.text if self._on_disk is not None else None
        self._judge()

    # what it is

    @property
    def is_changed(self) -> bool:
        """Whether saving would write anything new."""
        return self.text != self._kept

    @property
    def can_undo(self) -> bool:
        return bool(self._undo)

    @property
    def can_redo(self) -> bool:
        return bool(self._redo)

    @property
    def is_foreign(self) -> bool:
        """Whether the file was changed by somebody else since it was read or saved."""
        return read_if_there(self.file) != self._on_disk

    # changing it

    def write(self, text: str) -> None:
        """Make this the text, as one step of undo."""
        if text == self.text:
            return
        self._undo = [*self._undo[-MOST_STEPS + 1 :], self.text]
        self._redo.clear()
        self._take(text)

    def undo(self) -> None:
        """One step back; nothing where there is none."""
        if self._undo:
            self._redo.append(self.text)
            self._take(self._undo.pop())

    def redo(self) -> None:
        """Take back an undo."""
        if self._redo:
            self._undo.append(self.text)
            self._take(self._redo.pop())

    def read_again(self) -> None:
        """Take what is on the disk now, as one step of undo."""
        self._on_disk = read_if_there(self.file)
        self._kept = self._on_disk
        self.write(self._on_disk or "")

    def save(self, *, over: bool = False) -> None:
        """Write the file in one step.

        Raises:
            BadInput: something is wrong with it. Conflict: somebody else changed it meanwhile and `over` is False.
            StorageError: the disk refuses.
        """
        if self.problems:
            raise BadScene(self.file.name, list(self.problems))
        if self.is_foreign and not over:
            raise Conflict(
                _("The file {file} was changed by somebody else meanwhile.").format(file=self.file.name),
                hint=_("Read it again, or save over it."),
            )
        _replace(self.file, self.text)
        self._on_disk = self._kept = self.text

    # inside

    @abstractmethod
    def _check(self) -> None:
        """Read the text; raises BadScene with everything that is wrong."""

    def _change(self, change: Callable[[TOMLDocument], None]) -> None:
        """Change the parsed text; a text that is no TOML is left for a person to mend."""
        try:
            document = tomlkit.parse(self.text)
        except TOMLKitError:
            raise BadInput(
                _("The text is not TOML, so nothing else can change it."), hint=_("Mend the text first.")
            ) from None
        change(document)
        self.write(tomlkit.dumps(document))

    def _take(self, text: str) -> None:
        self.text = text
        self._judge()

    def _judge(self) -> None:
        try:
            self._check()
            self.problems = ()
        except BadScene as error:
            self.problems = tuple(error.problems)


def read_if_there(file: Path) -> str | None:
    """The text of a file; None where there is none. Raises BadInput when it cannot be read."""
    try:
        return file.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(_("The file {file} cannot be read: {error}").format(file=file.name, error=error)) from error


def inline_table(words: str) -> tomlkit.items.InlineTable:
    """Options as a person types them in one line, such as `minutes = 720`; raises BadInput for anything else."""
    try:
        tomllib.loads(f"x = {{ {words} }}")
        table = tomlkit.parse(f"x = {{ {words} }}")["x"]
    except (tomllib.TOMLDecodeError, TOMLKitError):
        raise BadInput(
            _("“{words}” are no options.").format(words=words),
            hint=_("Write them like {example}, with a comma between two.").format(
                example='minutes = 720, topic = "App"'
            ),
        ) from None
    assert isinstance(table, tomlkit.items.InlineTable)
    return table


def _replace(file: Path, text: str) -> None:
    beside = file.with_name(f".{file.name}.new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as out:
            out.write(text.encode())
            out.flush()
            os.fsync(out.fileno())
        beside.replace(file)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise StorageError(
            _("The file {file} could not be saved: {error}").format(file=file, error=error),
            hint=_("Nothing was changed on the disk."),
        ) from error
