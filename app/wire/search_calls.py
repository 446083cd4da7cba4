"""Calls that look for posts, notes and people. Known by `calls`; knows domain."""

from typing import Any, ClassVar

from app.domain.principal import Right
from app.wire.answers import Hits, PeoplePage
from app.wire.request import Request


class Search(Request, frozen=True, kw_only=True, tag="post.search"):
    """Full text over all posts, newest first, never ranked, never counted.

    An empty text lists every post, oldest first.
    """

    ANSWER: ClassVar[Any] = Hits
    NEEDS: ClassVar[Right] = Right.READ
    text: str
    after: str = ""
    limit: int = 50


class FindPeople(Request, frozen=True, kw_only=True, tag="person.find"):
    """People we have talked with whose name or handle has these words, newest known first."""

    ANSWER: ClassVar[Any] = PeoplePage
    NEEDS: ClassVar[Right] = Right.READ
    text: str
    after: str = ""
    limit: int = 20
