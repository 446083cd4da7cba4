"""Benchmarks that need windows, run by `main.py bench NAME`. Known by main.py; knows widgets.bench."""

import argparse
from importlib import import_module

from app.bench import Report
from app.bench.showing import show

MODULES = {"queue": "widgets.bench.queue", "start": "widgets.bench.start", "wall": "widgets.bench.wall"}


def run(options: argparse.Namespace) -> int:
    """Measure and print."""
    report: Report = import_module(MODULES[options.name]).bench()
    show(report, as_json=options.json)
    return 0
