"""A machine for the installer's tests: it answers commands from a script and remembers them."""

import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from setup_commands import Commands, Outcome
from setup_layout import Layout
from setup_progress import Progress


class Screen(io.StringIO):
    """What the user sees."""

    @property
    def text(self) -> str:
        return self.getvalue()


class FakeCommands(Commands):
    """Every command succeeds unless the script says otherwise; `python -m venv` leaves an interpreter behind.

    Attributes:
        ran: the commands, each as one line, in order.
        answers: outcomes by a part of the command; the first that fits is used, a list is used up one by one.
        installed: what dpkg-query lists: package names, or `name provides a, b`.
        environments: the variables each command was given on top.
    """

    def __init__(self, progress: Progress, layout: Layout) -> None:
        super().__init__(progress)
        self._layout = layout
        self.ran: list[str] = []
        self.answers: dict[str, Outcome | list[Outcome]] = {}
        self.installed: dict[str, str] = {}
        self.environments: list[Mapping[str, str]] = []

    def run(
        self,
        command: Sequence[str | Path],
        *,
        on_line: Callable[[str], None] | None = None,
        environment: Mapping[str, str] | None = None,
        quiet: bool = False,
    ) -> Outcome:
        line = " ".join(str(word) for word in command)
        self.ran.append(line)
        self.environments.append(environment or {})
        outcome = self._answer(line)
        for said in outcome.output.splitlines():
            if on_line:
                on_line(said)
        if "-m venv" in line and outcome.good:
            self._layout.python.parent.mkdir(parents=True, exist_ok=True)
            self._layout.python.touch()
        return outcome

    def said(self, part: str) -> list[str]:
        """The commands that contain this."""
        return [line for line in self.ran if part in line]

    def _answer(self, line: str) -> Outcome:
        if line.startswith("dpkg-query"):
            rows = [f"installed\t{name}\t{provides}" for name, provides in self.installed.items()]
            return Outcome(0, "\n".join([*rows, "config-files\tlibegl1\t"]))
        for part, answer in self.answers.items():
            if part in line:
                return answer.pop(0) if isinstance(answer, list) else answer
        return Outcome(0)
