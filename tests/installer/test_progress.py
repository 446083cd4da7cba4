from pathlib import Path

import pytest
import setup_progress
from setup_progress import Progress

from tests.installer.fakes import Screen


class Terminal(Screen):
    def isatty(self) -> bool:
        return True


def test_a_step_says_its_number_what_it_does_and_how_long_it_took(progress: Progress, screen: Screen) -> None:
    with progress.step("System packages", about="3 minutes"):
        progress.detail("all there")
    first, second, third = screen.text.splitlines()
    assert first == "[1/5] System packages (about 3 minutes)"
    assert second.strip() == "all there"
    assert third.strip() == "done in 0.0 s"


def test_a_step_that_fails_does_not_say_done(progress: Progress, screen: Screen) -> None:
    with pytest.raises(OSError, match="no"), progress.step("This machine"):
        raise OSError("no")
    assert "done" not in screen.text


def test_a_terminal_keeps_nothing_of_what_was_only_going_on(tmp_path: Path) -> None:
    screen = Terminal()
    progress = Progress(1, tmp_path / "log", out=screen)
    progress.busy("fetching numpy")
    progress.say("done")
    assert screen.text.endswith("\r" + " " * len(setup_progress.INDENT + "fetching numpy") + "\rdone\n")


def test_a_pipe_hears_every_ten_seconds_what_is_going_on(
    progress: Progress, screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr(setup_progress.time, "monotonic", lambda: now[0])
    with progress.step("Python packages"):
        progress.busy("one")
        now[0] += setup_progress.QUIET_SECONDS
        progress.busy("two")
        progress.busy("three")
    assert [line.strip() for line in screen.text.splitlines()[1:-1]] == ["two"]


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "build").write_text("a file where the folder should be")
    screen = Screen()
    with Progress(1, tmp_path / "build" / "setup.log", out=screen).step("This machine"):
        pass
    assert "done" in screen.text


@pytest.mark.parametrize(("seconds", "words"), [(0.04, "0.0 s"), (9.94, "9.9 s"), (42.4, "42 s"), (125.0, "2 min 5 s")])
def test_lengths_are_said_as_people_say_them(seconds: float, words: str) -> None:
    assert setup_progress._length(seconds) == words
