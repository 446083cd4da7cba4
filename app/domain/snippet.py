"""Words a team writes again and again, with fields for whom and by whom. Known by services, wire and widgets; knows
core."""

import re

from msgspec import Struct

FIELDS = ("name", "handle", "agent")
"""What a snippet may leave open: the person's name and handle, the agent's name."""

_FIELD = re.compile(r"\{(\w+)\}")


class Snippet(Struct, frozen=True, kw_only=True):
    """A text under a name; names are its identity."""

    name: str
    text: str


def unknown_fields(text: str) -> list[str]:
    """Fields nobody can fill, in order."""
    return [found for found in dict.fromkeys(_FIELD.findall(text)) if found not in FIELDS]


def fill(text: str, *, name: str, handle: str, agent: str) -> str:
    """The text with its fields filled; what is no field stays as it is."""
    values = {"name": name, "handle": f"@{handle.lstrip('@')}" if handle else "", "agent": agent}
    return _FIELD.sub(lambda found: values.get(found[1], found[0]), text)
