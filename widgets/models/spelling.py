"""Looks words up in the system's spelling dictionaries. Known by the composer; knows nothing.

The dictionaries are Hunspell's, where systems and offices keep them; nothing is shipped and nothing is downloaded.
Where there is none for a language its words are not judged.
"""

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import regex
import structlog
from PySide6.QtCore import QObject, Signal
from spylls.hunspell import Dictionary

log = structlog.get_logger(__name__)

MOST_SUGGESTIONS = 6
MOST_REMEMBERED = 20_000

_WORD = regex.compile(r"[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*")
_NO_WORD = regex.compile(r"https?://\S+|[@#]\S+|\S*\d\S*|\S+@\S+|\b\p{Lu}{2,}\b")
_LINUX = ("/usr/share/hunspell", "/usr/share/myspell/dicts", "/usr/share/myspell", "/usr/local/share/hunspell")
_MAC = ("~/Library/Spelling", "/Library/Spelling", "/opt/homebrew/share/hunspell")

Load = Callable[[Path], Any]


@dataclass(frozen=True)
class Misspelt:
    """A word nobody knows: where it stands in the text (code points, end exclusive)."""

    start: int
    end: int
    word: str


def usual_folders() -> tuple[Path, ...]:
    """Where dictionaries lie on this system; `DICPATH`, Hunspell's own variable, comes first."""
    named = os.environ.get("DICPATH", "").split(os.pathsep)
    usual = _MAC if sys.platform == "darwin" else _LINUX if sys.platform.startswith("linux") else ()
    return tuple(Path(folder).expanduser() for folder in [*named, *usual] if folder)


def dictionary_for(language: str, folders: Iterable[Path]) -> Path | None:
    """The dictionary of a BCP 47 language, without its ending: the same region's, else the language's own."""
    wanted = language.replace("-", "_")
    short = wanted.partition("_")[0].lower()
    if not short or short == "und":
        return None
    found = [file.with_suffix("") for folder in folders for file in sorted(folder.glob(f"{short}*.dic"))]
    found = [one for one in found if one.with_suffix(".aff").is_file() and one.name.partition("_")[0].lower() == short]
    preferred = (wanted.lower(), short, f"{short}_{short}", "en_us")
    ranked = {name: place for place, name in enumerate(preferred)}
    return min(found, key=lambda one: ranked.get(one.name.lower(), len(ranked)), default=None)


def words_of(text: str) -> list[Misspelt]:
    """The words of a text that are worth looking up: no links, names, tags, numbers or abbreviations."""
    taken = [found.span() for found in _NO_WORD.finditer(text)]
    words = [Misspelt(*found.span(), found.group()) for found in _WORD.finditer(text)]
    return [one for one in words if not any(start < one.end and one.start < end for start, end in taken)]


class Spelling(QObject):
    """Judges texts on a thread of its own.

    Signals:
        checked: a text was looked up; carries it and its unknown words.
        suggested: other spellings were looked for; carries the word and them.
    """

    checked = Signal(str, list)
    suggested = Signal(str, list)

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        folders: Sequence[Path] | None = None,
        load: Load = lambda path: Dictionary.from_files(str(path)),
    ) -> None:
        super().__init__(parent)
        self._folders = tuple(folders) if folders is not None else usual_folders()
        self._load = load
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="spelling")
        self._paths: dict[str, Path | None] = {}
        self._dictionaries: dict[str, Any] = {}
        self._known: dict[tuple[str, str], bool] = {}
        self._wanted = ("", "")
        self._closed = False

    def has(self, language: str) -> bool:
        """Whether this system has a dictionary of a language."""
        return self._path(language) is not None

    def check(self, text: str, language: str) -> None:
        """Look a text up; of texts that come quickly only the last is answered."""
        if self._closed:
            return
        if self.has(language):
            self._wanted = (text, language)
            self._thread.submit(self._check, text, language)
        else:
            self.checked.emit(text, [])

    def suggest(self, word: str, language: str) -> None:
        """Look for other spellings of a word."""
        if not self._closed:
            self._thread.submit(self._suggest, word, language)

    def close(self) -> None:
        """Look nothing up any more."""
        self._closed = True
        self._thread.shutdown(wait=True, cancel_futures=True)

    # inside

    def _path(self, language: str) -> Path | None:
        if language not in self._paths:
            self._paths[language] = dictionary_for(language, self._folders)
        return self._paths[language]

    # on the thread

    def _check(self, text: str, language: str) -> None:
        if self._wanted != (text, language):
            return
        dictionary = self._dictionary(language)
        if dictionary is not None:
            self.checked.emit(text, [one for one in words_of(text) if not self._knows(dictionary, one.word, language)])

    def _suggest(self, word: str, language: str) -> None:
        dictionary = self._dictionary(language)
        found: list[str] = []
        if dictionary is not None:
            found = list(islice(dictionary.suggest(word.replace("’", "'")), MOST_SUGGESTIONS))
        self.suggested.emit(word, found)

    def _knows(self, dictionary: Any, word: str, language: str) -> bool:
        key = (language, word)
        if key not in self._known:
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            self._known[key] = bool(dictionary.lookup(word.replace("’", "'")))
        return self._known[key]

    def _dictionary(self, language: str) -> Any:
        if language not in self._dictionaries:
            path = self._path(language)
            try:
                self._dictionaries[language] = self._load(path) if path is not None else None
            except Exception as error:
                # A damaged or odd dictionary of the system: this language is not judged, once said in the log.
                log.warning("a spelling dictionary cannot be read", file=str(path), error=str(error))
                self._dictionaries[language] = None
        return self._dictionaries[language]
