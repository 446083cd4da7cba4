"""Sets Fishbowl up and starts it: `python3 installer/bootstrap.py demo`. The newcomer's door; knows setup_front.

Standard library only. This file is written so that Python 3.6 can read it and say in words what it lacks; the rest
of the installer needs the Python that Fishbowl needs.
"""

import os
import shlex
import shutil
import sys

OLDEST = (3, 11)
NEWEST = (3, 13)


def fits(version: "tuple[int, ...]") -> bool:
    """Whether Fishbowl runs on this Python."""
    return OLDEST <= tuple(version[:2]) <= NEWEST


def refusal(version: "tuple[int, ...]", command: "list[str]") -> str:
    """What to tell somebody whose Python does not fit, with the line to run; `command` is how this was started."""
    have = ".".join(str(part) for part in version[:3])
    said = f"Fishbowl needs Python 3.11, 3.12 or 3.13, and this is Python {have}."
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        other = f"python3.{minor}"
        if shutil.which(other):
            return f"{said}\nRun:  {other} " + " ".join(shlex.quote(word) for word in command)
    return f"{said}\nInstall one of them (on Debian 12:  sudo apt-get install python3 ) and start again."


def main() -> int:
    """Refuse a Python that does not fit, else hand over."""
    if not fits(sys.version_info[:3]):
        print(refusal(sys.version_info[:3], sys.argv), file=sys.stderr)
        return 1
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 - a Python of any age
    from setup_front import start

    return start(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
