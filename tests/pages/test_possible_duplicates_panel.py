"""The clerk's page: what a case resembles, merging and splitting by one press, and the burst it is one of."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from peygir.people.models import Staff
from tests import make
from tests.drain import drain
from tests.town import PHONES, Town, TownClock, point_in

pytestmark = pytest.mark.usefixtures("town_clock")

LAT, LON = point_in("1")


@pytest.fixture
def clerk(town: Town) -> Client:
    client = Client(headers={"Accept-Language": "fa"})
    client.force_login(Staff.objects.get(username="clerk"))
    return client


def near(number: int, **given: Any) -> str:
    return make.referred(lat=LAT + 0.0001 * number, lon=LON, phone=PHONES[number], **given)


def page_of(client: Client, code: str) -> str:
    return str(client.get(reverse("case", args=[code])).content.decode())


def press(client: Client, code: str, verb: str, **given: Any) -> Any:
    return client.post(reverse("case_move", args=[code, verb]), {"version": make.case(code).version, **given})


def test_one_press_merges_and_another_splits(clerk: Client) -> None:
    first, second = near(0), near(1)
    page = page_of(clerk, second)
    assert "پیش‌تر گزارش شده؟" in page
    assert "به احتمال زیاد همان" in page
    assert f'name="into" value="{first}"' in page
    assert press(clerk, second, "merge", into=first).status_code == 302
    drain()
    assert make.case(second).state == "merged"
    assert make.case(first).report_count == 2
    assert "جدا کردن" in page_of(clerk, second)
    assert press(clerk, second, "split", note="دو چالهٔ جداست").status_code == 302
    drain()
    assert make.case(second).state == "referred"
    assert make.case(first).report_count == 1


def test_another_units_case_is_not_shown(clerk: Client, town: Town) -> None:
    mine = near(0)
    edge = make.referred("CLN-01", lat=LAT, lon=LON, phone=PHONES[9])
    assert "تازگی از این نزدیکی گزارشی مانند این نرسیده است." in page_of(clerk, mine)
    waste = Client()
    waste.force_login(Staff.objects.get(username="clerk_waste"))
    assert mine not in page_of(waste, edge)


def test_the_same_caller_is_told_apart(clerk: Client) -> None:
    near(0)
    again = make.referred(lat=LAT, lon=LON, phone=PHONES[0])
    assert "همان گزارش‌دهنده" in page_of(clerk, again)


def test_a_case_without_a_point_or_with_a_secret_is_not_compared(clerk: Client) -> None:
    near(0)
    code = make.referred(address="محلهٔ ارم، کوچهٔ ۵", district="", phone=PHONES[4])
    assert make.case(code).neighbourhood is not None
    assert "پیش‌تر گزارش شده؟" not in page_of(clerk, code)


def test_a_burst_shows_on_the_page_and_in_the_inbox(clerk: Client, town_clock: TownClock) -> None:
    codes = []
    for number in range(5):
        codes.append(near(number))
        town_clock.forward(minutes=2)
    incident = make.case(codes[0]).incident_code
    page = page_of(clerk, codes[4])
    assert "بخشی از یک رخداد" in page
    assert "۵ گزارش در ۵ پرونده" in page
    other = make.referred(lat=LAT, lon=LON, topic="GRN-07", phone=PHONES[20])
    inbox = clerk.get(reverse("inbox")).content.decode()
    assert inbox.count(f"?incident={incident}") == 5
    filtered = clerk.get(reverse("inbox"), {"incident": incident}).content.decode()
    assert all(reverse("case", args=[code]) in filtered for code in codes)
    assert reverse("case", args=[other]) not in filtered
