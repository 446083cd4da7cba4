"""Plays minutes of made-up posts into an alarm book, as the hub would. Knows analytics."""

from collections.abc import Callable

import numpy as np

from app.analytics.alarms import AlarmBook, AlarmChange, Turn
from app.analytics.counts import MinuteCounts
from app.analytics.signals import Witness
from app.domain.counts import Count
from app.domain.understanding import Sentiment
from tests.fakes.minutes import MONDAY, count

Script = Callable[[int], list[Count]]
"""The counts of a minute, told by how many minutes have passed since the beginning."""


class Driver:
    """A clock, counts and a book; `play` lets minutes pass.

    Attributes:
        changes: everything that happened, oldest first, with the minute since the beginning.
        counted: everything that was counted.
    """

    def __init__(self, *, witness: Witness | None = None) -> None:
        self.counts = MinuteCounts()
        self.book = AlarmBook(self.counts, witness=witness)
        self.changes: list[tuple[int, AlarmChange]] = []
        self.passed = 0
        self.counted: list[Count] = []
        self.counts.advance(MONDAY)
        self.counts.follow([1])

    def play(self, minutes: int, script: Script, *, until: Turn | None = None) -> None:
        """Play `minutes` minutes, or until such a turn happens."""
        for _ in range(minutes):
            cells = script(self.passed)
            self.counted += cells
            self.counts.add(cells)
            self.passed += 1
            changes = self.book.step(MONDAY + self.passed)
            self.changes += [(self.passed, change) for change in changes]
            if until is not None and any(change.turn is until for change in changes):
                return

    def turns(self, turn: Turn) -> list[AlarmChange]:
        """The changes of one kind."""
        return [change for _, change in self.changes if change.turn is turn]


def noisy(rate: float, *, topic: int = 1, region: str = "", network: str = "bluesky", seed: int = 3) -> Script:
    """About `rate` posts a minute by chance, a fifth negative, with a rhythm of the day."""

    def script(passed: int) -> list[Count]:
        generator = np.random.default_rng([seed, passed])
        day = 1.0 + 0.6 * np.sin(2 * np.pi * passed / 1440)
        posts = int(generator.poisson(rate * day))
        angry = int(generator.binomial(posts, 0.2))
        cells = [(angry, Sentiment.NEGATIVE), (posts - angry, Sentiment.NEUTRAL)]
        return [
            count(
                MONDAY + passed, number, topic=topic, sentiment=mood, region=region, network=network, reach=90 * number
            )
            for number, mood in cells
            if number
        ]

    return script


def storm(
    rate: int, *, topic: int = 1, region: str = "", network: str = "bluesky", authors: int | None = None
) -> Script:
    """`rate` posts a minute, two thirds negative."""
    angry = rate * 2 // 3

    def script(passed: int) -> list[Count]:
        cells = [(angry, Sentiment.NEGATIVE), (rate - angry, Sentiment.NEUTRAL)]
        return [
            count(
                MONDAY + passed,
                number,
                topic=topic,
                sentiment=mood,
                region=region,
                network=network,
                reach=2000 * number,
                authors=authors,
            )
            for number, mood in cells
            if number
        ]

    return script


def both(*scripts: Script) -> Script:
    """Everything of several scripts."""
    return lambda passed: [cell for script in scripts for cell in script(passed)]


def silence(_passed: int) -> list[Count]:
    """Nothing at all."""
    return []
