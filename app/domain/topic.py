"""A topic: a saved boolean query somebody wants to follow. Known by language, store, services and both faces; knows
nothing."""

from enum import StrEnum
from typing import Protocol

from msgspec import Struct


class TopicKind(StrEnum):
    BRAND = "brand"
    PRODUCT = "product"
    COMPETITOR = "competitor"
    CAMPAIGN = "campaign"
    TREND = "trend"
    RISK = "risk"
    AUDIENCE = "audience"


class Topic(Struct, frozen=True, kw_only=True):
    """A saved query.

    Attributes:
        query: AND OR NOT, parentheses, "a phrase", prefix*, ~inflected, @handle, #tag, lang:de,
            network:bluesky.
        on_wall: shown as a row of the crisis heat map.
        line_of_business, region: who it belongs to; empty for all.
    """

    id: int
    name: str
    query: str
    kind: TopicKind = TopicKind.PRODUCT
    line_of_business: str = ""
    region: str = ""
    on_wall: bool = True


ALL_TOPICS = 0
"""The pseudo-topic of minute counts that every counted post belongs to, whatever its topics."""


class TopicMatcher(Protocol):
    """Compiled queries, all tried in one pass."""

    def match(self, texts: list[str], languages: list[str], networks: list[str]) -> list[tuple[int, ...]]:
        """For each text the ids of the topics it belongs to."""
        ...
