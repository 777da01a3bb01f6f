"""A city is loaded whole or not at all, and a re-load leaves old cases the rows that were in force."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from peygir.city import queries
from peygir.city.actions import CityHasFaults, load_city
from peygir.city.models import CalendarDay, City, CityLoad, District, Neighbourhood, Ownership, Topic, TopicPolicy, Unit
from peygir.city.reading import SHIPPED, read_city
from peygir.history.queries import timeline, verify
from tests.full_city import FIRST, LATER, load
from tests.rules.faults import TEN
from tests.small_city import SmallCity, topic

BEGAN = date(2020, 3, 20)  # as the small city's own file says
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_city")]


def all_rows() -> list[list[tuple[object, ...]]]:
    tables = (City, Unit, Topic, TopicPolicy, District, Neighbourhood, Ownership, CalendarDay, CityLoad)
    return [list(table._default_manager.order_by("pk").values_list()) for table in tables]


def test_a_first_load_is_in_force_from_the_day_the_city_says(tmp_path: Path) -> None:
    report = load(SmallCity(), tmp_path)
    assert (report.is_new, report.number, report.changes) == (True, 1, [])
    assert report.counts["topic"] == 7
    assert set(District.objects.filter(city__code="small").values_list("valid_from", "valid_to")) == {(BEGAN, None)}
    city = queries.current_city("small")
    assert (city.name_fa, city.time_zone, city.week_off) == ("شهرک", "Asia/Tehran", frozenset({3, 4}))
    assert (city.centre_lat, city.centre_lon) == (29.61, 52.51)
    [event] = timeline("city", city.id)
    assert (event.kind, event.by, event.number) == ("city_loaded", "staff:1", 1)
    assert set(event.data["digests"]) >= {"topics.csv", "units.csv", "city.toml"}
    assert verify().breaks == []


def test_ten_planted_faults_refuse_a_new_city_and_a_loaded_one_and_nothing_changes(tmp_path: Path) -> None:
    spoilt = SmallCity()
    for spoil, _ in TEN.values():
        spoil(spoilt)
    with pytest.raises(CityHasFaults) as refusal:
        load(spoilt, tmp_path / "new")
    assert len(refusal.value.faults) == 10
    assert "10" in refusal.value.words("fa")
    assert not City.objects.filter(code="small").exists()
    load(SmallCity(), tmp_path / "sound")
    before = all_rows()
    with pytest.raises(CityHasFaults):
        load(spoilt, tmp_path / "spoilt", on=LATER)
    assert all_rows() == before
    assert len(timeline("city", City.objects.get(code="small").pk)) == 1


def test_the_same_files_again_touch_no_row(tmp_path: Path) -> None:
    load(SmallCity(), tmp_path)
    before = all_rows()
    report = load(SmallCity(), tmp_path, on=LATER)
    assert (report.is_new, report.number, report.changes) == (False, 2, [])
    assert all_rows()[1:8] == before[1:8]


def test_names_change_in_place_and_terms_by_a_new_version(tmp_path: Path) -> None:
    load(SmallCity(), tmp_path)
    old_unit, old_terms = (
        Unit.objects.get(city__code="small", code="O-waste"),
        TopicPolicy.objects.get(topic__city__code="small", topic__code="CLN-01"),
    )
    city = SmallCity()
    city.units[5] |= {"name_fa": "پسماند", "parent": "M"}
    city.topics[0]["due_hours"] = "24"
    report = load(city, tmp_path, on=LATER)
    changes = {(change.table, change.code): change for change in report.changes}
    assert changes["unit", "O-waste"].fields == {"name_fa": ("واحد O-waste", "پسماند"), "parent": ("V-serv", "M")}
    assert changes["topicterms", "CLN-01"].fields == {"due_hours": ("48.00", "24")}
    assert "due_hours 48.00 → 24" in changes["topicterms", "CLN-01"].words("en")
    assert len(report.changes) == 2
    renamed = Unit.objects.get(city__code="small", code="O-waste")
    assert (renamed.pk, renamed.name_fa) == (old_unit.pk, "پسماند")
    old_terms.refresh_from_db()
    assert (old_terms.valid_to, old_terms.due_hours) == (LATER, Decimal(48))
    town = queries.current_city("small")
    topic_id = queries.topic_by_code(town.id, "CLN-01").id  # type: ignore[union-attr]
    hours = [queries.terms_of(topic_id, on=on).due_hours for on in (FIRST, LATER)]  # type: ignore[union-attr]
    assert hours == [Decimal(48), Decimal(24)]
    assert timeline("city", town.id)[-1].data["changes"] == [change.as_data() for change in report.changes]
    assert verify().breaks == []


def test_what_vanishes_is_closed_and_what_comes_back_keeps_its_id(tmp_path: Path) -> None:
    load(SmallCity(), tmp_path)
    town, topic_id = queries.current_city("small").id, Topic.objects.get(city__code="small", code="ASP-01").pk
    smaller = SmallCity()
    smaller.topics = [row for row in smaller.topics if row["code"] != "ASP-01"]
    report = load(smaller, tmp_path, on=LATER)
    assert {(change.table, change.verb) for change in report.changes} == {
        ("topic", "closed"),
        ("topicterms", "closed"),
        ("ownership", "closed"),
    }
    assert queries.topic_by_code(town, "ASP-01") is None
    assert queries.terms_of(topic_id, on=LATER) is None
    assert queries.terms_of(topic_id, on=FIRST) is not None
    load(SmallCity(), tmp_path, on=date(2026, 6, 1))
    assert queries.topic_by_code(town, "ASP-01").id == topic_id  # type: ignore[union-attr]
    assert queries.terms_of(topic_id, on=LATER) is None
    assert queries.terms_of(topic_id, on=date(2026, 6, 1)) is not None


def test_an_absent_optional_file_says_nothing_and_an_empty_one_takes_everything_back(tmp_path: Path) -> None:
    city = SmallCity()
    city.ownership = [{"topic": "CLN-01", "district": "2", "unit": "D-02", "agency": "", "branch": "green"}]
    city.emergencies = [{"topic": "EXT-01", "phone": "194", "words_fa": "بوی گاز|نشت گاز"}]
    city.marks = [{"topic": "ADM-03", "about": "staff", "needs_place": "0", "is_confidential": "1"}]
    city.calendar = [{"date": "2026-04-07", "is_off": "1", "name_fa": "برف", "name_en": "snow"}]
    load(city, tmp_path)
    report = load(SmallCity(), tmp_path, on=LATER)
    assert report.changes == []
    town = queries.current_city("small").id
    assert queries.emergencies(town) == (("194", ("بوی گاز", "نشت گاز")),)
    assert queries.topic_by_code(town, "ADM-03").is_confidential  # type: ignore[union-attr]
    sweeping = Topic.objects.get(city__code="small", code="CLN-01").pk
    assert queries.owner_of(sweeping, "2", on=LATER).branch == "green"  # type: ignore[union-attr]
    assert queries.owner_of(sweeping, "1", on=LATER).unit_id == Unit.objects.get(city__code="small", code="O-waste").pk  # type: ignore[union-attr]
    folder = SmallCity().write(tmp_path)
    (folder / "ownership.csv").write_text("topic,district,unit,agency,branch\n", encoding="utf-8")
    (folder / "calendar.csv").write_text("date,is_off\n", encoding="utf-8")
    load_city(folder, by="staff:1", on=LATER)
    assert queries.owner_of(sweeping, "2", on=LATER).source == "default"  # type: ignore[union-attr]
    assert not CalendarDay.objects.exists()


def test_a_standing_ownership_row_that_loses_its_unit_refuses_the_load(tmp_path: Path) -> None:
    city = SmallCity()
    city.ownership = [{"topic": "GRN-01", "district": "", "unit": "V-serv", "agency": "", "branch": ""}]
    load(city, tmp_path)
    smaller = SmallCity()
    smaller.units = [row for row in smaller.units if row["code"] != "V-serv"]
    smaller.units[-1]["parent"] = "M"
    with pytest.raises(CityHasFaults) as refusal:
        load(smaller, tmp_path, on=LATER)
    assert [str(fault.reason) for fault in refusal.value.faults] == ["the unit “V-serv” is unknown"]


def test_shiraz_loads_from_the_program_and_from_a_bare_folder_alike(tmp_path: Path) -> None:
    for name in ("topics.csv", "units.csv", "agencies.csv", "districts.geojson", "neighbourhoods.geojson"):
        (tmp_path / name).write_bytes((SHIPPED / "shiraz" / name).read_bytes())
    report = load_city(tmp_path, code="shiraz", by="system", on=LATER)
    assert report.counts["ownership"] == 619
    town = queries.current_city("shiraz")
    assert (town.name_fa, town.silence_days) == ("شیراز", 7)
    assert load_city(SHIPPED / "shiraz", by="system", on=LATER).changes == []
    assert queries.centre_of(town.id).code == "C"
    assert [unit.code for unit in queries.unit_chain(queries.unit_by_code(town.id, "O-waste").id)] == [  # type: ignore[union-attr]
        "O-waste",
        "V-serv",
        "M",
    ]
    transport = queries.unit_by_code(town.id, "V-traf")
    assert transport is not None
    below = {queries.unit(unit_id).code for unit_id in queries.units_below(transport.id)}  # type: ignore[union-attr]
    assert below == {"V-traf", "O-pax", "O-cargo", "O-rail"}
    corruption = queries.topic_by_code(town.id, "ADM-03")
    assert corruption is not None
    assert (corruption.is_confidential, corruption.about, corruption.needs_place) == (True, "staff", False)
    fire = queries.topic_by_code(town.id, "EXT-07")
    assert fire is not None
    assert (fire.is_emergency, fire.emergency_phone, fire.agency_id) == (True, "125", None)
    choice = queries.owner_of(fire.id, "1", on=LATER)
    assert choice is not None
    assert choice.unit_id == queries.centre_of(town.id).id
    assert "Ambulance, Fire brigade" in choice.reason_en


@pytest.mark.parametrize("fields", [{"valid_from": LATER, "valid_to": FIRST}, {"valid_from": FIRST}])
def test_the_database_itself_refuses_backward_dates_and_two_open_versions(
    tmp_path: Path, fields: dict[str, date]
) -> None:
    load(SmallCity(), tmp_path)
    row = District.objects.get(city__code="small", code="1")
    with pytest.raises(IntegrityError), transaction.atomic():
        District.objects.create(city=row.city, code="1", name_fa="م", unit=row.unit, **fields)


def test_an_unknown_city_is_a_refusal() -> None:
    with pytest.raises(queries.CityIsNotLoaded):
        queries.current_city("atlantis")
    with pytest.raises(queries.NoSuchCity):
        queries.city_by_id(10**9)


def test_reading_a_folder_alone_writes_nothing(tmp_path: Path) -> None:
    read_city(SmallCity().write(tmp_path))
    assert not City.objects.filter(code="small").exists()


def test_a_new_topic_is_listed_as_added_and_begins_on_the_day_of_its_load(tmp_path: Path) -> None:
    load(SmallCity(), tmp_path)
    city = SmallCity()
    city.topics.append(topic("CLN-02", "O-waste"))
    report = load(city, tmp_path, on=LATER)
    assert {(change.table, change.code, change.verb) for change in report.changes} == {
        ("topic", "CLN-02", "added"),
        ("topicterms", "CLN-02", "added"),
        ("ownership", "CLN-02 × *", "added"),
    }
    assert Topic.objects.get(city__code="small", code="CLN-02").valid_from == LATER
