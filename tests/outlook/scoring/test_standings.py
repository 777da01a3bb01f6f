"""How units stand among their peers: bands, ranks, places, and the text that is recorded."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from peygir.outlook.scoring.fairness.comparison import compared, standing_line
from peygir.outlook.scoring.fairness.expectation import ExpectedFailures, expected_of_units
from peygir.outlook.scoring.fairness.outcomes import MonthCells, cells_of
from peygir.outlook.scoring.fairness.peers import groups_of
from peygir.outlook.scoring.fairness.ranking import standings_in
from peygir.outlook.scoring.fairness.standing import WHOLE_MARK, Standing
from peygir.outlook.scoring.fairness.whole_marks import marks_with, shift_of
from peygir.outlook.scoring.marking import CountedRow, Marking
from peygir.outlook.scoring.rules import SchemeIsNotRight, content_from
from peygir.outlook.scoring.words import StandingBand
from tests.outlook.scoring.mixed_cities import MONTHS, UNITS, month_cells
from tests.outlook.scoring.whole_marks import content, rows_of

ALL = {"district": UNITS}


def by_unit(standings: list[Standing]) -> dict[int, Standing]:
    """The standings by unit."""
    return {one.unit_id: one for one in standings}


def test_who_fails_far_more_often_than_expected_is_worse_and_the_hard_topics_are_not() -> None:
    draw = np.random.default_rng(5)
    earlier = [month_cells(draw, first_on, each=300) for first_on in MONTHS[:3]]
    bad = {(2, topic): 2.5 for topic in ("bins", "lights", "trees")}
    month = month_cells(draw, MONTHS[3], each=300, factors=bad)
    expected, _model = expected_of_units(month, earlier, "solved")
    standings = by_unit(standings_in("solved", expected, ALL, 20))
    assert {unit_id for unit_id, one in standings.items() if one.band == StandingBand.WORSE} == {2}
    failed = {unit_id: one.observed or Decimal(0) for unit_id, one in standings.items()}
    assert all(failed[unit_id] > failed[2] for unit_id in (1, 3, 5, 7)), "yet they fail more often"
    assert (standings[2].rank, standings[2].rank_low, standings[2].rank_high, standings[2].place) == (8, 8, 8, 8)
    assert not standings[2].is_among_first
    ratio, shrunk = standings[2].ratio, standings[2].shrunk
    assert ratio is not None
    assert shrunk is not None
    assert ratio > shrunk > 1, "drawn towards the others"
    assert standings[1].place is None, "a place only where the sets part"
    for standing in standings.values():
        assert standing.rank is not None
        assert standing.rank_low is not None
        assert standing.rank_high is not None
        assert standing.rank_low <= standing.rank <= standing.rank_high


def test_too_few_rows_have_no_rank_and_take_no_place() -> None:
    expected = {
        1: ExpectedFailures(30, 20.0, 4.0, 100),
        2: ExpectedFailures(10, 20.0, 4.0, 100),
        3: ExpectedFailures(0, 0.5, 0.7, 4),
    }
    standings = by_unit(standings_in("solved", expected, {"district": (1, 2, 3), "office": (9,)}, 20))
    assert standings[3] == Standing(3, "solved", "district", StandingBand.TOO_FEW, 4)
    assert (standings[1].rank, standings[2].rank, standings[1].of) == (2, 1, 2)
    assert set(standings) == {1, 2, 3}, "no line for a unit without a row"


def test_a_unit_without_a_peer_has_a_ratio_and_no_rank() -> None:
    found = standings_in("solved", {1: ExpectedFailures(30, 20.0, 4.0, 100)}, {"office": (1,)}, 20)
    assert (found[0].ratio, found[0].rank, found[0].shrunk) == (Decimal("1.500000"), None, None)


def test_peers_are_of_one_kind_and_one_class_of_volume() -> None:
    kinds = {1: "district", 2: "district", 3: "office", 5: ""}
    units = {1: 99, 2: 100, 3: 100, 4: 5, 5: 6}
    assert groups_of(units, kinds, ()) == {"district": (1, 2), "office": (3,)}
    assert groups_of(units, kinds, (100, 500)) == {"district-1": (1,), "district-2": (2,), "office-2": (3,)}


def test_a_scheme_may_have_classes_of_volume() -> None:
    plain, classed = content_from(content()), content_from(content(volumes=[100, 1000]))
    assert "volumes" not in plain.as_json()
    assert content_from(classed.as_json()) == classed
    assert classed.digest != plain.digest
    for wrong in ([100, 100], [0], ["many"], 5, "12"):
        with pytest.raises(SchemeIsNotRight):
            content_from(content(volumes=wrong))


def whole_city(shuffle: int = 0) -> tuple[MonthCells, Marking, list[Standing], str]:
    """The comparison of the three made-up units, with their rows in some order."""
    scheme = content_from(content())
    draw = np.random.default_rng(shuffle)
    rows: dict[str, dict[int, list[CountedRow]]] = {}
    for part in scheme.parts:
        measure = Marking(scheme, {}).parts[part.indicator]
        rows[measure.indicator] = {}
        for unit_id in draw.permutation([1, 2, 3]).tolist():
            own = rows_of(unit_id, part.indicator, _measure_of(part.indicator))
            rows[part.indicator][unit_id] = [own[place] for place in draw.permutation(len(own)).tolist()]
    marking = Marking(scheme, {})
    units = [marking.mark(unit_id, {name: rows[name][unit_id] for name in rows}) for unit_id in (3, 1, 2)]
    month = MonthCells(MONTHS[3], "", cells_of(rows, {}))
    comparison = compared(month, [], marking, units, dict.fromkeys((1, 2, 3), "district"))
    return month, marking, list(comparison.standings), comparison.digest


def _measure_of(indicator: str) -> str:
    from peygir.outlook.scoring.catalogue import INDICATORS

    return INDICATORS[indicator].measure.name


def test_the_text_does_not_depend_on_the_order_of_rows() -> None:
    assert whole_city(1)[3] == whole_city(2)[3]
    *_rest, standings, digest = whole_city(3)
    assert len(digest) == 64
    assert {one.indicator for one in standings} == {
        "acknowledged",
        "finished_in_time",
        "reopened",
        "satisfaction",
        "solved",
        WHOLE_MARK,
    }
    marks = [one for one in standings if one.indicator == WHOLE_MARK]
    assert all(one.adjusted is not None and one.expected is not None for one in marks)
    assert {one.of for one in marks} == {3}
    line = standing_line(marks[0])
    assert line != standing_line(replace(marks[0], rank_low=9)), "every column stands in the text"
    assert line.startswith(f"standing,{marks[0].unit_id},mark,district,")


def test_the_adjusted_mark_of_a_unit_with_harder_cases_is_above_its_own() -> None:
    scheme = content_from(content())
    marking = Marking(scheme, {})
    rows = {part.indicator: rows_of(1, part.indicator, _measure_of(part.indicator)) for part in scheme.parts}
    result = marking.mark(1, rows)
    assert result.mark is not None
    same, harder = ExpectedFailures(20, 20.0, 3.0, 40), ExpectedFailures(20, 26.0, 3.0, 40)
    for points in marks_with(marking, result, {"solved": shift_of(same, 50, 100)}):
        assert abs(points - result.mark) < Decimal("0.006")
    expected, adjusted = marks_with(marking, result, {"solved": shift_of(harder, 50, 100)})
    assert expected < result.mark < adjusted
