"""System packages by apt: what is needed, what is missing, and how to get it. Known by setup_steps; knows
setup_commands, setup_progress and setup_trouble."""

import importlib.util
import os
import shlex
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Sequence

from setup_commands import Commands, Outcome
from setup_progress import Progress
from setup_trouble import explain

GRAPHICS = ("libegl1", "libgl1", "libglib2.0-0", "libfontconfig1", "libdbus-1-3", "libxkbcommon0")
"""Qt does not load without these, not even with no display."""
WINDOWS = (
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-keysyms1",
    "libxkbcommon-x11-0",
    "libxcb-shape0",
    "libxcb-xkb1",
    "libwayland-cursor0",
    "libwayland-egl1",
)
"""Qt opens no window on X or Wayland without these."""
FONTS = ("fonts-noto-core", "fonts-noto-cjk", "fonts-noto-color-emoji")
"""Letters of the languages people post in; without them the program runs and shows boxes."""
TEST = ("postgresql", "redis-server", "g++", "make")
"""The second database engine, and what the real Bluesky of the tests needs to be built and to run."""
LOCK_SECONDS = 120
LOOK_SECONDS = 5
APT_ENVIRONMENT = {
    "DEBIAN_FRONTEND": "noninteractive",
    "NEEDRESTART_MODE": "l",
    "LC_ALL": "C.UTF-8",
    "RUNLEVEL": "1",  # where init scripts start services: leave PostgreSQL and Redis switched off
}


def needed() -> tuple[str, ...]:
    """Packages without which nothing goes on."""
    return (*_for_environment(), *GRAPHICS, *WINDOWS)


def wished(*, for_test: bool) -> tuple[str, ...]:
    """Packages that make the program or its tests better; both start without them."""
    return (*FONTS, *(TEST if for_test else ()))


def in_words() -> str:
    """What the program needs from systems whose package names are not known here."""
    return (
        "the libraries EGL, GL, GLib, fontconfig, D-Bus, xkbcommon, xkbcommon-x11, xcb-cursor, xcb-icccm, "
        "xcb-keysyms, xcb-shape, xcb-xkb, wayland-cursor, wayland-egl, and Noto fonts with CJK and colour emoji"
    )


class SystemPackages:
    """The machine's apt."""

    def __init__(self, commands: Commands, progress: Progress, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self._commands = commands
        self._progress = progress
        self._sleep = sleep
        self._lists: Outcome | None = None

    def missing(self, names: Iterable[str]) -> tuple[str, ...]:
        """Those that are neither installed nor provided by something installed, in the given order."""
        wanted = tuple(names)
        there: set[str] = set()

        def note(line: str) -> None:
            status, package, provides = [*line.split("\t"), "", ""][:3]
            if status == "installed":
                there.add(package)
                there.update(part.split()[0] for part in provides.split(",") if part.strip())

        form = "${db:Status-Status}\t${Package}\t${Provides}\n"
        self._commands.run(["dpkg-query", "-W", f"-f={form}"], on_line=note, quiet=True)
        return tuple(name for name in wanted if name not in there)

    def install(self, names: Sequence[str]) -> None:
        """Install these and what they depend on; package lists are fetched once before.

        Raises:
            Trouble: no rights, no network, apt locked, disk full.
        """
        line = self.line(names)
        prefix = self._prefix()
        if prefix is None:
            raise explain(
                "",
                otherwise="System packages can only be installed by an administrator.",
                line=line,
            )
        self._lists = self._lists or self._fetch_lists(prefix)
        outcome = self._apt(prefix, _install(names))
        if not outcome.good and "dpkg --configure -a" in outcome.output:
            self._progress.detail("An earlier installation was interrupted; finishing it first.")
            self._run([*prefix, "dpkg", "--configure", "-a"])
            outcome = self._apt(prefix, _install(names))
        if not outcome.good:
            said = self._lists.output + outcome.output
            raise explain(said, otherwise="The system packages could not be installed.", line=line)

    def line(self, names: Sequence[str]) -> str:
        """The one line a person runs to get these packages."""
        both = f"apt-get update && apt-get install -y --no-install-recommends {' '.join(names)}"
        if _is_root():
            return both
        if shutil.which("sudo"):
            return both.replace("apt-get", "sudo apt-get")
        return f"su -c {shlex.quote(both)}"

    def _prefix(self) -> list[str] | None:
        """What comes before a command to run it as root; None where that cannot be had."""
        if _is_root():
            return []
        if not shutil.which("sudo"):
            return None
        if self._commands.run(["sudo", "-n", "true"], quiet=True).good:
            return ["sudo", "-n"]
        if not sys.stdin.isatty():
            return None
        self._progress.detail("sudo may ask for your password.")
        return ["sudo"]

    def _fetch_lists(self, prefix: list[str]) -> Outcome:
        """Fetch the package lists. Failing is no end: those of yesterday may do. apt waits for its other locks itself,
        but not for this one."""
        for _ in range(LOCK_SECONDS // LOOK_SECONDS):
            outcome = self._apt(prefix, ["update", "-q"])
            if outcome.good or "/lists/lock" not in outcome.output:
                break
            self._progress.busy("Another program keeps apt locked; waiting for it …")
            self._sleep(LOOK_SECONDS)
        return outcome

    def _apt(self, prefix: list[str], words: Sequence[str]) -> Outcome:
        self._progress.busy(f"apt-get {words[0]} …")
        return self._run(
            [*prefix, *_environment(prefix), "apt-get", "-o", f"DPkg::Lock::Timeout={LOCK_SECONDS}", *words]
        )

    def _run(self, command: list[str]) -> Outcome:
        return self._commands.run(command, on_line=self._show, environment=APT_ENVIRONMENT)

    def _show(self, line: str) -> None:
        if line.startswith(("Get:", "Unpacking ", "Setting up ", "Waiting for")):
            self._progress.busy(line)


def _install(names: Sequence[str]) -> list[str]:
    return ["install", "-q", "-y", "--no-install-recommends", *names]


def _environment(prefix: list[str]) -> list[str]:
    """Sudo drops the environment, so it is said again behind it."""
    return ["env", *(f"{name}={value}" for name, value in APT_ENVIRONMENT.items())] if prefix else []


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _for_environment() -> tuple[str, ...]:
    """Debian ships Python without what makes environments; other builds of Python have it."""
    if importlib.util.find_spec("ensurepip"):
        return ()
    return (f"python3.{sys.version_info.minor}-venv",)
