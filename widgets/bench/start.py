"""`bench start`: from the command to the first picture of a wall, and to a hub that takes stations. Known by the
shell's benches; knows core.

Each run is `main.py wall` on an empty folder, hub included; the floor is a bare interpreter that imports Qt and shows
an empty window.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from app.bench import Report
from app.core.marks import VARIABLE
from app.domain.announcement import read_announcement

RUNS = 5
MAIN = Path(__file__).resolve().parents[2] / "main.py"
BARE = (
    "from PySide6.QtWidgets import QApplication, QWidget; app = QApplication([]); w = QWidget(); w.show(); "
    "app.processEvents()"
)


def bench() -> Report:
    """Measure; takes some twenty seconds."""
    runs = [_run() for _number in range(RUNS)]
    bare = median(_bare() for _number in range(RUNS))
    picture = median(run["first_picture"] for run in runs)
    return Report(
        name="start",
        figures={
            "first_picture_ms": picture,
            "hub_ready_ms": median(run["hub_ready"] for run in runs),
            "bare_qt_ms": bare,
            "ratio_to_bare_qt": picture / bare,
        },
        aims={"first_picture_ms": 1500, "hub_ready_ms": 1500},
    )


def _run() -> dict[str, float]:
    """Milliseconds from the command to each mark."""
    with tempfile.TemporaryDirectory(prefix="fishbowl-bench-") as folder:
        marks = Path(folder) / "marks"
        data = Path(folder) / "data"
        began = time.monotonic()
        picture = ("--size", "1920x1080", "--screenshot", str(Path(folder) / "wall.png"), "--after", "2.5")
        _call([str(MAIN), "wall", "--data", str(data), *picture], {VARIABLE: str(marks)})
        lines = [json.loads(line) for line in marks.read_text(encoding="utf-8").splitlines()]
        announced = read_announcement(data / "hub.json")
        if announced is not None:
            os.kill(announced.pid, 15)
        return {line["name"]: 1000 * (line["at"] - began) for line in reversed(lines)}


def _bare() -> float:
    began = time.monotonic()
    _call(["-c", BARE], {})
    return 1000 * (time.monotonic() - began)


def _call(arguments: Sequence[str], environment: dict[str, str]) -> None:
    subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )
