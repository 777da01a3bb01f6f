"""Landmarks, collection days, works, seasons and the ladder are loaded with a city, kept, and taken back."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from peygir.city import queries
from peygir.city.actions import CityHasFaults, load_city
from peygir.city.local_knowledge_facts import EscalationStepFacts
from peygir.city.local_knowledge_rules import USUAL_LADDER
from peygir.city.models import CollectionDay, EscalationLevel, Landmark, PlannedWork, Season, SeasonRun, Unit
from peygir.city.reading import SHIPPED
from peygir.history.queries import verify
from tests.full_city import FIRST, LATER, RUNG, WEST, WORKS_AT, full_city, load, topic_id, town_id
from tests.small_city import SmallCity, middle, work

TABLES = (Landmark, CollectionDay, PlannedWork, Season, SeasonRun, EscalationLevel)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_city", "town_clock")]


def place_id(column: int, row: int) -> int:
    place = queries.place_of(town_id(), *middle(column, row), on=LATER)
    assert place is not None
    assert place.neighbourhood_id is not None
    return place.neighbourhood_id


def all_rows() -> list[list[tuple[object, ...]]]:
    return [list(table._default_manager.order_by("pk").values_list()) for table in TABLES]


# ── loading ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_a_city_says_beforehand_can_be_asked(tmp_path: Path) -> None:
    report = load(full_city(), tmp_path)
    counts = {"landmark": 2, "collectionday": 3, "plannedwork": 2, "season": 2, "rung": 2}
    assert {name: report.counts[name] for name in counts} == counts
    city = town_id()
    square, bridge = sorted(queries.landmarks(city, on=LATER), key=lambda row: row.is_approximate)
    assert (square.code, square.aliases, square.kind) == ("azadi-square", ("فلکه گاز",), "square")
    assert bridge.is_approximate
    west, other = place_id(0, 0), place_id(1, 1)
    found = queries.collection(city, west, kind="household", on=LATER)
    assert found is not None
    assert (found.weekdays, found.from_time.hour if found.from_time else None) == (frozenset({0, 2, 5}), 21)
    for neighbourhood in (other, None):
        usual = queries.collection(city, neighbourhood, kind="household", on=LATER)
        assert usual is not None
        assert usual.weekdays == frozenset({6})
    assert queries.collection(city, other, kind="recycling", on=LATER) is None
    sweeping, asphalt = queries.topic(city, topic_id("CLN-01")), queries.topic(city, topic_id("ASP-01"))
    assert sweeping is not None
    assert asphalt is not None
    assert [queries.collection_kind_of(topic) for topic in (sweeping, asphalt)] == ["household", None]


def test_works_are_found_by_moment_topic_and_place(tmp_path: Path) -> None:
    city_files = full_city()
    lat, lon = middle(1, 1)
    city_files.works = [*(city_files.works or []), work("W-3", topics="*", lat=str(lat), lon=str(lon), radius_m="300")]
    load(city_files, tmp_path)
    city = town_id()

    def work_codes(**asked: object) -> list[str]:
        at = asked.pop("at", WORKS_AT)
        return [work.code for work in queries.planned_works(city, at=at, **asked)]  # type: ignore[arg-type]

    assert work_codes() == ["W-1", "W-2", "W-3"]
    # All of 5 and 6 May on the city's own clock.
    assert work_codes(at=datetime(2026, 5, 4, 20, 29, tzinfo=UTC)) == []
    assert work_codes(at=datetime(2026, 5, 6, 20, 29, tzinfo=UTC)) == ["W-1", "W-2", "W-3"]
    assert work_codes(at=datetime(2026, 5, 6, 20, 30, tzinfo=UTC)) == []
    assert work_codes(topic_id=topic_id("GRN-01")) == ["W-2", "W-3"]
    assert work_codes(topic_id=topic_id("CLN-01")) == ["W-1", "W-3"]
    west, east = middle(0, 0), middle(1, 1)
    assert work_codes(lat=west[0], lon=west[1]) == ["W-1", "W-2"]
    assert work_codes(lat=east[0] + 0.001, lon=east[1]) == ["W-1", "W-3"]
    assert work_codes(lat=east[0] + 0.003, lon=east[1]) == ["W-1"]
    assert work_codes(neighbourhood_id=place_id(0, 0)) == ["W-1", "W-2"]
    assert work_codes(neighbourhood_id=place_id(1, 1)) == ["W-1", "W-3"]
    drawn = {work.code: work.area and work.area["type"] for work in queries.works_of(city)}
    assert drawn == {"W-1": None, "W-2": "Polygon", "W-3": "Polygon"}
    waste = Unit.objects.get(city__code="small", code="O-waste").pk
    assert [work.code for work in queries.works_of(city, unit_ids=frozenset({waste}))] == ["W-2"]


def test_the_same_files_again_touch_no_row(tmp_path: Path) -> None:
    load(full_city(), tmp_path)
    before = all_rows()
    assert load(full_city(), tmp_path, on=LATER).changes == []
    assert all_rows() == before


def test_absent_files_say_nothing_and_empty_ones_take_everything_back(tmp_path: Path) -> None:
    load(full_city(), tmp_path)
    before = all_rows()
    assert load(SmallCity(), tmp_path, on=LATER).changes == []
    assert all_rows() == before
    city, west = town_id(), place_id(0, 0)
    sweeping = queries.topic(city, topic_id("CLN-01"))
    assert sweeping is not None
    assert queries.collection_kind_of(sweeping) == "household"
    folder = SmallCity().write(tmp_path)
    for name, header in {
        "landmarks": "name_fa,kind,lat,lon",
        "collection": "neighbourhood,kind,weekdays",
        "works": "code,title_fa,from,to,topics",
        "seasons": "code,name_fa,topics",
        "ladder": "topic,unit,percent,audience",
    }.items():
        (folder / f"{name}.csv").write_text(header + "\n", encoding="utf-8")
    report = load_city(folder, by="staff:1", on=LATER)
    told = {change.table for change in report.changes}
    assert told == {"landmark", "collectionday", "plannedwork", "season", "seasonrun", "rung"}
    assert queries.landmarks(city, on=LATER) == []
    assert len(queries.landmarks(city, on=FIRST)) == 2
    assert queries.collection(city, west, kind="household", on=LATER) is None
    assert queries.planned_works(city, at=WORKS_AT) == []
    assert queries.running_seasons(city, at=WORKS_AT) == []
    assert queries.seasons(city) == []
    assert queries.escalation_steps(city, topic_id=None, unit_id=None, on=LATER) == USUAL_LADDER
    assert [step.percent for step in queries.escalation_steps(city, topic_id=None, unit_id=None, on=FIRST)] == [80]
    assert load(full_city(), tmp_path, on=LATER).changes != []
    assert {work.code for work in queries.planned_works(city, at=WORKS_AT)} == {"W-1", "W-2"}
    assert len(queries.running_seasons(city, at=WORKS_AT)) == 1


def test_a_change_closes_one_version_and_opens_another(tmp_path: Path) -> None:
    load(full_city(), tmp_path)
    city_files = full_city()
    assert city_files.landmarks is not None
    city_files.landmarks[0]["aliases"] = "فلکه گاز|میدان گاز"
    city_files.collection = [{**WEST, "weekdays": "fri"}]
    city_files.works = [work("W-1", to="2026-05-07")]
    city_files.ladder = [{**RUNG, "audience": "deputy"}]
    report = load(city_files, tmp_path, on=LATER)
    verbs = {(change.table, change.code): change.verb for change in report.changes}
    assert verbs == {
        ("landmark", "azadi-square"): "changed",
        ("collectionday", "01-01 × household"): "changed",
        ("collectionday", "* × household"): "closed",
        ("collectionday", "01-01 × recycling"): "closed",
        ("plannedwork", "W-1"): "changed",
        ("plannedwork", "W-2"): "closed",
        ("rung", "* × * × 80"): "changed",
        ("rung", "CLN-01 × * × 10"): "closed",
    }
    city, west = town_id(), place_id(0, 0)
    aliases = [queries.landmarks(city, on=on)[0].aliases for on in (FIRST, LATER)]
    assert aliases == [("فلکه گاز",), ("فلکه گاز", "میدان گاز")]
    weekdays = [queries.collection(city, west, kind="household", on=on).weekdays for on in (FIRST, LATER)]  # type: ignore[union-attr]
    assert weekdays == [frozenset({0, 2, 5}), frozenset({4})]
    assert [work.code for work in queries.planned_works(city, at=WORKS_AT + timedelta(days=2))] == ["W-1"]
    assert verify().breaks == []


def test_one_fault_in_a_new_file_refuses_the_whole_load(tmp_path: Path) -> None:
    load(SmallCity(), tmp_path)
    spoilt = full_city()
    assert spoilt.ladder is not None
    spoilt.ladder[1]["percent"] = "0"
    with pytest.raises(CityHasFaults) as refusal:
        load(spoilt, tmp_path, on=LATER)
    assert [(fault.file, fault.row) for fault in refusal.value.faults] == [("ladder.csv", 3)]
    assert [len(rows) for rows in all_rows()] == [0] * len(TABLES)


def test_shiraz_knows_its_landmarks_days_seasons_and_ladder_in_any_folder(tmp_path: Path) -> None:
    for name in ("topics.csv", "units.csv", "agencies.csv", "districts.geojson", "neighbourhoods.geojson"):
        (tmp_path / name).write_bytes((SHIPPED / "shiraz" / name).read_bytes())
    load_city(tmp_path, code="shiraz", by="system", on=LATER)
    city = queries.current_city("shiraz").id
    assert load_city(SHIPPED / "shiraz", by="system", on=LATER).changes == []
    assert len(queries.landmarks(city, on=LATER)) >= 150
    for place in queries.neighbourhoods(city, on=LATER):
        for kind in ("household", "recycling"):
            assert queries.collection(city, place.id, kind=kind, on=LATER) is not None
    kinds = {topic.code: queries.collection_kind_of(topic) for topic in queries.topics(city)}
    assert {code: kind for code, kind in kinds.items() if kind} == {"WST-01": "household", "WST-05": "recycling"}
    assert queries.escalation_steps(city, topic_id=None, unit_id=None, on=LATER) == USUAL_LADDER
    guests = queries.topic_by_code(city, "SOC-06")
    assert guests is not None
    nowruz = datetime(2027, 3, 21, 12, tzinfo=UTC)
    assert queries.season_of(city, topic_id=guests.id, district_code="8", at=nowruz).code == "nowruz"  # type: ignore[union-attr]
    assert queries.season_of(city, topic_id=guests.id, district_code="8", at=nowruz + timedelta(days=30)) is None


def test_the_ladder_of_a_topic_and_of_a_unit(tmp_path: Path) -> None:
    city_files = full_city()
    city_files.ladder = [
        RUNG,
        {**RUNG, "topic": "CLN-01", "percent": "10"},
        {**RUNG, "unit": "O-waste", "percent": "20"},
        {**RUNG, "topic": "CLN-01", "unit": "O-waste", "percent": "30", "audience": "mayor"},
    ]
    load(city_files, tmp_path)
    city, sweeping, waste = town_id(), topic_id("CLN-01"), Unit.objects.get(city__code="small", code="O-waste").pk

    def steps(topic: int | None, unit: int | None) -> list[int]:
        return [step.percent for step in queries.escalation_steps(city, topic_id=topic, unit_id=unit, on=LATER)]

    assert steps(sweeping, waste) == [30]
    assert steps(sweeping, None) == steps(sweeping, 10**9) == [10]
    assert steps(topic_id("ASP-01"), waste) == [20]
    assert steps(topic_id("ASP-01"), None) == [80]
    assert queries.escalation_steps(city, topic_id=sweeping, unit_id=waste, on=LATER) == (
        EscalationStepFacts(30, "mayor"),
    )


def test_the_database_itself_refuses_what_means_nothing(tmp_path: Path) -> None:
    load(full_city(), tmp_path)

    def refuses(**fields: object) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            PlannedWork.objects.filter(code="W-1").update(**fields)

    refuses(topics=[])
    refuses(lat=29.6)
    refuses(ends_at=datetime(2020, 1, 1, tzinfo=UTC))
    with pytest.raises(IntegrityError), transaction.atomic():
        CollectionDay.objects.update(weekdays=[7])
    with pytest.raises(IntegrityError), transaction.atomic():
        Season.objects.update(due_hours=0)
    step = EscalationLevel.objects.get(topic=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        EscalationLevel.objects.create(city=step.city, percent=80, audience="mayor", valid_from=LATER)
