"""The survey's pages: the list hides numbers, a press keeps an answer, terms and results are the supervisor's."""

from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from peygir.centre.contacts.actions import hear_line, sit_at
from peygir.centre.contacts.models import Contact
from peygir.core import clock
from peygir.desks.answers.actions import answer_survey
from peygir.desks.answers.models import Verdict
from peygir.desks.answers.queries import verdict_link
from peygir.desks.surveys import actions
from peygir.desks.surveys.models import SurveyAsk, SurveyPolicy
from peygir.desks.surveys.rules import SurveySettings
from peygir.journey.clock import tick
from peygir.people.rules import SYSTEM
from tests import make
from tests.browsers import signed_in
from tests.drain import drain
from tests.town import PHONES, Town, TownClock

NUMBER = "0917 000 0003"


@pytest.fixture
def ask(town: Town, town_clock: TownClock) -> SurveyAsk:
    """A closed case whose citizen is to be called."""
    actions.keep_survey_settings(
        town.city_id, SurveySettings(date(2026, 4, 1), share=100, sms_share=0), by=town.supervisor
    )
    make.done(phone=PHONES[3], address="کوچهٔ یک")
    town_clock.forward(days=8)
    while tick(clock.now()):
        drain()
    town_clock.forward(days=1)
    actions.draw_surveys(clock.now())
    drain()
    return SurveyAsk.objects.get()


def test_the_list_hides_numbers_and_a_look_is_recorded(ask: SurveyAsk) -> None:
    client = signed_in("operator")
    page = client.get(reverse("surveys")).content.decode()
    assert reverse("survey", args=[ask.pk]) in page
    assert "۰۹۱۷•••۰۰۰۳" in page
    one = client.get(reverse("survey", args=[ask.pk])).content.decode()
    assert "۰۹۱۷•••۰۰۰۳" in one
    assert "کوچهٔ یک" in one
    shown = client.post(reverse("survey_press", args=[ask.pk, "number"])).content.decode()
    assert f"tel:{PHONES[3]}" in shown
    assert make.kinds(ask.case.code)[-1] == "phone_looked_at"
    assert client.post(reverse("survey_press", args=[ask.pk, "sing"])).status_code == 404
    assert client.get(reverse("survey", args=[ask.pk + 9])).status_code == 404


def test_a_press_keeps_the_answer_once(ask: SurveyAsk) -> None:
    client, path = signed_in("operator"), reverse("survey", args=[ask.pk])
    answer = client.post(path, {"words": "حرف من"})
    assert answer.status_code == 422
    assert "نتیجهٔ تماس را انتخاب کنید" in answer.content.decode()
    assert "حرف من" in answer.content.decode()
    answer = client.post(path, {"result": "not_done", "words": "هنوز هست"}, follow=True)
    assert answer.redirect_chain
    assert make.case(ask.case.code).state == "reopened"
    assert client.post(path, {"result": "satisfied"}).status_code == 409


def test_calling_needs_a_seat(ask: SurveyAsk, town: Town) -> None:
    client, path = signed_in("operator"), reverse("survey_press", args=[ask.pk, "call"])
    assert client.post(path).status_code == 409
    sit_at(town.city_id, "101", by=town.operator)
    assert client.post(path).status_code == 302
    assert Contact.objects.get().phone == PHONES[3]


def test_the_citizen_answers_on_the_page(ask: SurveyAsk) -> None:
    path = urlsplit(verdict_link(ask.report_id)).path
    client = Client()
    page = client.get(path).content.decode()
    assert "راضی‌ام" in page
    assert client.post(path, {"answer": "unsatisfied"}).status_code == 302
    drain()
    ask.refresh_from_db()
    assert (ask.state, ask.answer, ask.channel) == ("answered", "unsatisfied", "web")
    assert Verdict.objects.get().channel == "web"
    assert make.case(ask.case.code).state == "closed"
    assert "پاسخ شما به نظرسنجی ثبت شد" in client.get(path).content.decode()


def test_results_judge_no_small_sample(ask: SurveyAsk, town: Town) -> None:
    signed_in("operator").post(reverse("survey", args=[ask.pk]), {"result": "satisfied"})
    client, path = signed_in("supervisor"), reverse("survey_results")
    page = client.get(path).content.decode()
    assert "شهرداری منطقهٔ یک" in page
    assert "برای داوری کم است" in page
    actions.keep_survey_settings(town.city_id, SurveySettings(date(2026, 4, 1), fewest=1), by=town.supervisor)
    assert "۱۰۰٪" in client.get(path).content.decode()
    assert client.get(path, {"from_day": "هفته"}).status_code == 422
    early = client.get(path, {"from_day": "۱۴۰۴/۱/۱", "to_day": "۱۴۰۴/۱/۲"}).content.decode()
    assert "شهرداری منطقهٔ یک" not in early


def test_terms_are_kept_from_any_digits(town: Town, town_clock: TownClock) -> None:
    client, path = signed_in("supervisor"), reverse("survey_terms")
    assert client.get(path).status_code == 200
    given = {
        "is_on": "on",
        "first_on": "۱۴۰۵/۲/۱",
        "share": "۱۰",
        "most": "5",
        "sms_share": "50",
        "opens": "۰۹:۰۰",
        "closes": "20:00",
        "tries": "3",
        "sms_hours": "48",
        "answer_days": "10",
        "rest_days": "30",
        "fewest": "30",
        "seed": "۱۳۷",
        "shares": "D-01 ۲۰\n\nO-waste 0",
    }
    assert client.post(path, given).status_code == 302
    row = SurveyPolicy.objects.get()
    assert (row.share, row.first_on, row.seed) == (10, date(2026, 4, 21), 137)
    assert {share.unit_id: share.share for share in row.shares.all()} == {
        town.units["D-01"]: 20,
        town.units["O-waste"]: 0,
    }
    assert not row.is_voice
    assert "D-01 ۲۰" in client.get(path).content.decode()
    wrong = client.post(path, given | {"shares": "X-99 20"})
    assert wrong.status_code == 422
    assert "X-99 20" in wrong.content.decode()
    assert client.post(path, given | {"closes": "10:00"}).status_code == 422
    assert SurveyPolicy.objects.count() == 1
    town_clock.forward(hours=1)
    assert clock.now() - row.from_at == timedelta(hours=1)


def test_the_voice_menu_is_switched_on_and_its_dialplan_written(ask: SurveyAsk, town: Town) -> None:
    client = signed_in("supervisor")
    assert "پرسیده با منوی صوتی" not in client.get(reverse("surveys")).content.decode()
    page = client.get(reverse("survey_terms"))
    given = {box.name: box.value() for box in page.context["form"] if box.value() not in (None, False)}
    assert client.post(reverse("survey_terms"), {**given, "is_voice": "on"}).status_code == 302
    assert SurveyPolicy.objects.latest("pk").is_voice
    listed = client.get(reverse("surveys")).content.decode()
    assert "پرسیده با منوی صوتی" in listed
    assert "خط مرکز تلفن برقرار نیست" in listed
    hear_line(town.city_id, is_up=True, at=clock.now())
    assert "خط مرکز تلفن برقرار نیست" not in client.get(reverse("surveys")).content.decode()
    SurveyAsk.objects.update(way="voice")
    assert "مرکز تلفن با منوی صوتی" in client.get(reverse("survey", args=[ask.pk])).content.decode()
    text = client.get(reverse("centre_dialplan")).content.decode()
    assert "[peygir-survey]" in text


def test_the_case_says_by_which_channel_it_was_answered(ask: SurveyAsk) -> None:
    answer_survey(ask.report_id, answer="satisfied", reason="", channel="voice", by=SYSTEM)
    drain()
    assert "منوی صوتی" in signed_in("supervisor").get(reverse("case", args=[ask.case.code])).content.decode()
    assert "منوی صوتی" in signed_in("operator").get(reverse("survey", args=[ask.pk])).content.decode()
