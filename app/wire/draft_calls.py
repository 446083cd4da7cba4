"""Calls about drafts. Known by calls, which gives them to everybody; knows domain and request."""

from typing import Any, ClassVar

from app.domain.principal import Right
from app.domain.reply import EarlierText
from app.wire.request import Request


class ListEarlierTexts(Request, frozen=True, kw_only=True, tag="draft.history"):
    """Texts of this conversation's drafts that made way for others, newest first, at most fifty."""

    ANSWER: ClassVar[Any] = tuple[EarlierText, ...]
    NEEDS: ClassVar[Right] = Right.READ
    conversation_id: int
