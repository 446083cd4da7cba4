"""Prints a report, for programs or for people. Known by the command line and the shell's benches; knows Report."""

import sys

import msgspec

from app.bench import Report


def show(report: Report, *, as_json: bool) -> None:
    """One JSON object, or a table with the aims beside the figures."""
    if as_json:
        sys.stdout.write(msgspec.json.encode(report).decode() + "\n")
        return
    sys.stdout.write(f"{report.name}\n")
    for name, value in report.figures.items():
        aim = f"   (aim {report.aims[name]:g})" if name in report.aims else ""
        sys.stdout.write(f"  {name:32} {value:>12.4g}{aim}\n")
