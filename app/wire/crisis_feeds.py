"""Feeds about declared crises: what walls may show of the response, and the whole of it for desks. Known by feeds,
which gives them to everybody; knows domain and feed."""

from typing import Any, ClassVar

from msgspec import Struct

from app.core.clock import Millis
from app.domain.crisis import Crisis
from app.domain.principal import Right
from app.wire.feed import Feed


class ResponseStep(Struct, frozen=True, array_like=True):
    """A step as walls show it: never a person's name."""

    words: str
    team: str
    due: Millis
    done: bool


class ResponseRow(Struct, frozen=True, kw_only=True):
    """The response to a declared crisis, as a wall may show it. Key: the alarm's id.

    Attributes:
        repair_by, repair_source, repair_said: when it will be repaired, who said so and when; 0 for not said.
        writing, reading: people who write or look just now in a conversation of the topic; each counts once.
        assigned: people who have open conversations of the topic; cases how many these are, waiting how many nobody
            has.
        people: everybody who writes, reads or has such a conversation, each once.
    """

    alarm: int
    repair_by: Millis = 0
    repair_source: str = ""
    repair_said: Millis = 0
    steps: tuple[ResponseStep, ...] = ()
    writing: int = 0
    reading: int = 0
    assigned: int = 0
    cases: int = 0
    waiting: int = 0
    people: int = 0


class ResponseFeed(Feed, frozen=True, kw_only=True, tag="responses"):
    """What is done about every crisis that stands."""

    ROW: ClassVar[Any] = ResponseRow
    NEEDS: ClassVar[Right] = Right.WATCH


class CrisisFeed(Feed, frozen=True, kw_only=True, tag="crises"):
    """Every crisis that stands, with names. Key: the alarm's id."""

    ROW: ClassVar[Any] = Crisis
    NEEDS: ClassVar[Right] = Right.READ
