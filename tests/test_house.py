"""The house's laws that are no import contracts: sizes, words, unions, neighbours that must exist.

Names that may stand nowhere are put together from pieces here, since this file is searched as well.
"""

import ast
import importlib
import importlib.metadata
import re
import sys
import tomllib
import typing
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from app.domain.network import NetworkInfo
from app.wire.calls import REQUESTS, AnyRequest
from app.wire.feeds import FEEDS, AnyFeed

ROOT = Path(__file__).resolve().parents[1]
LONGEST = 400
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
OURS = {"app", "widgets", "tests", "main", *(path.stem for path in (ROOT / "installer").rglob("*.py"))}
NOT_OURS = {"build", "dist", "__pycache__", "pictures"}
BINARY = {".png", ".msgpack", ".ttf", ".otf", ".woff2", ".npz", ".mo", ".ico", ".gz", ".db", ".pdf", ".wav"}
MADE_BY_OTHERS = {".ttf", ".otf", ".woff2", ".npz", ".geojson", ".onnx", ".bin"}
HOSTS = ("pypi" + ".org", "python" + "hosted.org", "npm" + "js.org", "npm" + "js.com", "deb." + "debian.org")
PLACES = ("/wor" + "k/", "/tmp" + "/lab", "/root" + "/")
LEFTOVERS = ("TO" + "DO", "FIX" + "ME", "XX" + "X:")
EVASIONS = (r"mark\.(skip|skip" + r"if|xfail)\b", r"pytest\.(skip|xfail)\(", r"importor" + r"skip\(")


def files() -> Iterator[Path]:
    """Every file of the project that people write."""
    for folder in sorted(ROOT.iterdir()):
        hidden = folder.name.startswith(".") and folder.name != ".ci"
        if hidden or folder.name in NOT_OURS or folder.name.endswith(".egg-info"):
            continue
        for path in sorted(folder.rglob("*")) if folder.is_dir() else [folder]:
            if path.is_file() and not {*path.relative_to(ROOT).parts} & {"__pycache__"}:
                yield path


def texts() -> Iterator[tuple[str, str]]:
    """Every text with its path."""
    for path in files():
        if path.suffix not in BINARY:
            yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")


def modules(*rooms: str) -> list[Path]:
    return [path for room in rooms for path in sorted((ROOT / room).rglob("*.py"))]


def lines_with(pattern: str, *, only: str = "") -> list[str]:
    """`path:line` of every line that matches."""
    compiled = re.compile(pattern)
    return [
        f"{path}:{number}"
        for path, text in texts()
        if path.startswith(only)
        for number, line in enumerate(text.splitlines(), start=1)
        if compiled.search(line)
    ]


def networks() -> list[NetworkInfo]:
    """What the built-in connectors declare."""
    entries = PROJECT["project"]["entry-points"]["fishbowl.connectors"].values()
    loaded = [
        getattr(importlib.import_module(module), name) for module, name in (entry.split(":") for entry in entries)
    ]
    return [connector.INFO for connector in loaded]


def test_no_file_is_longer_than_a_noun() -> None:
    lengths = {
        str(path.relative_to(ROOT)): path.read_text().count("\n") for path in modules("app", "widgets", "installer")
    }
    assert {path: length for path, length in lengths.items() if length > LONGEST} == {}


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        path for path in modules("app", "widgets", "installer") if not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert silent == []


def test_no_file_names_a_package_registry() -> None:
    assert lines_with("|".join(map(re.escape, HOSTS))) == []


def test_no_file_names_a_place_of_one_machine() -> None:
    assert lines_with(rf"(?<![\w.*])({'|'.join(PLACES)})") == []


def test_nothing_is_left_for_later() -> None:
    assert lines_with(rf"\b({'|'.join(LEFTOVERS)})") == []


def test_no_test_is_left_out_but_for_want_of_postgres() -> None:
    """Which the run then says loudly, and CI does not allow."""
    assert lines_with(rf"^(?!.*no PostgreSQL).*({'|'.join(EVASIONS)})", only="tests/") == []


def test_the_laws_have_no_exemptions() -> None:
    assert not any(contract.get("ignore_imports") for contract in PROJECT["tool"]["importlinter"]["contracts"])
    assert not any(override.get("ignore_errors") for override in PROJECT["tool"]["mypy"]["overrides"])


def packages_imported(*rooms: str) -> set[str]:
    """Packages whose modules are imported in these rooms, by the names pyproject.toml calls them."""
    owners = importlib.metadata.packages_distributions()
    names: set[str] = set()
    for path in modules(*rooms):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module)
    tops = {name.split(".")[0] for name in names} - sys.stdlib_module_names - OURS
    return {canonicalize_name(owners.get(top, [top])[0]) for top in tops}


def packages_asked_for(*, extra: str = "") -> set[str]:
    asked = [*PROJECT["project"]["dependencies"], *PROJECT["project"]["optional-dependencies"].get(extra, [])]
    return {canonicalize_name(Requirement(line).name) for line in asked}


def test_every_package_that_is_imported_is_asked_for() -> None:
    assert packages_imported("app", "widgets") - packages_asked_for(extra="train") == set()
    assert packages_imported("tests") - packages_asked_for(extra="test") == set()


@pytest.mark.parametrize(("union", "kinds"), [(AnyRequest, REQUESTS), (AnyFeed, FEEDS)], ids=["requests", "feeds"])
def test_the_wire_can_read_every_kind_it_knows(union: object, kinds: tuple[type, ...]) -> None:
    assert set(typing.get_args(union)) == set(kinds)


def test_every_network_has_its_icon() -> None:
    icons = {path.stem for path in (ROOT / "resources" / "icons").iterdir()}
    assert {network.name for network in networks() if f"net-{network.name}" not in icons} == set()


def test_networks_have_names_of_their_own() -> None:
    names = [network.name for network in networks()]
    assert len(set(names)) == len(names) > 0


def test_what_others_made_has_its_licence_beside_it() -> None:
    for path in (path for path in files() if path.suffix in MADE_BY_OTHERS):
        near = [*path.parent.iterdir(), *path.parent.parent.iterdir()]
        assert any(re.match(r"(LICEN[CS]E|OFL|COPYING)", file.name) for file in near if file.parent != ROOT), path


@pytest.mark.parametrize("command", ["python3 installer/bootstrap.py demo", "python3 installer/bootstrap.py test"])
def test_the_readme_says_how_to_start_and_how_to_test(command: str) -> None:
    assert command in (ROOT / "README.md").read_text(encoding="utf-8")
