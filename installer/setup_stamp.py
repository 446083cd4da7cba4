"""The note that says what is set up, so that a second start takes no time. Known by setup_steps; knows setup_layout.

It lies in the environment and is written last; `building` in it means that a start was interrupted. Comparing costs a
few file reads: no program is started.
"""

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field, replace

from setup_layout import Layout

BUILDING = "building"
READY = "ready"


@dataclass(frozen=True)
class Stamp:
    """What an environment holds.

    Attributes:
        state: `building` while it is being changed, else `ready`.
        root: the project's folder it was made for; environments cannot be moved.
        python: the real file behind its interpreter; a system upgrade changes it.
        project: digest of pyproject.toml, which names the program's entry points.
        locks: digest of each lock file whose packages are in, by the file's name.
        system: which sets of system packages were looked after: `program`, `test`.
    """

    state: str = BUILDING
    root: str = ""
    python: str = ""
    project: str = ""
    locks: dict[str, str] = field(default_factory=dict)
    system: tuple[str, ...] = ()

    def began(self) -> "Stamp":
        return replace(self, state=BUILDING)


def read(layout: Layout) -> Stamp | None:
    """The stamp, or None where there is none that can be read."""
    try:
        fields = json.loads(layout.stamp.read_text(encoding="utf-8"))
        return Stamp(**{**fields, "system": tuple(fields["system"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None


def write(layout: Layout, stamp: Stamp) -> None:
    """Replace the stamp in one go: it is never half written."""
    beside = layout.stamp.with_suffix(".new")
    beside.write_text(json.dumps(asdict(stamp), indent=2), encoding="utf-8")
    beside.replace(layout.stamp)


def wanted(layout: Layout, *, for_test: bool) -> Stamp:
    """What the environment must hold for the program, or for its tests."""
    names = [False, True] if for_test else [False]
    return Stamp(
        state=READY,
        root=str(layout.root),
        python=os.path.realpath(layout.python),
        project=_digest(layout.project.read_bytes()),
        locks={layout.lock(for_test=name).name: _digest(layout.lock(for_test=name).read_bytes()) for name in names},
        system=("program", "test") if for_test else ("program",),
    )


def rebuild_needed(have: Stamp, want: Stamp) -> bool:
    """Whether what is there cannot be mended in place."""
    moved = (have.root, have.python) != (want.root, want.python)
    other_packages = any(want.locks.get(name, digest) != digest for name, digest in have.locks.items())
    return have.state != READY or moved or other_packages


def covers(have: Stamp | None, want: Stamp) -> bool:
    """Whether nothing at all is left to do."""
    return (
        have is not None
        and not rebuild_needed(have, want)
        and have.project == want.project
        and want.locks.items() <= have.locks.items()
        and set(want.system) <= set(have.system)
    )


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
