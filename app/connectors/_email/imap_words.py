"""IMAP's words: reading what a server says, writing what it is asked. Known by the IMAP line and the mailbox.

Source: RFC 9051 and RFC 3501 sections 4 and 9; folder names by RFC 3501 section 5.1.3.
"""

import base64
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from app.core.clock import SECOND, Millis

HOLE = "\x00"
"""Stands in a line where a literal stood; a server cannot send it itself."""
_TOKEN = re.compile(r'[()]|\x00|"(?:[^"\\]|\\.)*"|[^\s()"\x00]+')
_ESCAPED = re.compile(r"\\(.)")
_CODE = re.compile(r"^\S+ (?:OK|NO|BAD|BYE|PREAUTH) \[([A-Z0-9.-]+)(?: ([^\]]*))?\]", re.IGNORECASE)
_FOREIGN = re.compile(r"[^\x20-\x7e]+")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DEEPEST = 50


@dataclass(frozen=True)
class Said:
    """One response of a server.

    Attributes:
        text: the line without its end, with a HOLE for each of the `literals`.
    """

    text: str
    literals: tuple[bytes, ...] = ()

    @property
    def tag(self) -> str:
        return self.text.partition(" ")[0]

    @property
    def verdict(self) -> str:
        """OK, NO, BAD, BYE, or whatever else stands second."""
        return self.text.partition(" ")[2].partition(" ")[0].upper()

    @property
    def code(self) -> tuple[str, str]:
        """The code in brackets and what follows it there; empty where there is none."""
        found = _CODE.match(self.text)
        return (found.group(1).upper(), found.group(2) or "") if found else ("", "")

    @property
    def words(self) -> str:
        """The explanation for people."""
        return self.text.rpartition("] ")[2] if self.code[0] else self.text.split(" ", 2)[-1]

    def news(self) -> bool:
        """Whether it tells that the folder's content grew."""
        parts = self.text.split(" ")
        return len(parts) == 3 and parts[0] == "*" and parts[1].isdecimal() and parts[2].upper() == "EXISTS"

    def values(self) -> list["Value"]:
        """The line as nested lists; literals are bytes, NIL is an empty text."""
        literals = iter(self.literals)
        open_lists: list[list[Value]] = [[]]
        for token in _TOKEN.findall(self.text):
            if token == "(" and len(open_lists) < _DEEPEST:
                inner: list[Value] = []
                open_lists[-1].append(inner)
                open_lists.append(inner)
            elif token == ")":
                del open_lists[max(1, len(open_lists) - 1) :]
            else:
                open_lists[-1].append(next(literals, b"") if token == HOLE else _plain(token))
        return open_lists[0]


Value = str | bytes | list["Value"]


def _plain(token: str) -> str:
    if token.startswith('"'):
        return _ESCAPED.sub(r"\1", token[1:-1])
    return "" if token.upper() == "NIL" else token


def quoted(text: str) -> str:
    """A text within a command; what has no place in a line is left out."""
    plain = "".join(character for character in text if character.isprintable() and character.isascii())
    return '"{}"'.format(plain.replace("\\", r"\\").replace('"', r"\""))


def folder_name(name: str) -> str:
    """A folder's name as IMAP writes it: modified UTF-7."""
    return _FOREIGN.sub(_shifted, name.replace("&", "&-"))


def _shifted(found: re.Match[str]) -> str:
    letters = base64.b64encode(found.group().encode("utf-16-be", "replace")).decode().rstrip("=")
    return f"&{letters.replace('/', ',')}-"


def day(moment: Millis) -> str:
    """A day as SEARCH wants it."""
    at = datetime.fromtimestamp(moment / SECOND, UTC)
    return f"{at.day}-{_MONTHS[at.month - 1]}-{at.year}"
