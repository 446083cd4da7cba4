"""The calls about walls: which posts may be on them, and what they are to show. Known by `calls`; knows domain."""

from typing import Any, ClassVar

from app.domain.principal import Right
from app.domain.walls import ShownPost, Verb
from app.wire.answers import Done
from app.wire.request import Request


class Moderate(Request, frozen=True, kw_only=True, tag="post.moderate"):
    """Release held posts to public walls, block them, or let them wait `again`.

    `seen` are their texts as they were read; when one has been edited since, nothing is released: `conflict`.
    """

    ANSWER: ClassVar[Any] = Done
    NEEDS: ClassVar[Right] = Right.MODERATE
    post_ids: tuple[int, ...]
    release: bool
    again: bool = False
    seen: tuple[str, ...] = ()


class SetPanic(Request, frozen=True, kw_only=True, tag="wall.panic"):
    """Put every wall on its neutral scene, or let all go on; who asked first stays the one who did."""

    ANSWER: ClassVar[Any] = Done
    NEEDS: ClassVar[Right] = Right.DIRECT_WALL
    on: bool
    reason: str = ""


class DirectWall(Request, frozen=True, kw_only=True, tag="wall.direct"):
    """Tell `all`, a room (`room:NAME`), one wall (its station's name) or one of its screens (`STATION#2`) what to do,
    for some minutes or until released (0).

    `scene` is a pin's, `text` a message's, 280 characters at most. A wall that is away is told when it comes back.
    """

    ANSWER: ClassVar[Any] = Done
    NEEDS: ClassVar[Right] = Right.DIRECT_WALL
    target: str
    verb: Verb
    scene: str = ""
    text: str = ""
    minutes: int = 0


class TellWall(Request, frozen=True, kw_only=True, tag="wall.tell"):
    """A wall says what its screens (by number from the left) show (titles), which scenes (name, title) it can show,
    and of each of their panels with figures (scene, title, formula) where the help says how they are made."""

    ANSWER: ClassVar[Any] = Done
    NEEDS: ClassVar[Right] = Right.WATCH
    shows: tuple[str, ...]
    scenes: tuple[tuple[str, str], ...]
    screens: tuple[int, ...] = ()
    figures: tuple[tuple[str, str, str], ...] = ()


class TellPosts(Request, frozen=True, kw_only=True, tag="wall.posts"):
    """A wall says which posts of strangers its panels show now, 500 at most; an empty list says that none is shown."""

    ANSWER: ClassVar[Any] = Done
    NEEDS: ClassVar[Right] = Right.WATCH
    posts: tuple[ShownPost, ...]
