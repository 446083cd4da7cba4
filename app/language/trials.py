"""Posts invented for this program with what is right about them, to measure what no public set tells. Known by
evaluate and evaluate_intents; knows core and domain.

They lie in resources/model/trials. Every second one may be looked at when words and rules are written; figures are
told of the others.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.core.paths import resources
from app.domain.understanding import Sentiment, Understander
from app.language.understander import load_understander

URGENT_FROM = 0.5
"""Urgency from which a post counts as told urgent."""


@dataclass(frozen=True, slots=True)
class Trial:
    """An invented post.

    Attributes:
        language: BCP 47.
        urgent: whether somebody should look at once.
    """

    language: str
    urgent: bool
    sentiment: Sentiment
    text: str


def read_trials() -> list[Trial]:
    """All of them, in the order of the file."""
    path = resources() / "model" / "trials" / "posts.tsv"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return [_trial(*line.split("\t")) for line in lines]


def _trial(language: str, haste: str, sentiment: str, text: str) -> Trial:
    return Trial(language, haste == "urgent", Sentiment(sentiment), text)


def held(trials: Sequence[Trial]) -> list[Trial]:
    """Those that nobody looks at while words are written: every second one."""
    return list(trials[1::2])


def urgency_rows(understander: Understander | None = None) -> list[tuple[str, str, float]]:
    """Rows of what, how it is measured, and the figure."""
    trials = held(read_trials())
    found = (understander or load_understander()).understand([one.text for one in trials])
    urgency = np.array([one.urgency for one in found])
    urgent = np.array([one.urgent for one in trials])
    told = urgency >= URGENT_FROM
    posts = f"per cent, {len(trials)} invented posts in eight languages"
    return [
        ("urgent posts, told as urgent", posts, 100 * float(np.mean(told[urgent]))),
        ("posts that can wait, told as urgent", posts, 100 * float(np.mean(told[~urgent]))),
        ("an urgent post stands before one that can wait", posts, 100 * before(urgency[urgent], urgency[~urgent])),
    ]


def before(higher: NDArray[np.float64], lower: NDArray[np.float64]) -> float:
    """The share of pairs in which the first is greater; a draw counts half."""
    gap = higher[:, None] - lower[None, :]
    return float(np.mean((gap > 0) + 0.5 * (gap == 0)))


def main() -> int:
    """The command `python -m app.language.trials`; needs no development data."""
    sys.stdout.write("| what | measured as | figure |\n|---|---|---|\n")
    for what, measure, figure in urgency_rows():
        sys.stdout.write(f"| {what} | {measure} | {figure:.1f} |\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
