"""Minute counts of a batch: added up here first, then written with one statement. Known by `ingest`; knows tables and
bulk.
"""

from msgspec import Struct

from app.core.clock import MINUTE
from app.domain.counts import Count, CountKey
from app.domain.heard import Heard
from app.domain.post import PostKind
from app.domain.topic import ALL_TOPICS
from app.store import bulk
from app.store.tables import rollups
from app.store.transaction import Write

UNCOUNTED = frozenset({PostKind.OWN, PostKind.CONTEXT})
"""Our own words are no echo, and what was only fetched to read a thread was not heard."""


class _Cell(Struct):
    posts: int
    reach: int
    score_milli: int
    unsafe: int
    authors: set[str]


class Counting:
    """The increments of one transaction."""

    def __init__(self) -> None:
        self._cells: dict[tuple[int, int, str, str, str, str], _Cell] = {}

    def add(self, heard: Heard) -> None:
        """Count a post once for all topics and once for each of its own."""
        post, meaning = heard.post, heard.meaning
        minute, score = post.created_at // MINUTE, round(meaning.score * 1000)
        unsafe, author = 0 if meaning.public_ok else 1, post.author.native_id
        for topic in (ALL_TOPICS, *heard.topics):
            key = (minute, topic, post.network, meaning.language, post.region, meaning.sentiment)
            cell = self._cells.get(key)
            if cell is None:
                cell = self._cells[key] = _Cell(0, 0, 0, 0, set())
            cell.posts += 1
            cell.reach += post.reach
            cell.score_milli += score
            cell.unsafe += unsafe
            cell.authors.add(author)

    def keep(self, tx: Write) -> None:
        """Add the increments to the stored counts and to the news."""
        cells = sorted(self._cells.items())
        bulk.add_up(
            tx,
            rollups,
            [
                (*key[:5], str(key[5]), one.posts, one.reach, one.score_milli, one.unsafe, len(one.authors))
                for key, one in cells
            ],
        )
        tx.changes.counts.extend(
            Count(
                CountKey(*key),  # type: ignore[arg-type]  # the sixth value is a Sentiment, which the tuple type hides
                one.posts,
                one.reach,
                one.score_milli,
                one.unsafe,
                len(one.authors),
            )
            for key, one in cells
        )
