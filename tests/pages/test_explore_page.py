"""Explore: a question is built by a form, its answer is shown to each as they may see it, and leads to the cases."""

import io
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from pyarrow import parquet
from python_calamine import CalamineWorkbook

from peygir.cases.models import Case
from peygir.outlook.insight.lake.manifest import read_manifest
from peygir.people.models import Staff
from tests.lake_town import fill, written
from tests.markup import packed
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
EXPLORE: Final = reverse("explore")
BY_DISTRICT: Final = "cases_opened~by.district"
NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


@pytest.fixture
def folder(settings: Any) -> Path:
    """Where the lake of this home lies."""
    return Path(settings.HOME) / "lake"


@pytest.fixture
def lake(town: Town, town_clock: TownClock, folder: Path) -> Path:
    """A lake with something in every table: 5 cases and more in the first district, 2 in the second."""
    fill(town, town_clock)
    folder.mkdir(parents=True, exist_ok=True)
    written(folder, town)
    return folder


def browser_of(username: str, language: str = "en") -> Client:
    """A browser in a language, in which somebody is signed in."""
    client = Client(headers={"Accept-Language": language})
    client.force_login(Staff.objects.get(username=username))
    return client


def read(client: Client, query: str, status: int = 200, path: str = EXPLORE, more: Mapping[str, str] = NOTHING) -> str:
    """The page of a question."""
    values = {"q": query, **more} if query else dict(more)
    response = client.get(f"{path}?{urlencode(values)}")
    assert response.status_code == status, response.content.decode()[:2000]
    return packed(response.content.decode())


def test_before_the_first_lake_it_says_so(town: Town) -> None:
    opened = read(browser_of("supervisor"), "")
    assert "There are no figures yet" in opened
    assert "Begin with one of these" not in opened
    assert "There is no lake yet" in read(browser_of("supervisor"), "cases_opened", 404)


def test_it_opens_with_a_form_and_questions_to_begin_with(town: Town, lake: Path) -> None:
    opened = read(browser_of("mayor"), "")
    assert "Begin with one of these" in opened
    assert 'value="cases_opened"' in opened
    assert "cases_opened~by.district" in opened
    persian = read(browser_of("mayor", "fa"), "")
    assert "کاوش" in persian
    assert "پرونده‌های بازشده، بر پایهٔ منطقه" in persian


def test_the_form_makes_an_address(town: Town, lake: Path) -> None:
    client = browser_of("supervisor")
    fields = {
        "metric": "cases_opened",
        "by1": "district",
        "by2": "crew",
        "from": "1405/03/01",
        "to": "1405/03/31",
        "only_topic": "CIV-01",
        "with": "year",
        "as": "bar",
    }
    response = client.get(EXPLORE, fields)
    assert response.status_code == 302
    assert response.headers["Location"] == (
        f"{EXPLORE}?q=cases_opened%7Eby.district%7Ein.topic.CIV-01%7Efrom.14050301%7Eto.14050331&as=bar&with=year"
    ).replace("%7E", "~"), "crews are no part of cases, and are left out"
    kept = {"metric": "cases_opened", "kept": "cases_opened~in.unit.D-01.D-02~not.topic.CIV-02", "from": "", "to": ""}
    response = client.get(EXPLORE, {**kept, "only_unit": "*", "only_district": ""})
    assert "in.unit.D-01.D-02~not.topic.CIV-02" in response.headers["Location"]
    response = client.get(EXPLORE, {**kept, "only_unit": ""})
    assert "q=cases_opened~not.topic.CIV-02" in response.headers["Location"]
    assert "is not a date" in read(client, "", 422, more={"metric": "cases_opened", "from": "1405/13/01"})
    assert "cannot be read" in read(client, "", 422, more={"metric": "cats"})


def test_the_answer_is_a_sentence_a_chart_and_a_table(town: Town, lake: Path) -> None:
    opened = read(browser_of("supervisor"), f"{BY_DISTRICT}~from.14050301~to.14050331")
    assert "In Khordad 1405, “Cases opened”: 7. The most is District 1 with 5, 71% of all." in opened
    assert '<script type="application/json">{"kind": "lying"' in opened or "explore-map" in opened
    assert 'scope="row">District 1</th>' in opened
    bars = read(browser_of("supervisor"), f"{BY_DISTRICT}~from.14050301~to.14050331", more={"as": "bar"})
    assert '"kind": "lying"' in bars
    assert "chart-lying" in bars
    persian = read(browser_of("supervisor", "fa"), f"{BY_DISTRICT}~from.14050301~to.14050331")
    assert "در خرداد ۱۴۰۵، «پرونده‌های بازشده»: ۷. بیشترین از آنِ" in persian
    across = read(browser_of("supervisor"), "cases_opened~by.month.district")
    assert '<th scope="row">All</th>' in across
    assert '"kind": "line"' in across
    heat = read(browser_of("supervisor"), "cases_opened~by.hour_of_week")
    assert '"kind": "heat"' in heat
    assert "heat-5" in heat
    small = read(browser_of("supervisor"), "cases_opened~by.month.district", more={"as": "multiples"})
    assert "explore-multiples" in small
    table = read(browser_of("supervisor"), "cases_opened~by.topic.district.month", more={"as": "table"})
    assert "data-explore-chart" not in table
    whole = read(browser_of("supervisor"), "cases_opened~from.14050301~to.14050331")
    assert 'class="explore-number">7<' in whole


def test_it_is_compared_with_other_times_places_and_people(town: Town, lake: Path, settings: Any) -> None:
    client, question = browser_of("supervisor"), f"{BY_DISTRICT}~from.14050401~to.14050431"
    before = read(client, question, more={"with": "before"})
    assert "than in 1 Khordad 1405 to" in before
    assert "The period before</th>" in before
    assert "please choose a first and a last day" in read(client, BY_DISTRICT, 422, more={"with": "year"})
    assert "The average</th>" in read(client, question, more={"with": "average"})
    people = read(client, question, more={"with": "people"})
    assert "How many people live in these places is not known" in people
    (Path(settings.HOME) / "population.csv").write_text("code,people\n2,2000\n", encoding="utf-8")
    people = read(client, f"{BY_DISTRICT}~to.14050331", more={"with": "people", "as": "table"})
    assert "For each 1,000 people" in people
    assert "Of some places it is not known" in people
    rows = people[people.rindex("<tbody") :]
    assert rows.index("District 2") < rows.index("District 1")
    (Path(settings.HOME) / "population.csv").write_text("code,people\n1,many\n", encoding="utf-8")
    assert "Line 2 of population.csv" in read(client, question, 422, more={"with": "people"})


def test_who_leads_a_unit_sees_its_cases_alone(town: Town, lake: Path) -> None:
    whole = read(browser_of("supervisor"), "cases_opened~by.unit", more={"as": "table"})
    assert "District 2" in whole
    own = read(browser_of("manager"), "cases_opened~by.unit", more={"as": "table"})
    assert "Only cases of your units are counted" in own
    assert "District 2" not in own.split("data-explore-answer", 1)[1]
    other = read(browser_of("manager"), "cases_opened~in.unit.D-02")
    assert "There is nothing, or too little" in other
    assert "belongs to no unit" in read(browser_of("manager"), "contacts", 422)
    assert 'value="contacts"' not in read(browser_of("manager"), "")
    assert "Only cases of your units" in read(browser_of("deputy"), "cases_opened~by.unit")
    assert browser_of("clerk").get(EXPLORE).status_code == 403


def test_small_groups_are_hidden_from_the_council(town: Town, lake: Path, settings: Any) -> None:
    question = f"{BY_DISTRICT}~from.14050301~to.14050331"
    opened = read(browser_of("council"), question, more={"as": "table"})
    assert "groups are hidden (*): they have fewer than 5 rows" in opened
    answer = opened.split("data-explore-answer", 1)[1]
    assert ">5<" not in answer, "the larger group would give the smaller one away"
    assert "explore_cases" not in answer
    assert "/desk/explore/cases/" not in answer
    shown = read(browser_of("supervisor"), question, more={"as": "table"}).split("data-explore-answer", 1)[1]
    assert ">5<" in shown
    assert "/desk/explore/cases/" in shown
    file = browser_of("council").get(f"{reverse('explore_file', args=['csv'])}?{urlencode({'q': question})}")
    rows = [line for line in file.content.decode("utf-8-sig").splitlines() if not line.startswith("#")]
    assert rows[1:] == ["1,District 1,,,1", "2,District 2,,,1"]
    settings.FEWEST_SHOWN = 1
    assert ">5<" in read(browser_of("council"), question, more={"as": "table"})


def test_a_group_leads_to_its_cases(town: Town, lake: Path) -> None:
    cases = reverse("explore_cases")
    question = "cases_opened~in.district.1~from.14050301~to.14050331"
    opened = read(browser_of("supervisor"), question, path=cases)
    assert opened.count('class="row-link code"') == 5
    assert "No case to show" in read(browser_of("manager"), "cases_opened~in.district.2", path=cases)
    own = read(browser_of("manager"), question, path=cases)
    assert own.count('class="row-link code"') == 4, "one is another unit's"
    assert "not yours to see" not in own
    assert browser_of("council").get(f"{cases}?{urlencode({'q': question})}").status_code == 403
    assert "cannot be read" in read(browser_of("supervisor"), "contacts", 422, path=cases)
    assert "asks for nothing" in read(browser_of("supervisor"), "", 404, path=cases)


def test_a_case_that_may_no_longer_be_seen_is_not_listed(town: Town, lake: Path) -> None:
    question, cases = "cases_opened~in.district.1~from.14050301~to.14050331", reverse("explore_cases")
    first = Case.objects.filter(district__code="1").order_by("opened_at").first()
    assert first is not None
    Case.objects.filter(pk=first.pk).update(is_confidential=True)
    opened = read(browser_of("supervisor"), question, path=cases)
    assert opened.count('class="row-link code"') == 4
    assert "1 more case is not yours to see" in opened


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet"])
def test_a_file_names_its_question_and_its_data(town: Town, lake: Path, form: str) -> None:
    question = f"{BY_DISTRICT}~from.14050301~to.14050331"
    response = browser_of("supervisor").get(f"{reverse('explore_file', args=[form])}?{urlencode({'q': question})}")
    assert response.status_code == 200
    assert f'.{form}"' in response.headers["Content-Disposition"]
    manifest = read_manifest(lake)
    assert manifest is not None
    if form == "csv":
        text = response.content.decode("utf-8-sig")
        assert f"# question: {question}" in text
        assert f"# root: {manifest.root}" in text
        assert "1,District 1,5,5,0" in text
    elif form == "parquet":
        rows = parquet.read_table(io.BytesIO(response.content))
        assert rows.schema.metadata[b"question"].decode() == question
        assert rows.schema.metadata[b"as_of"].decode() == manifest.as_of
        assert rows.to_pylist()[0]["value"] == 5
    else:
        sheets = CalamineWorkbook.from_filelike(io.BytesIO(response.content))
        assert sheets.get_sheet_by_index(0).to_python()[1][:3] == ["1", "District 1", 5]
        assert ["root", manifest.root] in sheets.get_sheet_by_index(1).to_python()
    wrong = browser_of("supervisor").get(f"{reverse('explore_file', args=['pdf'])}?{urlencode({'q': question})}")
    assert wrong.status_code == 404


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("nonsense", 422, "cannot be read"),
        ("cases_opened~by.colour", 422, "cannot be read"),
        ("cases_opened~by.topic.district.month.unit", 422, "cannot be read"),
        ("cases_opened~in.district.99", 422, "Nothing is known of “99” (district)."),
        ("cases_opened~from.14051301", 422, "cannot be read"),
        ("x" * 3000, 422, "cannot be read"),
    ],
)
def test_what_cannot_be_asked_is_said(town: Town, lake: Path, query: str, status: int, words: str) -> None:
    opened = read(browser_of("supervisor"), query, status)
    assert words in opened
    assert "data-explore-form" in opened
