"""A connector that does what a test tells it, for tests of the runner. Knows the contract."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import ClassVar

from app.connectors.base import Identity
from app.domain.network import Capability, NetworkInfo
from app.domain.post import Author, Batch, Post, PostKind
from tests.fakes.clock import NOON

Step = Batch | Exception | None


def batch(*ids: str, lane: str = "main", cursor: str | None = None, created_at: int = NOON, trouble: str = "") -> Batch:
    """A batch with a post for each id."""
    author = Author(native_id="ann", handle="ann.test")
    posts = tuple(
        Post(network="scripted", native_id=one, kind=PostKind.HEARD, text=one, created_at=created_at, author=author)
        for one in ids
    )
    return Batch(lane=lane, posts=posts, cursor=cursor, trouble=trouble)


class Scripted:
    """Plays steps: a batch is delivered, an exception raised, None ends the stream. Without steps it stays silent.

    Attributes:
        checks: exceptions that `check` raises, one a call, before it succeeds.
        resumed: the cursors each stream was started with.
    """

    INFO: ClassVar[NetworkInfo] = NetworkInfo(
        name="scripted", title="Scripted", glyph="SC", icon="", capabilities=frozenset({Capability.VOLUME})
    )

    def __init__(self, *steps: Step, checks: tuple[Exception, ...] = ()) -> None:
        self.steps = list(steps)
        self.checks = list(checks)
        self.resumed: list[dict[str, str]] = []
        self.closed = 0
        self.cancelled = 0
        self._more = asyncio.Event()

    async def check(self) -> Identity:
        if self.checks:
            raise self.checks.pop(0)
        return Identity(native_id="us", handle="us.test")

    async def stream(self, cursors: Mapping[str, str]) -> AsyncIterator[Batch]:
        self.resumed.append(dict(cursors))
        try:
            while True:
                while not self.steps:
                    self._more.clear()
                    await self._more.wait()
                step = self.steps.pop(0)
                if step is None:
                    return
                if isinstance(step, Exception):
                    raise step
                yield step
        except asyncio.CancelledError:
            self.cancelled += 1
            raise

    async def close(self) -> None:
        self.closed += 1

    def play(self, *steps: Step) -> None:
        """More steps."""
        self.steps.extend(steps)
        self._more.set()
