"""Calls about the language model and queries. Known by calls, which gives them to everybody; knows domain and
request."""

from typing import Any, ClassVar

from app.domain.correction import Corrected
from app.domain.principal import Right
from app.wire.answers import Done, ModelAccuracy, TriedQuery
from app.wire.request import Request


class GetAccuracy(Request, frozen=True, kw_only=True, tag="model.accuracy"):
    """How often the language model was right about posts that people judged, version by version; and how often what
    learns from other corrections is right about them, unseen."""

    ANSWER: ClassVar[Any] = tuple[ModelAccuracy, ...]
    NEEDS: ClassVar[Right] = Right.READ


class SayAbout(Request, frozen=True, kw_only=True, tag="post.about"):
    """Say that a post is about a topic that found it, or is not; then it leaves the topic and its counts. Kept as a
    correction, from which the house learns. Topic 0 with `about` says that a post is no spam, as its label has it."""

    ANSWER: ClassVar[Any] = Done
    NEEDS: ClassVar[Right] = Right.WRITE
    post_id: int
    topic: int
    about: bool


class ListCorrections(Request, frozen=True, kw_only=True, tag="model.corrections"):
    """Corrected posts by id, behind the post `after`; at most 500."""

    ANSWER: ClassVar[Any] = tuple[Corrected, ...]
    NEEDS: ClassVar[Right] = Right.ANALYSE
    after: int = 0
    limit: int = 500


class TryQuery(Request, frozen=True, kw_only=True, tag="topic.try"):
    """Run a query on last week's posts (a sample where they are many); one that cannot be read fails with
    `bad_input`."""

    ANSWER: ClassVar[Any] = TriedQuery
    NEEDS: ClassVar[Right] = Right.ANALYSE
    query: str
