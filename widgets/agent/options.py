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
        theme: one of `widgets.theme.desk.THEMES`.
        text_size: per cent, 90–200.
        geometry: where the window opens; None for the system's choice.
        drafts: folder of the journal of drafts; None keeps it in the station's data folder.
        right_to_left: mirror the frame.
        edit_scenes: None where this desk edits none.
        guide: show the first steps to whoever has never seen them; a picture is taken without.
    """

    theme: str = "dark"
    text_size: int = 100
    geometry: QRect | None = None
    drafts: Path | None = None
    right_to_left: bool = False
    edit_scenes: EditScenes | None = None
    guide: bool = True
