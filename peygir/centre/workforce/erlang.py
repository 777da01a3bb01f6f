"""How long callers wait with a number of operators, and how many operators a wanted waiting time needs.

Calls come at random (Poisson), talks have an exponential length, all operators answer one queue. Erlang C lets
callers wait for ever; Erlang A lets each hang up after a patience of their own (exponential, independent).

Sources: A. K. Erlang, "Solution of some problems in the theory of probabilities of significance in automatic telephone
exchanges", 1917 (B and C); S. Zeltyn and A. Mandelbaum, "Call centers with impatient customers: many-server asymptotics
of the M/M/n+G queue", Queueing Systems 51, 2005, section 3 (the integrals of `with_patience`).
"""

from dataclasses import dataclass
from math import ceil, exp, inf
from typing import Final

import numpy as np

MOST_OPERATORS: Final = 2000
NOTHING: Final = 50.0
"""Waits whose density is below e^-50 of the greatest are neglected."""

NEVER: Final = 1e-200


@dataclass(frozen=True, slots=True)
class CallLoad:
    """The load: calls per hour and mean seconds of a conversation with its wrap-up. Raises ValueError below zero."""

    calls_per_hour: float
    talk_s: float

    def __post_init__(self) -> None:
        if self.calls_per_hour < 0 or self.talk_s <= 0:
            raise ValueError("calls cannot be below zero, nor a talk shorter than a moment")

    @property
    def per_second(self) -> float:
        """Calls per second, on average."""
        return self.calls_per_hour / 3600

    @property
    def erlangs(self) -> float:
        """The offered load: operators who would be busy if nobody ever had to wait."""
        return self.per_second * self.talk_s


@dataclass(frozen=True, slots=True)
class Waiting:
    """The result: shares between 0 and 1, times in seconds. `mean_wait_s` counts abandoned calls too."""

    is_waiting: float
    answered_within: float
    mean_wait_s: float
    abandoned: float
    occupancy: float


NOBODY_ANSWERS: Final = Waiting(is_waiting=1.0, answered_within=0.0, mean_wait_s=inf, abandoned=0.0, occupancy=1.0)


def erlang_b(erlangs: float, servers: int) -> float:
    """The share of calls that find every server busy and are lost (Erlang B), by the usual recursion."""
    blocked = 1.0
    for number in range(1, servers + 1):
        blocked = erlangs * blocked / (number + erlangs * blocked)
    return blocked


def without_patience(load: CallLoad, operators: int, within_s: float) -> Waiting:
    """Erlang C. If the load exceeds the capacity, the queue grows without bound: NOBODY_ANSWERS."""
    offered = load.erlangs
    if offered == 0:
        return Waiting(0.0, 1.0, 0.0, 0.0, 0.0)
    if operators <= offered:
        return NOBODY_ANSWERS
    blocked, free = erlang_b(offered, operators), operators - offered
    waiting = operators * blocked / (free + offered * blocked)
    return Waiting(
        is_waiting=waiting,
        answered_within=1 - waiting * exp(-free * within_s / load.talk_s),
        mean_wait_s=waiting * load.talk_s / free,
        abandoned=0.0,
        occupancy=offered / operators,
    )


def with_patience(load: CallLoad, operators: int, within_s: float, patience_s: float) -> Waiting:
    """Erlang A (M/M/n+M), mean patience in seconds. In `answered_within` abandoned calls count as not answered."""
    if load.calls_per_hour == 0:
        return Waiting(0.0, 1.0, 0.0, 0.0, 0.0)
    if operators == 0:
        return Waiting(1.0, 0.0, patience_s, 1.0, 0.0)
    rate, served, lost = load.per_second, operators / load.talk_s, 1 / patience_s
    # exp(rate * H(x) - served * x), H(x) = (1 - e^(-lost x)) / lost, is the virtual wait's density but for a constant.
    # It is scaled by its greatest value, so that a long queue causes no overflow.
    peak = max(0.0, np.log(rate / served) / lost)
    height = _exponent(peak, rate, served, lost)

    def density(x: float) -> float:
        return exp(_exponent(x, rate, served, lost) - height)

    end = peak + 1 / served
    while _exponent(end, rate, served, lost) > height - NOTHING:
        end = peak + 2 * (end - peak)
    # Imported here: scipy takes longer to load than Django, and few processes need it.
    from scipy.integrate import quad

    whole = quad(density, 0, end, points=[peak], limit=400)[0]
    in_time = quad(lambda x: exp(-lost * x) * density(x), 0, min(within_s, end), limit=400)[0]
    blocked = erlang_b(load.erlangs, operators - 1)
    if blocked < NEVER:
        return Waiting(0.0, 1.0, 0.0, 0.0, load.erlangs / operators)
    idle = exp(-height) / blocked
    total = idle + rate * whole
    abandoned = min(1.0, max(0.0, (exp(-height) + (rate - served) * whole) / total))
    return Waiting(
        is_waiting=rate * whole / total,
        answered_within=min(1.0, (idle + rate * in_time) / total),
        mean_wait_s=abandoned * patience_s,
        abandoned=abandoned,
        occupancy=load.erlangs * (1 - abandoned) / operators,
    )


def _exponent(x: float, rate: float, served: float, lost: float) -> float:
    return float(rate * -np.expm1(-lost * x) / lost - served * x)


def operators_needed(
    load: CallLoad, *, share: float, within_s: float, patience_s: float | None = None, shrinkage: float = 0.0
) -> int:
    """The fewest operators on the roster with whom `share` of the calls is answered within `within_s` seconds.

    `shrinkage` is the share of paid time in which nobody answers (breaks, training). Raises ValueError for a share or
    a shrinkage that is not in [0, 1), or a load beyond MOST_OPERATORS.
    """
    if not 0 <= share < 1 or not 0 <= shrinkage < 1:
        raise ValueError("a share lies between 0 and 1")
    if load.erlangs > MOST_OPERATORS:
        raise ValueError(f"more than {MOST_OPERATORS} operators would be busy")

    def is_enough(operators: int) -> bool:
        if patience_s is None:
            return without_patience(load, operators, within_s).answered_within >= share
        return with_patience(load, operators, within_s, patience_s).answered_within >= share

    # More operators never answer fewer calls in time, so the fewest are found between two powers of two.
    low, high = -1, 0 if load.calls_per_hour == 0 else 1
    while not is_enough(high):
        if high >= 2 * MOST_OPERATORS:
            raise ValueError("no roster reaches that share")
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if is_enough(middle) else (middle, high)
    return ceil(high / (1 - shrinkage) - 1e-9)
