"""`python -m app.hub.quiet_days FOLDER`: a year of the replay's ordinary days as counts, for `app.analytics.evaluate`.
Known by nobody; knows the replay, the demo's topics and language.

One file a topic, and one of all posts: `timestamp,value` in steps of five minutes. Nothing of it is unusual, so that
every alarm on it is a false one. The same seed gives the same files.
"""

import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from app.connectors.replay import generate, load_story, place
from app.core.clock import MINUTE
from app.domain.post import Post, PostKind
from app.domain.topic import Topic
from app.hub.demo import demo_topics
from app.language.topics import compile_topics

SEED = 7
STEP_MINUTES = 5
FIRST_MINUTE = 29_459_520
"""Monday 2026-01-05 00:00 UTC."""

PER_MINUTE = 2.0
"""Posts at the busiest time of the week: its topics have half a post to eighty an hour, as a small firm's have."""

_AT_ONCE = 2_000
_UNCOUNTED = frozenset({PostKind.OWN, PostKind.CONTEXT})
Counts = NDArray[np.int64]


def quiet_counts(*, days: int = 365, per_minute: float = PER_MINUTE, seed: int = SEED) -> dict[str, Counts]:
    """Posts by bucket of five minutes, of all posts (`all`) and of each of the demo's topics by name."""
    topics = [replace(topic, id=number) for number, topic in enumerate(demo_topics(), 1)]
    table = np.zeros((len(topics) + 1, days * 1440 // STEP_MINUTES), dtype=np.int64)
    for bucket, matched in _matched(_posts(days, per_minute, seed), topics):
        table[[0, *matched], bucket] += 1
    return dict(zip(["all", *(topic.name for topic in topics)], table, strict=True))


def write_counts(folder: Path, counts: dict[str, Counts]) -> None:
    """One CSV file a series."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, values in counts.items():
        lines = [f"{_moment(bucket)},{value}" for bucket, value in enumerate(values.tolist())]
        file = folder / f"{name.replace('/', ' ')}.csv"
        file.write_text("\n".join(["timestamp,value", *lines]) + "\n", encoding="utf-8")


def main(arguments: Sequence[str]) -> int:
    """Write the files; 2 where no folder is named."""
    if len(arguments) != 1:
        sys.stderr.write("Use: python -m app.hub.quiet_days FOLDER\n")
        return 2
    write_counts(Path(arguments[0]), quiet_counts())
    return 0


def _posts(days: int, per_minute: float, seed: int) -> Iterator[Post]:
    first, last = FIRST_MINUTE * MINUTE, (FIRST_MINUTE + days * 1440) * MINUTE
    for post in generate(seed, place(load_story("quiet"), first), first, last, per_minute=per_minute):
        if not post.edited_at and post.kind not in _UNCOUNTED:
            yield post


def _matched(posts: Iterator[Post], topics: Sequence[Topic]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """(bucket, topics) of each post."""
    matcher = compile_topics(topics)
    while part := list(islice(posts, _AT_ONCE)):
        texts, languages, networks = zip(*((post.text, post.language, post.network) for post in part), strict=True)
        for post, matched in zip(part, matcher.match(list(texts), list(languages), list(networks)), strict=True):
            yield (post.created_at // MINUTE - FIRST_MINUTE) // STEP_MINUTES, matched


def _moment(bucket: int) -> str:
    seconds = (FIRST_MINUTE + bucket * STEP_MINUTES) * 60
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M}"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
