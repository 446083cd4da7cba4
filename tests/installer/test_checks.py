import subprocess
from collections.abc import Sequence
from typing import Any

import pytest
import setup_checks
from setup_checks import CHECKS, Checks
from setup_layout import Layout


class Calls:
    """Stands in for the programs that are called.

    Attributes:
        statuses: exit status by a part of the command; 0 for the others.
    """

    def __init__(self) -> None:
        self.commands: list[str] = []
        self.environments: list[dict[str, str]] = []
        self.statuses: dict[str, int] = {}

    def __call__(self, command: Sequence[str], **options: Any) -> int:
        line = " ".join(command)
        self.commands.append(line)
        self.environments.append(options["env"])
        return next((status for part, status in self.statuses.items() if part in line), 0)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    calls = Calls()
    monkeypatch.setattr(subprocess, "call", calls)
    for name in ("CI", "FISHBOWL_REQUIRE_POSTGRES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(setup_checks, "postgres_there", lambda: True)
    return calls


def test_pytest_comes_last_without_a_screen_and_with_the_arguments(layout: Layout, calls: Calls) -> None:
    assert Checks(layout).run(["-k", "wall"]) == 0
    assert len(calls.commands) == len(CHECKS) + 2
    assert " -m pytest -n auto " in calls.commands[-1]
    assert calls.commands[-1].endswith(" -k wall"), "what is asked for comes last, so that it wins"
    assert calls.environments[-1]["QT_QPA_PLATFORM"] == "offscreen"


def test_a_failed_check_fails_the_run_but_the_tests_still_run(
    layout: Layout, calls: Calls, capsys: pytest.CaptureFixture[str]
) -> None:
    calls.statuses = {"ruff check": 1}
    assert Checks(layout).run([]) == 1
    assert "pytest" in calls.commands[-1]
    assert "ruff check" in capsys.readouterr().err


@pytest.mark.parametrize("status", [1, 2, 5])
def test_the_exit_status_of_pytest_counts(status: int, layout: Layout, calls: Calls) -> None:
    calls.statuses = {"-m pytest": status}
    assert Checks(layout).run([]) == status


def test_a_run_that_passes_says_nothing_after_pytest(
    layout: Layout, calls: Calls, capsys: pytest.CaptureFixture[str]
) -> None:
    Checks(layout).run([])
    assert capsys.readouterr().out.endswith("=== pytest\n")


def test_postgres_is_a_must_where_it_is_installed(layout: Layout, calls: Calls) -> None:
    Checks(layout).run([])
    assert calls.environments[-1]["FISHBOWL_REQUIRE_POSTGRES"] == "1"


def test_without_postgres_the_run_says_so_loudly(
    layout: Layout, calls: Calls, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(setup_checks, "postgres_there", lambda: False)
    Checks(layout).run([])
    assert "!!! No PostgreSQL" in capsys.readouterr().out
    assert "FISHBOWL_REQUIRE_POSTGRES" not in calls.environments[-1]


def test_in_ci_postgres_is_always_a_must(layout: Layout, calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup_checks, "postgres_there", lambda: False)
    monkeypatch.setenv("CI", "true")
    Checks(layout).run([])
    assert calls.environments[-1]["FISHBOWL_REQUIRE_POSTGRES"] == "1"
