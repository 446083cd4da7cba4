"""The lane that asks for delivered posts again, and honours what became of them while nobody streamed. Known by
connectors, each with its own questions; knows the field's words and core.
"""

from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import AsyncGenerator, Mapping, Sequence
from typing import ClassVar, Generic, TypeVar

import msgspec

from app.core.clock import Clock
from app.domain.post import Batch, Post

LANE = "recheck"
MISSING_TWICE = 2
"""A server that lags must not delete anything: a post is gone when two looks in a row do not find it."""

Found = TypeVar("Found")


class Recent:
    """Posts delivered lately, each with the version it had; the oldest are forgotten."""

    def __init__(self, most: int = 200) -> None:
        self.versions: OrderedDict[str, str] = OrderedDict()
        self._most = most

    def __contains__(self, key: str) -> bool:
        return key in self.versions

    def remember(self, key: str, version: str) -> None:
        """Keep in mind that this version was delivered."""
        self.versions[key] = version
        while len(self.versions) > self._most:
            self.versions.popitem(last=False)

    def forget(self, key: str) -> None:
        """The post is gone."""
        self.versions.pop(key, None)


class Recheck(ABC, Generic[Found]):
    """The lane; its cursor is the posts it looks at with their versions, as JSON.

    Attributes:
        poll: seconds between two looks.
        at_once: how many posts one look asks for.
    """

    poll: ClassVar[float] = 60.0
    at_once: ClassVar[int] = 25

    def __init__(self, recent: Recent, clock: Clock) -> None:
        self._recent = recent
        self._clock = clock
        self._missing: dict[str, int] = {}
        self._looked: OrderedDict[str, None] = OrderedDict()

    @abstractmethod
    async def ask(self, keys: Sequence[str]) -> Mapping[str, tuple[str, Found] | None]:
        """Those that are there, with the version each has now; None for one that cannot be read."""

    @abstractmethod
    async def changed(self, found: Sequence[Found]) -> Sequence[Post]:
        """Posts whose version is another than the one delivered; remembers the new one."""

    @abstractmethod
    async def gone(self, keys: Sequence[str]) -> Sequence[str]:
        """The native ids of those that are deleted, of some that were missing twice."""

    async def stream(self, cursor: str) -> AsyncGenerator[Batch, None]:
        """Batches for ever: deleted ones, and edited posts with their new text."""
        for key, version in _listed(cursor).items():
            self._recent.versions.setdefault(key, version)
        told = cursor
        while True:
            await self._clock.sleep(self.poll)
            posts, deleted = await self._look()
            text = msgspec.json.encode(self._recent.versions).decode()
            if posts or deleted or text != told:
                yield Batch(lane=LANE, posts=posts, deleted=deleted, cursor=text)
                told = text

    async def _look(self) -> tuple[tuple[Post, ...], tuple[str, ...]]:
        keys, versions = self._choose(), self._recent.versions
        found = await self.ask(keys) if keys else {}
        read = {key: one for key, one in found.items() if one is not None}
        other = [one for key, (version, one) in read.items() if versions.get(key, version) != version]
        lost = self._lost(keys, found)
        deleted = tuple(await self.gone(lost)) if lost else ()
        posts = tuple(await self.changed(other)) if other else ()
        for key in lost:
            self._missing.pop(key, None)
            self._recent.forget(key)
        return posts, deleted

    def _choose(self) -> list[str]:
        """Those that were missing, then those looked at longest ago."""
        known = self._recent.versions
        self._missing = {key: times for key, times in self._missing.items() if key in known}
        kept = [key for key in self._looked if key in known]
        self._looked = OrderedDict.fromkeys([*kept, *known])
        chosen = list(dict.fromkeys([*self._missing, *self._looked]))[: self.at_once]
        for key in chosen:
            self._looked.move_to_end(key)
        return chosen

    def _lost(self, keys: Sequence[str], found: Mapping[str, object]) -> list[str]:
        """Those that are missing for the second time."""
        for key in keys:
            if key in found:
                self._missing.pop(key, None)
            else:
                self._missing[key] = self._missing.get(key, 0) + 1
        return [key for key, times in self._missing.items() if times >= MISSING_TWICE]


def _listed(cursor: str) -> dict[str, str]:
    try:
        return msgspec.json.decode(cursor, type=dict[str, str]) if cursor else {}
    except msgspec.DecodeError:
        return {}
