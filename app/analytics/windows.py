"""Sums over the newest stretches of several lengths, for many series at once. Known by surprise; knows numpy."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class RunningSums:
    """Sums of the newest `lengths` pushed values, kept up by adding what comes and taking away what leaves.

    Attributes:
        lengths: numbers of values, ascending.
        sums: shape (lengths, rows).
        pushed: how many values came, for each row since it was last reset.
    """

    def __init__(self, lengths: Sequence[int], rows: int = 0) -> None:
        self.lengths = tuple(lengths)
        self.sums = np.zeros((len(self.lengths), rows))
        self.pushed = 0
        self._kept = np.zeros((self.lengths[-1], rows), dtype=np.float32)

    def reserve(self, rows: int) -> None:
        """Make room for so many rows; new ones have seen only zeros."""
        more = rows - self.sums.shape[1]
        if more > 0:
            self.sums = np.pad(self.sums, ((0, 0), (0, more)))
            self._kept = np.pad(self._kept, ((0, 0), (0, more)))

    def reset(self, row: int) -> None:
        """Forget one row."""
        self.sums[:, row] = 0.0
        self._kept[:, row] = 0.0

    def push(self, values: Floats) -> Floats:
        """Take the next value of every row, and return the sums."""
        size = self.lengths[-1]
        kept = values.astype(np.float32)
        for index, length in enumerate(self.lengths):
            self.sums[index] += kept - self._kept[(self.pushed - length) % size]
        np.maximum(self.sums, 0.0, out=self.sums)
        self._kept[self.pushed % size] = kept
        self.pushed += 1
        return self.sums
