"""Scenes as data: which panels a wall shows and where, in TOML that a person can write. Known by the wall; knows
wall.grid.

A scene file is checked before it is used; what is wrong is said in words with its line, and the scene that was shown
before stays.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.core import toml
from app.core.errors import BadInput
from app.core.i18n import _
from app.core.paths import resources
from widgets.wall.grid import GRIDS, Cells, Shape
from widgets.wall.panel_options import wrong_options

SCENE_KEYS = frozenset({"name", "title", "panel", "quiet", "strip"})
PANEL_KEYS = frozenset({"kind", "at", "options", "grows", "screen"})
PLAYLIST = "playlist.toml"
"""The file in a scenes folder that is no scene."""
MOST_SCREENS = 16


@dataclass(frozen=True)
class ScenePanel:
    """One panel of a scene; `grows` when it takes the height that is left over; `screen` of those the scene spans."""

    kind: str
    at: Mapping[Shape, Cells]
    options: Mapping[str, Any]
    grows: bool = False
    screen: int = 1


@dataclass(frozen=True)
class Scene:
    """What a screen shows.

    Attributes:
        name: in files and commands; `title` what the header says.
        quiet: the header says no sentence, because the scene says it.
        strip: the connector strip is shown.
    """

    name: str
    title: str
    panels: tuple[ScenePanel, ...]
    quiet: bool = False
    strip: bool = True

    @property
    def screens(self) -> int:
        """Over how many screens it spans, side by side."""
        return max(panel.screen for panel in self.panels)

    def placed(self, shape: Shape, *, screen: int = 1) -> list[tuple[ScenePanel, Cells]]:
        """The panels that screen number `screen` of this shape shows; beyond the last the first comes again."""
        wanted = (screen - 1) % self.screens + 1
        return [(panel, panel.at[shape]) for panel in self.panels if shape in panel.at and panel.screen == wanted]


@dataclass(frozen=True)
class Problem:
    """What is wrong with a scene file, and in which line (from 1; 0 for the whole file)."""

    line: int
    words: str


class BadScene(BadInput):
    """A scene file with problems.

    Attributes:
        file: its name; problems: all of them, in order of lines.
    """

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.file, self.problems = file, problems
        listed = " ".join(
            _("Line {line}: {words}").format(line=problem.line, words=problem.words) if problem.line else problem.words
            for problem in problems
        )
        super().__init__(_("{file} cannot be shown. {problems}").format(file=file, problems=listed))


def read_scene(text: str, *, file: str, kinds: Iterable[str]) -> Scene:
    """The scene in a TOML text; raises BadScene with everything that is wrong. `kinds` are the panels there are."""
    try:
        table = toml.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadScene(file, [syntax_problem(str(error))]) from None
    checker = _Checker(text, frozenset(kinds))
    scene = checker.scene(table)
    if checker.problems or scene is None:
        raise BadScene(file, sorted(checker.problems, key=lambda problem: problem.line))
    return scene


def load_scenes(*, kinds: Iterable[str], more: Path | None = None) -> dict[str, Scene]:
    """The shipped scenes, and those of a file or folder over them; raises BadScene for one that cannot be shown."""
    known = tuple(kinds)
    files = sorted((resources() / "scenes").glob("*.toml"))
    if more is not None:
        if not more.exists():
            raise BadInput(_("There is no scene file {file}.").format(file=more))
        files += sorted(file for file in more.glob("*.toml") if file.name != PLAYLIST) if more.is_dir() else [more]
    scenes = [read_scene(read_words(file), file=file.name, kinds=known) for file in files]
    return {scene.name: scene for scene in scenes}


def read_words(file: Path) -> str:
    """The text of a file a person wrote; raises BadInput when it cannot be read."""
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(_("The file {file} cannot be read: {error}").format(file=file.name, error=error)) from error


class _Checker:
    """Reads one scene and collects what is wrong with it."""

    def __init__(self, text: str, kinds: frozenset[str]) -> None:
        self.problems: list[Problem] = []
        self._kinds = kinds
        self._lines = text.splitlines()
        self._starts = [number for number, line in enumerate(self._lines, 1) if line.strip().startswith("[[panel]]")]

    def scene(self, table: dict[str, Any]) -> Scene | None:
        for key in table.keys() - SCENE_KEYS:
            self._add(self._line_of(key, 1), _("There is no setting “{key}”.").format(key=key))
        name, title, panels = table.get("name"), table.get("title"), table.get("panel", [])
        if not isinstance(name, str) or not isinstance(title, str):
            self._add(0, _("A scene needs a name and a title, both in quotes."))
            return None
        if not isinstance(panels, list) or not panels:
            self._add(0, _("A scene needs at least one [[panel]]."))
            return None
        made = [self._panel(panel, start) for panel, start in zip(panels, self._starts, strict=False)]
        read = [panel for panel in made if panel is not None]
        self._check_overlaps(read)
        return Scene(
            name, title, tuple(read), quiet=table.get("quiet") is True, strip=table.get("strip", True) is not False
        )

    def _panel(self, table: dict[str, Any], start: int) -> ScenePanel | None:
        for key in table.keys() - PANEL_KEYS:
            self._add(self._line_of(key, start), _("A panel has no setting “{key}”.").format(key=key))
        kind, at, options = table.get("kind"), table.get("at"), table.get("options", {})
        if not isinstance(kind, str) or kind not in self._kinds:
            known = ", ".join(sorted(self._kinds))
            self._add(
                self._line_of("kind", start),
                _("There is no panel “{kind}”. There are: {known}.").format(kind=kind, known=known),
            )
            return None
        if not isinstance(at, dict) or not at:
            self._add(start, _("The panel needs a place, such as at = {{ wide = [1, 1, 4, 2] }}.").format())
            return None
        self._check_options(kind, options, self._line_of("options", start))
        line = self._line_of("at", start)
        cells = {
            Shape(shape): self._cells(shape, place, line) for shape, place in at.items() if self._is_shape(shape, line)
        }
        places = {shape: place for shape, place in cells.items() if place is not None}
        return ScenePanel(
            kind,
            places,
            options if isinstance(options, dict) else {},
            grows=table.get("grows") is True,
            screen=self._screen(table.get("screen", 1), start),
        )

    def _check_options(self, kind: str, options: object, line: int) -> None:
        if not isinstance(options, dict):
            self._add(line, _("Options are written in braces, such as options = {{ minutes = 720 }}.").format())
            return
        for words in wrong_options(kind, options):
            self._add(line, words)

    def _screen(self, number: object, start: int) -> int:
        if type(number) is int and 1 <= number <= MOST_SCREENS:
            return number
        words = _("A screen is a number from 1 to {most}, the leftmost is 1.").format(most=MOST_SCREENS)
        self._add(self._line_of("screen", start), words)
        return 1

    def _is_shape(self, shape: str, line: int) -> bool:
        if shape in set(Shape):
            return True
        known = ", ".join(Shape)
        self._add(line, _("There is no screen shape “{shape}”. There are: {known}.").format(shape=shape, known=known))
        return False

    def _cells(self, shape: str, place: object, line: int) -> Cells | None:
        columns, rows = GRIDS[Shape(shape)]
        if not isinstance(place, list) or len(place) != 4 or not all(isinstance(n, int) and n > 0 for n in place):
            self._add(
                line, _("“{shape}” needs four whole numbers from 1: column, row, columns, rows.").format(shape=shape)
            )
            return None
        cells = Cells(*place)
        if cells.last_column > columns or cells.last_row > rows:
            self._add(
                line,
                _(
                    "“{shape}” has {columns} columns and {rows} rows; this panel reaches column {right}, row {bottom}."
                ).format(shape=shape, columns=columns, rows=rows, right=cells.last_column, bottom=cells.last_row),
            )
            return None
        return cells

    def _check_overlaps(self, panels: list[ScenePanel]) -> None:
        for number, panel in enumerate(panels):
            for before, other in enumerate(panels[:number]):
                for shape, cells in panel.at.items():
                    if panel.screen == other.screen and shape in other.at and cells.overlaps(other.at[shape]):
                        line = self._line_of("at", self._starts[number])
                        words = _("On a “{shape}” screen this panel lies over panel {other} ({kind}).").format(
                            shape=shape, other=before + 1, kind=other.kind
                        )
                        self._add(line, words)

    def _line_of(self, key: str, start: int) -> int:
        return find_line(self._lines, key, start)

    def _add(self, line: int, words: str) -> None:
        self.problems.append(Problem(line, words))


def find_line(lines: Sequence[str], key: str, start: int) -> int:
    """The line (from 1) of a key in the table that begins at line `start`; `start` where it is not found."""
    for number in range(start, len(lines) + 1):
        line = lines[number - 1].strip()
        if number > start and line.startswith("["):
            break
        if line.split("=")[0].strip() == key:
            return number
    return start


def syntax_problem(message: str) -> Problem:
    """What tomllib says as "… (at line 3, column 7)"."""
    before, _at, place = message.partition(" (at line ")
    number = place.split(",")[0]
    return Problem(int(number) if number.isdigit() else 0, _("This is not TOML: {error}.").format(error=before))
