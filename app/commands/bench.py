"""`main.py bench NAME`: runs a benchmark and prints it. Known by app.cli; knows app.bench.

Benchmarks with windows live beside the widgets; main.py hands those there.
"""

import argparse
import asyncio
from importlib import import_module

import msgspec

from app.bench import Report
from app.cli import WINDOWED_BENCHES
from app.core import log
from app.core.errors import BadInput
from app.core.i18n import _

HEADLESS = {
    "ingest": "app.bench.ingest",
    "latency": "app.bench.latency",
    "stations": "app.bench.stations",
    "language": "app.bench.language",
    "detect": "app.bench.detect",
}


def run(options: argparse.Namespace) -> int:
    """Run it; without a name list what there is."""
    if options.name is None:
        print("\n".join(sorted((*HEADLESS, *WINDOWED_BENCHES))))
        return 0
    if options.name not in HEADLESS:
        raise BadInput(
            _("There is no benchmark “{name}”.").format(name=options.name),
            hint=_("There are: {names}.").format(names=", ".join(sorted((*HEADLESS, *WINDOWED_BENCHES)))),
        )
    log.set_up(level="error")
    show(asyncio.run(import_module(HEADLESS[options.name]).bench()), as_json=options.json)
    return 0


def show(report: Report, *, as_json: bool) -> None:
    """Print a report, for programs or for people."""
    if as_json:
        print(msgspec.json.encode(report).decode())
        return
    print(report.name)
    for name, value in report.figures.items():
        aim = f"   (aim {report.aims[name]:g})" if name in report.aims else ""
        print(f"  {name:32} {value:>12.4g}{aim}")
