"""The administrator's pages of marks: schemes that two people decide, and the closing of months."""

from datetime import date

import pytest
from django.urls import reverse

from peygir.core import clock
from peygir.outlook.scoring.models import MarkScheme, MonthCheck, ScoredMonth
from peygir.outlook.scoring.months import month_of
from peygir.outlook.scoring.rules import first_content
from peygir.web.admin.scheme_form import SchemeForm
from tests.drain import drain
from tests.mark_pages import body, signed_in
from tests.scores import LivedMonth
from tests.town import Town

pytestmark = pytest.mark.usefixtures("town_clock")


def scheme_values(first_on: date, **changes: str) -> dict[str, str]:
    """The form of a scheme as it is filled at first, in English digits, with some values changed."""
    form = SchemeForm(content=first_content(), first_on=first_on)
    return {**{name: str(value) for name, value in form.initial.items()}, **changes}


def test_two_people_decide_a_scheme_on_pages(town: Town) -> None:
    admin, mayor = signed_in("admin"), signed_in("mayor")
    new, coming = reverse("admin_scheme_new"), month_of(date(2026, 6, 25))
    assert "Propose a scheme" in body(admin.get(new))
    for wrong in (
        {"month": "1405-13"},
        {"month": "1405-01"},
        {"solved-weight": "much"},
        {"solved-target": "-1"},
        {"group-time": ""},
        {"closing_days": "3"},
        {"combination": "luck"},
    ):
        answer = admin.post(new, scheme_values(coming.first_on, **wrong))
        assert answer.status_code in (409, 422), wrong
    assert not MarkScheme.objects.exists()
    assert admin.post(new, scheme_values(coming.first_on, **{"solved-weight": "۱۹٫۵"})).status_code == 302
    row = MarkScheme.objects.get()
    assert next(part["weight"] for part in row.content["parts"] if part["indicator"] == "solved") == "19.5"
    page = reverse("admin_scheme", args=[row.pk])
    assert "A second person decides" in body(admin.get(page))
    refused = admin.post(reverse("admin_scheme_press", args=[row.pk, "agree"]), follow=True)
    assert "by a second person" in body(refused)
    assert "You are the second person" in body(mayor.get(page))
    assert mayor.post(reverse("admin_scheme_press", args=[row.pk, "burn"])).status_code == 404
    mayor.post(reverse("admin_scheme_press", args=[row.pk, "agree"]))
    row.refresh_from_db()
    assert row.state == "decided"
    assert page in body(mayor.get(reverse("admin_schemes")))
    second = scheme_values(month_of(date(2026, 7, 25)).first_on)
    assert admin.post(new, second).status_code == 302
    other = MarkScheme.objects.exclude(pk=row.pk).get()
    assert "Against the scheme before" in body(mayor.get(reverse("admin_scheme", args=[other.pk])))
    admin.post(reverse("admin_scheme_press", args=[other.pk, "withdraw"]))
    other.refresh_from_db()
    assert other.state == "withdrawn"


def test_a_month_is_closed_and_computed_again_by_jobs(town: Town, lived: LivedMonth) -> None:
    admin, months = signed_in("admin"), reverse("admin_months")
    assert "Khordad 1405" in body(admin.get(months))
    assert admin.post(reverse("admin_month_check", args=["1405-03"])).status_code == 404
    admin.post(reverse("admin_month_close"))
    assert not ScoredMonth.objects.exists(), "the request does not compute"
    drain(twice=True)
    assert ScoredMonth.objects.count() == 1
    assert "No month is due to be closed." in body(admin.post(reverse("admin_month_close"), follow=True))
    assert signed_in("mayor").post(reverse("admin_month_close")).status_code == 403
    check = reverse("admin_month_check", args=["1405-03"])
    admin.post(check)
    assert "being computed again already" in body(admin.post(check, follow=True))
    assert "under way" in body(admin.get(months))
    drain(twice=True)
    assert "It comes out the same" in body(admin.get(months))
    month = ScoredMonth.objects.get()
    MonthCheck.objects.create(
        month=month,
        asked_by_id=town.admin.id,
        asked_at=clock.now(),
        checked_at=clock.now(),
        version=1,
        differences=[{"message": "the marks of version {number} come out otherwise", "values": {"number": 1}}],
    )
    assert "version 1 come out otherwise" in body(admin.get(months))
