"""Lines that could not be imported, kept aside with number and reason. Known by the file import; knows core."""

import os
from collections.abc import Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

SUFFIX = ".rejected.jsonl"


class Rejected(Struct, frozen=True):
    """One line, as it stands in the file of bad lines."""

    line: int
    reason: str
    raw: str


class RejectedFile:
    """The file of bad lines, beside the imported one or in another folder.

    Attributes:
        path: where it lies; None when neither place can be written.
    """

    def __init__(self, source: Path, other_folder: Path | None, *, anew: bool) -> None:
        places = [source.with_name(source.name + SUFFIX)]
        if other_folder is not None:
            places.append(other_folder / (source.name + SUFFIX))
        self.path = next((place for place in places if _writable(place)), None)
        if self.path is not None and anew:
            self.path.unlink(missing_ok=True)
        self._known = _known_lines(self.path) if self.path is not None else set()

    def keep(self, rejected: Sequence[Rejected]) -> None:
        """Append those not kept before: after a restart some lines come again."""
        fresh = [one for one in rejected if one.line not in self._known]
        if self.path is None or not fresh:
            return
        with self.path.open("ab") as file:
            file.writelines(msgspec.json.encode(one) + b"\n" for one in fresh)
        self._known.update(one.line for one in fresh)


def _writable(place: Path) -> bool:
    return os.access(place if place.exists() else place.parent, os.W_OK)


def _known_lines(path: Path) -> set[int]:
    known: set[int] = set()
    if not path.exists():
        return known
    for raw in path.read_bytes().splitlines():
        try:
            known.add(msgspec.json.decode(raw, type=Rejected).line)
        except msgspec.DecodeError:
            continue
    return known
