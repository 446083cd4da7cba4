"""A long text as a thread of several posts. Known by services and the composer; knows length and network.

The text is cut between paragraphs or sentences where it can be, else between words, else between characters as a reader
counts them, never inside a link. Each part ends with its number, “(2/3)”, and fits the network.
"""

from collections.abc import Iterator, Sequence

import regex

from app.domain.length import text_length
from app.domain.network import Limits

MOST_PARTS = 25
_NUMBER = regex.compile(r"\s*\(\d+/\d+\)$")
_PIECES = (
    regex.compile(r"(?<=\n)(?=\S)"),
    regex.compile(r"(?<=[.!?…。！？؟।]['\"”’»)\]]*\s+)(?=\S)|(?<=[。！？])"),
    regex.compile(r"(?<=\s)(?=\S)"),
)
_CLUSTER = regex.compile(r"\X")


def split(text: str, limits: Limits) -> tuple[str, ...]:
    """The text in as few parts as fit, numbered; one part without a number when it fits as it is.

    Empty when it cannot be done: the network takes no threads, or there would be more than 25 parts.
    """
    text = text.strip()
    if not limits.length or text_length(text, limits) <= limits.length:
        return (text,)
    if not limits.parts:
        return ()
    for digits in (1, 2):
        room = limits.length - len(f" ({'9' * digits}/{'9' * digits})")
        parts = _packed(text, room, limits) if room > 0 else []
        if 0 < len(parts) < 10**digits and len(parts) <= MOST_PARTS:
            return tuple(f"{part} ({number}/{len(parts)})" for number, part in enumerate(parts, start=1))
    return ()


def join(parts: Sequence[str]) -> str:
    """The text that was split, as far as it is still here: the numbers are gone."""
    return " ".join(_NUMBER.sub("", part) for part in parts)


def _packed(text: str, room: int, limits: Limits) -> list[str]:
    parts: list[str] = []
    filled = ""
    for piece in _pieces(text, room, limits, level=0):
        if filled and text_length((filled + piece).rstrip(), limits) > room:
            parts.append(filled.rstrip())
            filled = ""
        filled += piece
    return [part for part in [*parts, filled.rstrip()] if part]


def _pieces(text: str, room: int, limits: Limits, *, level: int) -> Iterator[str]:
    """Pieces that each fit: paragraphs, of those that do not fit the sentences, and so on."""
    if level == len(_PIECES):
        yield from _CLUSTER.findall(text)
        return
    for piece in _PIECES[level].split(text):
        if text_length(piece.rstrip(), limits) <= room:
            yield piece
        elif piece:
            yield from _pieces(piece, room, limits, level=level + 1)
