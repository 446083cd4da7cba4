"""Menu entries and the kiosk unit, for a folder with everything in its name that could go wrong."""

import configparser
import os
import shutil
import subprocess
from pathlib import Path

import put_in_place
import pytest
from setup_layout import Layout

AWKWARD = "Fish bowl ä \"q\" $HOME %f `x` \\ 'y'"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    return tmp_path


@pytest.fixture
def checkout(home: Path, monkeypatch: pytest.MonkeyPatch) -> Layout:
    layout = Layout(home / AWKWARD)
    monkeypatch.setattr(put_in_place, "here", lambda: layout)
    return layout


def values(path: Path, section: str) -> dict[str, str]:
    parser = configparser.RawConfigParser(strict=True, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(path, encoding="utf-8")
    return dict(parser[section])


def words_of_entry(line: str) -> list[str]:
    """As a desktop reads an `Exec=` line: undo the file's escapes, then the field codes, then the quoting."""
    line = line.replace("\\\\", "\\").replace("%%", "%")
    printed = subprocess.run(["sh", "-c", f"printf '%s\\n' {line}"], capture_output=True, text=True, check=True)
    return printed.stdout.splitlines()


@pytest.mark.parametrize("face", ["wall", "agent"])
def test_a_menu_entry_starts_its_face_whatever_the_folder_is_called(face: str, checkout: Layout, home: Path) -> None:
    assert put_in_place.main([]) == 0
    path = home / ".local" / "share" / "applications" / f"fishbowl-{face}.desktop"
    entry = values(path, "Desktop Entry")
    assert words_of_entry(entry["Exec"]) == [str(checkout.python), str(checkout.program), face]
    if shutil.which("desktop-file-validate"):
        done = subprocess.run(["desktop-file-validate", path], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.usefixtures("checkout")
def test_the_wall_comes_back_within_ten_seconds_however_often_it_goes(home: Path) -> None:
    assert put_in_place.main([]) == 0
    path = home / ".config" / "systemd" / "user" / "fishbowl-wall.service"
    assert values(path, "Service")["ExecStart"].endswith(" wall --watch")
    assert values(path, "Service")["Restart"] == "always"
    assert int(values(path, "Service")["RestartSec"]) < 10
    assert values(path, "Unit")["StartLimitIntervalSec"] == "0"
    assert values(path, "Install")["WantedBy"] == "graphical-session.target"
    if shutil.which("systemd-analyze"):
        environment = {**os.environ, "XDG_RUNTIME_DIR": str(home)}
        command = ["systemd-analyze", "--user", "verify", str(path)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.usefixtures("checkout")
def test_what_was_put_in_place_can_be_taken_away(home: Path) -> None:
    put_in_place.main([])
    written = [path for path in home.rglob("fishbowl-*") if path.is_file()]
    assert len(written) == 3
    assert put_in_place.main(["--remove"]) == 0
    assert put_in_place.main(["--remove"]) == 0
    assert not any(path.exists() for path in written)


@pytest.mark.usefixtures("checkout")
def test_a_folder_that_cannot_be_written_is_named(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / ".local").write_text("a file where the folder should be")
    assert put_in_place.main([]) == 1
    assert ".local" in capsys.readouterr().err
