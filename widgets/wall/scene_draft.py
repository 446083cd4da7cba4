"""A scene while somebody changes it: panels are added, moved, resized, removed, their options set. Known by the scene
editor; knows wall.draft and wall.scenes."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.items import AoT, InlineTable, Table

from app.core.errors import BadInput
from app.core.i18n import _
from widgets.wall.draft import Draft, inline_table
from widgets.wall.grid import GRIDS, Cells, Shape
from widgets.wall.scenes import Scene, ScenePanel, read_scene

NEW = """name = "{name}"
title = "{title}"

[[panel]]
kind = "mentions"
at = {{ wide = [1, 1, 4, 2] }}
"""
USUAL = (4, 2)
"""Columns and rows of a new panel, where there is so much room."""


def new_scene(name: str, title: str) -> str:
    """The text of a scene to begin with."""
    return NEW.format(name=name, title=title.replace('"', "'"))


def fitted(cells: Cells, shape: Shape) -> Cells:
    """The nearest place that is on the grid of a shape, at least one cell large."""
    columns, rows = GRIDS[shape]
    width, height = min(max(1, cells.columns), columns), min(max(1, cells.rows), rows)
    column = min(max(1, cells.column), columns - width + 1)
    row = min(max(1, cells.row), rows - height + 1)
    return Cells(column, row, width, height)


class SceneDraft(Draft):
    """One scene file.

    Attributes:
        scene: as it can be shown; while something is wrong, the last one that could.
        panels: kind and places of every panel in the text, also of those with problems.
    """

    def __init__(self, file: Path, text: str | None = None, *, kinds: Iterable[str]) -> None:
        self.scene: Scene | None = None
        self._kinds = tuple(kinds)
        super().__init__(file, text)

    @property
    def panels(self) -> list[ScenePanel]:
        """The panels in the order of the file; none while it is no TOML."""
        return [_read(table) for table in _tables(self._parsed())]

    @property
    def title(self) -> str:
        return str(self._parsed().get("title", ""))

    def options(self, panel: int) -> str:
        """A panel's options in one line, as `set_options` takes them."""
        options = _tables(self._parsed())[panel].get("options", {})
        return ", ".join(f"{key} = {tomlkit.item(value).as_string()}" for key, value in options.items())

    def free_place(self, shape: Shape, *, screen: int = 1) -> Cells | None:
        """The first place where a usual panel, or at least a small one, lies over no other; None where all is full."""
        taken = [panel.at[shape] for panel in self.panels if shape in panel.at and panel.screen == screen]
        columns, rows = GRIDS[shape]
        for width, height in (USUAL, (2, 2), (1, 1)):
            for row in range(1, rows - height + 2):
                for column in range(1, columns - width + 2):
                    cells = Cells(column, row, width, height)
                    if not any(cells.overlaps(other) for other in taken):
                        return cells
        return None

    # changing it

    def add(self, kind: str, shape: Shape, *, screen: int = 1) -> None:
        """A new panel where there is room; raises BadInput where there is none."""
        place = self.free_place(shape, screen=screen)
        if place is None:
            raise BadInput(_("There is no free cell."), hint=_("Make a panel smaller, or remove one."))

        def change(document: TOMLDocument) -> None:
            table = tomlkit.table()
            table["kind"] = kind
            table["at"] = tomlkit.inline_table()
            _put(table["at"], shape, place)
            if screen != 1:
                table["screen"] = screen
            panels = document.get("panel")
            if isinstance(panels, AoT):
                panels.append(table)
            else:
                document["panel"] = tomlkit.aot()
                document["panel"].append(table)

        self._change(change)

    def place(self, panel: int, shape: Shape, cells: Cells) -> None:
        """Move or resize a panel on screens of a shape; what would leave the grid is taken to its edge."""
        self._change(lambda document: _put(_tables(document)[panel]["at"], shape, fitted(cells, shape)))

    def hide(self, panel: int, shape: Shape) -> None:
        """Show a panel no more on screens of a shape; raises BadInput when it would be shown on none."""
        at = self.panels[panel].at
        if set(at) <= {shape}:
            raise BadInput(_("The panel must be on one shape at least."), hint=_("Remove it altogether instead."))

        def change(document: TOMLDocument) -> None:
            _at(_tables(document)[panel]).pop(shape.value, None)

        self._change(change)

    def remove(self, panel: int) -> None:
        """A panel goes; raises BadInput for the last one."""
        if len(self.panels) < 2:
            raise BadInput(_("A scene needs at least one panel."))

        def change(document: TOMLDocument) -> None:
            found = document["panel"]
            assert isinstance(found, AoT)
            found.pop(panel)

        self._change(change)

    def set_kind(self, panel: int, kind: str) -> None:
        self._set(panel, "kind", kind)

    def set_options(self, panel: int, words: str) -> None:
        """A panel's options in one line; empty for none. Raises BadInput for what is not TOML."""
        self._set(panel, "options", inline_table(words) if words.strip() else None)

    def set_grows(self, panel: int, grows: bool) -> None:
        """Whether a panel takes the height that is left over."""
        self._set(panel, "grows", True if grows else None)

    def set_screen(self, panel: int, screen: int) -> None:
        """On which of the screens that the scene spans a panel is."""
        self._set(panel, "screen", screen if screen != 1 else None)

    def set_title(self, title: str) -> None:
        """What the header says."""
        self._change(lambda document: document.__setitem__("title", title))

    # inside

    def _check(self) -> None:
        self.scene = read_scene(self.text, file=self.file.name, kinds=self._kinds)

    def _parsed(self) -> TOMLDocument:
        try:
            return tomlkit.parse(self.text)
        except tomlkit.exceptions.TOMLKitError:
            return tomlkit.document()

    def _set(self, panel: int, key: str, value: Any) -> None:
        """One setting of a panel; None takes it out."""

        def change(document: TOMLDocument) -> None:
            table = _tables(document)[panel]
            if value is None:
                table.pop(key, None)
            else:
                table[key] = value

        self._change(change)


def _tables(document: TOMLDocument) -> list[Table]:
    found = document.get("panel", [])
    return [table for table in found if isinstance(table, Table)] if isinstance(found, list) else []


def _at(table: Table) -> InlineTable | Table:
    found = table.get("at")
    if not isinstance(found, InlineTable | Table):
        table["at"] = tomlkit.inline_table()
        found = table["at"]
    assert isinstance(found, InlineTable | Table)
    return found


def _put(at: Any, shape: Shape, cells: Cells) -> None:
    at[shape.value] = [cells.column, cells.row, cells.columns, cells.rows]


def _read(table: Table) -> ScenePanel:
    """What a panel's table says, as far as it makes sense."""
    at = table.get("at", {})
    places = at.items() if isinstance(at, InlineTable | Table) else ()
    cells = {Shape(name): Cells(*place) for name, place in places if name in set(Shape) and _is_place(place)}
    screen = table.get("screen", 1)
    return ScenePanel(
        str(table.get("kind", "")),
        cells,
        dict(table.get("options", {})) if isinstance(table.get("options", {}), dict) else {},
        grows=table.get("grows") is True,
        screen=screen if isinstance(screen, int) else 1,
    )


def _is_place(place: object) -> bool:
    return isinstance(place, list) and len(place) == 4 and all(isinstance(number, int) for number in place)
