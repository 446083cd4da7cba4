"""Which scene each monitor shows, also while one of them is away. Known by the wall's station; knows shell.screens.

A monitor's scene is remembered by the monitor's identity. When a monitor is lost its scene moves to the nearest one,
which then shows both in turns; when it comes back, so does its scene.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import structlog

from app.core.errors import StorageError
from app.core.i18n import _
from widgets.shell.screens import Monitor, neighbour

log = structlog.get_logger(__name__)


class Seat(msgspec.Struct, kw_only=True):
    """What is remembered of a monitor: its scene, and where it stood."""

    scene: str
    name: str
    left: int
    top: int


@dataclass
class Seats:
    """The monitors that were ever used and their scenes.

    Attributes:
        default: the scene of a monitor never seen before.
        seats: by the monitor's key.
    """

    default: str
    seats: dict[str, Seat] = field(default_factory=dict)

    def assign(self, monitor: Monitor, scene: str) -> None:
        """From now on this monitor shows this scene."""
        self.seats[monitor.key] = Seat(scene=scene, name=monitor.name, left=monitor.left, top=monitor.top)

    def arrange(self, present: Sequence[Monitor], *, taken_away: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """The scenes of each present monitor, its own first; those in `taken_away` (keys) are shared out."""
        shown: dict[str, list[str]] = {}
        for monitor in present:
            known = self.seats.get(monitor.key)
            scene = known.scene if known else self.default
            self.assign(monitor, scene)
            shown[monitor.key] = [scene]
        for key in taken_away:
            self._share_out(key, present, shown)
        return {key: tuple(scenes) for key, scenes in shown.items()}

    def host(self, key: str, present: Sequence[Monitor]) -> str:
        """The key of the present monitor nearest to where this one was; empty where there is none."""
        seat = self.seats.get(key)
        if seat is None or any(monitor.key == key for monitor in present):
            return ""
        lost = Monitor(key, seat.name, 0, 0, 1.0, 0.0, left=seat.left, top=seat.top)
        found = neighbour(lost, present)
        return found.key if found else ""

    def _share_out(self, key: str, present: Sequence[Monitor], shown: dict[str, list[str]]) -> None:
        host = self.host(key, present)
        if host and self.seats[key].scene not in shown[host]:
            shown[host].append(self.seats[key].scene)


_File = dict[str, Seat]


def load_seats(file: Path | None, *, default: str) -> Seats:
    """What the file remembers; a missing or unreadable file is an empty memory, and the log says so."""
    if file is None or not file.exists():
        return Seats(default)
    try:
        return Seats(default, msgspec.json.decode(file.read_bytes(), type=_File))
    except (OSError, msgspec.DecodeError) as error:
        log.warning("the memory of monitors cannot be read; starting afresh", file=str(file), error=str(error))
        return Seats(default)


def save_seats(seats: Seats, file: Path) -> None:
    """Remember; raises StorageError when the file cannot be written."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        waiting = file.with_suffix(".new")
        waiting.write_bytes(msgspec.json.format(msgspec.json.encode(seats.seats)))
        waiting.replace(file)
    except OSError as error:
        raise StorageError(
            _("Which monitor shows what could not be remembered in {file}: {error}").format(file=file, error=error)
        ) from error
