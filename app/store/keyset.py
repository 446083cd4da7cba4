"""Opaque cursors: where a page ended, as text. Known by the files of this room; knows core.errors."""

import base64
from typing import Any

import msgspec

from app.core.errors import BadInput
from app.core.i18n import _


def write(*key: int | str | list[int]) -> str:
    """A cursor that leads behind the row with this key."""
    return base64.urlsafe_b64encode(msgspec.msgpack.encode(key)).decode().rstrip("=")


def read(cursor: str, shape: Any) -> Any:
    """The key a cursor stands for, checked against `shape` (a tuple type); BadInput when it is not one of ours."""
    try:
        return msgspec.msgpack.decode(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)), type=shape)
    except (ValueError, msgspec.MsgspecError) as error:
        raise foreign() from error


def foreign() -> BadInput:
    """The cursor does not lead anywhere here."""
    return BadInput(
        _("The place to go on from is not one this hub gave out."), hint=_("Load the list again from its start.")
    )
