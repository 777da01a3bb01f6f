"""Where high values lie together: the local statistic of Getis and Ord."""

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]


def gi_star(values: Numbers, weights: Numbers) -> Numbers:
    """Return Gᵢ* of each cell as a z-score; high where the cell and its neighbours have high values.

    `weights` has a row for each cell, with what the others and the cell itself weigh there (such as 1 for the cell and
    its neighbours, else 0). With mean x̄ and s² = Σ x²/n - x̄²,

        Gᵢ* = (Σ w x - x̄ Σ w) / (s √((n Σ w² - (Σ w)²)/(n - 1))).

    It is 0 where all values agree or all cells weigh the same. Source: J. K. Ord and A. Getis, Local spatial
    autocorrelation statistics, Geographical Analysis 27 (1995) 286–306.
    """
    n, mean = len(values), values.mean()
    sums = weights.sum(axis=1)
    spread = values.std() * np.sqrt(np.maximum(n * (weights**2).sum(axis=1) - sums**2, 0.0) / max(n - 1, 1))
    # What rounding leaves of a spread of 0.
    is_flat = spread <= 1e-12 * max(1.0, float(np.abs(values).max())) * n
    return np.where(is_flat, 0.0, (weights @ values - mean * sums) / np.where(is_flat, 1.0, spread))
