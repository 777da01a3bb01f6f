"""The measures of indicators: values by hand, values without a row, and the same digits whatever the order."""

import functools
import math
import operator
import os
import random
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from peygir.core import false_closure
from peygir.core.intervals import wilson
from peygir.outlook.scoring import measures
from peygir.outlook.scoring.catalogue import INDICATORS
from peygir.outlook.scoring.measures import (
    BY_VISITS,
    IN_TIME,
    MEAN_TIME,
    MEASURES,
    RATIO,
    SATISFIED,
    SHARE,
    Measure,
    Signature,
)
from peygir.outlook.scoring.methods.survival import SurvivalCurve
from peygir.outlook.scoring.survival import Row, mean_restricted, share_by_one

ROOT = Path(__file__).parents[3]


def by_definition(rows: list[Row], until: int, *, is_share: bool) -> float | None:
    """The estimate straight from the definition, in fractions."""
    seen = [(Fraction(elapsed, allotted), is_event) for elapsed, allotted, is_event, n in rows for _ in range(n)]
    if not seen:
        return None
    still, area, last = Fraction(1), Fraction(0), Fraction(0)
    for moment in sorted({time for time, is_event in seen if is_event and time <= until}):
        area, last = area + still * (moment - last), moment
        at_risk = sum(time >= moment for time, _is_event in seen)
        still *= Fraction(at_risk - sum(is_event and time == moment for time, is_event in seen), at_risk)
    if still and not any(time >= 1 for time, _is_event in seen):
        return None  # what became of the promises until they were due is not known
    return float(1 - still) if is_share else float(area + still * (until - last))


@pytest.mark.parametrize("seed", range(60))
def test_survival_and_its_value_without_a_row_are_those_of_the_definition(seed: int) -> None:
    draw = random.Random(seed)
    counts: Counter[tuple[int, int, bool]] = Counter()
    for _number in range(draw.randint(1, 14)):
        counts[(draw.randint(1, 14), draw.choice([4, 5, 6]), draw.random() < 0.7)] += draw.randint(1, 2)
    rows = [(*key, n) for key, n in counts.items()]
    for function, until, is_share in ((share_by_one, 1, True), (mean_restricted, 2, False)):
        result, by_hand = function(rows), by_definition(rows, until, is_share=is_share)
        assert (result is None) == (by_hand is None)
        if result is None:
            continue
        assert result.value == pytest.approx(by_hand, abs=1e-12)
        assert result.low <= result.value <= result.high
        for key in counts:
            less = [(*other, n - (other == key)) for other, n in counts.items() if n - (other == key)]
            rest, expected = (
                result.without[(key[0], key[1], int(key[2]))],
                by_definition(less, until, is_share=is_share),
            )
            assert (rest is None) == (expected is None)
            assert rest is None or rest == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("seed", range(10))
def test_survival_agrees_with_the_method_for_files(seed: int) -> None:
    draw = random.Random(seed)
    rows = [(draw.randint(1, 300), 100, draw.random() < 0.7, 1) for _number in range(80)]
    curve = SurvivalCurve([elapsed / 100 for elapsed, *_rest in rows], [is_event for _e, _a, is_event, _n in rows])
    share, mean = share_by_one(rows), mean_restricted(rows)
    assert share is not None
    assert mean is not None
    assert share.value == pytest.approx(curve.finished_by(1).share, abs=1e-9)
    assert mean.value == pytest.approx(curve.restricted_mean(2).days, abs=1e-9)
    assert (mean.high - mean.value) / 1.959963984540054 == pytest.approx(curve.restricted_mean(2).error, abs=1e-9)


def test_open_work_counts_as_long_as_it_was_seen() -> None:
    # Four promises: kept at half time, one that left the unit before, one late, one open beyond its due.
    counts: dict[Signature, int] = {(50, 100, 1): 1, (20, 100, 0): 1, (150, 100, 1): 1, (180, 100, 0): 1}
    result = IN_TIME.measured(counts)
    assert result is not None
    assert result.value == Decimal("0.333333333333"), "one of the three that were still there"
    assert result.n == 3, "what became of one is not known"


def test_promises_that_left_before_they_were_due_say_nothing() -> None:
    left: Signature = (10, 100, 0)
    assert IN_TIME.measured({left: 100}) is None
    assert MEAN_TIME.measured({left: 100}) is None
    one_kept = IN_TIME.measured({left: 99, (90, 100, 1): 1})
    assert one_kept is not None
    assert one_kept.n == 1, "too few to say, however many left"
    assert [float(one_kept.low), float(one_kept.high)] == pytest.approx(wilson(1, 1), abs=1e-11)
    still_open: dict[Signature, int] = {left: 99, (150, 100, 0): 1}
    assert IN_TIME.without(still_open) == {left: 0, (150, 100, 0): None}


def test_a_share_has_wilsons_interval() -> None:
    result = SHARE.measured({(1,): 8, (0,): 2})
    assert result is not None
    assert result.value == Decimal("0.8")
    assert [float(result.low), float(result.high)] == pytest.approx(wilson(8, 10), abs=1e-11)
    assert SHARE.measured({}) is None
    assert SHARE.without({(1,): 1}) == {(1,): None}


def test_channels_weigh_as_many_as_were_asked() -> None:
    # 100 asked by SMS of whom 10 answered, all satisfied; 100 called of whom 100 answered, half satisfied.
    counts: dict[Signature, int] = {
        ("survey_sms", 1, 1): 10,
        ("survey_sms", 0, 0): 90,
        ("survey_call", 1, 1): 50,
        ("survey_call", 1, 0): 50,
    }
    result = SATISFIED.measured(counts)
    assert result is not None
    size = 1 / (0.25 / 10 + 0.25 / 100)
    assert float(result.value) == pytest.approx(wilson(0.75 * size, size)[0], abs=1e-11)
    assert result.n == 110


def test_a_ratio_is_the_ratio_of_sums() -> None:
    found = RATIO.measured({(6, 2): 1, (0, 2): 3})
    assert found is not None
    assert found.value == Decimal("0.75")
    assert RATIO.without({(6, 2): 1, (0, 2): 3})[(6, 2)] == 0


def test_visits_weigh_one_over_their_chance() -> None:
    found = BY_VISITS.measured({(500_000, 0): 3, (250_000, 1): 1})
    assert found is not None
    assert found.value == Decimal("0.6"), "6 of 10 cases stand behind the good visits"


def rows_for(measure: Measure, seed: int) -> Counter[Signature]:
    """Some rows that fit a measure."""
    draw = random.Random(seed)
    made: dict[str, Signature] = {}
    counts: Counter[Signature] = Counter()
    for _number in range(40):
        made = {
            "share": (draw.randint(0, 1),),
            "ratio": (draw.randint(0, 9), 10),
            "by_visits": (draw.choice([100_000, 333_333, 1_000_000]), draw.randint(0, 1)),
            "satisfied": (draw.choice(["question", "survey_sms"]), draw.randint(0, 1), draw.randint(0, 1)),
            "in_time": (draw.randint(1, 20), draw.randint(8, 12), draw.randint(0, 1)),
            "mean_time": (draw.randint(1, 30), draw.randint(8, 12), draw.randint(0, 1)),
        }
        counts[made[measure.name]] += 1
    return counts


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.name)
def test_the_order_of_rows_changes_no_digit(measure: Measure) -> None:
    counts = rows_for(measure, 7)
    first, without = measure.measured(counts), measure.without(counts)
    for seed in range(5):
        items = list(counts.items())
        random.Random(seed).shuffle(items)
        assert measure.measured(dict(items)) == first
        assert measure.without(dict(items)) == without
    for signature, value in without.items():
        less = counts - Counter({signature: 1})
        again = measure.measured(less)
        expected = again.value if again is not None else None
        assert (value is None) == (expected is None)
        assert value is None or expected is None or abs(value - expected) <= Decimal("1e-11")


@pytest.mark.parametrize("seed", ["0", "1", "4242"])
def test_the_seed_of_pythons_hashes_changes_no_digit(seed: str) -> None:
    code = f"from tests.outlook.scoring.whole_marks import digest; print(digest({int(seed)}))"
    environment = {**os.environ, "PYTHONHASHSEED": seed, "DJANGO_SETTINGS_MODULE": "peygir.settings"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    from tests.outlook.scoring.whole_marks import digest

    assert done.stdout.strip() == digest(0)


def test_every_indicator_is_whole_and_gives_the_columns_of_its_measure() -> None:
    from peygir.outlook.scoring.indicator import sql_of, tables

    for indicator in INDICATORS.values():
        assert set(indicator.columns) <= set(indicator.rows(tables()).columns), indicator.code
        assert sql_of(indicator).startswith("SELECT")
        for text in (indicator.name, indicator.definition, *indicator.whys.values()):
            assert text.in_language("fa") != text.in_language("en"), indicator.code
        assert all(len(why) <= 16 for why in indicator.whys)


def test_the_query_engine_is_loaded_where_marks_are_computed_and_not_before() -> None:
    code = "import sys; import peygir.outlook.scoring.rules; print('ibis' in sys.modules)"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.stdout.strip() == "False", done.stderr


def test_values_do_not_depend_on_how_a_version_of_python_adds(monkeypatch: pytest.MonkeyPatch) -> None:
    """`sum` of floats is compensated from Python 3.12 on, so the same rows would have two marks."""
    draw, given = random.Random(5), []
    for _number in range(3000):
        visits: dict[Signature, int] = {}
        for _row in range(draw.randint(3, 6)):
            visits[draw.randint(50_000, 1_000_000), draw.randint(0, 1)] = draw.randint(1, 40)
        given.append(visits)
    plain = [BY_VISITS.measured(visits) for visits in given]
    for module in (false_closure, measures):
        monkeypatch.setattr(module, "sum", lambda values: functools.reduce(operator.add, values, 0), raising=False)
    added = [BY_VISITS.measured(visits) for visits in given]
    for module in (false_closure, measures):
        monkeypatch.setattr(module, "sum", math.fsum, raising=False)
    assert plain == added == [BY_VISITS.measured(visits) for visits in given]
