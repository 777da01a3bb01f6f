"""What others ask of a city is answered from memory, and rightly after a load."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from peygir.city import queries
from peygir.city.actions import load_city, load_city_rows
from peygir.city.models import Topic
from peygir.city.reading import SHIPPED
from peygir.city.rows import CityRows, DistrictRow, NeighbourhoodRow, TopicRow, UnitRow
from tests.full_city import LATER, load
from tests.small_city import SmallCity, middle

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_city")]


def test_points_are_placed_alike_one_by_one_and_together_and_labels_by_name() -> None:
    load_city(SHIPPED / "shiraz", by="system", on=LATER)
    town = queries.current_city("shiraz").id
    points = np.random.default_rng(137).uniform((29.52, 52.36), (29.77, 52.63), (2_000, 2))
    together = queries.places_of(town, points, on=LATER)
    assert together[:200] == [queries.place_of(town, lat, lon, on=LATER) for lat, lon in points[:200].tolist()]
    assert 300 < sum(place is not None for place in together) < 1_800
    assert queries.place_of(town, 29.6, 50.0, on=LATER) is None
    assert queries.place_of(town, 29.61, 52.53, on=date(2010, 1, 1)) is None
    eram = queries.place_by_label(town, "ارم", on=LATER)
    assert eram is not None
    assert (eram.district_code, eram.neighbourhood_code) == ("1", "01-01")
    assert queries.place_by_label(town, "11", on=LATER).neighbourhood_id is None  # type: ignore[union-attr]
    assert queries.place_by_label(town, "ناکجا", on=LATER) is None
    drawn = queries.polygons(town, on=LATER)
    assert [len(drawn[name]["features"]) for name in ("districts", "neighbourhoods")] == [11, 65]


def test_a_city_of_labels_made_by_a_program() -> None:
    sweep = TopicRow("S", "س", "s", "sweep", "جارو", "sweeping", "PWD", "N", Decimal(1), None, Decimal(8), "C")
    rows = CityRows(
        "boston",
        units=(UnitRow("C", "centre", "مرکز", "311"), UnitRow("PWD", "department", "PWD", "Public Works", "C")),
        agencies=(),
        topics=(sweep,),
        districts=(DistrictRow("all", "بوستون", "Boston", unit="C"),),
        neighbourhoods=(NeighbourhoodRow("South End", "South End", "all", "South End"),),
    )
    report = load_city_rows(rows, by="import", on=date(2011, 1, 1))
    town = report.city_id
    assert not queries.has_polygons(town)
    place = queries.place_by_label(town, "South End", on=date(2011, 5, 1))
    assert place is not None
    assert place.district_code == "all"
    assert queries.place_of(town, 42.3, -71.1, on=date(2011, 5, 1)) is None
    assert load_city_rows(rows, by="import", on=date(2011, 2, 1)).changes == []


def test_the_office_week_knows_thursday_nowruz_and_the_citys_own_days(tmp_path: Path) -> None:
    city = SmallCity()
    city.calendar = [
        {"date": "1405/01/20", "is_off": "1", "name_fa": "برف", "name_en": "snow"},
        {"date": "2026-04-10", "is_off": "0", "name_fa": "", "name_en": ""},
    ]
    city.units[5] |= {"office_opens": "", "office_closes": ""}
    for row in city.units:
        row |= {"office_opens": "", "office_closes": ""}
    city.units[5] |= {"office_opens": "06:00", "office_closes": "20:00"}
    load(city, tmp_path)
    town = queries.current_city("small").id
    week = queries.office_week(town, None, LATER)
    assert (week.opens.hour, week.closes.minute, week.days_off) == (7, 30, frozenset({3, 4}))
    assert not week.works_on(date(2026, 3, 21))  # Nowruz
    assert not week.works_on(date(2026, 4, 9))  # snow
    assert week.works_on(date(2026, 4, 10))  # a Friday opened by decision
    waste = queries.unit_by_code(town, "O-waste")
    assert waste is not None
    assert queries.office_week(town, waste.id, LATER).opens.hour == 6
    closed = queries.closed_days(town, date(2026, 4, 8), date(2026, 4, 12))
    assert [(day.isoformat(), off.source) for day, off in closed.items()] == [("2026-04-09", "city")]


def test_questions_are_answered_from_memory_and_a_load_is_seen_at_once(tmp_path: Path) -> None:
    load(SmallCity(), tmp_path)
    town, topic_id = queries.current_city("small").id, Topic.objects.get(city__code="small", code="CLN-01").pk
    with CaptureQueriesContext(
        connection,
    ) as statements:
        for _ in range(100):
            queries.terms_of(topic_id, on=LATER)
            queries.owner_of(topic_id, "1", on=LATER)
            queries.place_of(town, *middle(0, 0), on=LATER)
    assert len(statements) <= 1  # the look whether a city was loaded anew, when five seconds have passed
    city = SmallCity()
    city.topics[0]["name_fa"] = "نام نو"
    load(city, tmp_path, on=LATER)
    assert queries.topic(town, topic_id).name_fa == "نام نو"  # type: ignore[union-attr]
