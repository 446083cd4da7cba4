"""How long the analytics take, on made-up counts. Known by `bench`; knows alarms and counts."""

import time

import numpy as np

from app.analytics.alarms import AlarmBook
from app.analytics.counts import MinuteCounts
from app.analytics.ring import FIELDS, NEUTRAL, POSTS
from app.analytics.shelf import SeriesKey

SERIES = 10_000
TOPICS = 400
STEPS = 30
START = 29_459_520


def bench_detect(series: int = SERIES) -> dict[str, float]:
    """Seconds a minute's step takes over so many series, on one core.

    Returns `series`, `step_s` (mean), `step_worst_s` and `series_per_s`.
    """
    counts = MinuteCounts(720, slice_minutes=360)
    book = AlarmBook(counts)
    _name_series(counts, series)
    generator = np.random.default_rng(1)
    taken: list[float] = []
    for minute in range(START, START + STEPS):
        counts.advance(minute)
        for shelf in (counts.topics, counts.slices):
            _fill(generator, shelf.ring.values[: shelf.rows, minute % shelf.ring.minutes])
        begun = time.perf_counter()
        book.step(minute + 1)
        taken.append(time.perf_counter() - begun)
    mean = sum(taken) / len(taken)
    return {"series": float(series), "step_s": mean, "step_worst_s": max(taken), "series_per_s": series / mean}


def _name_series(counts: MinuteCounts, series: int) -> None:
    """400 topics, the rest of the series their regions."""
    counts.advance(START - 1)
    topics = min(TOPICS, series)
    for topic in range(1, topics + 1):
        counts.topics.row(SeriesKey(topic))
    for number in range(series - topics):
        counts.slices.row(SeriesKey(number % topics + 1, region=f"r{number // topics}"))


def _fill(generator: np.random.Generator, cells: np.typing.NDArray[np.float32]) -> None:
    posts = generator.poisson(3.0, size=len(cells))
    table = np.zeros((len(cells), len(FIELDS)), dtype=np.float32)
    table[:, POSTS] = table[:, NEUTRAL] = posts
    cells += table
