"""What every kind of panel says of itself, with what is usual. Known by wall.panel; knows wire.feeds and kit.canvas.

A kind of panel overrides what is another for it; `wall.panel` asks.
"""

from typing import ClassVar

from PySide6.QtWidgets import QWidget

from app.wire.feeds import Feed
from widgets.kit.canvas import Canvas
from widgets.wall.context import PanelInfo


class Face(QWidget):
    """What is asked of a panel."""

    INFO: ClassVar[PanelInfo]
    TILE: ClassVar[bool] = False
    """A tile has its title at 28 pixels and its context and age at the foot."""
    GROWS_OLD: ClassVar[bool] = False
    """Its words become others with time alone; they are compared every second, by `has_aged`."""

    def title(self) -> str:
        """The panel's title, at most three words; every panel has one."""
        return ""

    def subtitle(self) -> str:
        """Topic or unit, then range; its last clause goes first when there is no room."""
        return ""

    def short_subtitle(self) -> str:
        """What to say when not even the first clause has room; no number is ever cut."""
        return ""

    def wants(self) -> tuple[Feed, ...]:
        """The feeds it shows; asked again whenever one of them has changed."""
        return ()

    def prepare(self) -> None:
        """Work out once, before each painting, what painting and words both need."""

    def counts_sources(self) -> bool:
        """Whether it counts what the connectors hear, and so lacks something when one of them is silent."""
        return self.INFO.counts

    def formula(self) -> str:
        """Where the help says how its figures are made: a figure's name or a heading; empty where it shows none."""
        return self.INFO.formula

    def is_empty(self) -> str:
        """The sentence to show when all was heard and there is nothing; empty while there is something."""
        return ""

    def posts(self) -> tuple[int, ...]:
        """The strangers' posts it shows, by id; asked only where it shows its data."""
        return ()

    def has_lost_post(self) -> bool:
        """Whether a post it shows was taken back although the row that brought it has stayed."""
        return False

    def summary(self) -> str:
        """What the panel shows, in words."""
        return self.subtitle()

    def paint_frame(self, canvas: Canvas) -> None:
        """Paint what only depends on the size."""

    def paint_data(self, canvas: Canvas) -> None:
        """Paint what depends on data, over the frame and below nothing."""
