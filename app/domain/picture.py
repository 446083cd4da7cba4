"""Pictures: those people posted, as a desk may see them, and those that shall go out with a reply. Known by wire,
store, services, hub and widgets; knows nothing.
"""

from msgspec import Struct


class Picture(Struct, frozen=True, kw_only=True):
    """A picture of a post, fetched and made anew by the hub: safe to show.

    Attributes:
        data: JPEG or PNG as `mime` says; never the bytes a stranger's server sent.
        width, height: of these bytes, in pixels.
    """

    data: bytes
    mime: str
    width: int
    height: int


class DraftPicture(Struct, frozen=True, kw_only=True):
    """A picture that belongs to the reply being written in one conversation.

    Attributes:
        token: chosen by the station that uploads it; the same token is the same picture.
        size: of the whole file in bytes; `received` of them are here.
        ready: the whole file is here and was found to be a picture.
        alt: what is to be seen on it; `waived` says that somebody decided to go without.
        thumb: a small PNG of it, once it is ready.
    """

    id: int
    conversation_id: int
    token: str
    name: str
    author: str
    size: int
    received: int = 0
    ready: bool = False
    mime: str = ""
    width: int = 0
    height: int = 0
    alt: str = ""
    waived: bool = False
    thumb: bytes = b""

    @property
    def described(self) -> bool:
        """Whether somebody said what is on it, or that nothing need be said."""
        return self.waived or bool(self.alt.strip())


_OF_THE_PICTURE = frozenset(
    {
        "profanity",
        "disguised_profanity",
        "offensive",
        "threat",
        "spam",
        "labelled_sexual",
        "labelled_violent",
        "labelled_hateful",
        "labelled_spam",
        "labelled_sensitive",
        "labelled_hidden",
    }
)
"""Reasons against a post that may lie in its picture; personal data or a link stand in the text."""


def warnings_of(reasons: tuple[str, ...]) -> tuple[str, ...]:
    """Which of a post's reasons are a warning before its pictures."""
    return tuple(reason for reason in reasons if reason in _OF_THE_PICTURE)
