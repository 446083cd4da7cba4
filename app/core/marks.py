"""Moments of a process's life, written to a file for whoever measures. Known by front, hub and benchmarks; knows
nothing.

Without FISHBOWL_MARKS in the environment a mark costs one look-up and does nothing.
"""

import json
import os
import time

VARIABLE = "FISHBOWL_MARKS"
_path = os.environ.get(VARIABLE, "")


def mark(name: str, **details: float) -> None:
    """Note that this happened now: one JSON line with `name`, `at` (seconds of the machine's monotonic clock),
    details."""
    if _path:
        line = json.dumps({"name": name, "at": time.monotonic(), **details})
        with open(_path, "a", encoding="utf-8") as file:  # noqa: PTH123 - Path.open costs three times as much
            file.write(line + "\n")
