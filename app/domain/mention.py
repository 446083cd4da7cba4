"""Somebody named in a private note, or told of a reply that did not arrive. Known by services, hub, wire and widgets;
knows core."""

from collections.abc import Iterable

from msgspec import Struct

from app.core.clock import Millis


class Mention(Struct, frozen=True, kw_only=True):
    """One note that names somebody: `id` is the note's, `by` who wrote it.

    Where `undelivered`, it is a report that a reply of theirs did not arrive: `id` is the report's, `by` the handle
    the reply went to and `text` the reply's.
    """

    id: int
    conversation_id: int
    by: str
    text: str
    at: Millis
    undelivered: bool = False


def named_in(text: str, names: Iterable[str]) -> list[str]:
    """Which of these names a text calls with an @, whole and in any case, in the order of the names; of names that
    begin alike the longest counts."""
    low = text.casefold()
    found = []
    for name in sorted(names, key=len, reverse=True):
        called = f"@{name.casefold()}"
        parts = low.split(called)
        if any(not part[:1].isalnum() for part in parts[1:]):
            found.append(name)
            low = "@ ".join(parts)
    return sorted(found)
