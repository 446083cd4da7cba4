"""The lock files against what pyproject.toml asks for."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.installer.conftest import ROOT

PIN = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[\w.!+]+)(?: ; (?P<marker>[^\\]+))? \\$", re.M)
LOCK = ROOT / "installer" / "lock.txt"
TEST_LOCK = ROOT / "installer" / "lock-test.txt"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ASKED = [*PROJECT["project"]["dependencies"], *PROJECT["build-system"]["requires"]]
ASKED_BY_TESTS = [*ASKED, *PROJECT["project"]["optional-dependencies"]["test"]]


def pins(lock: Path) -> dict[str, set[Version]]:
    found: dict[str, set[Version]] = {}
    for match in PIN.finditer(lock.read_text(encoding="utf-8")):
        found.setdefault(canonicalize_name(match["name"]), set()).add(Version(match["version"]))
    return found


@pytest.mark.parametrize(("lock", "asked"), [(LOCK, ASKED), (TEST_LOCK, ASKED_BY_TESTS)], ids=["program", "test"])
def test_everything_asked_for_is_pinned_to_versions_that_fit(lock: Path, asked: list[str]) -> None:
    pinned = pins(lock)
    for requirement in map(Requirement, asked):
        versions = pinned.get(canonicalize_name(requirement.name), set())
        assert versions, f"{requirement} is not in {lock.name}: run  python3 installer/renew_lock.py"
        assert all(requirement.specifier.contains(version) for version in versions), requirement


@pytest.mark.parametrize("lock", [LOCK, TEST_LOCK], ids=["program", "test"])
def test_every_pin_has_hashes(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    entries = re.split(r"^(?=[\w])", text, flags=re.M)[1:]
    assert len(entries) == len(PIN.findall(text))
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}", entry) for entry in entries)


def test_tests_run_with_the_very_packages_of_the_program() -> None:
    with_tests = pins(TEST_LOCK)
    for name, versions in pins(LOCK).items():
        assert with_tests[name] == versions


@pytest.mark.parametrize("lock", [LOCK, TEST_LOCK], ids=["program", "test"])
def test_a_lock_names_no_server(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index" not in text
