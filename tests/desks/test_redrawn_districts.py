"""A district cut out of another: from its day on points lie in the new one, and old days stay as they were."""

from datetime import date
from pathlib import Path

import pytest

from peygir.city import queries
from peygir.city.models import District, Unit
from tests.full_city import FIRST, LATER, load
from tests.small_city import SmallCity, feature, middle, square, unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_city")]


def with_a_third_district() -> SmallCity:
    """District 3 is cut out of 1: its western neighbourhood."""
    city = SmallCity()
    city.units.append(unit("D-03", "district"))
    city.districts[0]["geometry"] = square(1, 0)
    city.districts.append(feature(square(0, 0), code="3", name_fa="منطقه ۳"))
    city.neighbourhoods[0]["properties"]["district"] = "3"
    return city


def test_a_district_cut_out_of_another_leaves_old_days_as_they_were(tmp_path: Path) -> None:
    load(SmallCity(), tmp_path)
    town = queries.current_city("small").id
    before = queries.place_of(town, *middle(0, 0), on=FIRST)
    assert before is not None
    load(with_a_third_district(), tmp_path, on=LATER)
    assert queries.place_of(town, *middle(0, 0), on=FIRST) == before
    assert queries.place_of(town, *middle(0, 0), on=date(2026, 4, 30)) == before
    after = queries.place_of(town, *middle(0, 0), on=LATER)
    assert after is not None
    assert (before.district_code, after.district_code) == ("1", "3")
    assert District.objects.get(pk=before.district_id).valid_to == LATER
    # A neighbourhood that stayed in a re-drawn district points at the district's new version.
    stayed = queries.place_of(town, *middle(1, 0), on=LATER)
    assert stayed is not None
    assert District.objects.get(pk=stayed.district_id).valid_to is None
    assert (stayed.district_code, stayed.neighbourhood_code) == ("1", "01-02")
    garden = queries.topic_by_code(town, "GRN-01")
    assert garden is not None
    assert queries.owner_of(garden.id, "3", on=FIRST) is None
    owner = queries.owner_of(garden.id, "3", on=LATER)
    assert owner is not None
    assert owner.unit_id == Unit.objects.get(city__code="small", code="D-03").pk


def test_a_district_may_say_its_own_day_and_its_neighbourhoods_begin_no_earlier(tmp_path: Path) -> None:
    load(SmallCity(), tmp_path)
    city, day = with_a_third_district(), date(2026, 9, 1)
    for row in (city.districts[0], city.districts[2]):
        row["properties"]["valid_from"] = day.isoformat()
    load(city, tmp_path, on=LATER)
    town = queries.current_city("small").id
    codes = [queries.place_of(town, *middle(0, 0), on=on).district_code for on in (LATER, day)]  # type: ignore[union-attr]
    assert codes == ["1", "3"]
    assert load(city, tmp_path, on=date(2026, 10, 1)).changes == []


def test_loading_twice_on_one_day_keeps_the_rows_that_cases_may_point_at(tmp_path: Path) -> None:
    load(SmallCity(), tmp_path)
    load(with_a_third_district(), tmp_path, on=LATER)
    midday = District.objects.get(city__code="small", code="3")
    load(SmallCity(), tmp_path, on=LATER)  # taken back the same day
    midday.refresh_from_db()
    assert (midday.valid_from, midday.valid_to) == (LATER, LATER)
    town = queries.current_city("small").id
    assert queries.place_of(town, *middle(0, 0), on=LATER).district_code == "1"  # type: ignore[union-attr]
    load(with_a_third_district(), tmp_path, on=LATER)  # and set again
    again = queries.place_of(town, *middle(0, 0), on=LATER)
    assert again is not None
    assert (again.district_code, again.district_id == midday.pk) == ("3", False)
    assert queries.district_code(town, midday.pk) == "3"
    for code in ("1", "2", "3"):
        in_force = [row for row in District.objects.filter(city__code="small", code=code) if row.valid_to is None]
        assert len(in_force) == 1
