"""A batch on its way in: understood, matched, judged and stored in one transaction. Known by the hub; knows language,
store and domain.

Text work runs on one thread of its own, off the hub's loop; the store's transaction takes posts and cursor together.
"""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from msgspec.structs import replace

from app.core.clock import MINUTE
from app.domain.account import Account
from app.domain.automatic import AUTOMATIC
from app.domain.heard import Heard, Public
from app.domain.post import Batch, Post, PostKind
from app.domain.priority import priority_of
from app.domain.topic import Topic, TopicMatcher
from app.domain.understanding import Objection, Understander, Understanding
from app.language import Heads, compile_topics, heed_labels, understand_all
from app.services import undelivered
from app.services.doubts import Doubts
from app.services.house import House
from app.services.usual import UsualLanguages
from app.store import ingest
from app.store.ingest import IngestResult
from app.store.transaction import Write

DOUBT = 0.3
"""From this much offensiveness on, a post without any named reason is doubtful all the same."""

NOT_SHOWN = frozenset({PostKind.OWN, PostKind.CONTEXT})
"""Our own words, and what was fetched only to read a thread, are no voices from outside."""

LATEST_CLAMP = 5 * MINUTE
CHUNK = 500


def public_state(policy: str, post: Post, meaning: Understanding) -> Public:
    """Whether a wall may show a post at once, under the wall's policy (settings: wall.policy)."""
    if post.kind is PostKind.DIRECT or not AUTOMATIC.isdisjoint(post.labels):
        return Public.BLOCKED  # what was said to us alone, or reported about it, never waits for release either
    if policy == "hold_all" or post.kind in NOT_SHOWN:
        return Public.HELD
    if meaning.public_ok and meaning.offensive < DOUBT and not post.media:
        return Public.HELD if meaning.objections else Public.RELEASED
    return Public.BLOCKED if policy == "release_clean" else Public.HELD


class Listening:
    """Takes batches from connectors into the store.

    Attributes:
        understander: judges texts.
        matcher: the compiled topics; replaced by `set_topics`.
        heads: what the house's own corrections taught; replaced by whoever learns.
        doubts: where posts wait whose first opinion is not certain; None where nobody gives a second one.
    """

    def __init__(self, house: House, understander: Understander, topics: Sequence[Topic]) -> None:
        self.understander = understander
        self.matcher: TopicMatcher = compile_topics(topics)
        self.heads = Heads({})
        self.doubts: Doubts | None = None
        self._house = house
        self._usual = UsualLanguages()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="language")

    def set_topics(self, topics: Sequence[Topic]) -> None:
        """Match these topics from the next batch on."""
        self.matcher = compile_topics(topics)

    async def take(self, account: Account, batch: Batch) -> IngestResult:
        """Understand and store a batch; when this returns it is committed, with its cursor."""
        loop = asyncio.get_running_loop()
        total = IngestResult()
        posts = batch.posts
        for start in range(0, max(len(posts), 1), CHUNK):
            part = posts[start : start + CHUNK]
            last = start + CHUNK >= len(posts)
            heard = await loop.run_in_executor(self._thread, self.hear, account, part)
            total += await self._store(account, batch, heard, last=last)
            if self.doubts is not None:
                self.doubts.add(heard)
        return total

    def hear(self, account: Account, posts: Sequence[Post]) -> list[Heard]:
        """Everything the house makes of some posts of one account; runs on the language thread."""
        if not posts:
            return []
        texts = [post.text for post in posts]
        names = [f"{post.author.name} {post.author.handle}" for post in posts]
        expected = [self._usual.expected(account.id, post.language) for post in posts]
        understood, grams = understand_all(self.understander, texts, names=names, expected=expected)
        self._usual.hear(account.id, [one.language for one in understood])
        meanings = [heed_labels(meaning, post.labels) for meaning, post in zip(understood, posts, strict=True)]
        topics = self.matcher.match(texts, [meaning.language for meaning in meanings], [post.network for post in posts])
        objected = self.heads.objections(texts, topics, grams)
        meanings = [_objected(*one) for one in zip(posts, meanings, objected, strict=True)]
        latest = self._house.clock.now() + LATEST_CLAMP
        return [
            self._heard(account, post, meaning, found, latest)
            for post, meaning, found in zip(posts, meanings, topics, strict=True)
        ]

    def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _heard(
        self, account: Account, post: Post, meaning: Understanding, topics: tuple[int, ...], latest: int
    ) -> Heard:
        if post.created_at > latest:
            post = _clamped(post, latest)
        priority, reasons = priority_of(post, meaning)
        return Heard(
            post=post,
            meaning=meaning,
            topics=topics,
            public=public_state(self._house.settings.wall.policy, post, meaning),
            priority=priority,
            reasons=reasons,
            promise_minutes=account.first_reply_minutes,
        )

    async def _store(self, account: Account, batch: Batch, heard: list[Heard], *, last: bool) -> IngestResult:
        def work(tx: Write) -> IngestResult:
            result = ingest.ingest(
                tx,
                heard,
                account_id=account.id,
                lane=batch.lane,
                cursor=batch.cursor if last else None,
                deleted=batch.deleted if last else (),
                deleted_authors=batch.deleted_authors if last else (),
                network=account.network,
                backfill=batch.backfill,
            )
            undelivered.tell(tx, heard)
            return result

        return await self._house.store.write(work)


def _objected(post: Post, meaning: Understanding, objections: tuple[Objection, ...]) -> Understanding:
    """The meaning with what our own corrections object to; our own words are not their matter."""
    return replace(meaning, objections=objections) if objections and post.kind not in NOT_SHOWN else meaning


def _clamped(post: Post, latest: int) -> Post:
    """The post with a time that is not in the future; networks let clients write any time."""
    return replace(post, created_at=latest)
