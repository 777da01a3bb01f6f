"""The weekly estimates in the town: which incidents and reports count, one run a week, and who sees what of it."""

from datetime import date, timedelta

import numpy as np
import pytest
from django.db import connection

from peygir.cases.models import Case, Report
from peygir.core import clock
from peygir.core.moments import start_of_day
from peygir.journey.night import tidy
from peygir.outlook.insight import actions
from peygir.outlook.insight.estimate_queries import demand_near, last_demand, last_forecast
from peygir.outlook.insight.incidents import CityIncidents, incidents_of
from peygir.outlook.insight.models import EstimateLine, EstimateRun
from peygir.storage.jobs.rules import OUTSIDE_QUEUE
from tests import make
from tests.drain import drain
from tests.outbreaks import WEEK_ON, ZONE, live_weeks
from tests.reported_again import live_reports
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
THROUGH = WEEK_ON + timedelta(days=6)


def read(town: Town, town_clock: TownClock) -> CityIncidents:
    """The incidents up to and with today."""
    return incidents_of(town.city_id, town_clock().date())


def test_only_what_others_report_while_it_lasts_counts(town: Town, town_clock: TownClock) -> None:
    code = make.in_hand(phone=PHONES[0], channel="web")
    town_clock.forward(days=2)
    make.report(phone=PHONES[1], join_code=code)
    make.report(phone=PHONES[1], join_code=code)  # the same person again
    make.report(phone=PHONES[0], join_code=code)  # and the first one
    make.report(phone=None, join_code=code)
    town_clock.forward(days=1)
    make.command(code, "finish", town.clerk, note="چاله پر شد.", form="آسفالت ریخته شد")
    drain()
    town_clock.forward(hours=1)
    make.report(phone=PHONES[2], join_code=code)  # after the work
    incidents = read(town, town_clock)
    assert incidents.counts.duplicates.tolist() == [2.0]
    assert incidents.counts.exposures.tolist() == pytest.approx([3.0], abs=0.01)
    assert (incidents.groups, incidents.districts, incidents.channels) == (("CIV",), ("1",), ("web",))


def test_an_open_incident_lasts_until_the_last_day(town: Town, town_clock: TownClock) -> None:
    make.referred(phone=PHONES[0])
    town_clock.forward(days=150)
    found = read(town, town_clock)
    assert found.counts.exposures.tolist() == [100.0], "no longer than in the source of the method"
    assert found.counts.duplicates.tolist() == [0.0]


def test_what_is_confidential_merged_or_found_by_the_city_is_left_out(town: Town, town_clock: TownClock) -> None:
    codes = [make.referred(phone=PHONES[number]) for number in range(5)]
    kept = Case.objects.get(code=codes[0])
    Case.objects.filter(code=codes[1]).update(is_confidential=True)
    Case.objects.filter(code=codes[2]).update(about_unit_id=town.units["D-01"])
    Report.objects.filter(case__code=codes[3]).update(channel="patrol")
    make.command(codes[4], "merge", town.supervisor, into=codes[0], note="یکی است")
    found = read(town, town_clock)
    assert len(found.counts.keys) == 1
    assert found.counts.duplicates.tolist() == [1.0], f"the report of {codes[4]} moved to {kept.code}"


def test_a_run_is_made_once_a_week_and_says_what_it_counted(town: Town, town_clock: TownClock) -> None:
    live_weeks(town, weeks=60, level=8.0)
    assert actions.estimate_due_week(town.city_id, clock.now()) == 2
    assert actions.estimate_due_week(town.city_id, clock.now()) == 0
    runs = {run.kind: run for run in EstimateRun.objects.all()}
    assert set(runs) == {"demand", "forecast"}
    assert {run.through_on for run in runs.values()} == {THROUGH}
    assert runs["forecast"].cases == Case.objects.count()
    assert runs["forecast"].since_on == WEEK_ON - timedelta(days=7 * 59)
    before = {row.pk: row.numbers for row in EstimateLine.objects.all()}
    digests = {kind: run.digest for kind, run in runs.items()}
    EstimateLine.objects.all().delete()
    EstimateRun.objects.all().delete()
    actions.estimate_due_week(town.city_id, clock.now())
    assert {run.kind: run.digest for run in EstimateRun.objects.all()} == digests
    assert [row.numbers for row in EstimateLine.objects.order_by("pk")] == [before[key] for key in sorted(before)]
    town_clock.forward(days=7)
    assert actions.plan_estimates(clock.now()) == 1
    drain()
    assert EstimateRun.objects.count() == 4


def test_a_city_without_cases_has_runs_without_rows(town: Town) -> None:
    assert last_demand(town.city_id) is None
    assert last_forecast(town.city_id, town.supervisor) is None
    actions.estimate_due_week(town.city_id, clock.now())
    demand, forecast = last_demand(town.city_id), last_forecast(town.city_id, town.supervisor)
    assert demand is not None
    assert forecast is not None
    assert (demand[1], forecast[1]) == ([], [])
    assert demand[0].cases == 0


def test_a_district_that_calls_less_is_seen_to_report_less(town: Town) -> None:
    live_reports(town, rates={"1": 0.3, "2": 0.06}, incidents=150)
    actions.estimate_due_week(town.city_id, clock.now())
    demand = last_demand(town.city_id)
    assert demand is not None
    rows = {(row.group_code, row.district_code, row.channel): row for row in demand[1]}
    often, seldom = rows["", "1", ""], rows["", "2", ""]
    assert often.reported is not None
    assert seldom.reported is not None
    assert often.demand is not None
    assert seldom.demand is not None
    assert seldom.reported[2] < often.reported[0], "the intervals do not meet"
    assert seldom.incidents < often.incidents
    assert seldom.demand[0] <= 150 <= seldom.demand[2]
    assert rows["", "", ""].is_estimable
    near = demand_near(town.city_id, "CIV", "2")
    assert near is not None
    assert (near.group_code, near.district_code) == ("CIV", "2")
    farther = demand_near(town.city_id, "CIV", "3")
    assert farther is not None
    assert (farther.group_code, farther.district_code) == ("CIV", ""), "of district 3 nothing is known"
    assert demand_near(town.city_id, "CLN", "3") is None
    assert rows["CIV", "1", ""].incidents == often.incidents
    assert "3" not in {row.district_code for row in demand[1]}


def test_who_sees_which_forecast(town: Town) -> None:
    live_weeks(town, weeks=60, level=8.0)
    actions.estimate_due_week(town.city_id, clock.now())

    def seen(name: str) -> set[tuple[str, str]]:
        found = last_forecast(town.city_id, town.actors[name])
        assert found is not None
        return {(one.group_code, one.district_code) for one in found[1]}

    assert {("CIV", "1")} <= seen("manager") <= {("CIV", "1"), ("", "1")}
    assert ("CIV", "3") not in seen("deputy"), "district 3 stands under the mayor"
    assert {("CIV", "1"), ("CIV", "2"), ("CLN", "1")} <= seen("deputy")
    for name in ("supervisor", "mayor"):
        assert {("", ""), ("CIV", ""), ("", "1"), ("CIV", "3")} <= seen(name)
    for name in ("operator", "clerk", "council", "inspector"):
        assert seen(name) == set(), name


def test_the_forecast_goes_on_from_the_last_week(town: Town) -> None:
    live_weeks(town, weeks=60, level=8.0, topics=("CIV-01",))
    actions.estimate_due_week(town.city_id, clock.now())
    found = last_forecast(town.city_id, town.supervisor)
    assert found is not None
    series = next(series for series in found[1] if (series.group_code, series.district_code) == ("CIV", "1"))
    assert series.past[-1][0] == WEEK_ON
    assert [week.first_on for week in series.weeks] == [WEEK_ON + timedelta(days=7 * step) for step in range(1, 9)]
    opened = Case.objects.filter(district_id=town.districts["1"], opened_at__gte=start_of_day(WEEK_ON, ZONE))
    assert series.past[-1][1] == opened.count()
    assert abs(np.mean([week.value for week in series.weeks]) - 8) < 2
    assert series.coverage is not None
    assert series.units == {town.units["D-01"]}


def test_every_night_plans_it(town: Town) -> None:
    tidy(clock.now(), before=clock.now())
    with connection.cursor() as cursor:
        cursor.execute("SELECT queue, file_id FROM jobs_job WHERE action = %s", [actions.ESTIMATE_WEEK])
        assert cursor.fetchall() == [(OUTSIDE_QUEUE, town.city_id)]
    assert date(2026, 5, 1) == THROUGH
