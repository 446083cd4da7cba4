"""How a desk stood on this machine when it was last open: its look, its place, its columns. Known by the desk's window,
content and appearance; knows core.

One small file in the station's data folder, replaced in one step. A file that cannot be read or written costs nothing
but the memory; the log says so.
"""

from pathlib import Path
from typing import Any

import msgspec
import structlog
from msgspec import Struct
from msgspec.structs import replace

log = structlog.get_logger(__name__)


class Standing(Struct, frozen=True, kw_only=True):
    """What is remembered.

    Attributes:
        theme, text_size: as last shown, for the first picture; empty and 0 before anything was.
        window, own_window: places of the desk's window and the conversation's own, as Qt writes them.
        queue, person: widths of the columns in pixels at 100 %; 0 for what the window's width decides.
        person_shown: the person has a column where there is room.
    """

    theme: str = ""
    text_size: int = 0
    window: bytes = b""
    own_window: bytes = b""
    queue: int = 0
    person: int = 0
    person_shown: bool = True


class DeskMemory:
    """Remembers in a file, or with None only as long as the program runs.

    Attributes:
        last: how it stands now.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self.last = self._read()

    @property
    def lasts(self) -> bool:
        """Whether the next start will know."""
        return self._file is not None

    def keep(self, **values: Any) -> None:
        """Remember other values; writes only what is different."""
        now = replace(self.last, **values)
        if now != self.last:
            self.last = now
            self._write()

    # inside

    def _read(self) -> Standing:
        if self._file is None or not self._file.exists():
            return Standing()
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=Standing)
        except (OSError, msgspec.MsgspecError) as error:
            log.warning("how the desk stood cannot be read; starting afresh", file=str(self._file), error=str(error))
            return Standing()

    def _write(self) -> None:
        if self._file is None:
            return
        half = self._file.with_suffix(".part")
        try:
            half.write_bytes(msgspec.json.format(msgspec.json.encode(self.last)))
            half.replace(self._file)
        except OSError as error:
            log.warning("how the desk stands cannot be kept", file=str(self._file), error=str(error))
