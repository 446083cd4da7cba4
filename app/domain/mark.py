"""What a conversation is marked with beside its priority, so that a queue can look for it or leave it out. Known by
store, wire and widgets; knows nothing.

A mark stands among a card's reasons, with no points: it moves nothing. That a reply did not leave is told by the
state of the reply itself.
"""

from collections.abc import Iterable
from enum import StrEnum


class Mark(StrEnum):
    """What can be looked for, or left out."""

    UNDELIVERED = "undelivered"
    """Nobody has read what we said: our newest reply came back, or one was not sent, or it may have been."""
    NOT_ABOUT_US = "not_about_us"
    """A person said so, or what people said of posts like it."""
    SPAM = "spam"
    """It is like what people here called spam."""


UNDELIVERED = "undelivered"
NOT_ABOUT = "not_about"
"""A person said that it is about no topic of ours."""

_OF_REASON = {
    UNDELIVERED: Mark.UNDELIVERED,
    NOT_ABOUT: Mark.NOT_ABOUT_US,
    "off_topic": Mark.NOT_ABOUT_US,
    "probable_spam": Mark.SPAM,
}
"""The last two are what objections are called: see `Objection.reason`."""


NOT_OUT = frozenset({"failed", "unknown"})
"""States of a reply that a person must look after; see `OutboxState`."""


def marks_of(reasons: Iterable[tuple[str, int]], outbox: str | None = None) -> frozenset[Mark]:
    """What a card with these reasons, and a reply in this state, is marked with."""
    marked = frozenset(_OF_REASON[word] for word, _points in reasons if word in _OF_REASON)
    return marked | {Mark.UNDELIVERED} if outbox in NOT_OUT else marked
