import pytest
import setup_packages
from setup_commands import Outcome
from setup_packages import GRAPHICS, SystemPackages
from setup_progress import Progress
from setup_trouble import Trouble

from tests.installer.fakes import FakeCommands

LISTS_LOCKED = "E: Could not get lock /var/lib/apt/lists/lock. It is held by process 812 (packagekitd)"


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def system(commands: FakeCommands, progress: Progress, pauses: list[float]) -> SystemPackages:
    return SystemPackages(commands, progress, sleep=pauses.append)


@pytest.fixture
def root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup_packages, "_is_root", lambda: True)


@pytest.fixture
def user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup_packages, "_is_root", lambda: False)


def test_a_removed_package_whose_settings_stayed_is_missing(system: SystemPackages) -> None:
    assert system.missing(["libegl1"]) == ("libegl1",)


def test_a_package_that_another_one_provides_is_not_missing(system: SystemPackages, commands: FakeCommands) -> None:
    commands.installed = {"libglib2.0-0t64": "libglib2.0-0 (= 2.84.4), libglib2.0-dev"}
    assert system.missing(["libglib2.0-0", "libgl1"]) == ("libgl1",)


@pytest.mark.usefixtures("root")
def test_root_installs_only_what_is_missing_after_one_update(system: SystemPackages, commands: FakeCommands) -> None:
    commands.installed = dict.fromkeys(GRAPHICS[1:], "")
    system.install(system.missing(GRAPHICS))
    assert len(commands.said(" update ")) == 1
    (install,) = commands.said(" install ")
    assert install.startswith("apt-get ")
    assert install.endswith("-y --no-install-recommends libegl1")
    assert commands.environments[-1]["DEBIAN_FRONTEND"] == "noninteractive"


@pytest.mark.usefixtures("root")
def test_package_lists_are_fetched_once_however_often_something_is_installed(
    system: SystemPackages, commands: FakeCommands
) -> None:
    system.install(["libgl1"])
    system.install(["fonts-noto-core"])
    assert len(commands.said(" update ")) == 1
    assert len(commands.said(" install ")) == 2


@pytest.mark.usefixtures("user")
def test_sudo_is_given_the_environment_it_would_drop(
    system: SystemPackages, commands: FakeCommands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup_packages.shutil, "which", lambda tool: f"/usr/bin/{tool}")
    system.install(["libgl1"])
    (install,) = commands.said(" install ")
    assert install.startswith("sudo -n env DEBIAN_FRONTEND=noninteractive ")


@pytest.mark.usefixtures("user")
@pytest.mark.parametrize(
    ("sudo", "line"),
    [
        ("/usr/bin/sudo", "sudo apt-get update && sudo apt-get install -y --no-install-recommends libgl1"),
        (None, "su -c 'apt-get update && apt-get install -y --no-install-recommends libgl1'"),
    ],
)
def test_without_rights_the_one_line_to_run_is_said(
    sudo: str | None,
    line: str,
    system: SystemPackages,
    commands: FakeCommands,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(setup_packages.shutil, "which", lambda tool: sudo)
    monkeypatch.setattr(setup_packages.sys.stdin, "isatty", lambda: False, raising=False)
    commands.answers["sudo -n true"] = Outcome(1, "sudo: a password is required")
    with pytest.raises(Trouble) as caught:
        system.install(["libgl1"])
    assert caught.value.line == line
    assert not commands.said("apt-get -o")


@pytest.mark.usefixtures("root")
def test_an_interrupted_installation_is_finished_first(system: SystemPackages, commands: FakeCommands) -> None:
    broken = Outcome(100, "E: dpkg was interrupted, you must manually run 'dpkg --configure -a' to correct it.")
    commands.answers[" install "] = [broken, Outcome(0)]
    system.install(["libgl1"])
    assert [line for line in commands.ran if "dpkg --configure" in line or " install " in line][1] == (
        "dpkg --configure -a"
    )


@pytest.mark.usefixtures("root")
def test_locked_lists_are_waited_for(system: SystemPackages, commands: FakeCommands, pauses: list[float]) -> None:
    commands.answers[" update "] = [Outcome(100, LISTS_LOCKED), Outcome(100, LISTS_LOCKED), Outcome(0)]
    system.install(["libgl1"])
    assert len(pauses) == 2
    assert len(commands.said(" install ")) == 1


@pytest.mark.usefixtures("root")
def test_an_update_that_fails_is_named_when_installing_fails_for_it(
    system: SystemPackages, commands: FakeCommands
) -> None:
    commands.answers[" update "] = Outcome(100, "W: Temporary failure resolving 'mirror.example'")
    commands.answers[" install "] = Outcome(100, "E: Unable to locate package libgl1")
    with pytest.raises(Trouble, match="cannot be reached"):
        system.install(["libgl1"])


@pytest.mark.usefixtures("root")
def test_lists_of_yesterday_do_when_the_update_fails(system: SystemPackages, commands: FakeCommands) -> None:
    commands.answers[" update "] = Outcome(100, "W: Temporary failure resolving 'mirror.example'")
    system.install(["libgl1"])
    assert len(commands.said(" install ")) == 1


def test_a_python_without_ensurepip_needs_its_own_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup_packages.importlib.util, "find_spec", lambda name: None)
    minor = setup_packages.sys.version_info.minor
    assert setup_packages.needed()[0] == f"python3.{minor}-venv"


def test_only_the_tests_need_a_database_server() -> None:
    assert "postgresql" in setup_packages.wished(for_test=True)
    assert "postgresql" not in setup_packages.wished(for_test=False)
