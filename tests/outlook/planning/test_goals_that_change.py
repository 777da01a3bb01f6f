"""A goal whose work has begun is not registered, and one whose question no longer asks the same cannot be told."""

from pathlib import Path
from typing import Any

import pytest
from django.db.models import F, QuerySet

from peygir.city import queries as city
from peygir.city.models import City, District, Topic
from peygir.core import clock
from peygir.outlook.insight.metric_catalogue import METRICS
from peygir.outlook.planning import actions
from peygir.outlook.planning.actions.goals import WorkHasBegun
from peygir.outlook.planning.goal_standing import measure_stands
from peygir.outlook.planning.models import GoalMeasurement, PlanGoal
from tests import make, planned
from tests.outlook.planning.test_measuring import POTHOLES, choice, line_of, live_months
from tests.planned import office
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


def end(rows: QuerySet[Any], town: Town) -> None:
    """Let rows of the city's data end today, as a load of new data does."""
    rows.update(valid_to=city.day_of(town.city_id, clock.now()))
    City.objects.filter(pk=town.city_id).update(load_number=F("load_number") + 1)
    city.forget()


def test_a_programme_that_lost_its_money_had_begun_all_the_same(
    town: Town, town_clock: TownClock, tmp_path: Path
) -> None:
    live_months(town, 140201, 38, level=10, seed=81)
    programme_id = planned.approved_programme(town, [planned.planned_case(town)])
    goal_id = actions.write_goal(programme_id, choice(), folder=tmp_path, by=town.manager)
    line_id = actions.make_line(town.city_id, line_of(town), by=office("budget"))
    actions.tie_line(line_id, programme_id, by=office("budget"))
    actions.move_line(line_id, "begin", by=office("budget"))
    with make.refused(WorkHasBegun):
        actions.register_goal(goal_id, by=town.manager)
    actions.move_line(line_id, "withdraw", reason="اعتبار برگشت", by=office("budget"))
    with make.refused(WorkHasBegun):
        actions.register_goal(goal_id, by=town.manager)
    assert PlanGoal.objects.get(pk=goal_id).state == "draft"


def test_a_goal_whose_area_has_ended_is_not_reached_by_that(town: Town, town_clock: TownClock, tmp_path: Path) -> None:
    live_months(town, 140201, 38, level=20, seed=82)
    programme_id = planned.approved_programme(town, [planned.planned_case(town)])
    goal_id = actions.write_goal(programme_id, choice(), folder=tmp_path, by=town.manager)
    actions.register_goal(goal_id, by=town.manager)
    line_id = actions.make_line(town.city_id, line_of(town), by=office("budget"))
    actions.tie_line(line_id, programme_id, by=office("budget"))
    for verb in ("begin", "finish"):
        actions.move_line(line_id, verb, by=office("budget"))
    town_clock.forward(days=300)
    end(District.objects.filter(city_id=town.city_id, code="1"), town)
    town_clock.forward(days=40)
    assert actions.measure_due_goals(town.city_id, tmp_path, clock.now()) == 0, "no verdict before its day"
    town_clock.forward(days=200)
    assert actions.measure_due_goals(town.city_id, tmp_path, clock.now()) == 1
    row = GoalMeasurement.objects.get()
    assert (row.verdict, row.result["why"], row.value) == ("cannot_tell", "measure", None)
    assert PlanGoal.objects.get(pk=goal_id).state == "cannot_tell"


def test_what_a_measure_stands_on(fresh_city: None, town: Town) -> None:
    today = city.day_of(town.city_id, clock.now())
    assert measure_stands(POTHOLES, town.city_id, until=today)
    assert measure_stands("cases_opened", town.city_id, until=today)
    assert not measure_stands("cases_opened~in.district.99", town.city_id, until=today)
    assert not measure_stands("cases_opened~in.topic.NO-99", town.city_id, until=today)
    assert not measure_stands("cases_counted_otherwise", town.city_id, until=today)
    assert "cases_counted_otherwise" not in METRICS
    assert measure_stands("cases_opened~not.topic.NO-99", town.city_id, until=today)
    end(Topic.objects.filter(city_id=town.city_id, code="CIV-01"), town)
    assert not measure_stands(POTHOLES, town.city_id, until=today)
