"""The last-known picture: each feed's rows on this station's disk, so that a wall that starts without its hub shows
when it last knew something. Known by the client; knows wire and core.

Only the wall's own feeds are kept: what a public screen may show anyway. Written at most every half minute and when
the hub is lost or the station ends, so that what was taken back does not come back; whole files, replaced in one step.
"""

import hashlib
from pathlib import Path

import msgspec
import structlog
from msgspec import Raw, Struct

from app.core.clock import Clock, Millis
from app.domain.principal import Right
from app.link.mirror import Mirror
from app.wire.frames import encode

log = structlog.get_logger(__name__)

WRITE_EVERY_SECONDS = 30.0


class Picture(Struct, frozen=True):
    """One feed as it was at a moment of the hub's clock."""

    feed: bytes
    at: Millis
    rows: list[tuple[str, Raw]]


class LastKnown:
    """Keeps and recalls pictures in one folder."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock
        self._written: dict[bytes, float] = {}
        self._waiting: dict[bytes, Mirror] = {}
        self._failed = False

    def recall(self, mirror: Mirror) -> None:
        """Fill a fresh mirror with its last picture, if there is a readable one."""
        if type(mirror.feed).NEEDS is not Right.WATCH:
            return
        address = encode(mirror.feed)
        try:
            picture = msgspec.msgpack.decode(self._path(address).read_bytes(), type=Picture)
            if picture.feed == address:
                mirror.recall(rows=picture.rows, at=picture.at)
        except FileNotFoundError:
            return
        except (OSError, ValueError) as error:
            log.info("a last-known picture cannot be read and is left out", error=str(error))

    def changed(self, mirror: Mirror) -> None:
        """The mirror has news; they are written down at once, or a while after the last time that was done."""
        if type(mirror.feed).NEEDS is not Right.WATCH:
            return
        self._waiting[encode(mirror.feed)] = mirror
        self.keep_due()

    def keep_due(self) -> None:
        """Write down what has waited long enough."""
        now = self._clock.monotonic()
        for address in tuple(self._waiting):
            if now - self._written.get(address, -WRITE_EVERY_SECONDS) >= WRITE_EVERY_SECONDS:
                self._keep(address)

    def keep_all(self) -> None:
        """Write down everything that waits: nothing newer will come for now."""
        for address in tuple(self._waiting):
            self._keep(address)

    def _keep(self, address: bytes) -> None:
        mirror = self._waiting.pop(address)
        self._written[address] = self._clock.monotonic()
        rows = [(key, Raw(encode(row))) for key, row in mirror.rows.items()]
        self._write(self._path(address), encode(Picture(address, mirror.changed_at, rows)))

    def _path(self, address: bytes) -> Path:
        return self._folder / f"{hashlib.sha256(address).hexdigest()[:24]}.picture"

    def _write(self, path: Path, data: bytes) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            beside = path.with_suffix(".new")
            beside.write_bytes(data)
            beside.replace(path)
            self._failed = False
        except OSError as error:
            if not self._failed:
                log.warning("the last-known picture cannot be kept", error=str(error))
            self._failed = True
