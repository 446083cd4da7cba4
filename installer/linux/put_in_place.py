"""Puts the menu entries and the wall's kiosk unit in place for this user. Run by a person; knows setup_layout and the
templates beside this file.

`python3 installer/linux/put_in_place.py` writes them, `--remove` takes them away again. It starts and enables nothing.
Format of `Exec=`: the Desktop Entry Specification 1.5, "The Exec key"; of `ExecStart=`: systemd.service(5),
"Command lines".
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

TEMPLATES = Path(__file__).resolve().parent
sys.path.insert(0, str(TEMPLATES.parent))

from setup_layout import Layout, here  # noqa: E402 - lies one folder up, where bootstrap.py finds it

Quote = Callable[[str | Path], str]


def for_desktop_entry(path: str | Path) -> str:
    """A path as one word of an `Exec=` line: quoted as a shell does, then escaped as every string of such a file."""
    text = str(path)
    for letter in ("\\", '"', "`", "$"):
        text = text.replace(letter, "\\" + letter)
    return '"' + text.replace("\\", "\\\\").replace("%", "%%") + '"'


def for_unit(path: str | Path) -> str:
    """A path as one word of an `ExecStart=` line that begins with a colon."""
    text = str(path).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + text.replace("%", "%%") + '"'


def placed(layout: Layout) -> dict[Path, str]:
    """Every file to put in place, with its text."""
    entries = _base("XDG_DATA_HOME", ".local/share") / "applications"
    units = _base("XDG_CONFIG_HOME", ".config") / "systemd" / "user"
    return {
        entries / "fishbowl-wall.desktop": _filled("fishbowl-wall.desktop", layout, for_desktop_entry),
        entries / "fishbowl-agent.desktop": _filled("fishbowl-agent.desktop", layout, for_desktop_entry),
        units / "fishbowl-wall.service": _filled("fishbowl-wall.service", layout, for_unit),
    }


def main(arguments: list[str]) -> int:
    """Write or remove the files and say which; returns the exit status."""
    if arguments not in ([], ["--remove"]):
        print("usage: python3 installer/linux/put_in_place.py [--remove]", file=sys.stderr)
        return 2
    try:
        for path, text in placed(here()).items():
            _remove(path) if arguments else _write(path, text)
    except OSError as error:
        print(f"{error.filename}: {error.strerror}.", file=sys.stderr)
        return 1
    if not arguments:
        print("To show the wall in every session:  systemctl --user daemon-reload")
        print("                                    systemctl --user enable --now fishbowl-wall.service")
    return 0


def _base(variable: str, below_home: str) -> Path:
    """The user's folder by the XDG Base Directory Specification."""
    chosen = os.environ.get(variable, "")
    return Path(chosen) if chosen.startswith("/") else Path.home() / below_home


def _filled(template: str, layout: Layout, quote: Quote) -> str:
    text = (TEMPLATES / template).read_text(encoding="utf-8")
    for mark, path in (("@PYTHON@", layout.python), ("@PROGRAM@", layout.program)):
        text = text.replace(mark, quote(path))
    return text


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    print(f"written: {path}")


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
    print(f"removed: {path}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
