"""How a file is written: JSON Lines or CSV, its encoding, delimiter and header. Known by the file import; knows the
contract's errors."""

import codecs
import csv
from dataclasses import dataclass
from pathlib import Path

from app.connectors.base import Refused
from app.core.i18n import _

SAMPLE = 1024 * 1024
_DELIMITERS = ",;\t|"


@dataclass(frozen=True)
class Shape:
    """A file's form.

    Attributes:
        columns: a CSV file's header; empty for JSON Lines.
        start: byte offset of the first record; `first_line` is its number, counted from 1.
    """

    encoding: str
    delimiter: str = ""
    columns: tuple[str, ...] = ()
    start: int = 0
    first_line: int = 1

    @property
    def is_csv(self) -> bool:
        return bool(self.delimiter)


def shape_of(path: Path) -> Shape:
    """Look at a file's beginning.

    Raises:
        Refused: it is empty or in an encoding we do not read.
        OSError: it cannot be opened.
    """
    with path.open("rb") as file:
        sample = file.read(SAMPLE)
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Refused(_("{file} is in UTF-16.").format(file=path.name), hint=_("Save it as UTF-8."))
    if not sample.strip():
        raise Refused(_("{file} is empty.").format(file=path.name))
    bom = len(codecs.BOM_UTF8) if sample.startswith(codecs.BOM_UTF8) else 0
    encoding = _encoding(sample, whole=len(sample) < SAMPLE)
    text = sample[bom:].decode(encoding, "replace")
    if _is_json(path, text):
        return Shape(encoding, start=bom)
    head, _newline, _rest = text.partition("\n")
    delimiter = max(_DELIMITERS, key=head.count)
    try:
        columns = next(csv.reader([head.rstrip("\r")], delimiter=delimiter), [])
    except csv.Error as error:
        raise Refused(
            _("{file} is no CSV: its first line cannot be read ({cause}).").format(file=path.name, cause=error),
            hint=_("It must be text, with the names of the columns in its first line."),
        ) from error
    size = bom + sample[bom:].find(b"\n") + 1 if b"\n" in sample else len(sample)
    return Shape(encoding, delimiter, tuple(column.strip() for column in columns), size, 2)


def _encoding(sample: bytes, *, whole: bool) -> str:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample, final=whole)
    except UnicodeDecodeError:
        return "latin-1"
    return "utf-8"


def _is_json(path: Path, text: str) -> bool:
    if path.suffix.lower() in (".jsonl", ".ndjson"):
        return True
    return path.suffix.lower() not in (".csv", ".tsv") and text.lstrip().startswith("{")
