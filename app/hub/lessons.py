"""Small heads taught while the hub works: after each word of a person they are learned anew. Known by the hub's main;
knows services."""

import asyncio

from app.domain.changes import Changes
from app.language import Heads
from app.services import lessons
from app.services.house import House
from app.services.listening import Listening
from app.store import label_lists, marks
from app.store.corrections import LESSONS


class Lessons:
    """Learns when there is something to learn from; several words at once are learned at once."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._news = asyncio.Event()

    def take(self, changes: Changes) -> None:
        """A commit brought something."""
        if LESSONS in changes.tables:
            self._news.set()

    async def remember(self, listening: Listening) -> None:
        """Listen with what was learned before; what was labelled then can be looked for."""
        await self._house.store.write(marks.list_once)
        await self._house.store.write(label_lists.list_once)
        listening.heads = Heads(await self._house.store.read(lessons.kept_heads))

    async def work(self, listening: Listening) -> None:
        """Learn whenever somebody has spoken."""
        while True:
            await self._news.wait()
            self._news.clear()
            heads = await lessons.learn(self._house)
            listening.heads = Heads(heads)
            await self._house.store.write(lambda tx, learned=heads: lessons.keep_heads(tx, learned))  # type: ignore[misc]
