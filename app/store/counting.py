"""Minute counts of a batch: added up here first, then written with one statement. Known by `ingest`; knows tables and
bulk.
"""

from collections.abc import Sequence

from msgspec import Struct

from app.core.clock import MINUTE
from app.domain.counts import Count, CountKey
from app.domain.heard import Heard
from app.domain.post import PostKind
from app.domain.topic import ALL_TOPICS
from app.domain.understanding import Sentiment
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

    def figures(self, times: int) -> tuple[int, int, int, int, int]:
        """So many times each, in the order of the table's columns."""
        return (
            times * self.posts,
            times * self.reach,
            times * self.score_milli,
            times * self.unsafe,
            times * len(self.authors),
        )


class Counting:
    """The increments of one transaction.

    Args:
        times: −1 takes back what was counted before.
    """

    def __init__(self, *, times: int = 1) -> None:
        self._times = times
        self._cells: dict[tuple[int, int, str, str, str, Sentiment], _Cell] = {}

    def add(self, heard: Heard, *, topics: Sequence[int] | None = None) -> None:
        """Count a post once for all topics and once for each of its own; or once for each of `topics` alone."""
        post, meaning = heard.post, heard.meaning
        minute, score = post.created_at // MINUTE, round(meaning.score * 1000)
        unsafe, author = 0 if meaning.public_ok else 1, post.author.native_id
        for topic in (ALL_TOPICS, *heard.topics) if topics is None else topics:
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
        cells = [(key, one.figures(self._times)) for key, one in sorted(self._cells.items())]
        bulk.add_up(tx, rollups, [(*key[:5], key[5].value, *figures) for key, figures in cells])
        tx.changes.counts.extend(Count(CountKey(*key), *figures) for key, figures in cells)
