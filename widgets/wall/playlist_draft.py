"""A playlist while somebody changes it: shows with scenes, seconds, screens and day parts; opening and quiet hours.
Known by the scene editor; knows wall.draft and wall.playlist_file.

A row is what a person types, in the words of the file: `overview 60, world 30`, `Mon-Fri`, `07:00`, `1, DP-1`.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.items import AoT, Table

from app.core.errors import BadInput
from app.core.i18n import _
from widgets.wall.draft import Draft
from widgets.wall.playlist_file import read_playlist

TURN = re.compile(r"\s*(\S+)\s+(\d+)\s*")
NEW_SECONDS = 60


@dataclass(frozen=True)
class ShowRow:
    """One [[show]] as a person types it; what is empty is left out of the file."""

    scenes: str = ""
    screens: str = ""
    days: str = ""
    begins: str = ""
    ends: str = ""


@dataclass(frozen=True)
class HoursRow:
    """One [[hours]] or [[night]] as a person types it."""

    days: str = ""
    begins: str = ""
    ends: str = ""


R = TypeVar("R", ShowRow, HoursRow)
USUAL_HOURS = {
    "hours": {"days": "Mon-Fri", "from": "07:00", "to": "22:00"},
    "night": {"from": "22:00", "to": "06:00"},
}
KEYS = {"begins": "from", "ends": "to"}


class PlaylistDraft(Draft):
    """The file playlist.toml. `scenes` are the names of those there are."""

    def __init__(self, file: Path, text: str | None = None, *, scenes: Callable[[], Collection[str]]) -> None:
        self._scenes = scenes
        super().__init__(file, text)

    @property
    def zone(self) -> str:
        return str(self._parsed().get("zone", ""))

    @property
    def transition(self) -> str:
        """`fade` or `cut`."""
        return str(self._parsed().get("transition", "fade"))

    @property
    def shows(self) -> list[ShowRow]:
        """The rules in order: the first that fits holds."""
        return [
            ShowRow(scenes=_turns_words(table), screens=_screens_words(table), **_times(table))
            for table in self._tables("show")
        ]

    def hours(self, name: str) -> list[HoursRow]:
        """When the wall is on (`hours`), or quieter (`night`)."""
        return [HoursRow(**_times(table)) for table in self._tables(name)]

    # changing it

    def set_zone(self, zone: str) -> None:
        """Of all times; empty for UTC."""
        self._change(lambda document: _set(document, "zone", zone.strip()))

    def set_transition(self, transition: str) -> None:
        self._change(lambda document: _set(document, "transition", transition))

    def add_show(self) -> None:
        """A rule for every screen at any time, behind all others."""
        name = next(iter(sorted(self._scenes())), "overview")
        self._add("show", lambda table: _write(table, {"scenes": _turns(f"{name} {NEW_SECONDS}")}))

    def add_hours(self, name: str) -> None:
        """Some `hours` or a `night` to begin with."""
        self._add(name, lambda table: _write(table, USUAL_HOURS[name]))

    def set_show(self, number: int, row: ShowRow) -> None:
        """Change a rule; raises BadInput for scenes that are not written like `overview 60, world 30`."""
        given = {"scenes": _turns(row.scenes), "screens": _screens(row.screens), **_timed(row)}
        self._change(lambda document: _write(_found(document, "show")[number], given))

    def set_hours(self, name: str, number: int, row: HoursRow) -> None:
        """Change some `hours` or a `night`."""
        self._change(lambda document: _write(_found(document, name)[number], _timed(row)))

    def remove(self, name: str, number: int) -> None:
        """Take out one `show`, `hours` or `night`."""

        def change(document: TOMLDocument) -> None:
            tables = document[name]
            assert isinstance(tables, AoT)
            tables.pop(number)
            if not len(tables):
                del document[name]

        self._change(change)

    # inside

    def _check(self) -> None:
        read_playlist(self.text, file=self.file.name, scenes=self._scenes())

    def _parsed(self) -> TOMLDocument:
        try:
            return tomlkit.parse(self.text)
        except tomlkit.exceptions.TOMLKitError:
            return tomlkit.document()

    def _tables(self, name: str) -> list[Table]:
        return _found(self._parsed(), name)

    def _add(self, name: str, fill: Callable[[Table], None]) -> None:
        def change(document: TOMLDocument) -> None:
            table = tomlkit.table()
            fill(table)
            if not isinstance(document.get(name), AoT):
                document[name] = tomlkit.aot()
            document[name].append(table)

        self._change(change)


def _found(document: TOMLDocument, name: str) -> list[Table]:
    found = document.get(name, [])
    return [table for table in found if isinstance(table, Table)] if isinstance(found, list) else []


def _times(table: Table) -> dict[str, str]:
    return {name: str(table.get(KEYS.get(name, name), "")) for name in (field.name for field in fields(HoursRow))}


def _timed(row: ShowRow | HoursRow) -> dict[str, str]:
    said = asdict(row)
    return {KEYS.get(name, name): said[name].strip() for name in (field.name for field in fields(HoursRow))}


def _turns_words(table: Table) -> str:
    turns = table.get("scenes", [])
    whole = isinstance(turns, list) and all(isinstance(turn, dict) for turn in turns)
    return ", ".join(f"{turn.get('scene', '')} {turn.get('seconds', '')}" for turn in turns) if whole else ""


def _screens_words(table: Table) -> str:
    screens = table.get("screens", [])
    return ", ".join(str(screen) for screen in screens) if isinstance(screens, list) else ""


def _turns(words: str) -> Any:
    turns = tomlkit.array()
    for part in words.split(","):
        found = TURN.fullmatch(part)
        if found is None:
            raise BadInput(
                _("“{words}” is no scene with its seconds.").format(words=part.strip()),
                hint=_("Write them like {example}.").format(example="overview 60, world 30"),
            )
        turn = tomlkit.inline_table()
        turn["scene"], turn["seconds"] = found[1], int(found[2])
        turns.append(turn)
    return turns


def _screens(words: str) -> list[int | str]:
    parts = [part.strip() for part in words.split(",") if part.strip()]
    return [int(part) if part.isdecimal() else part for part in parts]


def _write(table: Table, given: Mapping[str, Any]) -> None:
    """Set what is given and differs; what is given empty leaves the file."""
    for key, value in given.items():
        if not value:
            table.pop(key, None)
        elif table.get(key) != value:
            table[key] = value


def _set(document: TOMLDocument, key: str, value: str) -> None:
    """A setting of the whole file; an empty one is left out."""
    if value:
        document[key] = value
    else:
        document.pop(key, None)
