"""`main.py bench NAME`: runs a benchmark and prints it. Known by app.cli; knows app.bench.

Benchmarks with windows live beside the widgets; main.py hands those there.
"""

import argparse
import asyncio
from importlib import import_module

from app.bench.showing import show
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
    "connectors": "app.bench.connectors",
    "idle": "app.bench.idle",
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
