"""What the agent did last and how to take it back. Known by the desk; knows wire."""

from app.core.clock import Millis
from app.wire.calls import Request

LONGEST = 50


class UndoList:
    """Acts, newest last.

    Attributes:
        newest_at: when the newest act was done; 0 when there is none.
    """

    def __init__(self) -> None:
        self._acts: list[tuple[Millis, tuple[Request, ...]]] = []

    @property
    def newest_at(self) -> Millis:
        return self._acts[-1][0] if self._acts else 0

    def push(self, requests: tuple[Request, ...], *, at: Millis) -> None:
        """Remember how to take an act back; an empty tuple cannot be."""
        if requests:
            self._acts.append((at, requests))
            del self._acts[:-LONGEST]

    def pop(self) -> tuple[Request, ...]:
        """The requests that take the newest act back; empty when nothing is left."""
        return self._acts.pop()[1] if self._acts else ()
