"""Benchmarks that need windows, run by `main.py bench NAME`. Known by main.py; knows widgets.bench."""

import argparse
from collections.abc import Callable
from importlib import import_module

from app.bench import Report
from app.bench.showing import show
from app.core import log
from widgets.shell.display import go_off_screen_without_display

MODULES = {
    "jitter": "widgets.bench.jitter",
    "queue": "widgets.bench.queue",
    "soak": "widgets.bench.soak",
    "start": "widgets.bench.start",
    "wall": "widgets.bench.wall",
}
LONG = frozenset({"soak"})
"""Those that take as many minutes as they are given."""


def run(options: argparse.Namespace) -> int:
    """Measure and print."""
    log.set_up(level="error")
    go_off_screen_without_display()
    bench: Callable[..., Report] = import_module(MODULES[options.name]).bench
    report = bench(minutes=options.minutes) if options.name in LONG else bench()
    show(report, as_json=options.json)
    return 0
