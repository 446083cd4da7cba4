"""A line above the composer's text and what its buttons ask for. Known by sendable and the composer; knows nothing."""

from dataclasses import dataclass
from enum import StrEnum


class Act(StrEnum):
    """What a button of a strip asks for."""

    COPY = "copy"
    RETRY = "retry"
    REVISE = "revise"
    LOOK = "look"
    IS_THERE = "is_there"
    IS_NOT_THERE = "is_not_there"
    SEEN = "seen"
    SWAP = "swap"
    KEEP_MINE = "keep_mine"
    TAKE_BACK = "take_back"
    SEND_ANYWAY = "send_anyway"
    NOTE = "note"
    TAKE_OVER = "take_over"
    GO_ON = "go_on"
    TRY_NOW = "try_now"
    SPLIT = "split"
    JOIN = "join"
    NEWEST = "newest"
    AGAIN = "again"


@dataclass(frozen=True)
class Strip:
    """A line above the text: a glyph, bold words, the rest, and ways out as (act, words)."""

    name: str
    glyph: str
    bold: str
    rest: str
    acts: tuple[tuple[Act, str], ...] = ()
    warns: bool = False
