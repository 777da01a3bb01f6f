"""The cases behind a published figure: those that it counted, no other, and nothing by which a hidden one is told."""

import re
from typing import Any, Final

import pytest
from django.test import Client

from peygir.cases.models import Case
from peygir.core import clock
from peygir.journey.clock import tick
from peygir.journey.lake import lake_folder
from peygir.journey.open_data import publish_due_months, publish_month
from peygir.outlook.insight import publication_queries as published
from peygir.outlook.insight.list_queries import lists_of
from peygir.outlook.insight.models import Publication, PublicationFile
from peygir.outlook.insight.publishing.catalogue import FIGURES
from peygir.outlook.insight.publishing.columns import LISTS
from peygir.outlook.insight.publishing.words import Told, VersionReason
from tests import make
from tests.drain import drain
from tests.lake_town import city_of, written
from tests.publications import SECOND, publish, rows_of, share
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
MONTH: Final = 140502
ADDRESS: Final = "/city/1405-02/cases/"
OFF_THE_GRID: Final[dict[str, Any]] = {"district": "", "lat": 29.60537, "lon": 52.51062}
FEW: Final = 3
DONE: Final = 6


def lived(town: Town, town_clock: TownClock) -> tuple[list[str], list[str]]:
    """Twenty-six cases of district 1, six of them done, and three of district 2; then the month is published."""
    many = [make.done(phone=PHONES[number]) for number in range(DONE)]
    many += [make.report(phone=PHONES[DONE + number], **OFF_THE_GRID).code for number in range(20)]
    few = [make.report(district="2", phone=PHONES[30 + number]).code for number in range(FEW)]
    drain()
    town_clock.forward(days=40)
    written(lake_folder(), town)
    publish_due_months(town.city_id)
    return many, few


def page_of(client: Client, query: str, path: str = ADDRESS, language: str = "en") -> str:
    response = client.get(f"{path}?{query}", headers={"accept-language": language})
    assert response.status_code == 200, query
    return re.sub(r"\s+", " ", response.content.decode())


def codes_in(page: str) -> list[str]:
    """The codes to whose pages a list leads, in its order."""
    return re.findall(r'href="/t/([^/"]+)/"', page)


def every_code(client: Client, query: str) -> list[str]:
    first = codes_in(page_of(client, query))
    return first + (codes_in(page_of(client, f"{query}&page=2")) if len(first) == 50 else [])


def test_a_list_has_what_the_figure_counted(client: Client, town: Town, town_clock: TownClock) -> None:
    many, few = lived(town, town_clock)
    month = published.published_month(town.city_id, MONTH)
    rows = lists_of(month.facts)
    assert rows is not None
    for figure in FIGURES.values():
        row, own = month.row(figure.code), [one for one in rows if one.figure == figure.listed_as]
        if row is not None and not row.is_hidden and figure.told in (Told.EACH, Told.WHICH):
            assert len(own) == row.n, figure.code
            if row.good is not None:
                assert sum(one.good or 0 for one in own) == row.good, figure.code
    opened = [one.code for one in rows if one.figure == "cases_opened"]
    assert sorted(opened) == sorted([*many, *few])
    page = page_of(client, "figure=promises_kept")
    assert "kept in time" in page
    assert "Promises kept in time" in page
    for code in codes_in(page):
        assert client.get(f"/t/{code}/").status_code == 200
    assert not re.search(r"\d\d:\d\d", page.partition('id="cases"')[2].partition("</section>")[0]), "days, no hours"


def test_a_hidden_part_is_not_listed_in_any_list(client: Client, town: Town, town_clock: TownClock) -> None:
    lived(town, town_clock)
    for district in ("1", "2"):
        page = page_of(client, f"figure=cases_opened&by=district&key={district}")
        assert "This part of the city is hidden" in page
        assert codes_in(page) == []
    whole = page_of(client, "figure=cases_opened")
    assert codes_in(whole) == [], "both districts are hidden, so no case lies in shown parts alone"
    assert "29 more that were counted lie in parts of the city whose figures are hidden" in whole
    dashboard = page_of(client, "by=district", "/city/")
    assert "figure=cases_opened&amp;by=city" in dashboard
    assert "figure=cases_opened&amp;by=district" not in dashboard, "a hidden part has no link"


def test_what_is_shown_is_listed_with_days(client: Client, town: Town, town_clock: TownClock) -> None:
    codes = [make.done(phone=PHONES[number]) for number in range(6)]
    codes += [make.report(phone=PHONES[10 + number], **OFF_THE_GRID).code for number in range(50)]
    drain()
    town_clock.forward(days=40)
    written(lake_folder(), town)
    publish_due_months(town.city_id)
    assert sorted(every_code(client, "figure=cases_opened")) == sorted(codes)
    by_district = every_code(client, "figure=days_to_finish&by=district&key=1")
    assert sorted(by_district) == sorted(codes), "the times count the cases opened"
    second = page_of(client, "figure=cases_opened&page=2")
    assert len(codes_in(second)) == 6
    assert "opened " in second
    stays = page_of(client, "figure=cases_opened", "/city/1405-02/v1/cases/")
    assert codes_in(stays) == codes_in(page_of(client, "figure=cases_opened"))
    assert 'href="/city/1405-02/v1/cases/?figure=cases_opened&amp;by=city"' in second
    in_persian = page_of(client, "figure=cases_opened", language="fa")
    assert "پرونده‌های عمومی پشت این عدد" in in_persian


def test_a_case_that_is_secret_now_takes_the_list_with_it(client: Client, town: Town, town_clock: TownClock) -> None:
    codes = [make.report(phone=PHONES[number], **OFF_THE_GRID).code for number in range(12)]
    drain()
    town_clock.forward(days=40)
    written(lake_folder(), town)
    publish_due_months(town.city_id)
    assert len(codes_in(page_of(client, "figure=cases_opened"))) == 12
    tick(clock.now())
    drain()
    Case.objects.filter(code=codes[3]).update(is_confidential=True)
    page = page_of(client, "figure=cases_opened")
    assert "This list is being made anew." in page
    assert codes_in(page) == [], "eleven of twelve would tell of it"
    publish_due_months(town.city_id)
    after = codes_in(page_of(client, "figure=cases_opened"))
    assert sorted(after) == sorted({*codes} - {codes[3]})
    assert client.get("/city/1405-02/v1/cases/?figure=cases_opened").status_code == 404, "withdrawn"
    assert PublicationFile.objects.get(publication__number=1, name=LISTS).stored == ""


def test_a_correction_that_changes_nothing_keeps_its_lists(client: Client, town: Town, town_clock: TownClock) -> None:
    codes = [make.report(phone=PHONES[number], **OFF_THE_GRID).code for number in range(12)]
    drain()
    town_clock.forward(days=40)
    Case.objects.filter(code=codes[0]).update(is_confidential=True)
    written(lake_folder(), town, is_whole=True)
    publish_due_months(town.city_id)
    Case.objects.filter(code=codes[0]).update(is_confidential=False)
    written(lake_folder(), town, is_whole=True)
    publish_month(city_of(town), MONTH, VersionReason.CORRECTED, correction={"fa": "یک موضوع اشتباه بود"})
    for path in (ADDRESS, "/city/1405-02/v1/cases/", "/city/1405-02/v2/cases/"):
        assert sorted(codes_in(page_of(client, "figure=cases_opened", path))) == sorted(codes[1:]), path


def test_where_there_is_no_list_the_page_says_why(client: Client, town: Town) -> None:
    rows = [
        *rows_of({"CIV": (200, 180)}, opened=300, days=3.0),
        share("satisfied", "city", (), 40, 30),
        share("false_closures", "city", (), 80, 4),
        share("calls_answered", "city", (), 900, 800),
    ]
    publish(town, SECOND, rows)
    assert "no lists of cases were kept" in page_of(client, "figure=promises_kept")
    assert "Who was asked" in page_of(client, "figure=satisfied")
    assert 'href="/inspections/"' in page_of(client, "figure=false_closures")
    assert "calls and messages" in page_of(client, "figure=calls_answered")
    assert "no cases" in page_of(client, "", "/city/"), "the dashboard says it beside the figure"
    Publication.objects.update(about={**Publication.objects.get().about, "lists": []})
    assert "no lists of cases were kept" in page_of(client, "figure=cases_opened")


@pytest.mark.parametrize(
    "query",
    [
        "",
        "figure=none",
        "figure=cases_opened&by=moon",
        "figure=cases_opened&by=district&key=99",
        "figure=cases_opened&by=district",
        "figure=promises_kept&by=city&key=1",
    ],
)
def test_what_is_no_figure_is_not_found(client: Client, town: Town, query: str) -> None:
    publish(town, SECOND, rows_of({"CIV": (200, 180)}, opened=300, days=3.0))
    assert client.get(f"{ADDRESS}?{query}").status_code == 404
    assert client.get("/city/1405-13/cases/?figure=cases_opened").status_code == 404
    assert client.get("/city/1405-02/v9/cases/?figure=cases_opened").status_code == 404


def test_nobody_downloads_the_numbers_of_cases(client: Client, town: Town, town_clock: TownClock) -> None:
    lived(town, town_clock)
    assert client.get(f"/data/1405-02/{LISTS}").status_code == 404
    assert client.get(f"/data/1405-02/v1/{LISTS}").status_code == 404
    assert LISTS not in client.get("/data/1405-02/manifest.json").content.decode()
    assert LISTS not in client.get("/api/v1/data/1405-02").content.decode()
