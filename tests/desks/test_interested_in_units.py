"""Who has declared an interest in a unit decides nothing about it: objections, flags, marks, panel, money and votes."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from peygir.core import clock
from peygir.desks.fieldwork.actions import explain_signal
from peygir.desks.fieldwork.models import EvidenceSignal
from peygir.desks.inspection import actions as inspection
from peygir.desks.inspection.models import FindingObjection, Inspection
from peygir.desks.objections.actions import answer_objection
from peygir.outlook.panel import actions as panel
from peygir.outlook.panel.models import PanelVisit
from peygir.outlook.planning import actions as planning
from peygir.outlook.planning.actions.budget import LineTerms
from peygir.outlook.planning.budget_rules import LineSums
from peygir.outlook.planning.voting_rules import BallotProjectTerms
from peygir.outlook.scoring import actions as scoring
from peygir.outlook.scoring.models import GamingFlag, GamingMonth, SampledAnswer, WeakPoint
from peygir.people.actions.interests import OwnInterest, declare_interest
from peygir.people.rules import Actor
from tests import make
from tests.drain import drain
from tests.inspections import fix_seed, plan_tir
from tests.juries import judge, lived_season, order_seen, places
from tests.objected import REASON, objected
from tests.panelled import adopted, at_work, members, secretary, today
from tests.pictures import encoded, exif_with
from tests.planned import office, planned_case, problem_of, programme_of
from tests.rules.test_likeness import scene
from tests.scores import KHORDAD, close, decide_scheme, live_khordad
from tests.town import PHONES, Town, TownClock
from tests.voting import by_two, projects, terms

pytestmark = pytest.mark.usefixtures("town_clock")


def interested(by: Actor, town: Town, unit: str = "D-01") -> None:
    """A declaration of the person about a unit."""
    declare_interest(unit_id=town.units[unit], contractor="", reason="family", by=by)


def test_not_about_more_time(town: Town) -> None:
    code = make.in_hand(topic="CIV-09")
    until = clock.now() + timedelta(days=2)
    make.command(code, "ask_replan", town.clerk, reason="material", until=until, note="قیر نیست")
    interested(town.supervisor, town)
    with make.refused(OwnInterest):
        make.command(code, "decide_replan", town.supervisor, kind="grant", note="پذیرفتنی است")


def test_not_about_objections_to_a_finding(town: Town, town_clock: TownClock) -> None:
    plan_tir(town, town_clock)
    fix_seed(town, town_clock)
    code = make.done()
    row = Inspection.objects.create(
        case=make.case(code), number=1, inspector_id=town.inspector.id, finding="not_fixed", at=clock.now()
    )
    made = FindingObjection.objects.create(
        inspection=row, unit_id=town.units["D-01"], number=2, at=clock.now(), by_id=town.clerk.id
    )
    interested(town.supervisor, town)
    with make.refused(OwnInterest):
        inspection.decide_objection(made.pk, outcome="upheld", reason="دو عکس دیده شد", by=town.supervisor)
    inspection.decide_objection(made.pk, outcome="upheld", reason="دو عکس دیده شد", by=town.admin)


def test_not_about_objections_of_citizens(town: Town) -> None:
    number = objected(make.done())
    interested(town.manager, town)
    with make.refused(OwnInterest):
        answer_objection(number, outcome="agreed", text=REASON, by=town.manager)


def test_not_about_signals_of_evidence(town: Town) -> None:
    picture = encoded(scene(1), exif=exif_with())
    for _time in range(2):
        code = make.in_hand()
        make.command(code, "finish", town.clerk, note="انجام شد.", photo=picture)
        drain()
    signal = EvidenceSignal.objects.get(case__code=code)
    interested(town.manager, town)
    with make.refused(OwnInterest):
        explain_signal(signal.pk, why="other", note="یک چاله بود", by=town.manager)


def test_not_about_flags_and_weak_points(town: Town, town_clock: TownClock) -> None:
    month = GamingMonth(city_id=town.city_id, first_on=KHORDAD.first_on, tested_at=clock.now(), tests=1, rates={})
    month.save()
    flags = [
        GamingFlag.objects.create(
            month=month, unit_id=town.units[unit], kind="declined", p_value=1e-4, q_value=1e-3, figures={}
        )
        for unit in ("D-01", "D-02")
    ]
    decide_scheme(town)
    live_khordad(town, town_clock)
    scored = close(town)
    values = {"expected": 2, "n": 9, "p_value": 0, "adjusted": 0, "months": [], "cases": [], "topic_code": "CIV-01"}
    point = WeakPoint.objects.create(month=scored, indicator="solved", unit_id=town.units["D-01"], observed=5, **values)
    interested(town.inspectorate, town)
    interested(town.supervisor, town)
    with make.refused(OwnInterest):
        scoring.judge_flag(flags[0].pk, "honest", by=town.inspectorate)
    scoring.judge_flag(flags[1].pk, "honest", by=town.inspectorate)
    with make.refused(OwnInterest):
        scoring.answer_weak_point(point.pk, "real", by=town.inspectorate)


def test_not_about_answers_that_are_read_again(town: Town, town_clock: TownClock) -> None:
    decide_scheme(town)
    live_khordad(town, town_clock)
    scoring.draw_answers(clock.now())
    answer = SampledAnswer.objects.filter(unit_id=town.units["D-01"]).first()
    assert answer is not None
    interested(town.supervisor, town)
    with make.refused(OwnInterest):
        scoring.read_answer(answer.pk, {}, by=town.supervisor)


def test_not_about_the_places_of_a_season(town: Town, town_clock: TownClock) -> None:
    season_id = lived_season(town, town_clock)
    close(town)
    drain()
    order, unit = order_seen(town, season_id), town.units["D-01"]
    interested(judge(), town)
    with make.refused(OwnInterest):
        scoring.note_for_jury(season_id, unit, "پاسخ‌های روشن", by=judge())
    with make.refused(OwnInterest):
        scoring.propose_places(season_id, places("district", [unit]), order=order.number, by=judge())
    scoring.propose_places(season_id, places("district", [unit]), order=order.number, by=judge("judge_two"))
    with make.refused(OwnInterest):
        scoring.settle_places(season_id, 1, is_agreed=True, by=judge())


def test_not_about_petitions_findings_and_photos_of_the_panel(town: Town, town_clock: TownClock) -> None:
    term_id = at_work(town, town_clock)
    code = make.done()
    petition_id = panel.make_petition(
        term_id, PHONES[60], title="روشنایی پارک ارم", text="پارک محله شب‌ها تاریک است و کسی در آن نمی‌ماند."
    )
    finding_id = adopted(term_id, town)
    session_id = panel.plan_panel_session(
        term_id, held_on=today(town) + timedelta(days=9), begins_at=time(17), place="سرای محله", by=secretary()
    )
    number = panel.add_agenda_item(session_id, title="", finding_id=finding_id, by=secretary())
    other = panel.add_agenda_item(session_id, title="برنامهٔ ماه بعد", by=secretary())
    given = {"saw": "fixed", "note": "چاله پر شده است", "own": members(term_id)[0]}
    visit_id = panel.record_visit(term_id, code, key="a" * 32, photo=make.photo(), **given)  # type: ignore[arg-type]
    drain(twice=True)
    assert PanelVisit.objects.get().picture
    interested(secretary(), town)
    with make.refused(OwnInterest):
        panel.open_petition(petition_id, unit_id=town.units["D-01"], by=secretary())
    with make.refused(OwnInterest):
        panel.decide_item(session_id, number, decision="پذیرفته شد", by=secretary())
    with make.refused(OwnInterest):
        panel.show_photo(visit_id, is_shown=True, by=secretary())
    panel.decide_item(session_id, other, decision="ماه بعد", by=secretary())
    panel.open_petition(petition_id, unit_id=town.units["D-02"], by=secretary())


def test_not_about_plans_money_and_votes(town: Town) -> None:
    code = planned_case(town)
    programme_id = programme_of(town, problem_of(town, [code]))
    budget_line = LineTerms(
        year=1405, code="12", title="آسفالت", sums=LineSums(100, 0, 0, 0), unit_id=town.units["D-01"]
    )
    budget, secretariat = office("budget"), office("secretariat")
    line_id = planning.make_line(town.city_id, budget_line, by=budget)
    own = [BallotProjectTerms(title="روکش", cost=10, programme_id=programme_id), *projects()]
    day_id = planning.make_voting(town.city_id, terms(), own, by=secretariat)
    elsewhere = planning.make_voting(town.city_id, terms(title="بودجهٔ محله‌ای دیگر"), projects(), by=secretariat)
    planning.ask_voting_step(day_id, "open", by=secretariat)
    for who in (budget, secretariat, town.manager):
        interested(who, town)
    changed = LineTerms(year=1405, code="12", title="آسفالت", sums=LineSums(900, 0, 0, 0))
    with make.refused(OwnInterest):
        planning.make_line(town.city_id, replace(budget_line, code="13"), by=budget)
    with make.refused(OwnInterest):
        planning.set_sums(line_id, changed, by=budget)
    with make.refused(OwnInterest):
        planning.amend_line(line_id, amount=5, reason="متمم", decided_on=today(town), by=budget)
    with make.refused(OwnInterest):
        planning.tie_line(line_id, programme_id, by=budget)
    with make.refused(OwnInterest):
        planning.move_line(line_id, "begin", by=budget)
    with make.refused(OwnInterest):
        planning.hang_cases(line_id, [code], by=budget)
    with make.refused(OwnInterest):
        planning.confirm_voting_step(day_id, by=budget)
    with make.refused(OwnInterest):
        planning.make_voting(town.city_id, terms(), own, by=secretariat)
    with make.refused(OwnInterest):
        planning.choose_option(programme_id, 2, by=town.manager)
    with make.refused(OwnInterest):
        planning.move_programme(programme_id, "drop", reason="لازم نیست", by=town.manager)
    by_two(elsewhere, "open")
