"""Commands as one declarative list, from which shortcuts, palette, key sheet and menu are made. Known by shortcuts,
dialogs and the faces; knows kit.key_words.

A command says when it may run by answering with the reason why it may not; an empty reason means it may.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from widgets.kit.key_words import key_words

C = TypeVar("C")

CHORD = "G"
"""The key that begins a chord."""


def _always(_context: object) -> str:
    return ""


@dataclass(frozen=True)
class Command(Generic[C]):
    """One thing a person can ask for.

    Attributes:
        key: works whenever no text field has focus; a chord is written `G, Q`.
        text_key: does the same while a text field has focus.
        own_key: works in the one field that takes it itself; nobody can change it.
        listed: False for one of a row of like commands, of which the first stands for all.
        everywhere: `key` works in text fields too (it holds Ctrl, Alt or is a function key).
        group: heading in palette, sheet and menu.
    """

    id: str
    words: str
    group: str
    run: Callable[[C], None]
    key: str = ""
    text_key: str = ""
    everywhere: bool = False
    own_key: str = ""
    icon: str = ""
    listed: bool = True
    refusal: Callable[[C], str] = _always

    @property
    def chord(self) -> str:
        """The second letter of a chord, empty for a plain key."""
        return self.key.partition(", ")[2]

    @property
    def any_key(self) -> str:
        """The key to show where no focus decides: its own where it has no other."""
        return self.key or self.own_key


class CommandTable(Generic[C]):
    """The commands of a face, in the order they are listed."""

    def __init__(self, commands: Iterable[Command[C]]) -> None:
        self._commands = {command.id: command for command in commands}

    def __iter__(self) -> Iterator[Command[C]]:
        return iter(self._commands.values())

    def __getitem__(self, command_id: str) -> Command[C]:
        return self._commands[command_id]

    def with_keys(self, keys: Mapping[str, str]) -> "CommandTable[C]":
        """The same commands with other keys, by command; an empty key is none.

        What is not named keeps its own, unless that was given to another: a key that a newer version brings never
        takes one that was chosen.
        """
        given = {key for name, key in keys.items() if key and name in self._commands}
        return CommandTable(replace(one, key=keys.get(one.id, "" if one.key in given else one.key)) for one in self)

    def holder(self, key: str, *, but: str = "") -> Command[C] | None:
        """Which other command has a key, alone, in texts, or as the beginning of a chord; of a chord also which
        command has its beginning for itself."""
        for command in self:
            begins = command.chord and key == CHORD
            alone = command.key == CHORD and key.startswith(f"{CHORD}, ")
            has = key in {command.key, command.text_key, command.own_key}
            if command.id != but and key and (has or begins or alone):
                return command
        return None

    def groups(self) -> dict[str, list[Command[C]]]:
        """Commands by heading."""
        found: dict[str, list[Command[C]]] = {}
        for command in self:
            found.setdefault(command.group, []).append(command)
        return found

    def chords(self) -> dict[str, Command[C]]:
        """Commands behind the leading G, by their second key."""
        return {command.chord: command for command in self if command.chord}

    def cap(self, command_id: str, *, in_text: bool) -> str:
        """The key that works now, as a keycap shows it; empty when none does."""
        command = self._commands[command_id]
        if command.everywhere or not in_text:
            return key_words(command.key)
        return key_words(command.text_key or command.own_key)


def matches(words: str, typed: str) -> list[int] | None:
    """Positions of the typed letters in words: as one piece, else as the first letters of words; None if not at all."""
    low, want = words.lower(), typed.lower().strip()
    if not want:
        return []
    at = low.find(want)
    if at >= 0:
        return list(range(at, at + len(want)))
    starts = [place for place, letter in enumerate(low) if letter.isalnum() and (not place or low[place - 1] == " ")]
    initials = "".join(low[place] for place in starts)
    at = initials.find(want)
    return starts[at : at + len(want)] if at >= 0 else None
