"""Pages of live sessions: the public week, registering with a proven phone, the queue, orders, and the report."""

from datetime import timedelta

import pytest
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from peygir.centre.sessions import actions
from peygir.centre.sessions.models import LiveOrder, LiveSession, Registration
from peygir.centre.sessions.rules import NewSession
from peygir.core import clock
from peygir.people.actions import make_one_time_code
from peygir.people.rules import Actor
from tests.browsers import signed_in
from tests.town import PHONES, Town, TownClock

FORM = {
    "who_fa": "دکتر نمونه",
    "unit": "D-01",
    "line": "۱۳۷",
    "day": "۱۴۰۵/۲/۱۵",
    "from_time": "۱۰:۰۰",
    "to_time": "12:00",
    "places": "۱۵",
    "about": "آسفالت",
}


def citizen(phone: str = PHONES[0]) -> Client:
    """The browser of a citizen who has proven a phone."""
    client = Client()
    answer = client.post(reverse("me_code"), {"phone": phone, "code": make_one_time_code(phone)})
    assert answer.status_code == 302
    return client


@pytest.fixture
def session(town: Town, town_clock: TownClock) -> int:
    """A session of tomorrow."""
    begins = clock.now() + timedelta(days=1)
    new = NewSession(
        unit_id=town.units["D-01"],
        who_fa="مهندس نمونه",
        begins_at=begins,
        ends_at=begins + timedelta(hours=2),
        line="137",
        places=2,
    )
    return actions.plan_session(town.city_id, new, by=town.supervisor)


def test_a_session_is_planned_and_stands_on_the_public_page(town: Town, town_clock: TownClock) -> None:
    client, path = signed_in("supervisor"), reverse("centre_session_new")
    assert client.get(path).status_code == 200
    for wrong in ({"to_time": "09:00"}, {"day": "فردا"}, {"places": "چند"}, {"places": "۰"}, {"who_fa": ""}):
        answer = client.post(path, FORM | wrong)
        assert answer.status_code == 422, wrong
        assert "آسفالت" in answer.content.decode()
    assert not LiveSession.objects.exists()
    assert client.post(path, FORM).status_code == 302
    row = LiveSession.objects.get()
    assert (row.places, row.line) == (15, "137")
    page = Client().get(reverse("sessions")).content.decode()
    assert "دکتر نمونه" in page
    assert "سه‌شنبه ۱۵ اردیبهشت ۱۴۰۵" in page
    assert "۱۰:۰۰ تا ۱۲:۰۰" in page
    after = Client().get(reverse("sessions"), {"week": "2026-05-09"}).content.decode()
    assert "دکتر نمونه" not in after
    for odd in ("x", "9999-12-31", "0001-01-01"):
        assert Client().get(reverse("sessions"), {"week": odd}).status_code == 200
    edit = reverse("centre_session_edit", args=[row.pk])
    assert "دکتر نمونه" in client.get(edit).content.decode()
    assert client.post(edit, FORM | {"places": "5"}).status_code == 302
    row.refresh_from_db()
    assert row.places == 5


def test_a_citizen_registers_and_gives_the_place_up(session: int) -> None:
    path = reverse("live_session", args=[session])
    stranger = Client()
    assert reverse("me") in stranger.get(path).content.decode()
    assert stranger.post(path, {"words": "آسفالت"}).status_code == 422
    client = citizen()
    answer = client.post(path, {"words": "", "name": "سارا"})
    assert answer.status_code == 422
    assert "سارا" in answer.content.decode()
    assert client.post(path, {"words": "آسفالت کوچه", "case_code": "0500000000"}).status_code == 422
    assert client.post(path, {"words": "آسفالت کوچه", "topic": "CIV-01"}).status_code == 302
    assert "نوبت دارید" in client.get(path).content.decode()
    assert "نوبت دارید" in client.get(reverse("sessions")).content.decode()
    place = Registration.objects.get()
    leave = reverse("session_leave", args=[place.pk])
    assert citizen(PHONES[1]).post(leave).status_code == 404
    assert client.post(leave).status_code == 302
    place.refresh_from_db()
    assert place.state == "withdrawn"
    assert client.get(reverse("live_session", args=[session + 9])).status_code == 404


def test_the_centre_works_through_the_queue(session: int, town: Town) -> None:
    citizen().post(reverse("live_session", args=[session]), {"words": "آسفالت کوچه", "name": "سارا"})
    client, path = signed_in("operator"), reverse("centre_session", args=[session])
    page = client.get(path).content.decode()
    assert "سارا" in page
    assert "۰۹۱۷•••۰۰۰۰" in page
    assert "سارا" not in Client().get(reverse("sessions")).content.decode()

    def press(deed: str, **given: str) -> HttpResponseBase:
        return client.post(reverse("centre_session_press", args=[session, deed]), given)

    assert press("sing").status_code == 404
    assert press("caller", phone="12").status_code == 422
    assert press("caller", phone="09170000005", name="رضا").status_code == 302
    assert press("notes", notes="همه خوب بود").status_code == 302
    assert press("off").status_code == 403
    place = Registration.objects.get(name="سارا")
    talk = reverse("centre_talk", args=[place.pk])
    assert client.post(talk, {"notes": "قول داد", "case_code": "123", "how": "spoken"}).status_code == 422
    assert client.post(talk, {"notes": "قول داد", "how": "spoken"}).status_code == 302
    order = reverse("centre_talk_order", args=[place.pk])
    assert client.post(order, {"words": "", "unit": "D-01", "due_day": "۱۴۰۵/۲/۲۰"}).status_code == 422
    wrong = client.post(order, {"words": "لکه‌گیری", "unit": "D-01", "due_day": "۱۴۰۴/۲/۲۰"})
    assert wrong.status_code == 422
    assert "لکه‌گیری" in wrong.content.decode()
    assert client.post(order, {"words": "لکه‌گیری", "unit": "D-01", "due_day": "۱۴۰۵/۲/۲۰"}).status_code == 302
    assert press("end").status_code == 302
    assert press("end").status_code == 409
    report = client.get(reverse("centre_session_report", args=[session])).content.decode()
    for words in ("همه خوب بود", "قول داد", "لکه‌گیری", "سارا", "رضا"):
        assert words in report


def test_an_order_stands_in_its_units_list_and_is_answered_there(session: int, town: Town) -> None:
    place = actions.register(session, phone=PHONES[0], text="آسفالت", by=Actor("citizen"))
    number = actions.give_order(
        place, unit_id=town.units["D-01"], text="لکه‌گیری شود", due_at=clock.now() + timedelta(days=2), by=town.operator
    )
    path, listed = reverse("session_order", args=[number]), reverse("session_orders")
    assert path in signed_in("clerk").get(listed).content.decode()
    assert path not in signed_in("clerk_two").get(listed).content.decode()
    assert signed_in("clerk_two").get(path).status_code == 404
    client = signed_in("clerk")
    answer = client.post(path, {"answer": ""})
    assert answer.status_code == 422
    assert "بنویسید چه کاری" in answer.content.decode()
    assert signed_in("operator").post(path, {"answer": "انجام شد"}).status_code == 404
    assert client.post(path, {"deed": "drop"}).status_code == 403
    assert client.post(path, {"answer": "انجام شد"}).status_code == 302
    assert client.post(path, {"answer": "انجام شد"}).status_code == 409
    assert LiveOrder.objects.get().state == "done"
    assert path in client.get(listed, {"done": "1"}).content.decode()
    assert "به‌موقع" in client.get(path).content.decode()
