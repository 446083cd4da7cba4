"""Softmax regression on n-grams, and its weights as int8 tables. Known by train and evaluate; knows grams, valence and
model.

Needs scipy (the `train` extra); the running program does not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import minimize

from app.language.grams import LANGUAGE_BITS, WORD_BITS, Grams, char_grams, language_grams, word_grams
from app.language.tokens import tokenize
from app.language.valence import Floats, Valences, features, negated

_BATCH = 1024


@dataclass(frozen=True)
class Counted:
    """Texts as matrices: words, characters (rows × buckets, each row divided by the root of its n-grams), rules."""

    words: Any
    chars: Any
    rules: Floats

    def take(self, rows: NDArray[np.int64]) -> "Counted":
        return Counted(self.words[rows], self.chars[rows], self.rules[rows])


def count_texts(texts: Sequence[str], valences: Valences, bits: int = WORD_BITS) -> Counted:
    """The matrices of these texts with 2 to the power of `bits` buckets."""
    words, chars, rules = [], [], []
    for begin in range(0, len(texts), _BATCH):
        tokens = tokenize(list(texts[begin : begin + _BATCH]))
        reach = negated(tokens)
        words.append(_matrix(word_grams(tokens, reach), WORD_BITS, bits))
        chars.append(_matrix(char_grams(tokens), WORD_BITS, bits))
        rules.append(features(tokens, valences, reach))
    return Counted(sparse.vstack(words).tocsr(), sparse.vstack(chars).tocsr(), np.concatenate(rules))


def count_letters(texts: Sequence[str]) -> Any:
    """The matrix a language is told by."""
    parts = []
    for begin in range(0, len(texts), _BATCH):
        grams = language_grams(tokenize(list(texts[begin : begin + _BATCH])))
        parts.append(_matrix(grams, LANGUAGE_BITS, LANGUAGE_BITS))
    return sparse.vstack(parts).tocsr()


def _matrix(grams: Grams, made_with: int, bits: int) -> Any:
    size = np.sqrt(np.maximum(grams.counts, 1))
    values = np.repeat(1.0 / size, grams.counts).astype(np.float32)
    rows = (grams.rows >> np.uint32(made_with - bits)).astype(np.int32)
    ends = np.concatenate(([0], np.cumsum(grams.counts)))
    matrix = sparse.csr_matrix((values, rows, ends), shape=(len(grams.counts), 1 << bits))
    matrix.sum_duplicates()
    return matrix


def rarity(matrix: Any) -> Floats:
    """Weight per bucket: the rarer a bucket, the more freely it may be learned."""
    seen = np.bincount(matrix.indices, minlength=matrix.shape[1])
    weight: Floats = ((np.log((1 + matrix.shape[0]) / (1 + seen)) + 1) / 5).astype(np.float32)
    return weight


def balance(labels: NDArray[np.int64], classes: int) -> Floats:
    """Weights that give every class the same say."""
    seen = np.bincount(labels, minlength=classes)
    return (len(labels) / (classes * np.maximum(seen, 1)))[labels].astype(np.float32)


def fit_softmax(
    matrix: Any,
    labels: NDArray[np.int64],
    weights: Floats,
    *,
    classes: int,
    strength: float,
    steps: int,
    with_bias: bool = True,
    before: Floats | None = None,
) -> tuple[Floats, Floats]:
    """Weights (columns × classes) and bias of a regression with a squared penalty; L-BFGS, deterministic.

    `matrix` is sparse or dense, texts × columns.

    `strength` is how much the texts count against the penalty; without bias a text that tells nothing favours no class.
    `before` are scores the texts have already: then only what must be added to them is learned.
    """
    columns = matrix.shape[1]
    turned = matrix.T.tocsr() if sparse.issparse(matrix) else matrix.T
    wanted = np.eye(classes, dtype=np.float32)[labels]
    say = (weights * strength)[:, None].astype(np.float32)
    bias_share = np.float64(with_bias)
    known = np.zeros((1, classes), dtype=np.float32) if before is None else before

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        table = flat[: columns * classes].reshape(columns, classes).astype(np.float32)
        scores = matrix @ table + flat[columns * classes :].astype(np.float32) + known
        scores -= scores.max(axis=1, keepdims=True)
        powers = np.exp(scores)
        sums = powers.sum(axis=1, keepdims=True)
        value = -float((say * wanted * (scores - np.log(sums))).sum()) + 0.5 * float((table**2).sum())
        slope = (powers / sums - wanted) * say
        inner = turned @ slope + table
        return value, np.concatenate((inner.ravel(), slope.sum(axis=0) * bias_share)).astype(np.float64)

    start = np.zeros(columns * classes + classes)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": steps, "maxcor": 6}).x
    return (
        found[: columns * classes].reshape(columns, classes).astype(np.float32),
        found[columns * classes :].astype(np.float32),
    )


def to_int8(weights: Floats) -> tuple[NDArray[np.int8], list[float]]:
    """Columns as int8 with the worth of one unit each; the few largest weights are cut."""
    scales = [max(float(np.quantile(np.abs(column), 0.9999)) * 1.3, 1e-9) / 127 for column in weights.T]
    table = np.clip(np.rint(weights / np.array(scales)), -127, 127).astype(np.int8)
    return table, scales


def macro_recall(labels: NDArray[np.int64], found: NDArray[np.int64], classes: int = 3) -> float:
    """Mean over classes of the share found, in per cent."""
    return 100 * float(np.mean([np.mean(found[labels == one] == one) for one in range(classes)]))


def macro_f1(labels: NDArray[np.int64], found: NDArray[np.int64], classes: int = 3) -> float:
    """Mean over classes of F1, in per cent."""
    scores = []
    for one in range(classes):
        both = int(((labels == one) & (found == one)).sum())
        scores.append(2 * both / max(int((labels == one).sum() + (found == one).sum()), 1))
    return 100 * float(np.mean(scores))
