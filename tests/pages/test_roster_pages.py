"""The pages of the roster and the forecast: each sees their own, faults are told in place, what was typed is kept."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from peygir.centre.workforce.queries import goal_at, is_rainy, week
from tests.browsers import signed_in
from tests.desks.test_roster import SATURDAY, fill
from tests.town import MORNING, Town, TownClock

ROSTER, SHIFT = "centre_roster", {"name_fa": "صبح", "begins": "۷:۰۰", "ends": "15:00", "from_on": "1405/02/01"}
WEEK = {"week": SATURDAY.isoformat()}


@pytest.fixture
def chief(town: Town, town_clock: TownClock) -> Client:
    """The supervisor's browser, with a shift to choose."""
    client = signed_in("supervisor")
    assert client.post(reverse("centre_shift"), SHIFT).status_code == 302
    return client


def cell(town: Town) -> str:
    """The name of the operator's box on Sunday."""
    return f"d-{town.operator.id}-{(SATURDAY + timedelta(days=1)).isoformat()}"


def test_a_week_from_the_first_shift_to_the_operators_own_page(chief: Client, town: Town) -> None:
    page = chief.get(reverse(ROSTER)).content.decode()
    assert "۰۷:۰۰ تا ۱۵:۰۰" in page
    assert f'name="{cell(town)}"' in page
    shift = next(iter(chief.get(reverse(ROSTER)).context["shifts"])).id
    given = {**WEEK, "deed": "keep", "version": "0", cell(town): str(shift)}
    assert chief.post(reverse(ROSTER), given).status_code == 302
    own = signed_in("operator").get(reverse(ROSTER)).content.decode()
    assert "صبح" in own
    assert "roster-box" not in own
    stale = chief.post(reverse(ROSTER), {**given, cell(town): ""})
    assert stale.status_code == 409
    assert "همکارتان" in stale.content.decode()
    assert week(town.city_id, SATURDAY).duties
    following = {"week": (SATURDAY + timedelta(days=7)).isoformat(), "deed": "copy"}
    assert chief.post(reverse(ROSTER), following).status_code == 302
    assert chief.post(reverse(ROSTER), following).status_code == 409
    assert signed_in("operator").post(reverse(ROSTER), given).status_code == 403
    assert chief.post(reverse("centre_shift_end", args=[shift])).status_code == 302
    assert chief.post(reverse("centre_shift_end", args=[shift])).status_code == 404


def test_a_wrong_cell_is_told_and_the_others_are_kept(chief: Client, town: Town) -> None:
    answer = chief.post(reverse(ROSTER), {**WEEK, "deed": "keep", "version": "0", cell(town): "987654"})
    assert answer.status_code == 422
    assert "خواندنی نیست" in answer.content.decode()
    assert chief.post(reverse(ROSTER), {**WEEK, "deed": "keep", "version": "x"}).status_code == 409
    assert chief.get(reverse(ROSTER), {"week": "never"}).status_code == 200
    wrong = chief.post(reverse("centre_shift"), {**SHIFT, "begins": "7:10", "name_fa": "نام من"})
    assert wrong.status_code == 422
    assert "نام من" in wrong.content.decode()


def test_the_forecast_says_when_it_knows_too_little(chief: Client, town: Town) -> None:
    page = chief.get(reverse("centre_forecast")).content.decode()
    assert "پیشینه" in page
    fill(town, 20)
    page = chief.get(reverse("centre_forecast")).content.decode()
    assert "<svg" in page
    assert "۱۹ روز" in page, "and how little it is told from"


def test_a_day_a_week_its_rain_and_the_goal(chief: Client, town: Town, town_clock: TownClock) -> None:
    fill(town, 70)
    on = MORNING.date() + timedelta(days=1)
    page = chief.get(reverse("centre_forecast"), {"day": "1405/02/14"}).content.decode()
    assert "۰۰:۰۰ تا ۲۴:۰۰" in page, "nobody is on the roster: one gap as long as the day"
    assert chief.get(reverse("centre_forecast"), {"span": "week"}).content.decode().count("data-label") >= 7
    wrong = chief.get(reverse("centre_forecast"), {"day": "فردا"})
    assert "day-fault" in wrong.content.decode()
    assert "فردا" in wrong.content.decode()
    assert chief.get(reverse("centre_forecast"), {"day": "1410/01/01"}).status_code == 200
    assert chief.post(reverse("centre_rain"), {"day": on.isoformat(), "rain": "yes"}).status_code == 302
    assert is_rainy(town.city_id, on)
    form = chief.get(reverse("centre_forecast")).context["form"]
    values = {box.name: box.value() for box in form}
    assert chief.post(reverse("centre_goal"), {**values, "share_percent": "۹۵"}).status_code == 302
    assert goal_at(town.city_id, town_clock()).share_percent == 95
    refused = chief.post(reverse("centre_goal"), {**values, "share_percent": "101", "patience_seconds": "77"})
    assert refused.status_code == 422
    assert 'value="۷۷"' in refused.content.decode()
