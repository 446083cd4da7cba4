"""Calls about pictures: those people posted, and those that go out with a reply. Known by calls, which gives them to
everybody; knows domain and request."""

from typing import Any, ClassVar

from app.domain.picture import DraftPicture, Picture
from app.domain.principal import Right
from app.wire.answers import Done
from app.wire.request import Request

CHUNK = 256 * 1024
"""So many bytes of a picture go in one call: other calls are not kept waiting."""


class ShowPicture(Request, frozen=True, kw_only=True, tag="picture.show"):
    """A picture of a post, by its place among the post's media; the hub fetches it, a station never does."""

    ANSWER: ClassVar[Any] = Picture
    NEEDS: ClassVar[Right] = Right.READ
    post_id: int
    number: int


class UploadPicture(Request, frozen=True, kw_only=True, tag="picture.upload"):
    """A piece of a picture for the reply being written; answers with what the hub has of it.

    The first piece of a token makes the picture. A piece that does not begin where the hub is changes nothing: the
    answer's `received` says where to go on. With the last piece the file is checked; one that is no picture, or that
    comes from a flagged post, fails with `bad_input` or `refused` and is forgotten.
    """

    ANSWER: ClassVar[Any] = DraftPicture
    NEEDS: ClassVar[Right] = Right.WRITE
    conversation_id: int
    token: str
    name: str
    size: int
    start: int
    data: bytes


class DescribePicture(Request, frozen=True, kw_only=True, tag="picture.describe"):
    """Say what is on it, or that it goes without words."""

    ANSWER: ClassVar[Any] = DraftPicture
    NEEDS: ClassVar[Right] = Right.WRITE
    token: str
    alt: str
    waived: bool = False


class DropPicture(Request, frozen=True, kw_only=True, tag="picture.drop"):
    """Take a picture off the reply, whole or half uploaded; one that is gone already is no error."""

    ANSWER: ClassVar[Any] = Done
    NEEDS: ClassVar[Right] = Right.WRITE
    token: str


class ShrinkPicture(Request, frozen=True, kw_only=True, tag="picture.shrink"):
    """Make a picture of the reply a smaller file: of at most `most` bytes, 0 for half of what it is.

    It fails with `bad_input`, in words, and stays as it was where it cannot be made so small, or moves.
    """

    ANSWER: ClassVar[Any] = DraftPicture
    NEEDS: ClassVar[Right] = Right.WRITE
    token: str
    most: int = 0


class ListPictures(Request, frozen=True, kw_only=True, tag="picture.list"):
    """The pictures of the reply being written in a conversation, in their order."""

    ANSWER: ClassVar[Any] = tuple[DraftPicture, ...]
    NEEDS: ClassVar[Right] = Right.READ
    conversation_id: int
