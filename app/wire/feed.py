"""What every feed is. Known by the files of feeds; knows domain."""

from typing import Any, ClassVar

from msgspec import Struct

from app.domain.principal import Right


class Feed(Struct, frozen=True, kw_only=True, tag_field="feed"):
    """A subscription's address; two equal feeds are one and the same on the hub.

    Attributes:
        ROW: type of a row.
        NEEDS: the right the subscriber must have.
    """

    ROW: ClassVar[Any] = None
    NEEDS: ClassVar[Right] = Right.READ
