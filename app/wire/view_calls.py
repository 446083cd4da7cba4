"""Calls about saved views. Known by `calls`; knows domain."""

from typing import Any, ClassVar

from app.domain.principal import Right
from app.domain.saved_view import SavedView
from app.wire.answers import Done
from app.wire.request import Request


class SaveView(Request, frozen=True, kw_only=True, tag="view.save"):
    """Keep a view, or change the one of this id; one that was removed comes back under its id.

    One's own views are one's own. To share one, and to change or remove a colleague's, takes whoever gives work to
    others; else it fails with `not_allowed`.
    """

    ANSWER: ClassVar[Any] = SavedView
    NEEDS: ClassVar[Right] = Right.READ
    view: SavedView


class RemoveView(Request, frozen=True, kw_only=True, tag="view.remove"):
    """Forget a view; no conversation is touched."""

    ANSWER: ClassVar[Any] = Done
    NEEDS: ClassVar[Right] = Right.READ
    id: int
