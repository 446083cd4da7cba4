"""`main.py classify | detect | train`: the language and analytics rooms from the command line, without a hub. Known
by app.cli; knows language and analytics."""

import argparse
import json
import sys
from collections.abc import Iterator

from app.core.errors import BadInput
from app.core.i18n import _


def run(options: argparse.Namespace) -> int:
    """Do what the mode says."""
    return {"classify": _classify, "detect": _detect}[options.mode](options)


def _classify(options: argparse.Namespace) -> int:
    from app.language import classify_lines

    for found in classify_lines(_lines(options), second=options.second):
        sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    sys.stdout.flush()
    return 0


def _lines(options: argparse.Namespace) -> Iterator[str]:
    """Lines without their ends; bytes that are no UTF-8 are replaced, never fatal."""
    if options.file is None:
        source = sys.stdin.buffer
    else:
        try:
            source = options.file.open("rb")
        except OSError as error:
            raise BadInput(_("{path} cannot be read: {error}.").format(path=options.file, error=error)) from error
    with source:
        for line in source:
            yield line.decode("utf-8", errors="replace").rstrip("\r\n")


def _detect(options: argparse.Namespace) -> int:
    from app.analytics.detect import THRESHOLD, detect_file, write_file, write_rows

    if options.threshold:
        print(THRESHOLD)
        return 0
    if options.file is None:
        raise BadInput(_("Name the CSV file with the columns timestamp,value."))
    found = detect_file(options.file)
    if options.out is None:
        sys.stdout.writelines(f"{line}\n" for line in write_rows(found))
    else:
        write_file(found, options.out)
    return 0
