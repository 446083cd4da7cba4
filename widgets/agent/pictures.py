"""Pictures of posts that somebody asked to see: asked of the hub once, kept while the desk is open. Known by desk and
thread; knows link and wire."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.core.errors import FishbowlError
from app.core.i18n import _
from app.domain.picture import Picture
from app.wire.calls import Request, ShowPicture
from widgets.kit.encoded import JPEG, PNG, decoded

MOST_KEPT = 60
FORMATS = {"image/jpeg": JPEG, "image/png": PNG}

Ask = Callable[[Request, Callable[[Any], None], Callable[[FishbowlError], None]], None]


class Sight(StrEnum):
    """How far a picture is."""

    HIDDEN = "hidden"
    COMING = "coming"
    SHOWN = "shown"
    FAILED = "failed"


@dataclass(frozen=True)
class Seen:
    """One picture as it stands.

    Attributes:
        image: null unless it is shown.
        why: what went wrong, in words.
    """

    sight: Sight = Sight.HIDDEN
    image: QImage | None = None
    why: str = ""


class Pictures(QObject):
    """Every picture that was asked for.

    Signals:
        changed: a picture came, failed or was hidden; carries the post's id and its place.
    """

    changed = Signal(object, int)

    def __init__(self, ask: Ask, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ask = ask
        self._seen: OrderedDict[tuple[int, int], Seen] = OrderedDict()

    def of(self, post_id: int, number: int) -> Seen:
        """How far the picture at a place of a post is."""
        return self._seen.get((post_id, number), Seen())

    def show(self, post_id: int, number: int) -> None:
        """Fetch it, unless it is on its way or here."""
        if self.of(post_id, number).sight in (Sight.COMING, Sight.SHOWN):
            return
        self._put(post_id, number, Seen(Sight.COMING))
        self._ask(
            ShowPicture(post_id=post_id, number=number),
            partial(self._came, post_id, number),
            lambda error: self._put(post_id, number, Seen(Sight.FAILED, why=str(error))),
        )

    def hide(self, post_id: int, number: int) -> None:
        """Show it no more."""
        self._put(post_id, number, Seen())

    # inside

    def _came(self, post_id: int, number: int, picture: Picture) -> None:
        image = decoded(picture.data, FORMATS.get(picture.mime, PNG))
        if image.isNull():
            self._put(post_id, number, Seen(Sight.FAILED, why=_("The hub's picture cannot be shown here.")))
        else:
            self._put(post_id, number, Seen(Sight.SHOWN, image))

    def _put(self, post_id: int, number: int, seen: Seen) -> None:
        self._seen[post_id, number] = seen
        self._seen.move_to_end((post_id, number))
        while len(self._seen) > MOST_KEPT:
            self._seen.popitem(last=False)
        self.changed.emit(post_id, number)
