"""The posts on the walls, in an order that stands still while one of them is taken off. Known by the dialog of posts on
walls; knows link and wire.

Walls turn their posts over every few seconds. So what is listed stays where it is, what comes is listed behind it, and
what no wall shows any more says so until the list is asked for anew.
"""

from enum import Enum, auto

from PySide6.QtCore import QObject, Signal

from app.link.base import Link
from app.wire.feeds import OnWallFeed, OnWallRow
from app.wire.wall_calls import Moderate
from widgets.models.watch import Watch

FEED = OnWallFeed()


class Fate(Enum):
    """What has become of a listed post."""

    SHOWN = auto()
    LEFT = auto()
    """No wall shows it any more, as its panel went on."""
    GOING = auto()
    """It was taken off, and a wall has not said yet that it is gone."""
    UNREACHED = auto()
    """It was taken off, and a wall that cannot be reached showed it last."""
    GONE = auto()
    """It was taken off, and no wall shows it."""


class OnWalls(QObject):
    """The list behind the dialog.

    Attributes:
        rows: the posts, in the order they are shown; each as it was heard last.

    Signals:
        changed: rows or fates are others than before.
    """

    changed = Signal()

    def __init__(self, link: Link, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[OnWallRow] = []
        self._taken: set[int] = set()
        self._watch = Watch(link, FEED, self)
        self._watch.changed.connect(lambda _change: self._follow())
        self.renew()

    @property
    def filled(self) -> bool:
        """Whether the hub has answered."""
        return self._watch.mirror.filled

    def row(self, post_id: int) -> OnWallRow | None:
        """A listed post."""
        return next((one for one in self.rows if one.id == post_id), None)

    def fate(self, post_id: int) -> Fate:
        """What has become of a listed post."""
        now, known = self._watch.rows.get(str(post_id)), self.row(post_id)
        taken = post_id in self._taken or (known is not None and not known.is_released)
        if now is None:
            return Fate.GONE if taken else Fate.LEFT
        if not taken:
            return Fate.SHOWN
        return Fate.GOING if any(place.here for place in now.places) else Fate.UNREACHED

    def take_off(self, post_id: int) -> Moderate:
        """The call that takes a post off every wall."""
        self._taken.add(post_id)
        self.changed.emit()
        return Moderate(post_ids=(post_id,), release=False)

    def put_back(self, post_id: int) -> Moderate:
        """The call that lets walls show it again, with the text that was read."""
        self._taken.discard(post_id)
        known = self.row(post_id)
        self.changed.emit()
        return Moderate(post_ids=(post_id,), release=True, seen=(known.text,) if known else ())

    def undo(self, request: Moderate) -> None:
        """The hub did not do it: things are as before."""
        if request.release:
            self._taken.update(request.post_ids)
        else:
            self._taken.difference_update(request.post_ids)
        self.changed.emit()

    def renew(self) -> None:
        """List what is on walls now, wall by wall, and nothing else."""
        self.rows = sorted(self._watch.rows.values(), key=_place_of)
        self.changed.emit()

    def close(self) -> None:
        """Let go of the feed."""
        self._watch.close()

    def _follow(self) -> None:
        now = {row.id: row for row in self._watch.rows.values()}
        listed = {row.id for row in self.rows}
        new = sorted((row for row in now.values() if row.id not in listed), key=_place_of)
        self.rows = [*(now.get(row.id, row) for row in self.rows), *new]
        self.changed.emit()


def _place_of(row: OnWallRow) -> tuple[str, int, str, int]:
    place = row.places[0]
    return (place.wall, place.screen, place.panel, -row.at)
