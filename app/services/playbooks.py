"""Checklists for kinds of crisis, in TOML that a person can write. Known by the service of crises; knows domain and
core.

A file is checked before it is used; what is wrong with it is said in words with its line, all of it at once.
"""

import tomllib
from pathlib import Path
from typing import Any

from app.core import toml
from app.core.errors import BadInput
from app.core.i18n import _
from app.core.paths import resources
from app.domain.crisis import Playbook, PlaybookStep

KEYS = frozenset({"name", "title", "step"})
STEP_KEYS = frozenset({"words", "team", "minutes"})
LONGEST_WORDS, LONGEST_TEAM, LONGEST_MINUTES = 80, 40, 7 * 24 * 60
MOST_STEPS = 40
FOLDER = "playbooks"
"""The folder's name among the resources, and in the data folder for a house's own; of equal names the house's wins."""

Problem = tuple[int, str]
"""A line, from 1 (0 for the whole file), and what is wrong there."""


def load_playbooks(more: Path | None = None) -> dict[str, Playbook]:
    """The shipped checklists and those in a folder, by name. Raises BadInput for a file that cannot be used."""
    files = sorted((resources() / FOLDER).glob("*.toml"))
    files += sorted(more.glob("*.toml")) if more is not None and more.is_dir() else []
    found = [_read(file) for file in files]
    return {playbook.name: playbook for playbook in found}


def read_playbook(text: str, *, file: str) -> Playbook:
    """The checklist in a TOML text. Raises BadInput with everything that is wrong, by line."""
    try:
        table = toml.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _refused(file, [(0, _("This is not TOML: {error}.").format(error=error))]) from None
    checker = _Checker(text)
    playbook = checker.playbook(table)
    if checker.problems:
        raise _refused(file, sorted(checker.problems))
    return playbook


def _read(file: Path) -> Playbook:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(_("The file {file} cannot be read: {error}").format(file=file.name, error=error)) from error
    return read_playbook(text, file=file.name)


def _refused(file: str, problems: list[Problem]) -> BadInput:
    told = " ".join(
        _("Line {line}: {words}").format(line=line, words=words) if line else words for line, words in problems
    )
    return BadInput(_("The playbook {file} cannot be used. {problems}").format(file=file, problems=told))


class _Checker:
    """Reads one playbook and collects what is wrong with it."""

    def __init__(self, text: str) -> None:
        self.problems: list[Problem] = []
        self._lines = text.splitlines()
        self._starts = [number for number, line in enumerate(self._lines, 1) if line.strip().startswith("[[step]]")]

    def playbook(self, table: dict[str, Any]) -> Playbook:
        for key in table.keys() - KEYS:
            self._add(self._line_of(key, 1), _("There is no setting “{key}”.").format(key=key))
        name, title, steps = table.get("name"), table.get("title"), table.get("step", [])
        if not isinstance(name, str) or not isinstance(title, str) or not name.strip() or not title.strip():
            self._add(0, _("A playbook needs a name and a title, both in quotes."))
        if not isinstance(steps, list) or not 1 <= len(steps) <= MOST_STEPS:
            self._add(0, _("A playbook needs 1 to {most} steps, each under [[step]].").format(most=MOST_STEPS))
            steps = []
        made = tuple(self._step(step, start) for step, start in zip(steps, self._starts, strict=False))
        return Playbook(name=str(name), title=_(str(title)), steps=made)

    def _step(self, table: dict[str, Any], start: int) -> PlaybookStep:
        for key in table.keys() - STEP_KEYS:
            self._add(self._line_of(key, start), _("A step has no setting “{key}”.").format(key=key))
        words, team, minutes = table.get("words"), table.get("team", ""), table.get("minutes", 0)
        if not isinstance(words, str) or not 1 <= len(words.strip()) <= LONGEST_WORDS:
            problem = _("A step needs words in quotes, {most} characters at most.").format(most=LONGEST_WORDS)
            self._add(self._line_of("words", start), problem)
        if not isinstance(team, str) or len(team) > LONGEST_TEAM:
            problem = _("A team is a name in quotes, {most} characters at most.").format(most=LONGEST_TEAM)
            self._add(self._line_of("team", start), problem)
        if type(minutes) is not int or not 0 <= minutes <= LONGEST_MINUTES:
            problem = _("Minutes are a whole number from 0 to {most}.").format(most=LONGEST_MINUTES)
            self._add(self._line_of("minutes", start), problem)
            minutes = 0
        return PlaybookStep(
            words=_(str(words)), team=_(team) if isinstance(team, str) and team else "", minutes=minutes
        )

    def _line_of(self, key: str, start: int) -> int:
        """The line of a key in the table that begins at line `start`; `start` where it is not found."""
        for number in range(start, len(self._lines) + 1):
            line = self._lines[number - 1].strip()
            if number > start and line.startswith("["):
                break
            if line.split("=")[0].strip() == key:
                return number
        return start

    def _add(self, line: int, words: str) -> None:
        self.problems.append((line, words))
