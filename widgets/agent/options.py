"""How a desk is opened. Known by station and window; knows theme."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QDialog, QWidget

from widgets.theme.desk import DeskLook

EditScenes = Callable[[DeskLook, QWidget], QDialog]
"""Makes the editor of this machine's scenes; the front door gives it, since a desk knows nothing of walls."""


@dataclass(frozen=True)
class DeskOptions:
    """What the front door hands over.

    Attributes:
        theme: `system` or one of `widgets.theme.desk.THEMES`; empty for what the agent chose.
        text_size: per cent, 90–200; 0 for what the agent chose.
        geometry: where the window opens; None for where it stood.
        drafts: folder of the journal of drafts; None keeps it in the station's data folder.
        memory: file that remembers how the desk stood; None forgets it.
        right_to_left: mirror the frame.
        edit_scenes: None where this desk edits none.
        start_desk: opens a desk beside this one, with True on the invented company; None where that cannot be done.
        guide: show the first steps to whoever has never seen them; a picture is taken without.
    """

    theme: str = ""
    text_size: int = 0
    geometry: QRect | None = None
    drafts: Path | None = None
    memory: Path | None = None
    right_to_left: bool = False
    edit_scenes: EditScenes | None = None
    start_desk: Callable[[bool], None] | None = None
    guide: bool = True
