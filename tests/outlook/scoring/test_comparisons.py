"""The comparison of units at a month's closing, over a small city: kept, recorded, restated and verified."""

from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import DatabaseError, connection, transaction

from peygir.core import clock
from peygir.history.queries import timeline, verify
from peygir.ops.commands import score
from peygir.outlook.scoring import actions
from peygir.outlook.scoring.comparison_queries import (
    cases_of,
    compared_months,
    peer_groups,
    standings_of_month,
    standings_of_unit,
    weak_point,
    weak_point_answers,
    weak_points_for,
)
from peygir.outlook.scoring.fairness.deadlines import Deadline, DeadlineEffect
from peygir.outlook.scoring.models import MonthComparison, MonthMix, ScoredMonth, UnitStanding, WeakPoint
from peygir.outlook.scoring.months import month_before
from peygir.people.actions import NotYourWork
from peygir.people.rules import CLOCK
from tests import make
from tests.committee import decide_appeal
from tests.compared import found_points
from tests.drain import drain
from tests.outlook.scoring.whole_marks import content
from tests.scores import KHORDAD, TIR, LivedMonth, at
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


def test_units_are_compared_when_a_month_is_closed(town: Town, month: ScoredMonth) -> None:
    one, two = (standings_of_unit(month.pk, town.units[code]) for code in ("D-01", "D-02"))
    solved = {standing.indicator: standing for standing in one}["solved"]
    # Of four, two were not solved; without it all of district 2 failed, so more was expected of it.
    assert (solved.n, solved.observed, solved.of, solved.peers) == (4, Decimal(2), 2, "district")
    assert solved.expected is not None
    assert solved.expected > 2
    assert solved.rank == 1
    (districts,) = [group for group in peer_groups(month.pk) if group.peers == "district"]
    assert [standing.unit_id for standing in districts.standings] == [town.units["D-02"], town.units["D-01"]]
    first, second = (standing.adjusted for standing in districts.standings)
    assert first is not None
    assert second is not None
    assert first > second, "ranks are those of adjusted marks"
    assert set(districts.among_first) == {town.units["D-01"], town.units["D-02"]}, "two are both among the first three"
    assert {standing.indicator for standing in two} >= {"mark", "solved", "finished_in_time"}
    assert len(standings_of_month(month.pk)) == UnitStanding.objects.count()
    (compared,) = compared_months(town.city_id)
    assert (compared.id, compared.first_on, compared.version) == (month.pk, KHORDAD.first_on, 1)
    assert compared.digest == MonthComparison.objects.get().digest


def test_it_is_recorded_and_verified(town: Town, month: ScoredMonth) -> None:
    *_marks, event, _published = timeline("scmonth", month.pk)
    comparison, mix = MonthComparison.objects.get(), MonthMix.objects.get()
    assert event.kind == "score_month_compared"
    assert event.data == {"mark_version": 1, "trained_on": {}, "mix": mix.digest, "digest": comparison.digest}
    assert actions.verify_month(town.city_id, KHORDAD).differences == ()
    assert verify().breaks == []


def test_the_command_tells_how_units_stand(town: Town, month: ScoredMonth) -> None:
    answer = score.as_data(town.city_id, KHORDAD, None)
    assert answer["comparison"] == MonthComparison.objects.get().digest
    marks = answer["marks"]
    assert isinstance(marks, list)
    own = next(line for line in marks if line["unit"] == "D-01")
    assert (own["peers"], own["ranks"], own["place"], own["of"]) == ("district", [1, 2], None, 2)


def test_the_application_cannot_change_a_comparison(town: Town, month: ScoredMonth) -> None:
    for model in (MonthMix, MonthComparison, UnitStanding):
        statement = f"DELETE FROM {model._meta.db_table}"
        with pytest.raises(DatabaseError, match="insert-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_the_next_month_is_compared_by_the_months_before(town: Town, month: ScoredMonth, town_clock: TownClock) -> None:
    at(town_clock, "2026-08-15T06:00:00+00:00")
    later = actions.close_month(town.city_id, TIR, by=CLOCK, now=clock.now())
    comparison = MonthComparison.objects.get(version__month=later)
    assert comparison.trained_on == {KHORDAD.first_on.isoformat(): MonthMix.objects.get(month=month).digest}
    assert actions.verify_month(town.city_id, TIR).differences == ()


def test_an_appeal_that_is_upheld_restates_the_comparison(town: Town, lived: LivedMonth, month: ScoredMonth) -> None:
    case_id = make.case(lived.never).pk
    appeal = actions.appeal(
        month.pk, town.units["D-01"], "solved", case_id=case_id, reason="ملک خصوصی بود", by=town.manager
    )
    decide_appeal(town, appeal.pk, is_upheld=True, answer="پذیرفته شد")
    drain()
    before, after = (
        {one.indicator: one for one in standings_of_unit(month.pk, town.units["D-01"], version=number)}["solved"]
        for number in (1, 2)
    )
    assert (before.observed, before.n) == (Decimal(2), 4)
    assert (after.observed, after.n) == (Decimal(1), 3)
    assert standings_of_unit(month.pk, town.units["D-01"]) == standings_of_unit(month.pk, town.units["D-01"], version=2)
    month.refresh_from_db()
    assert actions.verify_month(town.city_id, KHORDAD).differences == ()


@pytest.fixture
def point(town: Town, lived: LivedMonth, month: ScoredMonth) -> WeakPoint:
    """The weak point of the unit of district 1."""
    return next(one for one in found_points(town, month) if one.unit_id == town.units["D-01"])


def test_a_weak_point_has_its_cases_and_is_seen_by_those_responsible(
    town: Town, lived: LivedMonth, point: WeakPoint
) -> None:
    assert set(point.cases) == {make.case(code).pk for code in (lived.never, lived.reopened)}
    assert point.months[0][:2] == [month_before(KHORDAD).first_on.isoformat(), 4]
    own = weak_points_for(town.city_id, town.manager)
    assert [(one.id, one.observed, one.unit_id) for one in own] == [(point.pk, 30, town.units["D-01"])]
    assert own[0].excess > 20
    assert {one.code for one in cases_of(own[0].case_ids, town.manager)} == {lived.never, lived.reopened}
    assert {one.code for one in cases_of(own[0].case_ids, town.clerk_two)} == {""}
    assert weak_points_for(town.city_id, town.clerk_two) == []
    everything = weak_points_for(town.city_id, town.inspectorate)
    assert {one.unit_id for one in everything} == {town.units["D-01"], None}, "and of the place"
    assert {one.id for one in weak_points_for(town.city_id, town.deputy)} == {one.id for one in everything}
    assert weak_points_for(town.city_id, town.inspectorate, since=TIR.first_on) == []
    assert weak_point_answers(town.city_id, town.deputy) == {"open": 2}
    assert weak_point_answers(town.city_id, town.manager) == {"open": 1}
    assert weak_point(point.pk, town.city_id, town.manager) == own[0]
    assert weak_point(point.pk, town.city_id, town.clerk_two) is None


def test_was_it_real_is_answered_once_by_somebody_responsible(town: Town, point: WeakPoint) -> None:
    for wrong in (town.clerk, town.clerk_two, town.operator):
        with make.refused(actions.WeakPointNotYours):
            actions.answer_weak_point(point.pk, "real", by=wrong)
    for answer in ("open", "perhaps"):
        with make.refused(actions.WeakPointAnswerIsUnknown):
            actions.answer_weak_point(point.pk, answer, by=town.manager)
    actions.answer_weak_point(point.pk, "real", by=town.manager)
    with make.refused(actions.WeakPointIsAnswered):
        actions.answer_weak_point(point.pk, "not_real", by=town.deputy)
    with make.refused(actions.NoSuchWeakPoint):
        actions.answer_weak_point(0, "real", by=town.manager)
    found, answered = timeline("scweak", point.pk)
    assert (found.kind, answered.kind) == ("score_weak_point_found", "score_weak_point_answered")
    assert (answered.data, answered.by) == ({"answer": "real"}, f"staff:{town.staff['manager']}")
    assert weak_points_for(town.city_id, town.manager, is_open=True) == []
    assert len(weak_points_for(town.city_id, town.manager, is_open=False)) == 1
    assert verify().breaks == []


def test_what_if_another_scheme_were_in_force(town: Town, month: ScoredMonth) -> None:
    groups = {"accuracy": "0", "time": "100", "satisfaction": "0"}
    (tried,) = actions.what_if(town.city_id, content(groups=groups), by=town.admin)
    units = {one.unit_id: one for one in tried.units}
    own = units[town.units["D-01"]]
    stored = {one.unit_id: one for one in standings_of_month(month.pk) if one.indicator == "mark"}
    assert tried.first_on == KHORDAD.first_on
    assert own.mark_before == stored[own.unit_id].observed
    assert own.mark_after is not None
    assert own.mark_after != own.mark_before
    (same,) = actions.what_if(town.city_id, content(), by=town.admin)
    assert all(one.mark_before == one.mark_after and not one.moves for one in same.units)
    assert all(one.chance is not None and 0 <= one.chance <= 1 for one in same.units if one.mark_after is not None)
    assert actions.what_if(town.city_id, content(), by=town.admin) == [same], "with the same seed"
    with make.refused(NotYourWork):
        actions.what_if(town.city_id, content(), by=town.clerk)


def tried(town: Town, deadline: Deadline, topic_code: str = "") -> DeadlineEffect:
    """The effect of a deadline on the closed months, in districts with any promise."""
    return actions.try_deadline(town.city_id, deadline, by=town.admin, topic_code=topic_code, fewest=1)


def test_what_if_the_deadline_were_another(town: Town, month: ScoredMonth) -> None:
    same = tried(town, Deadline())
    districts = {one.district: one for one in same.districts}
    assert set(districts) == {"1", "2"}
    n = districts["1"].n
    assert districts["1"].kept_before == districts["1"].kept_then == Decimal(1) / n, "one was kept in time"
    shorter = tried(town, Deadline(hours=1), "CIV-01")
    assert {one.kept_then for one in shorter.districts} == {0}
    longer = tried(town, Deadline(factor=Fraction(10)))
    assert {one.district: one.kept_then for one in longer.districts}["1"] == Decimal(2) / n, "the late one too"
    assert tried(town, Deadline(hours=1), "X").districts == ()
    for wrong in (Deadline(hours=0), Deadline(factor=Fraction(1, 20)), Deadline(hours=10_000)):
        with make.refused(actions.DeadlineIsNotRight):
            tried(town, wrong)
    with make.refused(NotYourWork):
        actions.try_deadline(town.city_id, Deadline(hours=1), by=town.clerk)
