"""Takes pictures to the hub, each for the conversation it was added in, whatever the desk shows meanwhile. Known by
desk and composer; knows link and wire.

A piece is sent when the one before is answered; when the hub is lost and found again, it goes on where the hub is.
"""

import dataclasses
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import uuid4

from PySide6.QtCore import QObject, Signal

from app.core.errors import Code, FishbowlError
from app.core.i18n import _
from app.domain.picture import DraftPicture
from app.domain.reply import OutboxItem
from app.link.base import Link, LinkState
from app.wire.calls import DescribePicture, DropPicture, ListPictures, Request, ShrinkPicture, UploadPicture
from app.wire.media_calls import CHUNK
from widgets.models.attached import Attached, attached_of
from widgets.models.composition import Destination

LARGEST = 20_000_000
HOPELESS = frozenset({Code.BAD_INPUT, Code.REFUSED, Code.NOT_ALLOWED})
"""What the hub says so of a picture it says again."""

Ask = Callable[[Request, Callable[[Any], None], Callable[[FishbowlError], None]], None]


class Uploads(QObject):
    """The pictures of every reply that is being written here.

    Signals:
        changed: a conversation's pictures changed; carries its id.
        failed: a picture could not be described or taken off; carries the error.
    """

    changed = Signal(object)
    failed = Signal(object)

    def __init__(self, link: Link, ask: Ask, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._link, self._ask = link, ask
        self._all: dict[str, Attached] = {}
        self._files: dict[str, bytes] = {}
        self._asking: set[str] = set()
        self._refused: set[int] = set()

    # public

    def of(self, conversation_id: int) -> tuple[Attached, ...]:
        """The pictures of one conversation's reply, in the order they were added."""
        return tuple(one for one in self._all.values() if one.conversation_id == conversation_id)

    def add(self, conversation_id: int, name: str, data: bytes) -> str:
        """Begin to upload a picture; returns its token."""
        token = str(uuid4())
        trouble = ""
        if not data:
            trouble = _("The file is empty.")
        elif len(data) > LARGEST:
            trouble = _("The picture is larger than {most} MB.").format(most=LARGEST // 1_000_000)
        self._all[token] = Attached(token, conversation_id, name, len(data), trouble=trouble)
        if not trouble:
            self._files[token] = data
            self._go_on(token)
        self.changed.emit(conversation_id)
        return token

    def try_again(self, token: str) -> None:
        """Go on with a picture that failed, from where the hub is."""
        one = self._all.get(token)
        if one is not None and token in self._files:
            self._put(dataclasses.replace(one, trouble="", again=False))
            self._go_on(token)

    def describe(self, token: str, alt: str, *, waived: bool) -> None:
        """Say what is on a picture, or that it goes without; it counts when the hub has it."""
        self._ask(
            DescribePicture(token=token, alt=alt, waived=waived),
            lambda picture: self._put(attached_of(picture)) if picture.token in self._all else None,
            self.failed.emit,
        )

    def shrink(self, token: str, *, most: int = 0) -> None:
        """Make a picture a smaller file: of at most `most` bytes where it is larger, else half of what it is."""
        self._ask(
            ShrinkPicture(token=token, most=most),
            lambda picture: self._put(attached_of(picture)) if picture.token in self._all else None,
            self.failed.emit,
        )

    def were_refused(self, item: OutboxItem) -> None:
        """A reply that failed was taken back: its pictures may be why, so that smaller ones are offered."""
        if item.error and item.pictures:
            self._refused.add(item.conversation_id)

    def heavy(self, conversation_id: int, destination: Destination) -> frozenset[str]:
        """Tokens of the pictures that are offered to be made smaller before they go there."""
        refused, most = conversation_id in self._refused, destination.limits.image_bytes
        pictures = (one for one in self.of(conversation_id) if one.ready)
        return frozenset(one.token for one in pictures if refused or 0 < most < one.size)

    def take_off(self, token: str) -> None:
        """Cancel an upload, or take a picture off the reply."""
        one = self._forget(token)
        if one is not None:
            self._ask(DropPicture(token=token), lambda _done: None, self._not_dropped)

    def load(self, conversation_id: int) -> None:
        """Ask the hub what belongs to a conversation's reply."""
        if self._link.state is LinkState.LIVE:
            self._ask(
                ListPictures(conversation_id=conversation_id),
                partial(self._listed, conversation_id),
                lambda _error: None,
            )

    def hub_is_back(self) -> None:
        """Go on with everything that is half there."""
        for token in tuple(self._files):
            self._go_on(token)

    # inside

    def _go_on(self, token: str) -> None:
        one, data = self._all.get(token), self._files.get(token)
        if one is None or data is None or one.trouble or token in self._asking:
            return
        if self._link.state is not LinkState.LIVE:
            return
        self._asking.add(token)
        request = UploadPicture(
            conversation_id=one.conversation_id,
            token=token,
            name=one.name,
            size=one.size,
            start=one.received,
            data=data[one.received : one.received + CHUNK],
        )
        self._ask(request, partial(self._piece_taken, token), partial(self._piece_failed, token))

    def _piece_taken(self, token: str, picture: DraftPicture) -> None:
        self._asking.discard(token)
        if token not in self._all:
            self._ask(DropPicture(token=token), lambda _done: None, self._not_dropped)  # it was taken off meanwhile
            return
        if picture.ready:
            self._files.pop(token, None)
        self._put(attached_of(picture))
        self._go_on(token)

    def _piece_failed(self, token: str, error: FishbowlError) -> None:
        self._asking.discard(token)
        one = self._all.get(token)
        if one is None or error.code is Code.UNAVAILABLE:
            return  # the hub is away: it goes on when it is back
        again = error.code not in HOPELESS
        if not again:
            self._files.pop(token, None)
        self._put(dataclasses.replace(one, trouble=str(error), received=0, again=again))

    def _not_dropped(self, error: FishbowlError) -> None:
        if error.code not in (Code.UNAVAILABLE, Code.NOT_FOUND):
            self.failed.emit(error)

    def _listed(self, conversation_id: int, pictures: tuple[DraftPicture, ...]) -> None:
        kept = {one.token: one for one in self.of(conversation_id) if one.token in self._files or one.trouble}
        for one in self.of(conversation_id):
            del self._all[one.token]
        for picture in pictures or ():
            if picture.token not in kept:
                lost = not picture.ready
                self._all[picture.token] = dataclasses.replace(attached_of(picture), lost=lost)
        self._all.update(kept)
        self.changed.emit(conversation_id)

    def _forget(self, token: str) -> Attached | None:
        self._files.pop(token, None)
        one = self._all.pop(token, None)
        if one is not None:
            self.changed.emit(one.conversation_id)
        return one

    def _put(self, one: Attached) -> None:
        self._all[one.token] = one
        self.changed.emit(one.conversation_id)
