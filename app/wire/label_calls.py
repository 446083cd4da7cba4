"""Calls about labels. Known by `calls`; knows domain."""

from typing import Any, ClassVar

from app.domain.conversation import Card
from app.domain.principal import Right
from app.wire.answers import LabelCount
from app.wire.request import Request


class LabelConversation(Request, frozen=True, kw_only=True, tag="conversation.label"):
    """Replace the labels."""

    ANSWER: ClassVar[Any] = Card
    NEEDS: ClassVar[Right] = Right.WRITE
    id: int
    labels: tuple[str, ...]


class LabelConversations(Request, frozen=True, kw_only=True, tag="conversation.label_all"):
    """Replace the labels of several conversations at once: (id, its labels) each; all of it or nothing."""

    ANSWER: ClassVar[Any] = tuple[Card, ...]
    NEEDS: ClassVar[Right] = Right.WRITE
    labelled: tuple[tuple[int, tuple[str, ...]], ...]


class ListLabels(Request, frozen=True, kw_only=True, tag="label.list"):
    """The labels that conversations bear, the most used first, at most 1,000."""

    ANSWER: ClassVar[Any] = tuple[LabelCount, ...]
    NEEDS: ClassVar[Right] = Right.READ
