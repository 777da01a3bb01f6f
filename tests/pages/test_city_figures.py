"""The public dashboard, its charts for other pages, and open data: what they say, and what they give away."""

import json
import re
from typing import Final
from xml.etree import ElementTree

import pytest
from django.test import Client

from peygir.api.open_data import USES, WINDOW_SECONDS
from peygir.core.addresses import caller_key
from peygir.outlook.insight import publication_queries as published
from peygir.outlook.insight.publishing.catalogue import FIGURES
from peygir.people.actions import count_use
from tests import planned
from tests.markup import packed
from tests.publications import SECOND, publish, rows_of, two_months
from tests.town import Town

pytestmark = pytest.mark.usefixtures("town_clock")
ENGLISH: Final = {"accept-language": "en"}


def text_of(client: Client, path: str, **headers: str) -> str:
    """The body of a page."""
    response = client.get(path, headers=headers or ENGLISH)
    assert response.status_code == 200, path
    return response.content.decode()


def body_of(client: Client, path: str) -> str:
    """The text of a file that is streamed; what is no text is replaced."""
    response = client.get(path)
    assert response.status_code == 200, path
    text: str = response.getvalue().decode(errors="replace")
    return text


def test_before_the_first_month_the_pages_say_so(client: Client, town: Town) -> None:
    assert "No month is published yet" in text_of(client, "/city/")
    assert "No month is published yet" in text_of(client, "/data/")
    assert client.get("/city/1405-02/").status_code == 404
    assert client.get("/city/embed/promises_kept/").status_code == 404
    assert json.loads(text_of(client, "/api/v1/data"))["months"] == []


def test_the_first_screen_says_it_in_words(client: Client, town: Town) -> None:
    two_months(town)
    page = text_of(client, "/city/")
    assert "Of every ten promises that fell due, the city kept 6 in time." in page
    assert "Half of the cases were done within 4 days. One in ten took longer than 12 days." in page
    assert "Ordibehesht 1405" in page
    in_persian = text_of(client, "/city/", **{"accept-language": "fa"})
    assert "از هر ده قولی که سررسید شد، شهر ۶ تا را سر وقت عمل کرد." in in_persian
    assert "به تفکیک منطقه" in in_persian
    assert "by district" not in in_persian
    assert str(FIGURES["promises_kept"].sentence.in_language("en")) in page, "the metric's own sentence"


def test_readers_of_another_calendar_are_told_the_days_of_the_month(client: Client, town: Town) -> None:
    two_months(town)
    assert "21 April 2026 to 21 May 2026" in text_of(client, "/city/")
    in_arabic = text_of(client, "/city/", **{"accept-language": "ar"})
    assert "من ١ أرديبهشت ١٤٠٥ (٢١ أبريل ٢٠٢٦) إلى ٣١ أرديبهشت ١٤٠٥ (٢١ مايو ٢٠٢٦)" in in_arabic
    assert "۳۱ اردیبهشت ۱۴۰۵" not in text_of(client, "/city/", **{"accept-language": "fa"})


def test_it_says_why_a_figure_changed(client: Client, town: Town) -> None:
    two_months(town)
    page = re.sub(r"[\u2066\u2069]", "", text_of(client, "/city/"))
    assert "Promises kept in time: from 70% in Farvardin 1405 to 58%." in page
    assert "The work was much the same; other kinds of cases came." in page, "each group kept its own share"
    assert "Number of cases" not in page
    assert "from 1,200 in Farvardin 1405 to 1,500" in page


def test_hidden_figures_and_the_data_they_belong_to_are_told(client: Client, town: Town) -> None:
    two_months(town)
    page = text_of(client, "/city/?by=district")
    assert "Hidden here: 1 of 2." in page
    month = published.published_month(town.city_id, SECOND)
    assert month.facts.digest in page
    assert "ab" * 32 in page
    assert 'href="/record/"' in page
    assert client.get("/city/1405-01/").status_code == 200
    assert client.get("/city/1405-13/").status_code == 404


def test_a_page_is_kept_until_a_version_changes_it(client: Client, town: Town) -> None:
    two_months(town)
    first = client.get("/city/", headers=ENGLISH)
    again = client.get("/city/", headers={**ENGLISH, "if-none-match": first.headers["ETag"]})
    assert again.status_code == 304
    publish(town, SECOND, rows_of({"CIV": (200, 100), "WST": (800, 400)}, opened=1500, days=4.0), reason="corrected")
    after = client.get("/city/", headers={**ENGLISH, "if-none-match": first.headers["ETag"]})
    assert after.status_code == 200
    assert "One district was miscounted" in after.content.decode()
    assert "kept 5 in time" in after.content.decode()


def test_plans_stand_beside_the_figures_and_change_the_kept_page(client: Client, town: Town) -> None:
    two_months(town)
    first = packed(client.get("/city/", headers=ENGLISH).content.decode())
    assert "0 public programmes" in first
    assert "No month of marks is published yet." in first
    planned.approved_programme(town, [planned.planned_case(town)])
    page = packed(client.get("/city/", headers=ENGLISH).content.decode())
    assert "1 public programme</a>" in page
    assert "registered goals" not in page, "it has none yet"


def test_a_frame_has_no_cookie_no_script_and_may_stand_anywhere(client: Client, town: Town) -> None:
    two_months(town)
    response = client.get("/city/embed/promises_kept/?lang=en")
    policy = response.headers["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "script-src" not in policy
    assert policy.startswith("default-src 'none'")
    assert "X-Frame-Options" not in response.headers
    assert not response.cookies
    page = response.content.decode()
    assert "<script" not in page
    assert "<td>58</td>" in page, "the table behind the chart"
    for theme in ("light", "dark"):
        chart = client.get(f"/city/embed/promises_kept.svg?theme={theme}&lang=en")
        root = ElementTree.fromstring(chart.content)
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert not chart.cookies
        assert chart.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    other = client.get("/city/", headers=ENGLISH)
    assert "frame-ancestors 'none'" in other.headers["Content-Security-Policy"], "everything else stays closed"
    assert other.headers["X-Frame-Options"] == "DENY"


def test_files_have_stable_addresses_versions_and_ranges(client: Client, town: Town) -> None:
    two_months(town)
    newest = client.get("/data/1405-02/figures.csv")
    text = newest.getvalue().decode()
    assert text.startswith("month,figure,by,district,topic_group,topic,n,good,value,low,high,hidden")
    assert "1405-02,promises_kept,district,2,,,,,,,,true" in text
    assert newest.headers["Access-Control-Allow-Origin"] == "*"
    assert "csvw.json" in newest.headers["Link"]
    etag = newest.headers["ETag"]
    assert client.get("/data/1405-02/figures.csv", headers={"if-none-match": etag}).status_code == 304
    part = client.get("/data/1405-02/v1/figures.csv", headers={"range": "bytes=0-4"})
    assert (part.status_code, part.getvalue()) == (206, b"month")
    publish(town, SECOND, rows_of({"CIV": (200, 100), "WST": (800, 400)}, opened=1500, days=4.0), reason="corrected")
    first = body_of(client, "/data/1405-02/v1/figures.csv")
    second = body_of(client, "/data/1405-02/v2/figures.csv")
    assert first == text
    assert second != text
    assert body_of(client, "/data/1405-02/figures.csv") == second
    for missing in (
        "1405-02/v3/figures.csv",
        "1405-02/v1/cases.csv",
        "1405-02/passwd",
        "1405-12/figures.csv",
        "x/a.csv",
    ):
        assert client.get(f"/data/{missing}").status_code == 404, missing
    manifest = json.loads(text_of(client, "/data/1405-02/manifest.json"))
    assert manifest["version"] == 2
    assert manifest["lake"]["last_event"] == 4711
    assert set(manifest["files"]["figures.csv"]) == {"sha256", "bytes", "rows"}


def test_a_recount_withdraws_what_was_before(client: Client, town: Town) -> None:
    two_months(town)
    publish(town, SECOND, rows_of({"CIV": (199, 180), "WST": (800, 400)}, opened=1499, days=4.0), reason="recount")
    assert client.get("/data/1405-02/v1/figures.csv").status_code == 404
    assert "Withdrawn since." in text_of(client, "/data/")
    feed = ElementTree.fromstring(client.get("/data/feed.atom", headers=ENGLISH).content)
    entries = feed.findall("{http://www.w3.org/2005/Atom}entry")
    assert len(entries) == 3
    assert "Withdrawn since." in "".join(entries[1].itertext())
    assert [len(one.findall("{http://www.w3.org/2005/Atom}id")) for one in entries] == [1, 1, 1]


def test_schemas_name_every_column(client: Client, town: Town) -> None:
    two_months(town)
    heading = body_of(client, "/data/1405-02/cases.csv").splitlines()[0]
    csvw = json.loads(text_of(client, "/data/schema/cases.csvw.json"))
    assert [column["name"] for column in csvw["tableSchema"]["columns"]] == heading.split(",")
    schema = json.loads(text_of(client, "/data/schema/figures.schema.json"))
    assert [field["name"] for field in schema["fields"]][:3] == ["month", "figure", "by"]
    assert set(schema["figures"]) == set(FIGURES)
    assert client.get("/data/schema/other.json").status_code == 404


def test_programs_ask_without_a_key_and_not_without_end(client: Client, town: Town) -> None:
    two_months(town)
    months = json.loads(text_of(client, "/api/v1/data"))["months"]
    assert [(one["month"], one["version"]) for one in months] == [("1405-02", 1), ("1405-01", 1)]
    response = client.get("/api/v1/data/1405-02?figure=promises_kept&by=district")
    figures = response.json()["figures"]
    assert [(row["keys"], row["n"], row["hidden"]) for row in figures] == [(["1"], 1000, False), (["2"], None, True)]
    assert list(response.json()["names"]) == ["promises_kept"]
    assert response.headers["Cache-Control"] == "public, max-age=300"
    same = client.get(
        "/api/v1/data/1405-02?figure=promises_kept&by=district", headers={"if-none-match": response["ETag"]}
    )
    assert same.status_code == 304
    for wrong in ("1405-99", "x", "1405-0", "0405-02"):
        assert client.get(f"/api/v1/data/{wrong}").status_code == 404
    assert client.get("/api/v1/data/1405-02?version=9").status_code == 404
    count_use("open_data", caller_key("127.0.0.1"), USES * 2, WINDOW_SECONDS, amount=USES)
    assert client.get("/api/v1/data").status_code == 429
