"""A file's records one after the other, with their places. Known by the file import; knows shape.

A record that makes no sense is told as such and never takes its neighbours with it: an open quote is given up after
some lines, and reading goes on with the line behind the one it stood in.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from app.connectors._file.shape import Shape
from app.core.i18n import _

LONGEST_LINE = 1024 * 1024
MOST_LINES = 200
"""Lines that one CSV record may span."""


@dataclass(frozen=True)
class Record:
    """One record, or why it is none.

    Attributes:
        line: the number of its first line, counted from 1; `next_line` the number of the line behind it.
        end: byte offset behind it.
        fields: what it says; None when `reason` tells why it cannot be read.
    """

    line: int
    next_line: int
    end: int
    raw: str
    fields: dict[str, Any] | None = None
    reason: str = ""


def read_records(path: Path, shape: Shape, *, offset: int, line: int) -> Iterator[Record]:
    """Every record from a byte offset on; blank lines are passed over."""
    read = _csv if shape.is_csv else _json
    with path.open("rb") as file:
        file.seek(offset)
        while raw := file.readline(LONGEST_LINE):
            if len(raw) == LONGEST_LINE and not raw.endswith(b"\n"):
                record = _too_long(file, raw, line)
            elif raw.strip():
                record = read(file, raw, shape, line)
            else:
                line += 1
                continue
            yield record
            line = record.next_line


def _json(file: BinaryIO, raw: bytes, shape: Shape, line: int) -> Record:
    end = file.tell()
    try:
        text = raw.decode(shape.encoding).strip()
        fields = msgspec.json.decode(text)
    except UnicodeDecodeError:
        return Record(line, line + 1, end, _shown(raw), reason=_("The line is not UTF-8 like the others."))
    except msgspec.DecodeError as error:
        return Record(line, line + 1, end, text, reason=_("The line is no JSON: {cause}").format(cause=error))
    except RecursionError:
        return Record(line, line + 1, end, _shown(raw[:1000]), reason=_("The line has too many brackets in brackets."))
    if not isinstance(fields, dict):
        return Record(line, line + 1, end, text, reason=_("The line is JSON, but no object in braces."))
    return Record(line, line + 1, end, text, fields)


def _csv(file: BinaryIO, raw: bytes, shape: Shape, line: int) -> Record:
    after_first = file.tell()
    lines = [raw]
    while _open_quote(lines) and len(lines) < MOST_LINES and (more := file.readline(LONGEST_LINE)):
        lines.append(more)
    if _open_quote(lines):
        file.seek(after_first)
        return Record(line, line + 1, after_first, _shown(raw), reason=_("A quotation mark is never closed."))
    try:
        text = b"".join(lines).decode(shape.encoding).rstrip("\r\n")
        values = next(csv.reader([text], delimiter=shape.delimiter, strict=True))
    except UnicodeDecodeError:
        return Record(
            line, line + len(lines), file.tell(), _shown(raw), reason=_("The line is not UTF-8 like the others.")
        )
    except csv.Error as error:
        reason = _("The line is no CSV: {cause}").format(cause=error)
        return Record(line, line + len(lines), file.tell(), text, reason=reason)
    return _columns(values, shape, Record(line, line + len(lines), file.tell(), text))


def _columns(values: list[str], shape: Shape, record: Record) -> Record:
    if len(values) != len(shape.columns):
        reason = _("The line has {found} columns, the header {wanted}.").format(
            found=len(values), wanted=len(shape.columns)
        )
        return Record(record.line, record.next_line, record.end, record.raw, reason=reason)
    fields = dict(zip(shape.columns, values, strict=True))
    return Record(record.line, record.next_line, record.end, record.raw, fields)


def _too_long(file: BinaryIO, raw: bytes, line: int) -> Record:
    while (more := file.readline(LONGEST_LINE)) and not more.endswith(b"\n"):
        pass
    return Record(line, line + 1, file.tell(), _shown(raw[:1000]), reason=_("The line is longer than a megabyte."))


def _open_quote(lines: list[bytes]) -> bool:
    return sum(one.count(b'"') for one in lines) % 2 == 1


def _shown(raw: bytes) -> str:
    return raw.decode("utf-8", "backslashreplace").rstrip("\r\n")
