"""How many cases a day a deadline needs, on arrivals whose answer is known."""

import random
from decimal import Decimal

import pytest

from peygir.outlook.scoring.fairness.capacity import DAY, capacity_needed, keeps_all
from peygir.outlook.scoring.fairness.deadlines import HOUR, Deadline, SeenPromise, effect_of


def test_a_crowd_that_comes_at_once_needs_as_many_a_day_as_the_deadline_leaves() -> None:
    crowd = [(0, 10 * DAY)] * 100
    assert capacity_needed(crowd) == pytest.approx(Decimal(10), abs=Decimal("0.02"))
    assert capacity_needed([(0, DAY // 2)]) == pytest.approx(Decimal(2), abs=Decimal("0.02"))
    assert capacity_needed([]) == 0


def test_the_worst_stretch_of_days_decides() -> None:
    """Two a day for 30 days, and 20 on the tenth day: 20 + 2 × 3 must be done within the 4 days until they are due."""
    steady = [(day * DAY, (day + 4) * DAY) for day in range(30) for _number in range(2)]
    assert capacity_needed(steady) < Decimal("2.4")
    burst = [*steady, *[(10 * DAY, 14 * DAY)] * 20]
    needed = capacity_needed(burst)
    assert needed == pytest.approx(Decimal("5.5"), abs=Decimal("0.3")), "22 of one day within four"
    assert keeps_all(sorted(burst), DAY / float(needed + Decimal("0.02")))
    assert not keeps_all(sorted(burst), DAY / (float(needed) * 0.98))


def test_what_is_due_first_is_taken_first() -> None:
    urgent = [(day * DAY, day * DAY + DAY) for day in range(20)]
    patient = [(0, 30 * DAY)] * 20
    assert capacity_needed([*urgent, *patient]) < Decimal("2.2"), "the patient ones wait until there is time"


def test_no_smaller_number_keeps_all_of_random_arrivals() -> None:
    draw = random.Random(137)
    for _city in range(20):
        arrivals = []
        for _case in range(60):
            start = draw.randrange(30 * DAY)
            arrivals.append((start, start + draw.randrange(DAY, 9 * DAY)))
        needed = float(capacity_needed(arrivals))
        assert keeps_all(sorted(arrivals), DAY / (needed + 0.01))
        most = 0.0  # of each stretch: what came and was due in it, over its length
        for start, _due in arrivals:
            for _start, due in arrivals:
                inside = sum(start <= one and end <= due for one, end in arrivals)
                most = max(most, inside * DAY / (due - start) if inside else 0.0)
        assert most <= needed + 0.01, "no order of work does with less"
        assert needed <= most * 1.35 + 1, "a case that is begun already is the only difference"


def test_burden_and_equity_loss_are_those_that_were_planted() -> None:
    """District 1 is promised 2 days, district 2 has 6; both have a case a day for ten days."""
    seen = [
        SeenPromise(district, HOUR, days * DAY, True, start=day * DAY)
        for district, days in (("1", 2), ("2", 6))
        for day in range(10)
    ]
    effect = effect_of(seen, Deadline(hours=72), days=10, fewest=5)
    assert [effect.burden_before, effect.burden_then] == [Decimal(8), Decimal(6)], "2 + 6 days a day, then 3 + 3"
    assert [effect.loss_before, effect.loss_then] == [Decimal(2), Decimal(0)], (
        "6 against the mean of 4; the same for all"
    )
    first, second = effect.districts
    assert first.capacity_before > second.capacity_before, "what is due sooner needs more work a day"
    assert first.capacity_then == second.capacity_then
    assert first.open_allowed == 3
