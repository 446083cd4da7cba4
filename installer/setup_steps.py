"""The five steps from a bare machine to a program that starts. Known by setup_front; knows all the other parts."""

from dataclasses import replace

import setup_machine
import setup_packages
import setup_stamp
from setup_commands import Commands
from setup_environment import Environment
from setup_layout import Layout
from setup_packages import SystemPackages
from setup_progress import Progress
from setup_stamp import Stamp
from setup_trouble import Trouble, explain

STEPS = 5


class Setup:
    """Brings one checkout to where the program, or its tests, can start. What is done already is not done again."""

    def __init__(self, layout: Layout, progress: Progress, commands: Commands, *, for_test: bool) -> None:
        self._layout = layout
        self._progress = progress
        self._for_test = for_test
        self._system = SystemPackages(commands, progress)
        self._environment = Environment(layout, commands, progress)

    def run(self, *, anew: bool = False) -> None:
        """All steps; `anew` makes the environment from nothing.

        Raises:
            Trouble: whatever a user can mend.
        """
        with self._progress.step("This machine"):
            self._look_at_machine()
        with self._progress.step("System packages", about="3 minutes when many are missing"):
            self._get_system_packages()
        with self._progress.step("Environment in .venv", about="10 seconds"):
            have = self._get_environment(anew=anew)
        with self._progress.step("Python packages", about="2 minutes"):
            have = self._get_python_packages(have)
        with self._progress.step("Fishbowl itself, and a first try", about="10 seconds"):
            self._finish(have)

    def _look_at_machine(self) -> None:
        self._progress.detail(setup_machine.describe())
        have = setup_stamp.read(self._layout)
        if have is None or have.state != setup_stamp.READY:
            free = setup_machine.check_room(self._layout.root, for_test=self._for_test)
            self._progress.detail(f"{free / setup_machine.GIGABYTE:.0f} GB free")

    def _get_system_packages(self) -> None:
        if not setup_machine.has_apt():
            self._progress.detail(f"No apt here. If something is missing later, install {setup_packages.in_words()}.")
            return
        needed = self._system.missing(setup_packages.needed())
        wished = self._system.missing(setup_packages.wished(for_test=self._for_test))
        self._progress.detail("missing: " + " ".join([*needed, *wished]) if needed or wished else "all there")
        if needed:
            self._system.install(needed)
        if wished:
            self._get_wished(wished)

    def _get_wished(self, names: tuple[str, ...]) -> None:
        """The program starts without these, so failing is no reason to stop."""
        try:
            self._system.install(names)
        except Trouble as trouble:
            self._progress.detail(f"{trouble.sentence} Going on without: {' '.join(names)}")
            self._progress.detail(f"To get them:  {self._system.line(names)}")

    def _get_environment(self, *, anew: bool) -> Stamp:
        have = setup_stamp.read(self._layout)
        kept = not anew and self._environment.works()
        if kept and have is None:
            self._progress.detail("There is one already that was made by hand; using it.")
            have = replace(self._want(), locks={}, project="", system=())
        if have is None or not kept or setup_stamp.rebuild_needed(have, self._want()):
            self._environment.make()
            have = replace(self._want(), locks={}, project="", system=())
        return have

    def _get_python_packages(self, have: Stamp) -> Stamp:
        lock = self._layout.lock(for_test=self._for_test)
        want = self._want()
        if want.locks.items() <= have.locks.items():
            self._progress.detail("all there")
            return have
        self._write(have.began())
        self._environment.fill(lock)
        return replace(have, locks=have.locks | want.locks)

    def _finish(self, have: Stamp) -> None:
        want = self._want()
        if have.project != want.project:
            self._write(have.began())
            self._environment.add_program()
        self._environment.try_out()
        system = tuple(sorted({*have.system, *want.system}))
        self._write(replace(have, state=setup_stamp.READY, project=want.project, system=system))

    def _want(self) -> Stamp:
        return setup_stamp.wanted(self._layout, for_test=self._for_test)

    def _write(self, stamp: Stamp) -> None:
        try:
            setup_stamp.write(self._layout, stamp)
        except OSError as error:
            raise explain(str(error), otherwise="The environment in .venv cannot be written.") from error
