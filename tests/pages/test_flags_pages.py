"""The inspectorate's pages of gaming flags: the list of a month, one flag with its cases, findings and rates."""

import pytest
from django.urls import reverse

from peygir.core import clock
from peygir.outlook.scoring.models import GamingFlag, GamingFlagCase, GamingMonth
from tests import make
from tests.markup import packed
from tests.pages.test_works import signed_in
from tests.scores import KHORDAD
from tests.town import PHONES, Town

pytestmark = pytest.mark.usefixtures("town_clock")


@pytest.fixture
def flag(town: Town) -> GamingFlag:
    """A flag about the first district, with an ordinary case and one that only the own unit's superiors see."""
    month = GamingMonth.objects.create(
        city_id=town.city_id, first_on=KHORDAD.first_on, tested_at=clock.now(), tests=7, rates={}
    )
    row = GamingFlag.objects.create(
        month=month,
        unit_id=town.units["D-01"],
        kind="heaped",
        p_value=0.00002,
        q_value=0.0001,
        figures={"count": 60, "of": 300, "expected": 12.5, "hours": 12},
    )
    GamingFlagCase.objects.create(flag=row, place=1, case=make.case(make.referred(phone=PHONES[1])))
    return row


def test_before_the_first_month_the_page_says_when_units_are_tested(town: Town) -> None:
    page = packed(signed_in("inspectorate").get(reverse("gaming_flags")).content.decode())
    assert "No month has been tested yet" in page
    assert "Closures heaped just before due" in page  # among the rates


def test_the_list_leads_to_a_flag_and_its_cases(town: Town, flag: GamingFlag) -> None:
    client = signed_in("inspectorate")
    page = packed(client.get(reverse("gaming_flags"), {"month": "2026-05-22"}).content.decode())
    assert "60 of 300 closures came in the last 12 hours before due; expected: 12.5." in page
    assert reverse("gaming_flag", args=[flag.pk]) in page
    assert "Nobody has looked yet" in page
    only = packed(client.get(reverse("gaming_flags"), {"unit": "D-02"}).content.decode())
    assert "No unit stands out in this month" in only
    flag_page = packed(client.get(reverse("gaming_flag", args=[flag.pk])).content.decode())
    code = GamingFlagCase.objects.select_related("case").get().case.code
    assert reverse("case", args=[code]) in flag_page
    assert "about one of 50,000 unit-months" in flag_page
    assert client.get(reverse("gaming_flag", args=[flag.pk + 1])).status_code == 404


def test_a_finding_is_recorded_once(town: Town, flag: GamingFlag) -> None:
    client, address = signed_in("inspectorate"), reverse("gaming_flag_judge", args=[flag.pk])
    refused = client.post(address, {"finding": ""})
    assert refused.status_code == 422
    assert "Choose what was found." in refused.content.decode()
    assert client.post(address, {"finding": "honest"}).status_code == 302
    page = packed(client.get(reverse("gaming_flag", args=[flag.pk])).content.decode())
    assert "There is an honest explanation" in page
    assert 'name="finding"' not in page
    assert client.post(address, {"finding": "real"}).status_code == 409
    assert client.post(reverse("gaming_flag_judge", args=[flag.pk + 1]), {"finding": "real"}).status_code == 404


def test_rates_are_typed_in_percent_with_any_digits(town: Town) -> None:
    client, address = signed_in("inspectorate"), reverse("gaming_rate")
    for typed in ("", "abc", "50", "-1", "1e-3", "nan", "9" * 400):
        refused = client.post(address, {"kind": "heaped", "percent": typed})
        assert refused.status_code == 422, typed
        page = refused.content.decode()
        assert "between 0.01 and 10 percent" in page
        assert f'value="{typed[:8]}"' in page  # kept, to be mended
    assert client.post(address, {"kind": "heaped", "percent": "۰٫۵"}).status_code == 302
    assert 'value="0.5"' in client.get(reverse("gaming_flags")).content.decode()


def test_nobody_else_opens_them(town: Town, flag: GamingFlag) -> None:
    for username in ("manager", "admin", "mayor", "supervisor", "council"):
        assert signed_in(username).get(reverse("gaming_flag", args=[flag.pk])).status_code == 403, username
