"""Renews the lock files from pyproject.toml: `python3 installer/renew_lock.py [--upgrade]`. Run by a developer after
changing dependencies; knows setup_layout.

Standard library only; it fetches the resolver, uv, into a folder that goes away. Without `--upgrade` every pin that
still fits stays. The files hold exact versions for Linux, macOS and Windows on every supported Python, with the hashes
of all their wheels, and name no server.
"""

import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

from setup_layout import Layout, here

HEADER = "# Exact packages of {what}. Made by `python3 installer/renew_lock.py`; do not edit.\n"


def main() -> int:
    """Write both lock files anew; returns the exit status."""
    layout = here()
    upgrade = ["--upgrade"] if "--upgrade" in sys.argv[1:] else []
    with tempfile.TemporaryDirectory() as folder:
        uv = _fetch_uv(Path(folder))
        inputs = [str(layout.project), str(_build_requirements(layout, Path(folder)))]
        program, test = layout.lock(for_test=False), layout.lock(for_test=True)
        _compile(uv, [*inputs, *upgrade], program, "the program")
        _compile(uv, [*inputs, *upgrade, "--extra", "test", "--constraints", str(program)], test, "program and tests")
    return 0


def _fetch_uv(folder: Path) -> Path:
    venv.create(folder / "environment", with_pip=True)
    scripts = folder / "environment" / ("Scripts" if sys.platform == "win32" else "bin")
    subprocess.run([scripts / "python", "-m", "pip", "install", "--quiet", "uv"], check=True)
    return scripts / "uv"


def _build_requirements(layout: Layout, folder: Path) -> Path:
    """What builds the program's own metadata is pinned as well, so that setting up builds nothing unpinned."""
    with layout.project.open("rb") as file:
        requirements = tomllib.load(file)["build-system"]["requires"]
    made = folder / "build.in"
    made.write_text("\n".join(requirements), encoding="utf-8")
    return made


def _compile(uv: Path, words: list[str], lock: Path, what: str) -> None:
    form = ["--universal", "--generate-hashes", "--no-emit-index-url", "--no-header", "--no-annotate", "--quiet"]
    subprocess.run(
        [uv, "pip", "compile", *form, "--python-version", "3.11", "--no-build", *words, "--output-file", lock],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    lock.write_text(HEADER.format(what=what) + lock.read_text(encoding="utf-8"), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit(main())
