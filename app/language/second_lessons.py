"""The second opinion's head, taught by labelled English posts and judged on posts it has not seen. Known by train and
evaluate; knows second, embedding and learning.
"""

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.language.embedding import Vectors
from app.language.learning import balance, fit_softmax, macro_f1, macro_recall
from app.language.second import FORMAT, SecondHead, log_shares

DOUBTFUL = 0.3
"""Share of posts, the least certain ones, that are looked at twice."""

STRENGTH = 60.0
STEPS = 120
_CHOICES = np.linspace(0.4, 1.2, 33)


@dataclass(frozen=True)
class Apart:
    """What both opinions say of labelled posts that neither has seen: logarithms of shares, posts × 3."""

    labels: NDArray[np.int64]
    first: Vectors
    second: Vectors

    def margin(self) -> Vectors:
        """By how much the first opinion's best class leads."""
        ordered = np.sort(np.exp(self.first), axis=1)
        lead: Vectors = ordered[:, 2] - ordered[:, 1]
        return lead

    def doubt(self, share: float) -> float:
        """The margin that this share of posts does not exceed."""
        return float(np.quantile(self.margin(), share))

    def found(self, share: float) -> NDArray[np.int64]:
        """The sentiments when this share of posts, the least certain ones, is looked at twice."""
        again = (self.margin() <= self.doubt(share))[:, None] & np.bool_(share > 0)
        said: NDArray[np.int64] = np.where(again, self.first + self.second, self.first).argmax(axis=1)
        return said

    def recall(self, share: float) -> float:
        """Macro recall of these, in per cent."""
        return macro_recall(self.labels, self.found(share))

    def f1(self, share: float) -> float:
        """Macro F1 of these, in per cent."""
        return macro_f1(self.labels, self.found(share))

    def sharpness(self) -> float:
        """What the logits of both must be multiplied with so that the doubtful posts' likelihood is greatest."""
        doubtful = np.flatnonzero(self.margin() <= self.doubt(DOUBTFUL))
        both, labels = (self.first + self.second)[doubtful], self.labels[doubtful]
        say = balance(labels, 3)
        chosen = [(say * log_shares(both * np.float32(one))[np.arange(len(labels)), labels]).sum() for one in _CHOICES]
        return float(_CHOICES[int(np.argmax(chosen))])


def fit_second(vectors: Vectors, labels: NDArray[np.int64]) -> tuple[Vectors, Vectors]:
    """Weights (columns × 3) and bias that fit the raw vectors; every class has the same say."""
    mean, spread = vectors.mean(axis=0), vectors.std(axis=0) + 1e-6
    unit = spread * np.sqrt(vectors.shape[1])
    table, bias = fit_softmax(
        ((vectors - mean) / unit).astype(np.float32),
        labels,
        balance(labels, 3),
        classes=3,
        strength=STRENGTH,
        steps=STEPS,
    )
    weights = (table / unit[:, None]).astype(np.float32)
    return weights, (bias - mean @ weights).astype(np.float32)


def hear_apart(vectors: Vectors, labels: NDArray[np.int64], first: Vectors, fold: NDArray[np.int64]) -> Apart:
    """Both opinions on every post, the second by heads that learned from the other folds; `first` are logits made so
    too."""
    second = np.zeros_like(first)
    for one in range(int(fold.max()) + 1):
        seen, held = np.flatnonzero(fold != one), np.flatnonzero(fold == one)
        weights, bias = fit_second(vectors[seen], labels[seen])
        second[held] = vectors[held] @ weights + bias
    return Apart(labels, log_shares(first), log_shares(second))


def teach_second(vectors: Vectors, apart: Apart) -> SecondHead:
    """The head learned from all posts, with what was found out on unseen ones."""
    weights, bias = fit_second(vectors, apart.labels)
    return SecondHead(
        format=FORMAT,
        version=hashlib.sha256(weights.tobytes()).hexdigest()[:8],
        weights=weights.tobytes(),
        bias=[float(value) for value in bias],
        sharpness=apart.sharpness(),
        doubt=apart.doubt(DOUBTFUL),
        figures={"first": round(apart.recall(0.0), 1), "both": round(apart.recall(DOUBTFUL), 1)},
    )
