"""What people begin to talk about: new posts counted off the hub's loop, terms told with released examples only. Known
by the hub's main and tables; knows language, store and domain.

A term comes from what strangers wrote, so that it may itself be a name or an insult: it is told to no wall before one
of its example posts was released.
"""

import asyncio
import re
from collections import deque
from collections.abc import Sequence

from app.core.clock import DAY, Clock
from app.domain.changes import Changes
from app.domain.heard import Public
from app.domain.post import PostKind
from app.domain.stored import StoredPost
from app.domain.topic import Topic, TopicKind
from app.language.fold import fold
from app.language.rising import RisingTerm, RisingTerms, SeenPost
from app.store import posts
from app.store.engine import Store
from app.store.witness import newest

COUNTED = frozenset(PostKind) - {PostKind.OWN, PostKind.CONTEXT, PostKind.DIRECT}
MOST_WAITING = 5_000
MOST_REMEMBERED = 20_000
AT_ONCE = 1_000
SECONDS = 5.0
SHOWN = 20
_NAMES = re.compile(r"[@#]\w+")
_WORDS = re.compile(r"\w+")


class Rising:
    """Terms on the rise among what was heard.

    Attributes:
        terms: the newest answer, best first.
    """

    def __init__(self, clock: Clock) -> None:
        self.terms: Sequence[RisingTerm] = ()
        self._clock = clock
        self._counted = RisingTerms()
        self._ours: frozenset[str] = frozenset()
        self._waiting: deque[int] = deque(maxlen=MOST_WAITING)

    def follow(self, topics: Sequence[Topic]) -> None:
        """Leave out our own brands' words: everybody who speaks to us says them."""
        brands = [topic for topic in topics if topic.kind is TopicKind.BRAND]
        said = " ".join([*(topic.name for topic in brands), *(" ".join(_NAMES.findall(one.query)) for one in brands)])
        self._ours = frozenset(_WORDS.findall(fold(said)))

    def take(self, changes: Changes) -> None:
        """Remember what a commit brought; what fills in the past is no news."""
        if not changes.backfill:
            self._waiting.extend(changes.posts)

    async def remember(self, store: Store) -> None:
        """After a start, and after a store that failed: count anew what was heard in the last day, as far as it is
        stored, the newest 20,000 posts."""
        self._counted = RisingTerms()
        since = self._clock.now() - DAY
        ids = await store.read(lambda tx: newest(tx, since=since, limit=MOST_REMEMBERED))
        for first in range(0, len(ids), AT_ONCE):
            part = ids[first : first + AT_ONCE]
            found = await store.read(lambda tx, part=part: posts.many(tx, part))  # type: ignore[misc]
            await asyncio.to_thread(self._add, found)
        counted = frozenset(ids)
        self._waiting = deque((number for number in self._waiting if number not in counted), maxlen=MOST_WAITING)

    async def look(self, store: Store) -> bool:
        """Count what has come since the last look; True when the answer changed."""
        ids = [self._waiting.popleft() for _place in range(min(AT_ONCE, len(self._waiting)))]
        found = await store.read(lambda tx: posts.many(tx, ids))
        before, now = self.terms, self._clock.now()
        self.terms = await asyncio.to_thread(self._count, found, now)
        return self.terms != before

    def _count(self, found: Sequence[StoredPost], now: int) -> list[RisingTerm]:
        self._add(found)
        told = self._counted.top(now, limit=2 * SHOWN)
        return [one for one in told if not self._ours.issuperset(one.term.split())][:SHOWN]

    def _add(self, found: Sequence[StoredPost]) -> None:
        heard = [one for one in found if one.post.kind in COUNTED and not one.gone]
        self._counted.add(_seen(one) for one in sorted(heard, key=lambda one: one.post.created_at))

    async def released(self, store: Store) -> list[tuple[RisingTerm, list[StoredPost]]]:
        """The terms that a wall may be told, each with its released examples, newest first."""
        wanted = {number for term in self.terms for number in term.examples}
        found = await store.read(lambda tx: posts.many(tx, wanted))
        shown = [one for one in found if one.public is Public.RELEASED and not one.gone]
        told = [(term, [one for one in shown if one.id in term.examples]) for term in self.terms]
        return [(term, examples) for term, examples in told if examples]


def _seen(one: StoredPost) -> SeenPost:
    return SeenPost(
        id=one.id,
        at=one.post.created_at,
        author=f"{one.post.network}:{one.post.author.native_id}",
        text=one.post.text,
        signature=one.meaning.signature,
    )
