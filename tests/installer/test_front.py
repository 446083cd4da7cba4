"""The commands as they are typed, in a process of their own where that is what counts."""

import ast
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import bootstrap
import pytest
import setup_front
import setup_stamp
from setup_layout import Layout

from tests.installer.conftest import ROOT

INSTALLER = ROOT / "installer"
MAIN = "import os, sys; print(sys.prefix, os.getcwd(), *sys.argv[1:], sep='|')"


@pytest.fixture
def checkout(layout: Layout) -> Layout:
    """A small checkout that is set up already."""
    for file in INSTALLER.glob("*.py"):
        shutil.copy2(file, layout.root / "installer" / file.name)
    layout.program.write_text(MAIN, encoding="utf-8")
    venv.create(layout.environment, with_pip=False)
    setup_stamp.write(layout, setup_stamp.wanted(layout, for_test=True))
    return layout


def start(checkout: Layout, *words: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(checkout.root / "installer" / "bootstrap.py"), *words]
    environment = {**os.environ, "PATH": "", "PYTHONPATH": ""}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_a_second_start_hands_over_at_once_wherever_it_is_typed(checkout: Layout, tmp_path: Path) -> None:
    done = start(checkout, "demo", "--after", "3", folder=tmp_path)
    assert done.stdout.strip() == f"{checkout.environment}|{tmp_path}|demo|--after|3"
    assert done.returncode == 0
    assert not checkout.log.exists()


def test_run_gives_the_program_its_arguments_as_they_are(checkout: Layout) -> None:
    done = start(checkout, "run", "--", "import", "a file.csv", "--", "--help")
    assert done.stdout.strip().split("|")[2:] == ["import", "a file.csv", "--", "--help"]


def test_the_program_s_exit_status_is_the_start_s(checkout: Layout) -> None:
    checkout.program.write_text("import sys; sys.exit(7)", encoding="utf-8")
    assert start(checkout, "run").returncode == 7


def test_an_incomplete_copy_is_said_in_a_sentence(checkout: Layout) -> None:
    checkout.lock(for_test=False).unlink()
    done = start(checkout, "demo")
    assert done.returncode == 1
    assert "not complete" in done.stderr
    assert "lock.txt" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("words", [[], ["wall"], ["setup", "--quick"]])
def test_what_is_not_understood_is_answered_with_the_usage(words: list[str], checkout: Layout) -> None:
    done = start(checkout, *words)
    assert done.returncode == 2
    assert "usage:" in done.stderr


def test_help_is_no_error(checkout: Layout) -> None:
    done = start(checkout, "--help")
    assert done.returncode == 0
    assert "bootstrap.py COMMAND" in done.stdout


def test_a_fault_of_the_installer_goes_to_the_log_and_not_to_the_user(
    layout: Layout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> bool:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(setup_front, "here", lambda: layout)
    monkeypatch.setattr(setup_front, "_is_ready", broken)
    assert setup_front.start(["setup"]) == 1
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert str(layout.log) in said
    assert "Traceback" in layout.log.read_text(encoding="utf-8")


def test_an_interrupted_start_says_so(
    layout: Layout, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object, **__: object) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr(setup_front, "here", lambda: layout)
    monkeypatch.setattr(setup_front, "_is_ready", interrupted)
    assert setup_front.start(["setup"]) == 130
    assert "Interrupted" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("version", "fits"), [((3, 10, 14), False), ((3, 11, 2), True), ((3, 13, 9), True), ((3, 14, 0), False)]
)
def test_only_the_pythons_it_was_made_for_fit(version: tuple[int, ...], fits: bool) -> None:
    assert bootstrap.fits(version) is fits


def test_a_python_that_does_not_fit_is_told_which_one_to_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: name if name == "python3.12" else None)
    said = bootstrap.refusal((3, 14, 1), ["fish bowl/installer/bootstrap.py", "demo"])
    assert "this is Python 3.14.1" in said
    assert said.endswith("python3.12 'fish bowl/installer/bootstrap.py' demo")


def test_a_much_older_python_can_read_the_refusal() -> None:
    ast.parse((INSTALLER / "bootstrap.py").read_text(encoding="utf-8"), feature_version=(3, 6))


def test_the_installer_needs_nothing_that_is_not_in_python_itself() -> None:
    """But what a developer runs in the finished environment, which nothing of the installer may know."""
    developers = {"renew_words", "renew_networks"}
    own = {path.stem for path in INSTALLER.glob("*.py")} - developers
    for path in (path for path in INSTALLER.rglob("*.py") if path.stem not in developers):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            foreign = {name.split(".")[0] for name in names} - own - sys.stdlib_module_names
            assert not foreign, f"{path.name} imports {foreign}"
