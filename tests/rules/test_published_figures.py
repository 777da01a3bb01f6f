"""Times with open cases, the parts of a change, and what a later version may show."""

import math
from dataclasses import replace

import pytest

from peygir.outlook.insight.publishing.catalogue import FIGURES
from peygir.outlook.insight.publishing.changes import REST, count_change, share_change
from peygir.outlook.insight.publishing.protecting import LeafCount, protected_figure
from peygir.outlook.insight.publishing.rows import FigureRow, digest_of, shares_hidden
from peygir.outlook.insight.publishing.times import FollowedTime, curve_of, quantile_of
from peygir.outlook.insight.publishing.versions import corrected_rows, tells_too_much, with_marks

# The remission times of 21 leukaemia patients (E. J. Freireich et al., Blood 21 (1963) 699): True is a relapse.
REMISSION = [
    *((6, True), (6, True), (6, True), (6, False), (7, True), (9, False), (10, True), (10, False), (11, False)),
    *((13, True), (16, True), (17, False), (19, False), (20, False), (22, True), (23, True), (25, False)),
    *((32, False), (32, False), (34, False), (35, False)),
]


def test_the_median_of_published_data_with_its_interval() -> None:
    """R's survfit(conf.type = "log-log") gives 23 with 13 and no upper end for these."""
    found = quantile_of(curve_of([FollowedTime(days, is_done) for days, is_done in REMISSION]), 0.5)
    assert (found.days, found.low, found.high) == (23.0, 13.0, None)


def test_open_cases_make_it_longer() -> None:
    done = [FollowedTime(float(day), True) for day in range(1, 41)]
    still_open = [FollowedTime(30.0, False)] * 40
    assert quantile_of(curve_of(done), 0.5).days == 20.0
    with_open = quantile_of(curve_of([*done, *still_open]), 0.5)
    assert with_open.days is not None
    assert with_open.days > 30, "who drops the open ones says 20 days"
    assert quantile_of(curve_of(still_open), 0.5).days is None
    every = quantile_of(curve_of(done), 0.9)
    assert every.high == 40.0
    with pytest.raises(ValueError, match="no cases"):
        curve_of([])


def test_a_change_is_mix_and_rate() -> None:
    # Each group keeps its share; only the mix changes from half and half to one in four.
    change = share_change({"a": (50, 40), "b": (50, 10)}, {"a": (25, 20), "b": (75, 15)}, (100, 50), (100, 35))
    assert math.isclose(change.mix, -0.15)
    assert math.isclose(change.rate, 0.0, abs_tol=1e-12)
    # The mix stays; the share of b falls.
    change = share_change({"a": (50, 40), "b": (50, 10)}, {"a": (50, 40), "b": (50, 0)}, (100, 50), (100, 40))
    assert math.isclose(change.rate, -0.1)
    assert math.isclose(change.mix, 0.0, abs_tol=1e-12)
    assert change.groups[0].key == "b"
    # What is not shown is the rest, and nothing is left over.
    change = share_change({"a": (400, 300)}, {"a": (300, 180)}, (1000, 600), (900, 500))
    assert {one.key for one in change.groups} == {"a", REST}
    assert math.isclose(change.mix + change.rate, change.whole)
    assert not share_change({}, {}, (1000, 600), (900, 400)).is_chance
    assert share_change({}, {}, (30, 15), (30, 16)).is_chance
    with pytest.raises(ValueError, match="without rows"):
        share_change({}, {}, (0, 0), (5, 1))


def test_a_group_that_is_new_changes_the_mix_alone() -> None:
    found = share_change({"a": (100, 80), "b": (0, 0)}, {"a": (50, 40), "b": (50, 0)}, (100, 80), (100, 40))
    assert math.isclose(found.whole, -0.4)
    assert math.isclose({one.key: one.rate for one in found.groups}["b"], 0.0, abs_tol=1e-12)


def test_numbers_change_by_their_groups() -> None:
    found = count_change({"a": 10, "b": 50}, {"a": 90, "b": 40, "c": 7}, 60, 137)
    assert found.groups == (("a", 80), ("b", -10))


def test_what_reporters_said_of_a_group_with_one_voice_is_hidden() -> None:
    figure = FIGURES["satisfied"]
    leaves = [
        LeafCount("1", "g", "t", 40, 40),
        LeafCount("2", "g", "t", 40, 20),
        LeafCount("3", "g", "t", 60, 30),
        LeafCount("3", "h", "u", 60, 30),
    ]
    protected_answers = protected_figure(figure, leaves, fewest=5)
    assert ("district", "1") in protected_answers.hidden, "all forty of district 1 said the same"
    assert len([place for place in protected_answers.hidden if place[0] == "district"]) >= 2, (
        "and it is not the rest of the city"
    )
    assert ("city",) not in protected_answers.hidden
    cases = protected_figure(FIGURES["promises_kept"], leaves, fewest=5)
    assert not cases.hidden, "of cases that is no secret"


def row(figure: str = "cases_opened", *keys: str, n: int | None = 10, good: int | None = None) -> FigureRow:
    """A row of the city, or of a district."""
    return FigureRow(figure, "district" if keys else "city", keys, n, good, value=n, is_hidden=n is None)


def test_a_version_with_marks_only_adds() -> None:
    before = [row(n=10), row("contacts", n=99)]
    after = with_marks(before, [row(n=11), row("solved", n=30, good=20)])
    assert [(one.figure, one.n) for one in after] == [("solved", 30), ("cases_opened", 10), ("contacts", 99)]


def test_a_correction_never_tells_of_single_cases() -> None:
    before = [row(n=100), row("cases_opened", "1", n=40), row("cases_opened", "2", n=60)]
    small = [row(n=98), row("cases_opened", "1", n=38), row("cases_opened", "2", n=60)]
    large = [row(n=90), row("cases_opened", "1", n=30), row("cases_opened", "2", n=60)]
    assert tells_too_much(before, small, fewest=5)
    assert corrected_rows(before, small, fewest=5) == before
    assert corrected_rows(before, large, fewest=5) == large
    times = [row("days_to_finish", n=100)]
    assert corrected_rows([*before, *times], [*small, row("days_to_finish", n=98)], fewest=5) == [*times, *before]
    hidden = replace(before[1], n=None, value=None, is_hidden=True)
    assert not tells_too_much([hidden], small, fewest=5), "what was hidden gives nothing to subtract from"
    assert tells_too_much([row("solved", n=50, good=20)], [row("solved", n=50, good=22)], fewest=5)


def test_two_versions_put_together_hide_as_much_as_each_alone() -> None:
    # What is hidden changes while all that both show agrees: the union would show what each hides to protect the rest.
    def of_group(group: str, n: int | None) -> FigureRow:
        return FigureRow("cases_opened", "topic_group", (group,), n, is_hidden=n is None)

    before = [row(n=100), of_group("a", None), of_group("b", 90), of_group("c", None)]
    hides_another = [row(n=100), of_group("a", None), of_group("b", None), of_group("c", 7)]
    assert corrected_rows(before, hides_another, fewest=5) == before
    shows_more = [row(n=120), of_group("a", 20), of_group("b", 90), of_group("c", 10)]
    assert corrected_rows(before, shows_more, fewest=5) == [
        row(n=120),
        of_group("a", None),
        of_group("b", 90),
        of_group("c", None),
    ]


def test_rows_are_stored_and_told_apart() -> None:
    rows = [row(n=10), row("cases_opened", "1", n=None)]
    assert [FigureRow.of(one.as_json()) for one in rows] == rows
    assert digest_of(rows) == digest_of([FigureRow.of(one.as_json()) for one in rows])
    assert digest_of(rows) != digest_of(rows[:1])
    assert shares_hidden(rows)["all"] == {"hidden": 1, "of": 2, "share": 0.5}
    assert shares_hidden(rows)["cases_opened/district"] == {"hidden": 1, "of": 1, "share": 1.0}
