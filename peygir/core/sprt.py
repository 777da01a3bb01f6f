"""Wald's sequential probability ratio test of a share of defects: stop visiting as soon as the answer is clear."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

Verdict = Literal["clean", "look_closer", "not_yet_known"]
MOST_VISITS: Final = 20_000
"""Beyond so many visits the expected number is not computed further; what is left there is negligible."""
_NEGLIGIBLE: Final = 1e-12


@dataclass(frozen=True, slots=True)
class SequentialTest:
    """A test of a share of at most `p0` (clean) against one of at least `p1` (look closer).

    `alpha` is the chance that a unit with the share `p0` is called "look closer", `beta` that one with the share `p1`
    is called "clean". Source: A. Wald, Sequential tests of statistical hypotheses, Annals of Mathematical Statistics
    16 (1945) 117–186.
    """

    p0: float = 0.05
    p1: float = 0.15
    alpha: float = 0.05
    beta: float = 0.05

    @property
    def is_possible(self) -> bool:
        """Whether the values make a test: 0 < p0 < p1 < 1, and both risks between 0 and one half."""
        return 0 < self.p0 < self.p1 < 1 and 0 < self.alpha < 0.5 and 0 < self.beta < 0.5

    @property
    def upper(self) -> float:
        """The logarithm of the likelihood ratio from which the verdict is "look closer"."""
        return math.log((1 - self.beta) / self.alpha)

    @property
    def lower(self) -> float:
        """The logarithm of the likelihood ratio down to which the verdict is "clean"."""
        return math.log(self.beta / (1 - self.alpha))

    @property
    def step_of_defect(self) -> float:
        """What a defect adds to the logarithm of the likelihood ratio; positive."""
        return math.log(self.p1 / self.p0)

    @property
    def step_of_clean(self) -> float:
        """What a visit without a defect adds; negative."""
        return math.log((1 - self.p1) / (1 - self.p0))

    def ratio_after(self, visits: int, defects: int) -> float:
        """Return the logarithm of the likelihood ratio after so many visits."""
        return defects * self.step_of_defect + (visits - defects) * self.step_of_clean

    def verdict_at(self, ratio: float) -> Verdict:
        """Return what a logarithm of the likelihood ratio says."""
        if ratio >= self.upper:
            return "look_closer"
        return "clean" if ratio <= self.lower else "not_yet_known"

    def visits_to_clean(self, visits: int, defects: int) -> int:
        """Return how many more visits without a defect lead to "clean"; 0 if the ratio is there already."""
        left = self.ratio_after(visits, defects) - self.lower
        return max(0, math.ceil(left / -self.step_of_clean - 1e-9))


TEST: Final = SequentialTest()
"""The test of units: 5 % against 15 %, both risks 5 %."""


@dataclass(frozen=True, slots=True)
class SequentialResult:
    """The verdict, the logarithm of the likelihood ratio on which it rests, and the visits that led to it.

    `decided_after` is the number of the visit that decided, None while nothing is known; later visits do not count.
    """

    verdict: Verdict
    ratio: float
    visits: int
    defects: int
    decided_after: int | None


def run_test(defects: Iterable[bool], test: SequentialTest = TEST) -> SequentialResult:
    """Return the result of visits in their order, True for a defect; the first boundary that is reached decides."""
    found = visits = 0
    for is_defect in defects:
        visits += 1
        found += is_defect
        ratio = test.ratio_after(visits, found)
        verdict = test.verdict_at(ratio)
        if verdict != "not_yet_known":
            return SequentialResult(verdict, ratio, visits, found, visits)
    return SequentialResult("not_yet_known", test.ratio_after(visits, found), visits, found, None)


@dataclass(frozen=True, slots=True)
class Expectation:
    """How the test ends for units with one true share of defects: the mean number of visits, and both verdicts."""

    visits: float
    clean: float
    look_closer: float


def expected(share: float, test: SequentialTest = TEST, *, most: int = MOST_VISITS) -> Expectation:
    """Return the exact mean number of visits and the chances of the verdicts at a true share of defects.

    Computed visit by visit over the numbers of defects that leave the test undecided, so the overshoot over the
    boundaries is included, which Wald's approximation leaves out. Units undecided after `most` visits count as `most`.
    """
    undecided, mean, clean, closer, visits = {0: 1.0}, 0.0, 0.0, 0.0, 0
    while undecided and visits < most:
        visits += 1
        mean += sum(undecided.values())
        following: dict[int, float] = {}
        for found, chance in undecided.items():
            for after, part in ((found, chance * (1 - share)), (found + 1, chance * share)):
                verdict = test.verdict_at(test.ratio_after(visits, after))
                if verdict == "clean":
                    clean += part
                elif verdict == "look_closer":
                    closer += part
                elif part > _NEGLIGIBLE:
                    following[after] = following.get(after, 0.0) + part
        undecided = following
    return Expectation(mean, clean, closer)
