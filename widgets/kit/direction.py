"""Keeps handles and tags whole inside right-to-left text. Known by the wall; knows theme.fonts.

Without it the sign of an @handle jumps to the handle's other side. Source: Unicode TR 9, directional isolates.
"""

import re

from widgets.theme.fonts import is_right_to_left

LEFT_TO_RIGHT_ISOLATE, POP_ISOLATE, RIGHT_TO_LEFT_MARK = "\u2066", "\u2069", "\u200f"
_WHOLE = re.compile(r"(?:https?://\S+|[@#][A-Za-z0-9_][\w.\-]*)")

_STEERING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c]")
"""With these a text can show itself in another order than it is read; no wall lets a stranger do that."""


def isolated(text: str) -> str:
    """The text without a stranger's own steering, and, if it is written from right to left, with every Latin handle,
    tag and address isolated."""
    text = _STEERING.sub("", text)
    if not is_right_to_left(text):
        return text
    return _WHOLE.sub(lambda found: f"{LEFT_TO_RIGHT_ISOLATE}{found[0]}{POP_ISOLATE}", text)


def as_right_to_left(line: str) -> str:
    """A line of such a text, which is laid out from right to left whatever it begins with."""
    return RIGHT_TO_LEFT_MARK + line
