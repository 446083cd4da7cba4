"""What a panel is, and what all panels of a wall share. Known by the panels; knows link and theme."""

from dataclasses import dataclass, field

from app.link.base import Link
from widgets.theme.wall import WallTheme
from widgets.wall.notices import Notices
from widgets.wall.options import WallOptions
from widgets.wall.words import Words


@dataclass(frozen=True)
class PanelInfo:
    """What a panel is.

    Attributes:
        kind: its name in scene files.
        help: one sentence for whoever makes a scene.
        interval: seconds between fresh data when all is well.
        expires_after: seconds after which a figure is no longer shown.
        pace: least seconds between two changes of the picture.
        counts: it counts what the connectors hear, and says so when one of them is silent.
        formula: where the help's page of formulas says how it is made: a figure's name or the first words of a
            heading; empty where there is no figure.
    """

    kind: str
    help: str
    interval: float = 10.0
    expires_after: float = 1800.0
    pace: float = 1.0
    counts: bool = False
    formula: str = ""


@dataclass(frozen=True)
class WallContext:
    """What all panels of a wall share."""

    link: Link
    theme: WallTheme
    words: Words
    options: WallOptions
    notices: Notices = field(default_factory=Notices)
