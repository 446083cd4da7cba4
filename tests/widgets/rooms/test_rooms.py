"""Every window, state and dialog of the desk: nothing is cut, crossed, pale, without a name or a visible focus.

Each is walked in a longer language, in one from right to left, in German, and with letters twice as large; the four
looks share the themes among them, since what fits does not depend on colour, nor what is pale on the language.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QDialog, QWidget

from tests.fakes.pseudo import speaking
from tests.widgets.agent.desk_stage import DeskStage
from tests.widgets.rooms import checks, house_rooms, rooms, view_rooms
from widgets.agent.options import DeskOptions


@dataclass(frozen=True)
class Look:
    """How a room is looked at; `least` is the contrast its letters need."""

    theme: str
    tongue: str
    text_size: int
    size: tuple[int, int]
    least: float


LOOKS = {
    "longer": Look("light", "longer", 100, (1280, 800), 4.5),
    "mirrored": Look("dark-high-contrast", "mirrored", 100, (1600, 1000), 7.0),
    "large": Look("dark", "en", 200, (1920, 1080), 4.5),
    "german": Look("light-high-contrast", "de", 150, (1920, 1200), 7.0),
}
CHECKS: tuple[Callable[[QWidget], list[str]], ...] = (
    checks.cut, checks.shortened, checks.crossed, checks.squeezed,
    checks.unmarked, checks.unreachable, checks.astray, checks.meaningless, checks.namesakes,
)  # fmt: skip
WINDOWS = rooms.WINDOWS | view_rooms.WINDOWS
DIALOGS = rooms.DIALOGS | house_rooms.DIALOGS | view_rooms.DIALOGS
WAYS = {f"window-{name}": way for name, way in WINDOWS.items()} | DIALOGS


def stage_for(folder: Path, look: Look) -> DeskStage:
    options = DeskOptions(
        theme=look.theme,
        text_size=look.text_size,
        geometry=QRect(0, 0, *look.size),
        drafts=folder,
        right_to_left=look.tongue == "mirrored",
    )
    return DeskStage(folder, hub=rooms.hub(), options=options)


def faults(room: QWidget, look: Look) -> list[str]:
    """Everything that is wrong, each named once."""
    found = [f"{check.__name__}: {fault}" for check in CHECKS for fault in check(room)]
    return list(dict.fromkeys([*found, *(f"pale: {fault}" for fault in checks.pale(room, look.least))]))


@pytest.mark.parametrize("name", WAYS)
@pytest.mark.parametrize("look", LOOKS)
async def test_a_room_has_no_fault(tmp_path: Path, look: str, name: str) -> None:
    with speaking(LOOKS[look].tongue):
        async with stage_for(tmp_path, LOOKS[look]) as stage:
            room = await rooms.show(stage, WAYS[name])
            assert faults(room, LOOKS[look]) == []
            if isinstance(room, QDialog):
                assert room.size().boundedTo(stage.window.size()) == room.size()
