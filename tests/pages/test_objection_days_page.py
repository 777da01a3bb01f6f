"""The days of objections are decided by two people, hold from their day on, and stand in the charter."""

from datetime import date

import pytest
from django.urls import reverse

from peygir.core import clock
from peygir.desks.objections.actions import AnswerDaysAreTheSame, AnswerDaysAreWrong, check_answer_days
from peygir.desks.objections.actions.stages import begin_stage
from peygir.desks.objections.answer_days import answer_days, days_of_level
from peygir.desks.objections.models import CitizenObjection
from peygir.desks.objections.rules import SHIPPED_DAYS, ObjectionLevel
from peygir.history.queries import timeline
from tests import make
from tests.admin_pages import text_of
from tests.markup import packed
from tests.pages.test_works import signed_in
from tests.town import Town, TownClock
from tests.two_people import confirmed_by_another

pytestmark = pytest.mark.usefixtures("town_clock")
DAYS = "/desk/admin/objection-days/"
FIRST = date(2026, 5, 9)
"""A Saturday after the town's first day."""
WISH = {"level": "unit", "days": "۷", "since": "1405/02/19", "why": "قرار شورا"}


def test_two_people_decide_and_the_charter_tells_it(town: Town, town_clock: TownClock) -> None:
    client = signed_in("admin", "en")
    assert "The unit" in text_of(client, DAYS)
    preview = packed(client.post(DAYS, WISH | {"step": "preview"}).content.decode())
    assert "3 working days" in preview
    assert "7 working days" in preview
    assert client.post(DAYS, WISH | {"step": "do"}).status_code == 302
    assert answer_days(town.city_id, FIRST)[0].days == SHIPPED_DAYS[ObjectionLevel.UNIT], "one person changes nothing"
    confirmed_by_another(town)
    today = town_clock().date()
    assert days_of_level(town.city_id, ObjectionLevel.UNIT, today) == 3
    assert days_of_level(town.city_id, ObjectionLevel.UNIT, FIRST) == 7
    charter = packed(text_of(client, reverse("rights")))
    assert "answers within 3 working days." in charter
    assert "7 working days" in charter, "what is planned is told, too"
    assert timeline("city", town.city_id)[-1].kind == "objection_days_changed"
    assert "answers objections within 7 working days" in text_of(client, DAYS)
    town_clock.forward(days=10)
    assert "answers within 7 working days." in packed(text_of(signed_in("admin", "en"), reverse("rights")))


def test_a_stage_has_the_days_of_its_day(town: Town, town_clock: TownClock) -> None:
    client = signed_in("admin", "en")
    assert client.post(DAYS, WISH | {"step": "do"}).status_code == 302
    confirmed_by_another(town)
    case = make.case(make.referred())
    report = case.reports.get()
    given = {"city_id": town.city_id, "case": case, "report": report, "number": 1, "ground": "late", "level": "unit"}
    objection = CitizenObjection.objects.create(objected_at=clock.now(), **given)
    assert begin_stage(case, objection, ObjectionLevel.UNIT, clock.now()).days == 3
    objection.stages.all().delete()
    town_clock.forward(days=10)
    assert begin_stage(case, objection, ObjectionLevel.UNIT, clock.now()).days == 7


def test_what_cannot_be_decided_is_refused(town: Town) -> None:
    client = signed_in("admin", "en")
    for change in ({"days": "0"}, {"days": "61"}, {"level": "pope"}, {"since": "1405/01/01"}, {"why": ""}):
        assert client.post(DAYS, WISH | {"step": "do"} | change).status_code == 422, change
    assert client.post(DAYS, WISH | {"step": "do", "days": "3"}).status_code == 422, "it is so already"
    assert signed_in("supervisor").post(DAYS, WISH | {"step": "do"}).status_code == 403
    today = FIRST
    for level, days, since in (("unit", 0, FIRST), ("unit", 61, FIRST), ("nobody", 3, FIRST), ("unit", 4, date.min)):
        with make.refused(AnswerDaysAreWrong):
            check_answer_days(town.city_id, level, days=days, since=since, today=today)
    with make.refused(AnswerDaysAreTheSame):
        check_answer_days(town.city_id, "unit", days=3, since=FIRST, today=today)
