"""One address of every kind of feed, whatever it needs. Known by tests that are about all feeds; knows wire."""

from typing import Any

import msgspec

from app.domain.conversation import View
from app.wire.feeds import Feed


def any_feed(kind: type[Feed], *, number: int = 1, word: str = "anybody") -> Feed:
    """A feed of this kind; fields it cannot do without are this number, this word or an open view."""
    given: dict[type, Any] = {int: number, str: word, View: View()}
    needed = {field.name: given[field.type] for field in msgspec.structs.fields(kind) if field.required}
    return kind(**needed)
