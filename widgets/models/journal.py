"""Drafts and presses of Send on this machine's disk, so that nothing is lost while the hub is away or the station
dies. Known by drafts and sending; knows core.

One small file per conversation, replaced in one step. A file that cannot be read is set aside, never deleted.
"""

from pathlib import Path

import msgspec
import structlog
from msgspec import Struct

from app.core.clock import Millis
from app.core.errors import StorageError
from app.core.i18n import _
from widgets.models.composition import Composition, Destination, Press, Writing

log = structlog.get_logger(__name__)


class KeptText(Struct, frozen=True, kw_only=True):
    """One text as kept."""

    text: str
    saved: str
    based_on: int


class Kept(Struct, frozen=True, kw_only=True):
    """One conversation's writing as kept."""

    conversation_id: int
    at: Millis
    texts: dict[str, KeptText]
    destination: Destination | None = None
    press: Press | None = None
    chosen: bool = False
    split: bool = False
    adopted: int = 0


class Journal:
    """The folder of kept writing; made when first needed, for this user only."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, composition: Composition, *, now: Millis) -> None:
        """Write down, or forget what is empty; raises StorageError when the disk refuses."""
        adopted = bool(composition.adopted and composition.reply.text)
        unsaved = any(text.unsaved for text in composition.texts.values())
        worth = composition.press is not None or adopted or unsaved
        try:
            if worth:
                self._write(composition, now)
            else:
                self._file(composition.conversation_id).unlink(missing_ok=True)
        except OSError as error:
            raise StorageError(
                _("The draft could not be kept on this machine: {cause}.").format(cause=error.strerror),
                hint=_("Free some disk space; the text stays in the window meanwhile."),
            ) from error

    def read(self) -> dict[int, Composition]:
        """Everything kept, by conversation."""
        found: dict[int, Composition] = {}
        if self._folder.is_dir():
            for file in sorted(self._folder.glob("*.json")):
                kept = self._read_one(file)
                if kept is not None:
                    found[kept.conversation_id] = _composition(kept)
        return found

    def _file(self, conversation_id: int) -> Path:
        return self._folder / f"{conversation_id}.json"

    def _write(self, composition: Composition, now: Millis) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        kept = Kept(
            conversation_id=composition.conversation_id,
            at=now,
            texts={
                kind: KeptText(text=one.text, saved=one.saved, based_on=one.based_on)
                for kind, one in composition.texts.items()
            },
            destination=composition.destination,
            press=composition.press,
            chosen=composition.chosen,
            split=composition.split,
            adopted=composition.adopted,
        )
        file = self._file(composition.conversation_id)
        half = file.with_suffix(".part")
        half.write_bytes(msgspec.json.encode(kept))
        half.replace(file)

    @staticmethod
    def _read_one(file: Path) -> Kept | None:
        try:
            return msgspec.json.decode(file.read_bytes(), type=Kept)
        except (OSError, msgspec.MsgspecError) as error:
            log.warning("a kept draft cannot be read and is set aside", file=str(file), error=str(error))
            file.replace(file.with_suffix(".unreadable"))
            return None


def _composition(kept: Kept) -> Composition:
    made = Composition(kept.conversation_id, kept.destination, press=kept.press, chosen=kept.chosen, split=kept.split)
    made.adopted = kept.adopted
    for kind, one in kept.texts.items():
        made.texts[kind] = Writing(text=one.text, saved=one.saved, based_on=one.based_on)
    return made
