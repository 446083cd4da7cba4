"""Feeds of one person's desk. Known by `feeds`, which gives them to everybody; knows domain."""

from typing import Any, ClassVar

from app.domain.mention import Mention
from app.wire.feed import Feed


class MentionFeed(Feed, frozen=True, kw_only=True, tag="mentions"):
    """The newest notes that name this person with an @, and reports of his replies that did not arrive. Key: the id."""

    ROW: ClassVar[Any] = Mention
    me: str
