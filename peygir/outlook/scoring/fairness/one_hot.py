"""A design matrix of an intercept and a 1 for each known value of a row, without its zeros."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]


class OneHot:
    """Rows with a 1 in column 0 and in the columns of their values.

    The matrix itself would be some hundred columns wide. All sums go over the rows in their order, so they are the same
    on every machine.
    """

    def __init__(self, rows: Sequence[Sequence[int]], columns: int) -> None:
        """`rows` are the columns of each row's values, from 1; `columns` counts that of the intercept."""
        self.columns = columns
        width = max(map(len, rows), default=0)
        # A column beyond the last one stands where a row has fewer values, and is cut off.
        padded = [(*row, *(columns,) * (width - len(row))) for row in rows]
        self._places = np.array(padded, dtype=np.int64).reshape(len(rows), width)

    def times(self, beta: Numbers) -> Numbers:
        """The product with a vector: one number for each row."""
        values = np.append(beta, 0.0)
        total = np.full(len(self._places), beta[0])
        for column in self._places.T:
            total += values[column]
        return total

    def summed(self, values: Numbers) -> Numbers:
        """The product of the transposed matrix with a number for each row: one for each column."""
        total = np.zeros(self.columns + 1)
        for column in self._places.T:
            total += np.bincount(column, weights=values, minlength=self.columns + 1)
        total[0] = values.sum()
        return np.asarray(total[:-1])

    def squared(self, weights: Numbers) -> Numbers:
        """The product of the transposed matrix with itself, each row weighted."""
        size, places = self.columns + 1, self._places.T
        pairs = np.zeros(size * size)
        for first, column in enumerate(places):
            for other in places[first + 1 :]:
                pairs += np.bincount(column * size + other, weights=weights, minlength=size * size)
        square = pairs.reshape(size, size)[:-1, :-1]
        square = square + square.T
        sums = self.summed(weights)
        square[0, :] = square[:, 0] = sums
        square[np.diag_indices_from(square)] = sums
        return np.asarray(square)
