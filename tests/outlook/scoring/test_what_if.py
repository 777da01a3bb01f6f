"""Another scheme and another deadline: who moves, how sure that is, and what would have been kept."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.outlook.scoring.fairness.capacity import DAY
from peygir.outlook.scoring.fairness.deadlines import HOUR, Deadline, SeenPromise, effect_of
from peygir.outlook.scoring.fairness.what_if import drawn_marks, drawn_weights, moved_units, ranks_of
from peygir.outlook.scoring.marking import Marking
from peygir.outlook.scoring.rules import SchemeContent, content_from
from tests.outlook.scoring.whole_marks import content

COMBINATIONS = ("mean", "geometric", "minimum")


def fixed(scheme: SchemeContent) -> dict[str, np.ndarray]:
    """The scheme's own weights as if they were drawn once."""
    total = sum(scheme.groups.values())
    return {
        part.indicator: np.array(
            [
                float(
                    scheme.groups[part.group]
                    * part.weight
                    / (total * sum(one.weight for one in scheme.parts if one.group == part.group))
                )
            ]
        )
        for part in scheme.parts
        if part.weight
    }


@given(st.data(), st.sampled_from(COMBINATIONS))
def test_marks_by_the_schemes_own_weights_are_those_of_the_marking(data: st.DataObject, combination: str) -> None:
    scheme = content_from(content(combination=combination))
    names = [part.indicator for part in scheme.parts if part.weight]
    shares = st.integers(0, 100).map(lambda share: Decimal(share) / 100)
    scores = data.draw(st.dictionaries(st.sampled_from(names), shares, min_size=1))
    (found,) = drawn_marks(scheme, fixed(scheme), scores)
    assert found == pytest.approx(float(Marking(scheme, {}).combined(scores)), abs=0.0051)


def test_drawn_weights_are_around_those_of_the_scheme_and_always_the_same() -> None:
    scheme = content_from(content())
    drawn, again = drawn_weights(scheme), drawn_weights(scheme)
    for name, weights in fixed(scheme).items():
        assert drawn[name].mean() == pytest.approx(weights[0], abs=0.01)
        assert (drawn[name] == again[name]).all()
    assert sum(drawn.values()) == pytest.approx(1)
    assert (drawn_weights(scheme, seed=1)["solved"] != drawn["solved"]).any()


def test_who_is_better_in_everything_never_moves_and_who_is_as_good_may() -> None:
    scheme = content_from(content())
    names = [part.indicator for part in scheme.parts if part.weight]
    high, low = dict.fromkeys(names, Decimal("0.9")), dict.fromkeys(names, Decimal("0.2"))
    times = {part.indicator for part in scheme.parts if part.group == "time"}
    fast = {name: Decimal("0.8") if name in times else Decimal("0.5") for name in names}
    sound = {name: Decimal("0.1") if name in times else Decimal("0.72") for name in names}
    scores = {1: high, 2: low, 3: fast, 4: sound}
    marking = Marking(scheme, {})
    marks = {unit_id: marking.combined(own).quantize(Decimal("0.01")) for unit_id, own in scores.items()}
    before: dict[int, Decimal | None] = {**marks, 4: marks[3] + 1, 5: Decimal(3)}
    after: dict[int, Decimal | None] = {**marks, 5: None}
    moved = {one.unit_id: one for one in moved_units(scheme, before, after, scores, {"district": (1, 2, 3, 4, 5)})}
    assert moved[1].chance == moved[2].chance == 0 or not moved[1].moves
    assert (moved[1].rank_before, moved[1].rank_after, moved[1].chance) == (1, 1, 0.0)
    assert moved[5].rank_after is moved[5].chance is None
    assert moved[3].chance is not None
    assert 0 < moved[3].chance < 1
    assert ranks_of({1: Decimal(3), 2: Decimal(5), 3: Decimal(3)}) == {1: 2, 2: 1, 3: 2}


def promises(district: str, hours: list[int], *, open_after: int | None = None) -> list[SeenPromise]:
    """Promises of two days that were kept after these hours; one is open, seen so long."""
    seen = [SeenPromise(district, one * HOUR, 48 * HOUR, True) for one in hours]
    return seen if open_after is None else [*seen, SeenPromise(district, open_after * HOUR, 48 * HOUR, False)]


def test_a_shorter_deadline_keeps_fewer_and_tells_the_gap_between_districts() -> None:
    seen = [*promises("1", [10, 20, 30, 40]), *promises("2", [10, 40, 45, 47]), *promises("", [1]), *promises("3", [1])]
    effect = effect_of(seen, Deadline(hours=24), days=2, fewest=4)
    first, second = effect.districts
    assert (first.district, first.kept_before, first.kept_then) == ("1", Decimal(1), Decimal("0.5"))
    assert (second.district, second.kept_before, second.kept_then) == ("2", Decimal(1), Decimal("0.25"))
    assert (effect.gap_before, effect.gap_then) == (Decimal(0), Decimal("0.25"))
    assert first.n == 4
    assert [first.per_day, first.days_before, first.days_then] == [Decimal(2), Decimal(2), Decimal(1)]
    assert first.open_allowed == 2
    assert 0 <= first.low < first.kept_then < first.high <= 1


def test_a_factor_and_work_that_is_not_done() -> None:
    seen = promises("1", [10, 20, 60], open_after=30)
    half = effect_of(seen, Deadline(factor=Fraction(1, 2)), days=30, fewest=1).districts[0]
    assert half.kept_then == Decimal("0.5"), "two of four within a day"
    longer = effect_of(seen, Deadline(factor=Fraction(2)), days=30, fewest=1).districts[0]
    assert longer.kept_then == 1, "the open one was seen for 30 hours; of the one seen longer all was kept"
    assert [longer.days_before, longer.days_then] == [Decimal(2), Decimal(4)]
    assert Deadline(hours=0).allots(seen[0]) == 1
    assert effect_of([], Deadline(hours=24), days=30, fewest=1).districts == ()
    assert DAY == 24 * HOUR
