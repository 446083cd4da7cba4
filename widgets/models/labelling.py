"""Labels divided by commas while they are written, and which known ones fit. Known by the question for labels; knows
wire.

Positions count UTF-16 units, as Qt's fields do.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from app.wire.answers import LabelCount


@dataclass(frozen=True)
class Part:
    """The label at the caret: its words, and where it stands with the spaces around it, end exclusive."""

    words: str
    start: int
    end: int


def part_at(text: str, caret: int) -> Part:
    """The label that is being written at the caret."""
    units = text.encode("utf-16-le")
    before, after = units[: 2 * caret].decode("utf-16-le", "ignore"), units[2 * caret :].decode("utf-16-le", "ignore")
    head, tail = before.rpartition(",")[2], after.partition(",")[0]
    return Part(words=(head + tail).strip(), start=caret - _units(head), end=caret + _units(tail))


def labels_in(text: str) -> tuple[str, ...]:
    """The labels of a line, each once, in order."""
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def taken(text: str, part: Part, label: str) -> tuple[str, int]:
    """The line with a label in place of the part, ready for the next one, and where the caret goes."""
    units = text.encode("utf-16-le")
    before, after = units[: 2 * part.start].decode("utf-16-le"), units[2 * part.end :].decode("utf-16-le")
    written = f"{' ' if before else ''}{label}, "
    rest = after.lstrip(", ")
    return f"{before}{written}{rest}", part.start + _units(written)


def common(labelled: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """The labels that every one bears, in the first one's order."""
    every = list(labelled)
    return tuple(label for label in every[0] if all(label in one for one in every)) if every else ()


def relabelled(labels: Sequence[str], *, add: Iterable[str], remove: Collection[str]) -> tuple[str, ...]:
    """Labels after a change: those taken away gone, new ones behind the others, each once."""
    return tuple(dict.fromkeys((*(label for label in labels if label not in remove), *add)))


def fitting(known: Sequence[LabelCount], words: str, *, but: Iterable[str]) -> list[LabelCount]:
    """Known labels that begin as written, then those with a later word that does, each in their order; not `but`."""
    want, left_out = words.casefold(), {label.casefold() for label in but}
    free = [one for one in known if one.name.casefold() not in left_out]
    begins = [one for one in free if one.name.casefold().startswith(want)]
    later = [one for one in free if one not in begins and f" {want}" in one.name.casefold()]
    return sorted(begins, key=lambda one: one.name.casefold() != want) + later


def same(known: Sequence[LabelCount], words: str) -> LabelCount | None:
    """The known label that these words are, in any case."""
    return next((one for one in known if one.name.casefold() == words.casefold()), None)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
