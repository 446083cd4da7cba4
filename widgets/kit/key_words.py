"""Keys as the keycaps of this machine's keyboard say them. Known by buttons, commands and whatever shows a key; knows
core.i18n.

Qt's own texts need its translations and know no caps; on a Mac, Qt's Ctrl is the command key.
"""

import re
import sys

from app.core.i18n import _

_MAC = {"Meta": "⌃", "Ctrl": "⌘", "Alt": "⌥", "Shift": "⇧"}
_MAC_ORDER = ("Meta", "Alt", "Shift", "Ctrl")
_BETWEEN = re.compile(r"(?<=[^+ ,])(?:, | |\+)")
"""What stands between two keys; the second of two plus signs is a key."""
_SIGNS = {"Return": "↵", "Enter": "↵", "Up": "↑", "Down": "↓", "Left": "←", "Right": "→"}


def key_words(key: str, *, mac: bool = sys.platform == "darwin") -> str:
    """A key as Qt writes it, as people read it, a space between two caps.

    `Ctrl+Return` is `Ctrl ↵`, `Strg ↵` in German, `⌘ ↵` on a Mac; `G, Q` is `G Q`. What is in words already stays.
    """
    parts = [part for part in _BETWEEN.split(key) if part]
    if mac:
        parts = [*(one for one in _MAC_ORDER if one in parts), *(one for one in parts if one not in _MAC_ORDER)]
    names = {**_names(), **_SIGNS, **(_MAC if mac else {})}
    return " ".join(names.get(part, part) for part in parts)


def _names() -> dict[str, str]:
    """Asked each time: the language may change while the program runs."""
    return {
        "Ctrl": _("Ctrl"),
        "Shift": _("Shift"),
        "Alt": _("Alt"),
        "Escape": _("Esc"),
        "Esc": _("Esc"),
        "Delete": _("Del"),
        "Del": _("Del"),
        "Insert": _("Ins"),
        "Ins": _("Ins"),
        "Space": _("Space"),
        "Backspace": _("Backspace"),
    }
