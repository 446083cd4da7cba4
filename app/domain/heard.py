"""A post with everything ingest made of it, ready for the store. Known by store, services and hub; knows domain."""

from enum import StrEnum

from msgspec import Struct

from app.domain.post import Post
from app.domain.understanding import Understanding


class Public(StrEnum):
    """Whether a public wall may show a post."""

    HELD = "held"
    RELEASED = "released"
    BLOCKED = "blocked"


class Heard(Struct, frozen=True, kw_only=True):
    """A post, understood, matched and judged.

    Attributes:
        priority: 0–100 with its `reasons` as (word, points), strongest first; used when it opens or moves a
            conversation.
        promise_minutes: the account's first-reply promise; 0 for none.
    """

    post: Post
    meaning: Understanding
    topics: tuple[int, ...] = ()
    public: Public = Public.HELD
    priority: int = 0
    reasons: tuple[tuple[str, int], ...] = ()
    promise_minutes: int = 0
