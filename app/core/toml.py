"""Reads TOML that a person wrote, as editors save it. Known by whoever reads such a file; knows core.i18n."""

import tomllib
from typing import Any

from app.core.i18n import _

BYTE_ORDER_MARK = "\ufeff"
"""What some editors put before the first character of a UTF-8 file."""


def loads(text: str) -> dict[str, Any]:
    """The table in a TOML text; raises tomllib.TOMLDecodeError for whatever is none, however strange it is."""
    try:
        return tomllib.loads(text.removeprefix(BYTE_ORDER_MARK))
    except RecursionError:
        raise tomllib.TOMLDecodeError(_("there are too many brackets within brackets")) from None
