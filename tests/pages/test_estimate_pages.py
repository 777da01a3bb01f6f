"""The pages of what nobody reports and of the next weeks: who opens them, what they say, and their files."""

import csv
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from peygir.core import clock
from peygir.outlook.insight import actions
from peygir.outlook.insight.models import EstimateLine
from peygir.people.models import Staff
from tests import make
from tests.markup import packed
from tests.outbreaks import WEEK_ON, live_weeks
from tests.planned import problem_of
from tests.reported_again import live_reports
from tests.town import PHONES, Town

pytestmark = pytest.mark.usefixtures("town_clock")
DEMAND, WEEKS = reverse("demand"), reverse("next_weeks")


def browser_of(username: str, language: str = "en") -> Client:
    """A browser in a language, in which somebody is signed in."""
    client = Client(headers={"Accept-Language": language})
    client.force_login(Staff.objects.get(username=username))
    return client


def read(client: Client, path: str, status: int = 200) -> str:
    """A page's markup."""
    answer = client.get(path)
    assert answer.status_code == status
    return packed(answer.content.decode())


def body(answer: HttpResponseBase) -> bytes:
    """The content of a file that is sent in pieces."""
    return b"".join(answer)


def sheet(answer: HttpResponseBase) -> list[list[Any]]:
    """The rows of the only sheet of a workbook."""
    return CalamineWorkbook.from_filelike(io.BytesIO(body(answer))).get_sheet_by_index(0).to_python()


@pytest.fixture
def demand(town: Town) -> Town:
    """District 1 calls often, district 2 seldom; district 3 never."""
    live_reports(town, rates={"1": 0.3, "2": 0.06}, incidents=150)
    actions.estimate_due_week(town.city_id, clock.now())
    return town


@pytest.fixture
def forecast(town: Town) -> Town:
    """Sixty weeks with about eight cases of each topic in each district."""
    live_weeks(town, weeks=60, level=8.0)
    actions.estimate_due_week(town.city_id, clock.now())
    return town


def test_before_the_first_estimate_they_say_so(town: Town) -> None:
    for path in (DEMAND, WEEKS):
        assert "computed in the night after a week" in read(browser_of("supervisor"), path)
    actions.estimate_due_week(town.city_id, clock.now())
    opened = read(browser_of("supervisor"), DEMAND)
    assert "cannot be estimated here" in opened
    assert "from 26 cases a year on" in read(browser_of("manager"), WEEKS)


def test_who_opens_them(demand: Town) -> None:
    for name in ("supervisor", "council", "admin", "deputy", "mayor"):
        assert "What nobody reports" in read(browser_of(name), DEMAND), name
    for name in ("operator", "clerk", "manager", "inspector", "inspectorate"):
        assert browser_of(name).get(DEMAND).status_code == 403, name
    for name in ("operator", "clerk", "council", "inspector", "inspectorate"):
        assert browser_of(name).get(WEEKS).status_code == 403, name


def test_places_stand_in_their_order_and_not_by_reports(demand: Town) -> None:
    opened = read(browser_of("mayor"), DEMAND)
    table = opened[opened.index('id="places"') :]
    names = re.findall(r"<bdi>(District \d)</bdi>", table)
    assert names[:3] == ["District 1", "District 2", "District 3"]
    rows = {name: row for row in table.split("<tr>")[2:5] for name in re.findall(r"<bdi>(District \d)</bdi>", row)}
    assert "cannot be estimated here" in rows["District 3"]
    assert "cannot be estimated here" not in rows["District 1"] + rows["District 2"]
    assert "never of their reports" in opened
    assert opened.count('class="heat heat-5"') >= 2, "on the map, in the legend and in the table"
    fa = read(browser_of("council", "fa"), DEMAND)
    assert "گزارش‌نشده‌ها" in fa
    assert "منطقهٔ کم‌تماس، منطقهٔ بی‌مشکل نیست" in fa


def test_a_group_alone_and_small_numbers(demand: Town) -> None:
    opened = read(browser_of("mayor"), f"{DEMAND}?group=CIV")
    assert '<option value="CIV" selected>' in opened
    row = EstimateLine.objects.get(run__kind="demand", group_code="CIV", district_code="2", channel="")
    EstimateLine.objects.filter(pk=row.pk).update(numbers={"incidents": 3, "duplicates": 1})
    opened = read(browser_of("mayor"), f"{DEMAND}?group=CIV")
    assert "fewer than 5" in opened
    assert "cannot be estimated" in read(browser_of("mayor"), f"{DEMAND}?group=<b>")
    answer = browser_of("mayor").get(f"{DEMAND}?form=csv")
    lines = list(csv.reader(io.StringIO(body(answer).decode("utf-8-sig"))))
    small = [line for line in lines if line[:3] == ["Civil works", "District 2", ""] or "District 2" in line]
    assert any(line[3] == "" for line in small), "nor in the file"


def test_the_demand_as_files(demand: Town) -> None:
    answer = browser_of("deputy").get(f"{DEMAND}?form=csv")
    assert answer.headers["Content-Disposition"].endswith('.csv"')
    lines = list(csv.reader(io.StringIO(body(answer).decode("utf-8-sig"))))
    assert lines[0][4:7] == ["Share reported", "Share reported ≥", "Share reported ≤"]
    whole = next(line for line in lines[1:] if line[:3] == ["", "", ""])
    assert float(whole[5]) <= float(whole[4]) <= float(whole[6])
    assert len(sheet(browser_of("deputy", "fa").get(f"{DEMAND}?form=xlsx"))) == len(lines)


def test_the_next_weeks_with_naive_forecasts_beside(forecast: Town) -> None:
    opened = read(browser_of("supervisor"), f"{WEEKS}?group=CIV&district=1")
    assert "As last week" in opened or "as last week" in opened
    assert "the mean of the last year" in opened
    assert re.search(
        r"Of [\d,]+ past weeks that were forecast in the same way, \d+% lay within the limits; 90%", opened
    )
    assert "past weeks of this series" in opened
    assert opened.count('<th scope="row">') >= 8
    assert "Mean error a week" in opened
    fa = read(browser_of("supervisor", "fa"), WEEKS)
    assert "هفته‌های آینده" in fa
    assert "همهٔ موضوع‌ها · همهٔ شهر" in fa
    assert "٪ میان کران‌ها بود" in fa


def test_where_no_method_is_better_the_naive_one_is_used(forecast: Town) -> None:
    rows = list(EstimateLine.objects.filter(run__kind="forecast", district_code__gt="", group_code__gt=""))
    naive = next(row for row in rows if row.numbers["is_naive"])
    opened = read(browser_of("supervisor"), f"{WEEKS}?group={naive.group_code}&district={naive.district_code}")
    assert "no better than a naive forecast, so that is used" in opened


def test_a_manager_sees_the_series_of_the_own_unit(forecast: Town) -> None:
    opened = read(browser_of("manager"), WEEKS)
    assert "District 1" in opened
    assert "District 2" not in opened
    assert "the whole city" not in opened
    assert "District 2" not in read(browser_of("manager"), f"{WEEKS}?group=CIV&district=2")
    answer = browser_of("manager").get(f"{WEEKS}?form=csv")
    lines = list(csv.reader(io.StringIO(body(answer).decode("utf-8-sig"))))
    assert {line[1] for line in lines[1:]} == {"District 1"}
    assert len(lines) in (9, 17)
    first = WEEK_ON + timedelta(days=7)
    assert lines[1][2] == first.isoformat()
    assert float(lines[1][4]) <= float(lines[1][3]) <= float(lines[1][5])
    assert len(sheet(browser_of("supervisor").get(f"{WEEKS}?form=xlsx"))) > len(lines)


def test_a_problem_says_how_many_such_incidents_are_reported(demand: Town) -> None:
    given = {"topic_id": demand.topics["CIV-01"], "district_id": demand.districts["1"]}
    page = reverse("plan_problem", args=[problem_of(demand, [make.referred(phone=PHONES[0])], **given)])
    assert re.search(
        r"About \d+% of such incidents are reported here \(\d+% to \d+%\)", read(browser_of("manager"), page)
    )
    assert "چنین مشکل‌هایی این‌جا گزارش می‌شود" in read(browser_of("mayor", "fa"), page)
    EstimateLine.objects.update(numbers={"incidents": 0, "duplicates": 0})
    assert "cannot be estimated here" in read(browser_of("manager"), page)
