"""What every call is: a struct that names its answer and the right it needs. Known by the files of calls; knows
domain."""

from typing import Any, ClassVar

from msgspec import Struct

from app.domain.principal import Right


class Request(Struct, frozen=True, kw_only=True, tag_field="call"):
    """A call.

    Attributes:
        ANSWER: type of the answer.
        NEEDS: the right the caller must have.
    """

    ANSWER: ClassVar[Any] = None
    NEEDS: ClassVar[Right] = Right.ADMINISTER
