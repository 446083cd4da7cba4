"""How long a text is by a network's own rule, and which part is too much. Known by the composer; knows domain."""

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from app.domain.length import LINK, text_length
from app.domain.network import Limits

_CLUSTER = regex.compile(r"\X")
_LINK_OR_CLUSTER = regex.compile(rf"{LINK.pattern}|\X")


@dataclass(frozen=True)
class Counted:
    """A text against a limit.

    Attributes:
        used: in the network's unit.
        limit: 0 where the network sets none.
        surplus_at: index (code points) where the surplus begins; −1 when there is none.
    """

    used: int
    limit: int
    surplus_at: int = -1

    @property
    def left(self) -> int:
        """What may still be written; negative when over."""
        return self.limit - self.used

    @property
    def over(self) -> int:
        return max(0, -self.left) if self.limit else 0


def count(text: str, limits: Limits) -> Counted:
    """Count a text; the surplus never begins inside a grapheme cluster."""
    used = text_length(text, limits)
    if not limits.length or used <= limits.length:
        return Counted(used, limits.length)
    return Counted(used, limits.length, _surplus_start(text, limits))


def _surplus_start(text: str, limits: Limits) -> int:
    spent = 0
    for cluster, start in _clusters(text, links=bool(limits.link_length)):
        spent += text_length(cluster, limits)
        if spent > limits.length:
            return start
    return len(text)


def _clusters(text: str, *, links: bool) -> Iterator[tuple[str, int]]:
    for found in (_LINK_OR_CLUSTER if links else _CLUSTER).finditer(text):
        yield found.group(), found.start()
