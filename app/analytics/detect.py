"""Spikes in a file of counts: `timestamp,value` in, a verdict for every row out. Known by the command line; knows
scan."""

import csv
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from app.analytics.scan import THRESHOLD, Scan
from app.core.errors import BadInput
from app.core.i18n import _, ngettext

__all__ = ["COLUMNS", "THRESHOLD", "Detected", "detect", "detect_file", "read_series", "write_file", "write_rows"]

COLUMNS = ("timestamp", "value", "expected", "anomaly_score", "alarm")
_MISSING = frozenset({"", "nan", "na", "n/a", "null", "none"})


class Detected(NamedTuple):
    """One row of the answer; `timestamp` and `value` are as they came."""

    timestamp: str
    value: str
    expected: float
    anomaly_score: float
    alarm: int


def detect(timestamps: Iterable[float], values: Iterable[float]) -> Iterator[tuple[float, float, float, float, int]]:
    """Judge a series row by row; each row's answer depends on that row and earlier ones only.

    Args:
        timestamps: seconds since the epoch, any step; values: counts, NaN where missing.

    Yields (timestamp, value, expected, anomaly_score, alarm).
    """
    scan = Scan()
    for timestamp, value in zip(timestamps, values, strict=True):
        verdict = scan.read(timestamp / 60.0, value)
        yield timestamp, value, verdict.expected, verdict.score, int(verdict.alarm)


def detect_file(path: Path) -> Iterator[Detected]:
    """Judge a CSV file with the columns `timestamp` and `value`, row by row: a long file takes no more memory.

    The whole file is read once before the first answer, so that a wrong line is told before anything is.

    Raises:
        BadInput: the file cannot be read, has no such columns, or a line is wrong; the message names the line and the
            reason.
    """
    if path.is_file():
        for _row in read_series(path):
            pass
        return _judged(read_series(path))
    return _judged(iter(list(read_series(path))))  # a pipe can be read once only


def write_file(rows: Iterable[Detected], out: Path) -> None:
    """Write the answer as a CSV file. Raises BadInput where that cannot be done."""
    try:
        with out.open("w", newline="", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in write_rows(rows))
    except OSError as error:
        message = _("{file} cannot be written: {reason}.").format(file=out.name, reason=_reason(error))
        raise BadInput(message, hint=_("Choose another folder.")) from error


def read_series(path: Path) -> Iterator[tuple[float, float, tuple[str, str]]]:
    """The rows of a CSV file: seconds since the epoch, value (NaN where missing), and both as written."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            yield from _rows(csv.reader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        message = _("{file} cannot be read: {reason}.").format(file=path.name, reason=_reason(error))
        raise BadInput(message, hint=_("Give a CSV file in UTF-8 with the columns timestamp and value.")) from error


def write_rows(rows: Iterable[Detected]) -> Iterator[str]:
    """The answer as lines of CSV, header first, without line ends."""
    yield ",".join(COLUMNS)
    for row in rows:
        timestamp = f'"{row.timestamp}"' if "," in row.timestamp else row.timestamp
        yield f"{timestamp},{row.value},{row.expected:g},{row.anomaly_score:g},{row.alarm}"


def _judged(rows: Iterator[tuple[float, float, tuple[str, str]]]) -> Iterator[Detected]:
    scan = Scan()
    for second, value, texts in rows:
        verdict = scan.read(second / 60.0, value)
        yield Detected(*texts, round(verdict.expected, 4), round(verdict.score, 6), int(verdict.alarm))


def _rows(reader: Iterator[list[str]]) -> Iterator[tuple[float, float, tuple[str, str]]]:
    header = [name.strip().lower() for name in next(reader, [])]
    if "timestamp" not in header or "value" not in header:
        raise BadInput(
            _("The first line does not name the columns timestamp and value."),
            hint=_("Begin the file with the line “timestamp,value”."),
        )
    when, what = header.index("timestamp"), header.index("value")
    for number, cells in enumerate(reader, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) <= max(when, what):
            raise _wrong(
                number, ngettext("it has {count} column", "it has {count} columns", len(cells)).format(count=len(cells))
            )
        stamp, value = cells[when].strip(), cells[what].strip()
        yield _seconds(stamp, number), _number(value, number), (stamp, value)


def _seconds(text: str, number: int) -> float:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise _wrong(number, _("“{text}” is not a time such as 2026-01-31 14:05:00").format(text=text)) from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _number(text: str, number: int) -> float:
    if text.lower() in _MISSING:
        return float("nan")
    try:
        value = float(text)
    except ValueError as error:
        raise _wrong(number, _("“{text}” is not a number").format(text=text)) from error
    if value in (float("inf"), float("-inf")):
        raise _wrong(number, _("the value is infinite"))
    return value


def _wrong(number: int, reason: str) -> BadInput:
    return BadInput(
        _("Line {number} is wrong: {reason}.").format(number=number, reason=reason),
        hint=_("Correct the line, or leave the value empty where it is missing."),
    )


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return error.strerror or str(error)
    if isinstance(error, UnicodeDecodeError):
        return _("it is not text in UTF-8")
    return str(error)
