"""Boston's archive: which files are refused, the city that one makes, and its local time in UTC."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from lab.replay import boston, simulate
from peygir.city import queries as city
from tests.boston import write_records

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_memory() -> Iterator[None]:
    city.forget()
    yield
    city.forget()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write_records(tmp_path / "records.parquet")


def test_a_file_that_is_no_file_of_records_is_refused(tmp_path: Path) -> None:
    with pytest.raises(boston.NoSuchFile):
        boston.read_archive(tmp_path / "absent.parquet")
    (tmp_path / "text.parquet").write_text("no parquet")
    with pytest.raises(boston.NotBostonsRecords):
        boston.read_archive(tmp_path / "text.parquet")
    with pytest.raises(boston.NotBostonsRecords, match="department"):
        boston.read_archive(write_records(tmp_path / "less.parquet", without="department"))


def test_the_city_is_made_of_the_file_itself(file: Path) -> None:
    archive = boston.read_archive(file)
    town = city.city_by_id(simulate.ensure_city(archive))
    assert (town.time_zone, town.silence_days) == ("America/New_York", 0)
    assert {unit.code: unit.name_en for unit in city.units(town.id)} == {
        "311": "Boston 311",
        "btdt": "BTDT",
        "isd": "Inspectional Services",
        "park": "Parks & Recreation Department",
        "pwdx": "Public Works Department",
    }
    # Two names that share their letters keep two codes.
    assert [topic.code for topic in city.topics(town.id)] == ["bed-bugs", "pothole", "tree-fallen", "tree-fallen-2"]
    assert [row.code for row in city.districts(town.id, on=archive.first_day)] == ["back-bay", "fenway", "roxbury"]
    assert not city.has_polygons(town.id)


def test_boston_time_is_turned_into_utc_in_one_way_only() -> None:
    hours = {
        "2011-07-01T09:00:00": "2011-07-01T13:00:00+00:00",
        "2011-11-06T01:30:00": "2011-11-06T05:30:00+00:00",  # comes twice: the first
        "2011-11-06T02:00:00": "2011-11-06T07:00:00+00:00",
        "2012-03-11T02:30:00": "2012-03-11T07:30:00+00:00",  # never comes: the hour after
    }
    for local, utc in hours.items():
        assert boston.to_utc(datetime.fromisoformat(local)) == datetime.fromisoformat(utc)
    assert boston.to_utc(None) is None
