"""Months are published once, with figures that agree with what was lived, and nothing that is not public."""

import io
import json
from typing import Any

import duckdb
import pytest
from pyarrow import parquet
from shapely import from_wkb

from peygir.cases.models import Case
from peygir.core import clock
from peygir.history.queries import timeline, verify
from peygir.journey.clock import tick
from peygir.journey.lake import lake_folder
from peygir.journey.open_data import OpenDataRun, publish_due_months, publish_month
from peygir.media import files as storage
from peygir.outlook.insight import publication_queries as published
from peygir.outlook.insight.models import Publication, PublicationFile
from peygir.outlook.insight.publication_facts import PublicationFacts
from peygir.outlook.insight.publishing.columns import OF_RECORDS, RECORD_NAMES
from peygir.outlook.insight.publishing.words import VersionReason
from tests import make
from tests.drain import drain
from tests.lake_town import city_of, written
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
MONTH = 140502
DONE = 4
OFF_THE_GRID: Any = {"district": "", "lat": 29.60537, "lon": 52.51062}
"""A point of district 1 between the lines of the public grid."""


def lived(town: Town, town_clock: TownClock) -> list[str]:
    """Twenty-four cases of district 1, four of them done, and three of district 2; then the month is over."""
    codes = []
    for number in range(24):
        phone = PHONES[number]
        codes.append(make.done(phone=phone) if number < DONE else make.report(phone=phone, **OFF_THE_GRID).code)
    codes += [make.report(district="2", phone=PHONES[30 + number]).code for number in range(3)]
    drain()
    town_clock.forward(days=40)
    written(lake_folder(), town)
    return codes


def content(facts: PublicationFacts, name: str) -> bytes:
    """A file of a version."""
    file = facts.file(name)
    assert file is not None
    return storage.read(file.stored)


def records(facts: PublicationFacts) -> list[dict[str, Any]]:
    """The public cases of a version."""
    return list(parquet.read_table(io.BytesIO(content(facts, "cases.parquet"))).to_pylist())


def test_a_month_is_published_once_with_what_was_lived(town: Town, town_clock: TownClock) -> None:
    codes = lived(town, town_clock)
    assert publish_due_months(town.city_id) == OpenDataRun(((MONTH, "first"),), ())
    assert publish_due_months(town.city_id) == OpenDataRun((), ()), "a second time it does nothing"
    month = published.published_month(town.city_id, MONTH)
    opened = month.row("cases_opened")
    assert opened is not None
    assert (opened.n, opened.value) == (27, 27.0)
    assert month.row("cases_opened", "district", "2") is not None
    hidden = {row.keys for row in month.of("cases_opened", "district") if row.is_hidden}
    assert hidden == {("1",), ("2",)}, "three are few, and the other district would tell them"
    done = month.row("done_in_week")
    assert done is not None
    assert done.value == pytest.approx(DONE / 27)
    median = month.row("days_to_finish")
    assert median is not None
    assert (median.n, median.value) == (27, None), "of 27 cases 23 are open: half are not done yet"
    assert month.row("solved") is None, "the month's marks are not there yet"
    event = timeline("publication", month.facts.id)[-1]
    assert (event.kind, event.data["digest"]) == ("figures_published", month.facts.digest)
    assert event.data["files"] == {file.name: file.digest for file in month.facts.files}
    assert month.facts.about["lake"]["root"]
    assert 0 < month.facts.about["hidden"]["all"]["share"] < 1
    assert {one["code"] for one in records(month.facts)} == set(codes)
    assert verify().breaks == []
    files_open_in_other_engines(month.facts)
    records_tell_nothing_that_narrows_down_a_reporter(month.facts, codes)


def files_open_in_other_engines(facts: PublicationFacts) -> None:
    """DuckDB and Shapely read what was published.

    DuckDB's extension for places is fetched from its own server, so there is none here: DuckDB itself reads the
    metadata and the WKB, and Shapely understands the WKB.
    """
    folder = lake_folder().parent / "copies"
    folder.mkdir()
    for file in facts.files:
        (folder / file.name).write_bytes(content(facts, file.name))
    database = duckdb.connect()
    in_parquet = database.execute(f"SELECT * FROM '{folder}/figures.parquet'").fetchall()
    in_csv = database.execute(f"SELECT * FROM read_csv('{folder}/figures.csv', all_varchar=true)").fetchall()
    assert len(in_csv) == len(in_parquet) == facts.file("figures.csv").rows  # type: ignore[union-attr]
    (row,) = [one for one in in_parquet if one[1:3] == ("cases_opened", "city")]
    assert row[:3] + row[6:7] == ("1405-02", "cases_opened", "city", 27)
    places = database.execute(f"SELECT district, geometry, cases_opened FROM '{folder}/districts.parquet'").fetchall()
    assert len(places) >= 2
    assert all(from_wkb(bytes(geometry)).is_valid for _district, geometry, _opened in places)
    assert {opened for district, _geometry, opened in places if district in ("1", "2")} == {None}
    written = database.execute(f"SELECT key, value FROM parquet_kv_metadata('{folder}/districts.parquet')").fetchall()
    geo = json.loads({bytes(key): bytes(value) for key, value in written}[b"geo"])
    assert (geo["version"], geo["primary_column"]) == ("1.1.0", "geometry")
    about = geo["columns"]["geometry"]
    assert about["encoding"] == "WKB"
    shapes = [from_wkb(bytes(geometry)) for _district, geometry, _opened in places]
    assert set(about["geometry_types"]) == {shape.geom_type for shape in shapes}
    west, south, east, north = about["bbox"]
    assert (west, south) == tuple(min(shape.bounds[axis] for shape in shapes) for axis in (0, 1))
    assert (east, north) == tuple(max(shape.bounds[axis] for shape in shapes) for axis in (2, 3))
    requests = json.loads((folder / "requests.json").read_text())
    assert len(requests) == 27
    assert all(one["requested_datetime"].endswith("T00:00:00+03:30") for one in requests), "days, no hours"
    assert {"service_request_id", "status", "service_code", "lat", "long"} <= set(requests[0])


def records_tell_nothing_that_narrows_down_a_reporter(facts: PublicationFacts, codes: list[str]) -> None:
    """Days and a grid, the public answer, and nothing of who reported how."""
    rows = records(facts)
    assert tuple(rows[0]) == RECORD_NAMES
    text = "".join(content(facts, name).decode() for name in ("cases.csv", "requests.json"))
    for word in ("channel", "report_count", "reports", "phone", PHONES[0][-7:], ":30:00Z"):
        assert word not in text, word
    shown = {row["code"]: row for row in rows}
    assert (shown[codes[DONE]]["lat"], shown[codes[DONE]]["lon"]) == (29.605, 52.511), "a point of the grid"
    assert "29.60537" not in text
    assert shown[codes[0]]["history"].endswith(":done")
    assert shown[codes[0]]["answer"] == "چاله پر شد."


def test_what_is_no_longer_public_goes_and_is_counted_no_more(town: Town, town_clock: TownClock) -> None:
    codes = lived(town, town_clock)
    publish_due_months(town.city_id)
    (first,) = published.published_months(town.city_id)
    names = [file.stored for file in first.files]
    with_secret = make.case(codes[0])
    tick(clock.now())  # something happens in it since the lake was written
    drain()
    Case.objects.filter(pk=with_secret.pk).update(is_confidential=True)
    assert publish_due_months(town.city_id) == OpenDataRun(((MONTH, "recount"),), ())
    second, before = published.versions_of_month(town.city_id, MONTH)
    assert (second.number, second.reason, before.withdrawn_at) == (2, "recount", second.made_at)
    assert with_secret.code not in {one["code"] for one in records(second)}
    opened = published.published_month(town.city_id, MONTH).row("cases_opened")
    assert opened is not None
    assert opened.n == 26, "the lake of before knows it still; it is left out"
    with pytest.raises(published.VersionIsWithdrawn):
        published.published_month(town.city_id, MONTH, 1)
    assert Publication.objects.get(number=1).rows == []
    for name in names:
        with pytest.raises(storage.FileIsMissing):
            storage.read(name)
    assert timeline("publication", first.id)[-1].kind == "figures_withdrawn"
    assert publish_due_months(town.city_id) == OpenDataRun((), ())
    assert verify().breaks == []


def test_a_correction_is_another_version_with_its_words(town: Town, town_clock: TownClock) -> None:
    make.report()
    drain()
    town_clock.forward(days=40)
    written(lake_folder(), town)
    publish_due_months(town.city_id)
    correction = {"fa": "یک ناحیه اشتباه بود", "en": "One district was wrong"}
    publish_month(city_of(town), MONTH, VersionReason.CORRECTED, correction=correction)
    second, first = published.versions_of_month(town.city_id, MONTH)
    assert (second.number, second.reason, second.words) == (2, "corrected", correction)
    assert second.digest == first.digest, "nothing else had changed"
    assert first.withdrawn_at is None
    assert [file.name for file in first.files if not file.stored] == list(OF_RECORDS), "cases stand in the newest alone"
    assert published.published_month(town.city_id, MONTH, 1).facts.number == 1
    assert [one.number for one in published.changelog(town.city_id)] == [2, 1]
    stamp = published.publication_stamp(town.city_id)
    publish_month(city_of(town), MONTH, VersionReason.CORRECTED, correction=correction)
    assert published.publication_stamp(town.city_id) != stamp
    assert PublicationFile.objects.filter(name="cases.csv").exclude(stored="").count() == 1


def test_what_becomes_public_later_is_in_no_file_that_does_not_count_it(town: Town, town_clock: TownClock) -> None:
    codes = lived(town, town_clock)
    once_secret = Case.objects.filter(code=codes[5])
    once_secret.update(is_confidential=True)
    written(lake_folder(), town, is_whole=True)
    publish_due_months(town.city_id)
    (first,) = published.published_months(town.city_id)
    assert {one["code"] for one in records(first)} == {*codes} - {codes[5]}
    once_secret.update(is_confidential=False)
    written(lake_folder(), town, is_whole=True)
    publish_month(city_of(town), MONTH, VersionReason.CORRECTED, correction={"fa": "یک موضوع اشتباه بود"})
    second = published.published_month(town.city_id, MONTH)
    opened = second.row("cases_opened")
    assert opened is not None
    assert opened.n == 26, "one more would tell of a single case"
    assert {one["code"] for one in records(second.facts)} == {*codes} - {codes[5]}
    assert codes[5] not in content(second.facts, "requests.json").decode()


def test_the_files_of_cases_do_not_tell_who_came_first(town: Town, town_clock: TownClock) -> None:
    codes = lived(town, town_clock)
    publish_due_months(town.city_id)
    (version,) = published.published_months(town.city_id)
    in_file = [one["code"] for one in records(version)]
    assert in_file == sorted(codes) != codes
    requests = json.loads(content(version, "requests.json"))
    assert [one["service_request_id"] for one in requests] == in_file


def test_without_a_lake_or_before_its_time_nothing_is_published(town: Town, town_clock: TownClock) -> None:
    assert publish_due_months(town.city_id) == OpenDataRun((), ())
    make.report()
    drain()
    written(lake_folder(), town)
    assert publish_due_months(town.city_id) == OpenDataRun((), ())
    with pytest.raises(published.NoSuchPublication):
        published.published_month(town.city_id, MONTH)
    assert published.series_of(town.city_id, MONTH) == []
