"""What the agent did last and how to take it back. Known by the desk; knows wire."""

from app.domain.reply import OutboxItem
from app.wire.calls import Request

LONGEST = 50

Act = OutboxItem | tuple[Request, ...]
"""A reply that was sent, or the requests that take a change back."""


class UndoList:
    """Acts, newest last."""

    def __init__(self) -> None:
        self._acts: list[Act] = []

    def push(self, act: Act) -> None:
        """Remember an act; an empty tuple cannot be taken back."""
        if act:
            self._acts.append(act)
            del self._acts[:-LONGEST]

    def pop(self) -> Act:
        """The newest act; an empty tuple when nothing is left."""
        return self._acts.pop() if self._acts else ()
