"""Quiet days made up: a rhythm of day and week, threads and moods, and nothing to be alarmed about. Known by evaluate
and tests; knows numpy."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

STEP_MINUTES = 5
FIRST_MINUTE = 29_459_520
"""A Monday 00:00 UTC."""


def quiet_year(posts_an_hour: float, *, days: int = 365, seed: int = 7) -> tuple[Floats, Floats]:
    """Minutes and posts of five-minute buckets.

    Posts come as threads (a post and on average half an answer to it, within the quarter of an hour), at a rate with
    a rhythm of the day (by night a fifth of the evening), of the week (less at weekends) and moods that last hours
    (log-normal, 20 %).
    """
    generator = np.random.default_rng(seed)
    buckets = days * 1440 // STEP_MINUTES
    minutes = FIRST_MINUTE + STEP_MINUTES * np.arange(buckets, dtype=np.float64)
    threads = generator.poisson(_rate(generator, minutes, posts_an_hour) * STEP_MINUTES / 60.0 / 1.5)
    posts = threads.astype(np.float64)
    answers = generator.negative_binomial(np.maximum(threads, 1) * 0.5, 0.5) * (threads > 0)
    for share, later in ((0.5, 0), (0.3, 1), (0.2, 2)):
        came = generator.binomial(answers, share)
        posts[later:] += came[: buckets - later]
    return minutes, posts


def _rate(generator: np.random.Generator, minutes: Floats, posts_an_hour: float) -> Floats:
    """Posts an hour at each minute."""
    day = 1.0 - 0.65 * np.cos(2.0 * np.pi * (minutes / 60.0 - 4.0) / 24.0)
    weekend = np.where((minutes // 1440 + 3) % 7 >= 5, 0.7, 1.0)
    hours = int(minutes[-1] - minutes[0]) // 60 + 2
    mood = np.zeros(hours)
    for hour in range(1, hours):
        mood[hour] = 0.9 * mood[hour - 1] + generator.normal(0.0, 0.2 * np.sqrt(1.0 - 0.81))
    moods = np.exp(np.interp((minutes - minutes[0]) / 60.0, np.arange(hours), mood))
    return np.asarray(posts_an_hour * day * weekend * moods)
