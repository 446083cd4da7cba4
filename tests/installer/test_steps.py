from dataclasses import replace

import pytest
import setup_machine
import setup_stamp
from setup_commands import Outcome
from setup_layout import Layout
from setup_packages import FONTS, needed, wished
from setup_progress import Progress
from setup_stamp import BUILDING, READY, Stamp
from setup_steps import Setup
from setup_trouble import Trouble

from tests.installer.fakes import FakeCommands, Screen


@pytest.fixture(autouse=True)
def _with_apt(monkeypatch: pytest.MonkeyPatch, commands: FakeCommands) -> None:
    monkeypatch.setattr(setup_machine, "has_apt", lambda: True)
    commands.installed = dict.fromkeys((*needed(), *wished(for_test=True)), "")


@pytest.fixture
def program(layout: Layout, progress: Progress, commands: FakeCommands) -> Setup:
    return Setup(layout, progress, commands, for_test=False)


@pytest.fixture
def for_tests(layout: Layout, progress: Progress, commands: FakeCommands) -> Setup:
    return Setup(layout, progress, commands, for_test=True)


def ready(layout: Layout, *, for_test: bool = False) -> bool:
    return setup_stamp.covers(setup_stamp.read(layout), setup_stamp.wanted(layout, for_test=for_test))


def change_stamp(layout: Layout, **fields: object) -> None:
    have = setup_stamp.read(layout)
    assert have is not None
    setup_stamp.write(layout, replace(have, **fields))  # type: ignore[arg-type]


def test_a_bare_machine_gets_an_environment_then_packages_then_the_program(
    program: Setup, layout: Layout, commands: FakeCommands, screen: Screen
) -> None:
    program.run()
    order = [commands.ran.index(commands.said(part)[0]) for part in ("-m venv", "lock.txt", "--editable", " -c ")]
    assert order == sorted(order)
    assert ready(layout)
    assert "[5/5]" in screen.text
    assert "--require-hashes" in commands.said("lock.txt")[0]


def test_what_is_set_up_already_is_not_done_again(program: Setup, commands: FakeCommands) -> None:
    program.run()
    commands.ran.clear()
    program.run()
    assert not commands.said("-m venv")
    assert not commands.said(" install ")


def test_tests_add_to_the_environment_of_the_program(
    program: Setup, for_tests: Setup, layout: Layout, commands: FakeCommands
) -> None:
    program.run()
    assert not ready(layout, for_test=True)
    commands.ran.clear()
    for_tests.run()
    assert not commands.said("-m venv")
    assert commands.said("lock-test.txt")
    assert ready(layout)
    assert ready(layout, for_test=True)


def test_an_interrupted_set_up_begins_anew(program: Setup, layout: Layout, commands: FakeCommands) -> None:
    commands.answers["lock.txt"] = [Outcome(1, "Connection refused"), Outcome(0)]
    with pytest.raises(Trouble, match="cannot be reached"):
        program.run()
    assert setup_stamp.read(layout) == Stamp(
        state=BUILDING, root=str(layout.root), python=setup_stamp.wanted(layout, for_test=False).python
    )
    half_installed = layout.environment / "half-installed"
    half_installed.touch()
    program.run()
    assert not half_installed.exists()
    assert ready(layout)


@pytest.mark.parametrize(
    "change", [{"root": "/elsewhere"}, {"python": "/usr/bin/python3.10"}, {"locks": {"lock.txt": "0"}}]
)
def test_a_moved_folder_another_python_or_other_packages_mean_a_new_environment(
    change: dict[str, object], program: Setup, layout: Layout, commands: FakeCommands
) -> None:
    program.run()
    change_stamp(layout, **change)
    assert not ready(layout)
    commands.ran.clear()
    program.run()
    assert commands.said("-m venv")
    assert ready(layout)


def test_new_entry_points_only_add_the_program_again(program: Setup, layout: Layout, commands: FakeCommands) -> None:
    program.run()
    layout.project.write_text("[project]\nname = 'fishbowl'\nversion = '2'\n", encoding="utf-8")
    assert not ready(layout)
    commands.ran.clear()
    program.run()
    assert not commands.said("lock.txt")
    assert commands.said("--editable")
    assert ready(layout)


def test_an_environment_made_by_hand_is_kept_and_completed(
    program: Setup, layout: Layout, commands: FakeCommands
) -> None:
    layout.python.parent.mkdir(parents=True)
    layout.python.touch()
    program.run()
    assert not commands.said("-m venv")
    assert commands.said("lock.txt")
    assert ready(layout)


def test_new_makes_even_a_good_environment_again(program: Setup, commands: FakeCommands) -> None:
    program.run()
    commands.ran.clear()
    program.run(anew=True)
    assert commands.said("-m venv")


@pytest.mark.parametrize("name", [FONTS[0], "postgresql"])
def test_missing_fonts_or_a_missing_second_database_are_named_and_stop_nothing(
    name: str, for_tests: Setup, layout: Layout, commands: FakeCommands, screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    del commands.installed[name]
    commands.answers[" install -q"] = Outcome(100, "E: Temporary failure resolving")
    monkeypatch.setattr("setup_packages._is_root", lambda: True)
    for_tests.run()
    assert f"apt-get install -y --no-install-recommends {name}" in screen.text
    assert ready(layout)


def test_a_missing_library_stops_before_anything_is_fetched(
    program: Setup, commands: FakeCommands, monkeypatch: pytest.MonkeyPatch
) -> None:
    del commands.installed["libegl1"]
    commands.answers[" install -q"] = Outcome(100, "E: Temporary failure resolving")
    monkeypatch.setattr("setup_packages._is_root", lambda: True)
    with pytest.raises(Trouble) as caught:
        program.run()
    assert "cannot be reached" in caught.value.sentence
    assert not commands.said("-m venv")


def test_other_systems_are_told_what_is_needed_and_go_on(
    program: Setup, layout: Layout, commands: FakeCommands, screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup_machine, "has_apt", lambda: False)
    program.run()
    assert "xcb-cursor" in screen.text
    assert not commands.said("apt-get")
    assert ready(layout)


def test_a_library_that_does_not_load_is_named(program: Setup, layout: Layout, commands: FakeCommands) -> None:
    commands.answers[" -c "] = Outcome(1, "ImportError: libEGL.so.1: cannot open shared object file: No such file")
    with pytest.raises(Trouble, match=r"libEGL\.so\.1"):
        program.run()
    assert not ready(layout)


def test_too_little_disk_is_said_before_anything_is_done(
    program: Setup, commands: FakeCommands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup_machine, "ROOM_FOR_PROGRAM", 1 << 60)
    with pytest.raises(Trouble, match="GB of free disk space"):
        program.run()
    assert commands.ran == []


def test_a_stamp_that_cannot_be_read_counts_as_none(layout: Layout) -> None:
    layout.environment.mkdir()
    for rubbish in ("", "{", "[]", '{"state": "ready"}', '{"system": [], "colour": 1}'):
        layout.stamp.write_text(rubbish, encoding="utf-8")
        assert setup_stamp.read(layout) is None


def test_ready_needs_every_part(layout: Layout) -> None:
    layout.environment.mkdir()
    want = setup_stamp.wanted(layout, for_test=True)
    assert want.state == READY
    assert setup_stamp.covers(want, want)
    for change in ({"state": BUILDING}, {"project": ""}, {"locks": {}}, {"system": ("program",)}):
        assert not setup_stamp.covers(replace(want, **change), want)  # type: ignore[arg-type]
