"""Feeds that look back over weeks: hot hours, the community. Known by `feeds`, which gives them to everybody; knows
domain."""

from typing import Any, ClassVar

from msgspec import Struct

from app.domain.principal import Right
from app.wire.feed import Feed


class HourHeatRow(Struct, frozen=True, array_like=True):
    """When in the week a topic is hot. Key: the topic's id.

    Attributes:
        cells: mean heat 0–100 by hour of the week, 168 from Monday 00:00 UTC; −1 where nobody listened or nothing is
            known yet.
        hours: how many hours of the past it rests on.
    """

    topic: int
    name: str
    cells: tuple[int, ...]
    hours: int


class HourHeatFeed(Feed, frozen=True, kw_only=True, tag="hour_heat"):
    """Mean heat by weekday and hour of a topic (0 for all) over the last `weeks`, five at most."""

    ROW: ClassVar[Any] = HourHeatRow
    NEEDS: ClassVar[Right] = Right.WATCH
    topic: int = 0
    weeks: int = 4


class CommunityRow(Struct, frozen=True, kw_only=True):
    """Health of the community: six factors and their mean, each 0–100; 50 stands still. Key: `community`.

    Attributes:
        known: False while hardly anybody speaks with us, or there is no stretch before to compare with.
        sample: conversations opened in the stretch; days: its length.
    """

    index: float
    members: float
    content: float
    traffic: float
    liveliness: float
    interaction: float
    responsiveness: float
    known: bool
    sample: int
    days: int


class CommunityFeed(Feed, frozen=True, kw_only=True, tag="community"):
    """How the community does (help: Formulas, Community health)."""

    ROW: ClassVar[Any] = CommunityRow
    NEEDS: ClassVar[Right] = Right.WATCH
