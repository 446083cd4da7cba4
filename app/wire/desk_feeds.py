"""Feeds of a person's desk, and of who else is there. Known by `feeds`, which gives them to everybody; knows domain."""

from typing import Any, ClassVar

from msgspec import Struct

from app.core.clock import Millis
from app.domain.mention import Mention
from app.domain.saved_view import SavedView
from app.wire.answers import Colleague
from app.wire.feed import Feed


class MentionFeed(Feed, frozen=True, kw_only=True, tag="mentions"):
    """The newest notes that name this person with an @, and reports of his replies that did not arrive. Key: the id."""

    ROW: ClassVar[Any] = Mention
    me: str


class SavedViewRow(Struct, frozen=True, kw_only=True):
    """A saved view and how many conversations it holds. Key: its id.

    Attributes:
        count: at most 200; with `more` there are more, or may be.
        gone: what it looks for and is no more: `account`, `topic`, `label` or `colleague`; empty for nothing.
    """

    view: SavedView
    count: int
    more: bool = False
    gone: str = ""


class SavedViewFeed(Feed, frozen=True, kw_only=True, tag="saved_views"):
    """The views that this person saved, and those of colleagues that are shared; nobody reads another one's own."""

    ROW: ClassVar[Any] = SavedViewRow
    me: str


class PresenceRow(Struct, frozen=True, array_like=True):
    """One desk that looks at a conversation. Key: the desk. `since` is when it came."""

    conversation_id: int
    who: str
    since: Millis
    writing: bool


class PresenceFeed(Feed, frozen=True, kw_only=True, tag="presence"):
    """Which colleagues look at which conversation, and who writes; what is not said again ends by itself."""

    ROW: ClassVar[Any] = PresenceRow


class ColleagueFeed(Feed, frozen=True, kw_only=True, tag="colleagues"):
    """Everybody who can be given work, and whether he takes any. Key: the name."""

    ROW: ClassVar[Any] = Colleague
