"""Controls how many findings among many tests are false: the procedure of Benjamini and Hochberg."""

from collections.abc import Sequence

import numpy as np


def adjusted_p_values(p_values: Sequence[float]) -> list[float]:
    """Return each p-value adjusted for the number of tests, in the given order.

    With the p-values in order, `q(i) = min over j ≥ i of p(j) · m / j`, at most 1. Source: Y. Benjamini and
    Y. Hochberg, Controlling the false discovery rate, J. Royal Statistical Society B 57 (1995) 289–300; adjusted values
    as in D. Yekutieli and Y. Benjamini, J. Statistical Planning and Inference 82 (1999) 171–196.
    """
    p = np.asarray(p_values, dtype=np.float64)
    order = np.argsort(p, kind="stable")
    ratios = p[order] * len(p) / np.arange(1, len(p) + 1)
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(np.minimum.accumulate(ratios[::-1])[::-1], 1.0)
    return [float(value) for value in adjusted]


def discoveries(p_values: Sequence[float], *, rate: float = 0.05) -> list[bool]:
    """Return which tests are findings when, on average, at most the share `rate` of the findings may be false.

    Holds for independent and for positively dependent tests.
    """
    return [value <= rate for value in adjusted_p_values(p_values)]
