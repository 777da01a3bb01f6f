"""The panel at work: the month's cases judged, a visit, a finding with its answer, sessions and petitions."""

import pytest
from django.db import transaction

from peygir.cases.actions import NoSuchCase, WordsArePersonal
from peygir.desks.inspection.actions.planning import month_of
from peygir.desks.inspection.drawing import lot_of
from peygir.outlook.panel import (
    actions,
    sample_queries,
    session_queries,
)
from peygir.outlook.panel.actions.opening import MemberHasInterest, NotOfThePanel
from peygir.outlook.panel.case_view import panel_case
from peygir.outlook.panel.models import PanelVisit
from peygir.people.actions import NotYourWork
from tests import make
from tests.drain import drain
from tests.panelled import SEED, at_work, judged_month, members, secretary, somebody, today
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


def test_the_months_cases_are_drawn_by_chance_and_judged(town: Town, town_clock: TownClock) -> None:
    term_id = at_work(town, town_clock, sample_size=6)
    first_on, last_on = month_of(today(town))
    with make.refused(actions.SampledMonthIsNotOver):
        actions.draw_sample(term_id, first_on=first_on, last_on=last_on, seed=SEED, by=secretary())
    sample_id, first_on = judged_month(town, town_clock, term_id)
    with make.refused(actions.MonthWasDrawn):
        actions.draw_sample(term_id, first_on=first_on, last_on=last_on, seed=SEED, by=secretary())
    rows = sample_queries.sampled(sample_id)
    assert rows
    assert all(lot_of(SEED, row.code, 1) < row.chance <= 1 for row in rows)
    sample = sample_queries.sample(town.city_id, sample_id)
    assert sample is not None
    assert (sample.population, sample.drawn) == (8, len(rows))
    people = members(term_id)
    for row in rows:
        for place, own in enumerate(people[:3]):
            solved = "no" if row.number == 1 and place < 2 else "yes"
            actions.judge_case(term_id, row.id, solved=solved, answer="clear", note="", own=own)
    sample = sample_queries.sample(town.city_id, sample_id)
    assert sample is not None
    assert (sample.judged, sample.estimate.false) == (len(rows), 1)
    assert 0 < sample.estimate.low < (sample.estimate.share or 0) < sample.estimate.high < 1
    first = rows[0]
    with make.refused(actions.JudgementIsNotRight):
        actions.judge_case(term_id, first.id, solved="maybe", answer="clear", note="", own=people[0])
    with make.refused(WordsArePersonal):
        actions.judge_case(term_id, first.id, solved="no", answer="none", note="زنگ بزنید 09171234567", own=people[0])
    with make.refused(NotOfThePanel):
        actions.judge_case(term_id, first.id, solved="no", answer="none", note="", own=somebody(90))
    actions.declare_interest(term_id, kind="unit", thing=first.unit_id or 0, reason="work", own=people[1])
    with make.refused(MemberHasInterest):
        actions.judge_case(term_id, first.id, solved="no", answer="none", note="", own=people[1])
    town_clock.forward(days=15)
    with make.refused(actions.JudgingIsOver):
        actions.judge_case(term_id, first.id, solved="no", answer="none", note="", own=people[0])


def test_a_member_sees_of_a_case_what_everybody_sees(town: Town) -> None:
    code = make.done(
        phone=PHONES[5], name="نسترن کریمی", text="چاله جلوی خانهٔ ماست، ۰۹۱۷۱۲۳۴۵۶۷", address="کوچهٔ یاس پلاک ۷"
    )
    shown = panel_case(town.city_id, code)
    assert shown is not None
    told = repr(shown)
    for secret in ("نسترن", "کریمی", "یاس", "09171234567", "۰۹۱۷۱۲۳۴۵۶۷", PHONES[5], "web"):
        assert secret not in told
    assert shown.answer == "چاله پر شد."
    assert panel_case(town.city_id, make.referred("CNF-01", phone=PHONES[6])) is None
    assert panel_case(town.city_id, make.referred("CND-01", phone=PHONES[7], about_unit_code="D-01")) is None


def test_a_visit_is_kept_once_and_its_photo_shown_after_a_look(town: Town, town_clock: TownClock) -> None:
    term_id = at_work(town, town_clock)
    code, own = make.done(phone=PHONES[40]), members(term_id)[0]
    given = {"saw": "not_fixed", "note": "چاله هنوز باز است", "own": own}
    with make.refused(actions.VisitIsNotRight):
        actions.record_visit(term_id, code, key="short", **given)  # type: ignore[arg-type]
    with make.refused(actions.VisitWantsWords):
        actions.record_visit(term_id, code, key="a" * 32, **{**given, "note": " "})  # type: ignore[arg-type]
    with make.refused(NoSuchCase):
        actions.record_visit(term_id, "0000000000", key="a" * 32, **given)  # type: ignore[arg-type]
    visit_id = actions.record_visit(term_id, code, key="a" * 32, photo=make.photo(), **given)  # type: ignore[arg-type]
    assert actions.record_visit(term_id, code, key="a" * 32, photo=make.photo(), **given) == visit_id  # type: ignore[arg-type]
    drain(twice=True)
    row = PanelVisit.objects.get()
    assert (bool(row.picture), bool(row.thumb), row.raw, row.is_public) == (True, True, "", False)
    assert session_queries.visit_picture(town.city_id, visit_id, is_small=True) == ""
    with make.refused(NotYourWork):
        actions.show_photo(visit_id, is_shown=True, by=town.mayor)
    actions.show_photo(visit_id, is_shown=True, by=secretary())
    assert session_queries.visit_picture(town.city_id, visit_id, is_small=True) == row.thumb
    with transaction.atomic():
        actions.erase_panel_of(own)
    row.refresh_from_db()
    assert (row.note, row.picture, row.is_public, row.saw) == ("", "", False, "not_fixed")
