"""A goal's measure is a named question, its baseline comes from the lake, and the system measures it month by month."""

from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from peygir.cases.models import Case
from peygir.core import clock
from peygir.core.codes import make_code
from peygir.history.queries import verify
from peygir.outlook.insight.monthly import first_day_of, monthly_sums, repeat_sums, source_of_rows
from peygir.outlook.insight.questions import question_from
from peygir.outlook.planning import actions
from peygir.outlook.planning.actions.budget import LineTerms
from peygir.outlook.planning.actions.goal_writing import BaselineIsNothing, ChangeIsNotRight, GoalChoice
from peygir.outlook.planning.actions.goals import MeasurementTerms
from peygir.outlook.planning.budget_rules import LineSums
from peygir.outlook.planning.goal_inputs import inputs_from
from peygir.outlook.planning.goal_rules import (
    BaselineIsTooShort,
    GoalNeedsControls,
    MeasureIsNotMonthly,
    checked_controls,
    checked_measure,
)
from peygir.outlook.planning.methods.goal_effect import measured
from peygir.outlook.planning.models import GoalMeasurement, PlanGoal
from peygir.people.actions import NotYourWork
from tests import make, planned
from tests.lake_town import city_of, written
from tests.planned import office
from tests.simulated_years import months_from
from tests.town import Town, TownClock, point_in

POTHOLES = "cases_opened~in.district.1~in.topic.CIV-01"


def live_months(town: Town, first: int, count: int, *, level: float, seed: int, again: float = 0.5) -> None:
    """Open about `level` cases a month of potholes in district 1, closed after ten days, some reported again."""
    draw = np.random.default_rng(seed)
    rows: list[Case] = []
    lat, lon = point_in("1")
    for month in months_from(first, count):
        begins = datetime.combine(first_day_of(month), datetime.min.time(), clock.now().tzinfo) + timedelta(hours=2)
        for number in range(int(draw.poisson(level))):
            opened = begins + timedelta(minutes=float(draw.uniform(0, 28 * 1440)))
            rows.append(
                Case(
                    id=1_000_000 * seed + len(rows),
                    code=make_code(seed, len(rows)),
                    city_id=town.city_id,
                    state="closed",
                    close_kind="confirmed",
                    state_at=opened + timedelta(days=10),
                    closed_at=opened + timedelta(days=10),
                    opened_at=opened,
                    topic_id=town.topics["CIV-01"],
                    district_id=town.districts["1"],
                    neighbourhood_id=town.neighbourhoods[f"01-0{1 + number % 2}"],
                    lat=lat,
                    lon=lon,
                    unit_id=town.units["D-01"],
                    report_count=1 + int(draw.poisson(again)),
                )
            )
    Case.objects.bulk_create(rows, batch_size=1_000)


def line_of(town: Town) -> LineTerms:
    """A budget line of district 1."""
    sums = LineSums(planned.APPROVED, 1_000_000_000)
    return LineTerms(year=1405, code="2-101", title=planned.TITLE, sums=sums, unit_id=town.units["D-01"])


def choice(**given: object) -> GoalChoice:
    """Fewer potholes in district 1, against their own past."""
    values: dict[str, object] = {
        "measure": POTHOLES,
        "years": 3,
        "change": -0.3,
        "due_on": date(2027, 9, 20),
        "estimator": "its",
    }
    return GoalChoice(**{**values, **given})  # type: ignore[arg-type]


@pytest.mark.django_db
def test_the_measure_is_a_question_with_one_number_a_month() -> None:
    found = checked_measure(POTHOLES)
    assert (found.place, found.areas, found.is_share, found.counts_cases) == ("district", ("1",), False, True)
    assert checked_measure("promises_kept").is_share
    for text in (
        "چاله در بلوار گلگشت",
        "cases_opened~by.month",
        "cases_opened~from.14050101",
        "cases_opened~in.month.140501",
        "cases_open",
        "cases_reopened",
        "time_to_finish",
        "work_cost",
        "cases_opened~in.district.1~in.neighbourhood.01-01",
        "cases_opened~in.district._",
        "nothing",
    ):
        with make.refused(MeasureIsNotMonthly):
            checked_measure(text)


@pytest.mark.django_db
def test_areas_to_compare_with_are_others_of_the_same_kind() -> None:
    measure = checked_measure(POTHOLES)
    four = ("2", "3", "4", "5")
    for codes, estimator, is_worst in ((four[:3], "its", False), (("1", *four), "its", False), ((), "its", True)):
        with make.refused(GoalNeedsControls):
            checked_controls(measure, codes, estimator=estimator, is_chosen_as_worst=is_worst)
    with make.refused(GoalNeedsControls):
        checked_controls(measure, (), estimator="synthetic", is_chosen_as_worst=False)
    with make.refused(GoalNeedsControls):
        checked_controls(checked_measure("cases_opened"), four, estimator="before_after", is_chosen_as_worst=False)
    assert checked_controls(measure, four[::-1], estimator="synthetic", is_chosen_as_worst=True) == four


def test_months_of_the_lake_and_of_the_tables_are_the_same(town: Town, town_clock: TownClock, tmp_path: Path) -> None:
    live_months(town, 140401, 13, level=12, seed=31)
    question = question_from("cases_opened~in.topic.CIV-01")
    areas = ("1", "2")
    with source_of_rows(tmp_path / "none", city_of(town), now=clock.now()) as source:
        fresh = monthly_sums(source, question, place="district", areas=areas)
        again = repeat_sums(source, question)
        assert (source.root, source.last_event) == ("", None)
    written(tmp_path, town)
    with source_of_rows(tmp_path, city_of(town), now=clock.now()) as source:
        assert monthly_sums(source, question, place="district", areas=areas) == fresh
        assert repeat_sums(source, question) == again
        assert len(source.root) == len(source.files) == 64
    assert fresh.months[-1] == 140501, "the month that is not over is left out"
    assert fresh.months[0] in (140401, 140402), "and the first one, unless the data begin with it"
    assert sum(fresh.days[:2]) in (62, 61)
    rows = Case.objects.filter(district_id=town.districts["1"], topic_id=town.topics["CIV-01"])
    whole = [fresh.areas["1"].amounts[place] for place in range(len(fresh.months))]
    assert 0 < sum(whole) <= rows.count()
    assert sum(one.cases for one in again) == rows.filter(state="closed").count()
    assert sum(one.again for one in again) == sum(count - 1 for count in rows.values_list("report_count", flat=True))


def test_a_goal_is_written_from_choices_registered_and_measured(
    town: Town, town_clock: TownClock, tmp_path: Path
) -> None:
    live_months(town, 140201, 38, level=30, seed=41)
    written(tmp_path, town)
    programme_id = planned.approved_programme(town, [planned.planned_case(town)])
    with make.refused(NotYourWork):
        actions.write_goal(programme_id, choice(), folder=tmp_path, by=town.clerk)
    for given, refusal in (
        ({"change": 0.0}, ChangeIsNotRight),
        ({"change": -0.99}, ChangeIsNotRight),
        ({"years": 5}, BaselineIsTooShort),
        ({"measure": "cases_opened~in.district.3~in.topic.CIV-01"}, BaselineIsNothing),
        ({"estimator": "synthetic"}, GoalNeedsControls),
    ):
        with make.refused(refusal):
            actions.write_goal(programme_id, choice(**given), folder=tmp_path, by=town.manager)
    goal_id = actions.write_goal(programme_id, choice(), folder=tmp_path, by=town.manager)
    goal = PlanGoal.objects.get(pk=goal_id)
    assert goal.baseline == pytest.approx(30, abs=3)
    assert goal.target == pytest.approx(goal.baseline * 0.7)
    assert (goal.baseline_from, goal.baseline_to) == (date(2023, 4, 21), date(2026, 4, 20))
    actions.register_goal(goal_id, by=town.manager)
    assert actions.plan_measurements(clock.now()) == 0, "no month is over that the baseline does not have"

    line_id = actions.make_line(town.city_id, line_of(town), by=office("budget"))
    actions.tie_line(line_id, programme_id, by=office("budget"))
    actions.move_line(line_id, "begin", by=office("budget"))
    town_clock.forward(days=70)
    actions.move_line(line_id, "finish", by=office("budget"))
    assert actions.plan_measurements(clock.now()) == 1
    assert actions.measure_due_goals(town.city_id, tmp_path, clock.now()) == 0, "no month after the work is over"

    live_months(town, 140505, 14, level=14, seed=42)
    town_clock.forward(days=400)
    written(tmp_path, town, is_whole=True)
    assert actions.measure_due_goals(town.city_id, tmp_path, clock.now()) == 1
    assert actions.measure_due_goals(town.city_id, tmp_path, clock.now()) == 0, "once for a month"
    row = GoalMeasurement.objects.get()
    assert row.verdict == "reached", row.result
    assert row.value == pytest.approx(14, abs=4)
    assert row.result["months_after"] >= 11
    assert row.inputs["phases"].count(1) >= 2, "the months of the work are left out"
    assert len(row.root) == len(row.digest) == 64
    assert row.inputs["last_event"] > 0
    kept = {name: value for name, value in row.inputs.items() if name not in {"as_of", "last_event", "files"}}
    assert measured(inputs_from(kept)) == row.result, "what is kept gives the same figures again"
    assert PlanGoal.objects.get(pk=goal_id).state == "registered", "its day is not over"

    town_clock.forward(days=60)
    live_months(town, 140607, 1, level=14, seed=43)
    written(tmp_path, town, is_whole=True)
    assert actions.measure_due_goals(town.city_id, tmp_path, clock.now()) == 1
    assert PlanGoal.objects.get(pk=goal_id).state == "reached"
    assert actions.plan_measurements(clock.now()) == 0
    assert verify().breaks == []


def test_a_work_that_is_not_done_by_the_day_cannot_be_told(town: Town, town_clock: TownClock, tmp_path: Path) -> None:
    live_months(town, 140201, 38, level=10, seed=51)
    programme_id = planned.approved_programme(town, [planned.planned_case(town)])
    terms = choice(due_on=date(2026, 7, 1))
    goal_id = actions.write_goal(programme_id, terms, folder=tmp_path, by=town.manager)
    actions.register_goal(goal_id, by=town.manager)
    town_clock.forward(days=120)
    assert actions.measure_due_goals(town.city_id, tmp_path, clock.now()) == 1
    row = GoalMeasurement.objects.get()
    assert (row.verdict, row.result["why"], row.value, row.root) == ("cannot_tell", "work", None, "")
    assert PlanGoal.objects.get(pk=goal_id).state == "cannot_tell"


def test_nobody_enters_a_measurement_by_hand(town: Town, town_clock: TownClock, tmp_path: Path) -> None:
    live_months(town, 140201, 38, level=10, seed=61)
    programme_id = planned.approved_programme(town, [planned.planned_case(town)])
    goal_id = actions.write_goal(programme_id, choice(), folder=tmp_path, by=town.manager)
    actions.register_goal(goal_id, by=town.manager)
    town_clock.forward(days=400)
    terms = MeasurementTerms(
        first_on=date(2026, 10, 2), last_on=date(2027, 5, 1), value=1.0, low=1.0, high=1.0, digest="0" * 64
    )
    with make.refused(NotYourWork):
        actions.measure_goal(goal_id, terms, by=town.manager)
