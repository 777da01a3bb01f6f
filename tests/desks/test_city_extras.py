"""Landmarks, collection days, works, seasons and ladder are loaded, kept, taken back, and changed by a press."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from peygir.city import actions, queries
from peygir.city.actions import CityHasFaults, load_city
from peygir.city.facts import RungFacts
from peygir.city.loading import LoadReport
from peygir.city.lore_rules import USUAL_LADDER
from peygir.city.models import CollectionDay, Landmark, PlannedWork, Rung, Season, SeasonRun, Topic, Unit
from peygir.city.reading import SHIPPED
from peygir.core import clock
from peygir.history.queries import timeline, verify
from tests import make
from tests.small_city import SmallCity, landmark, middle, season, work
from tests.town import TownClock

FIRST, LATER = date(2026, 1, 10), date(2026, 5, 1)
WORKS_AT = datetime(2026, 5, 5, 9, tzinfo=UTC)
RUNG = {"topic": "", "unit": "", "percent": "80", "audience": "clerk"}
WEST = {"neighbourhood": "01-01", "kind": "household", "weekdays": "sat|mon|wed", "from_time": "21:00"}
TABLES = (Landmark, CollectionDay, PlannedWork, Season, SeasonRun, Rung)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("town_clock")]


@pytest.fixture(autouse=True)
def _fresh_memory() -> Iterator[None]:
    queries.forget()
    yield
    queries.forget()


def full_city() -> SmallCity:
    city = SmallCity()
    city.landmarks = [landmark("میدان آزادی", name_en="Azadi Square", aliases="فلکه گاز"), landmark("پل", 1, source="")]
    city.collection = [WEST, {**WEST, "neighbourhood": "", "weekdays": "sun"}, {**WEST, "kind": "recycling"}]
    city.works = [work("W-1"), work("W-2", neighbourhood="01-01", unit="O-waste", topics="ASP|GRN-01")]
    city.seasons = [season("heat", **{"from": "2026-05-01", "to": "2026-05-10"}, unit="O-waste", due_hours="6"),
                    season("snow", topics="*", districts="2", clock="C", menu_key="5")]  # fmt: skip
    city.ladder = [RUNG, {**RUNG, "topic": "CLN-01", "percent": "10", "audience": "mayor"}]
    city.marks = [{"topic": "CLN-01", "about": "place", "needs_place": "1", "is_confidential": "0",
                   "collection": "household"}]  # fmt: skip
    return city


def load(city: SmallCity, folder: Path, *, on: date = FIRST) -> LoadReport:
    return load_city(city.write(folder), by="staff:1", on=on)


def town_id() -> int:
    return queries.current_city("small").id


def topic_id(code: str) -> int:
    return Topic.objects.get(city__code="small", code=code).pk


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

    def found(**asked: object) -> list[str]:
        at = asked.pop("at", WORKS_AT)
        return [work.code for work in queries.planned_works(city, at=at, **asked)]  # type: ignore[arg-type]

    assert found() == ["W-1", "W-2", "W-3"]
    # All of 5 and 6 May on the city's own clock.
    assert found(at=datetime(2026, 5, 4, 20, 29, tzinfo=UTC)) == []
    assert found(at=datetime(2026, 5, 6, 20, 29, tzinfo=UTC)) == ["W-1", "W-2", "W-3"]
    assert found(at=datetime(2026, 5, 6, 20, 30, tzinfo=UTC)) == []
    assert found(topic_id=topic_id("GRN-01")) == ["W-2", "W-3"]
    assert found(topic_id=topic_id("CLN-01")) == ["W-1", "W-3"]
    west, east = middle(0, 0), middle(1, 1)
    assert found(lat=west[0], lon=west[1]) == ["W-1", "W-2"]
    assert found(lat=east[0] + 0.001, lon=east[1]) == ["W-1", "W-3"]
    assert found(lat=east[0] + 0.003, lon=east[1]) == ["W-1"]
    assert found(neighbourhood_id=place_id(0, 0)) == ["W-1", "W-2"]
    assert found(neighbourhood_id=place_id(1, 1)) == ["W-1", "W-3"]
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
        "landmarks": "name_fa,kind,lat,lon", "collection": "neighbourhood,kind,weekdays",
        "works": "code,title_fa,from,to,topics", "seasons": "code,name_fa,topics",
        "ladder": "topic,unit,percent,audience",
    }.items():  # fmt: skip
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
    assert queries.ladder(city, topic_id=None, unit_id=None, on=LATER) == USUAL_LADDER
    assert [step.percent for step in queries.ladder(city, topic_id=None, unit_id=None, on=FIRST)] == [80]
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
        ("landmark", "azadi-square"): "changed", ("collectionday", "01-01 × household"): "changed",
        ("collectionday", "* × household"): "closed", ("collectionday", "01-01 × recycling"): "closed",
        ("plannedwork", "W-1"): "changed", ("plannedwork", "W-2"): "closed",
        ("rung", "* × * × 80"): "changed", ("rung", "CLN-01 × * × 10"): "closed",
    }  # fmt: skip
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
    assert queries.ladder(city, topic_id=None, unit_id=None, on=LATER) == USUAL_LADDER
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
        return [step.percent for step in queries.ladder(city, topic_id=topic, unit_id=unit, on=LATER)]

    assert steps(sweeping, waste) == [30]
    assert steps(sweeping, None) == steps(sweeping, 10**9) == [10]
    assert steps(topic_id("ASP-01"), waste) == [20]
    assert steps(topic_id("ASP-01"), None) == [80]
    assert queries.ladder(city, topic_id=sweeping, unit_id=waste, on=LATER) == (RungFacts(30, "mayor"),)


# ── works by a unit ─────────────────────────────────────────────────────────────────────────────────────────────────


def plan(**more: object) -> str:
    now = clock.now()
    given: dict[str, object] = {
        "words": {"title_fa": "قطع آب", "title_en": "Water is off"}, "from_at": now, "to_at": now + timedelta(hours=6),
        "topics": ["CLN-01"], "by": "staff:1",
    }  # fmt: skip
    return actions.plan_work(town_id(), **{**given, **more})  # type: ignore[arg-type]


def test_a_unit_plans_works_and_ends_them(tmp_path: Path, town_clock: TownClock) -> None:
    load(SmallCity(), tmp_path)
    city = town_id()
    lat, lon = middle(0, 0)
    code = plan(lat=lat, lon=lon, radius_m=200, key="once")
    assert plan(lat=lat, lon=lon, radius_m=200, key="once") == code
    [found] = queries.planned_works(city, at=clock.now(), topic_id=topic_id("CLN-01"), lat=lat, lon=lon)
    assert (found.code, found.title_en, found.source, found.is_ended) == (code, "Water is off", "unit", False)
    town_clock.forward(hours=1)
    actions.end_work(city, code, by="staff:2")
    assert queries.planned_works(city, at=clock.now()) == []
    assert len(queries.planned_works(city, at=clock.now() - timedelta(minutes=1))) == 1
    ended = queries.work(city, code)
    assert ended is not None
    assert (ended.is_ended, ended.to_at) == (True, clock.now())
    with make.refused(actions.WorkHasEnded):
        actions.end_work(city, code, by="staff:2")
    events = timeline("city", city)[-2:]
    assert [(event.kind, event.by, event.data["work"]) for event in events] == [
        ("work_planned", "staff:1", code), ("work_ended", "staff:2", code),
    ]  # fmt: skip
    assert "قطع" not in events[0].body
    assert verify().breaks == []


def test_a_load_leaves_a_units_works_alone_and_an_ended_one_of_the_file_ended(tmp_path: Path) -> None:
    load(full_city(), tmp_path)
    own = plan()
    actions.end_work(town_id(), "W-1", by="staff:2")
    load(full_city(), tmp_path, on=LATER)
    city_files = full_city()
    city_files.works = [work("W-1")]
    load(city_files, tmp_path, on=LATER)
    assert queries.planned_works(town_id(), at=WORKS_AT) == []
    assert [work.code for work in queries.planned_works(town_id(), at=clock.now())] == [own]


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"words": {"title_fa": "  "}}, actions.WorkHasNoTitle),
        ({"to_at": datetime(2026, 5, 1, tzinfo=UTC), "from_at": datetime(2026, 4, 1, tzinfo=UTC)},
         actions.WorkTimesAreWrong),
        ({"from_at": datetime(2027, 5, 1, tzinfo=UTC)}, actions.WorkTimesAreWrong),
        ({"topics": []}, actions.TopicsOfWorkAreMissing),
        ({"topics": ["CLN-01", "NO-99"]}, actions.TopicsOfWorkAreMissing),
        ({"lat": 29.6, "lon": 52.5}, actions.PlaceOfWorkIsWrong),
        ({"lat": 29.6, "lon": 52.5, "radius_m": 60_000}, actions.PlaceOfWorkIsWrong),
        ({"neighbourhood": "99-99"}, actions.PlaceOfWorkIsWrong),
        ({"unit_id": 10**9}, actions.PlaceOfWorkIsWrong),
    ],
)  # fmt: skip
def test_works_that_would_help_nobody_are_refused(
    tmp_path: Path, more: dict[str, object], refusal: type[Exception]
) -> None:
    load(SmallCity(), tmp_path)
    with pytest.raises(refusal) as info:
        plan(**more)
    assert info.value.words("fa") != info.value.words("en")  # type: ignore[attr-defined]
    assert not PlannedWork.objects.exists()


def test_there_is_nothing_to_end_where_nothing_was_planned(tmp_path: Path) -> None:
    load(SmallCity(), tmp_path)
    with make.refused(actions.NoSuchWork):
        actions.end_work(town_id(), "own-77", by="staff:1")


# ── seasons ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def code_now(topic: str = "GRN-01", district: str = "2", at: datetime | None = None) -> str | None:
    found = queries.season_of(town_id(), topic_id=topic_id(topic), district_code=district, at=at or clock.now())
    return found.code if found is not None else None


def test_a_season_of_the_file_overlays_its_topics_for_its_days(tmp_path: Path) -> None:
    load(full_city(), tmp_path)
    found = queries.season_of(town_id(), topic_id=topic_id("GRN-01"), district_code="1", at=WORKS_AT)
    assert found is not None
    assert (found.code, found.due_hours, found.ack_hours, found.clock) == ("heat", Decimal(6), None, None)
    assert found.unit_id == Unit.objects.get(city__code="small", code="O-waste").pk
    assert code_now("ASP-01", at=WORKS_AT) is None
    assert code_now(at=datetime(2026, 4, 30, 20, 29, tzinfo=UTC)) is None
    assert code_now(at=datetime(2026, 5, 10, 20, 29, tzinfo=UTC)) == "heat"
    assert code_now(at=datetime(2026, 5, 10, 20, 30, tzinfo=UTC)) is None


def test_a_night_of_snow_starts_and_is_lifted_and_leaves_what_lay_below(tmp_path: Path, town_clock: TownClock) -> None:
    load(full_city(), tmp_path)
    city, until = town_id(), clock.now() + timedelta(hours=12)
    assert code_now() == "heat"
    actions.start_season(city, "snow", until=until, by="staff:1")
    assert code_now() == "snow"
    assert code_now(district="1") == code_now(district="") == "heat"
    with make.refused(actions.SeasonRunsAlready) as refusal:
        actions.start_season(city, "snow", until=until, by="staff:1")
    assert "snow" in refusal.value.words("fa")
    began = clock.now()
    town_clock.forward(hours=2)
    actions.lift_season(city, "snow", by="staff:1")
    assert code_now() == "heat"
    assert code_now(at=began) == "snow"
    with make.refused(actions.SeasonDoesNotRun):
        actions.lift_season(city, "snow", by="staff:1")
    actions.start_season(city, "snow", until=until, since=clock.now() + timedelta(hours=1), by="staff:1")
    assert code_now() == "heat"
    assert code_now(at=clock.now() + timedelta(hours=1)) == "snow"
    actions.lift_season(city, "snow", by="staff:1")
    assert code_now(at=clock.now() + timedelta(hours=1)) == "heat"
    kinds = [event.kind for event in timeline("city", city)[-4:]]
    assert kinds == ["season_started", "season_lifted"] * 2
    assert verify().breaks == []


def test_a_season_that_a_person_lifted_is_not_started_again_by_a_load(tmp_path: Path) -> None:
    load(full_city(), tmp_path)
    actions.lift_season(town_id(), "heat", by="staff:1")
    assert code_now() is None
    load(full_city(), tmp_path, on=LATER)
    assert code_now() is None


def test_a_load_moves_its_own_run_and_back(tmp_path: Path) -> None:
    load(full_city(), tmp_path)
    longer = full_city()
    assert longer.seasons is not None
    longer.seasons[0]["to"] = "2026-05-20"
    load(longer, tmp_path, on=LATER)
    assert code_now(at=WORKS_AT + timedelta(days=10)) == "heat"
    load(full_city(), tmp_path, on=LATER)
    assert code_now(at=WORKS_AT + timedelta(days=10)) is None
    assert code_now(at=WORKS_AT) == "heat"
    rests = full_city()
    assert rests.seasons is not None
    rests.seasons[0] |= {"from": "", "to": ""}
    load(rests, tmp_path, on=LATER)
    assert code_now(at=WORKS_AT) is None


def test_a_season_that_is_not_there_or_ends_before_it_begins_is_refused(tmp_path: Path) -> None:
    load(full_city(), tmp_path)
    city, now = town_id(), clock.now()
    with make.refused(actions.NoSuchSeason):
        actions.start_season(city, "flood", until=now + timedelta(hours=1), by="staff:1")
    with make.refused(actions.SeasonTimesAreWrong):
        actions.start_season(city, "snow", until=now, by="staff:1")
    with make.refused(actions.SeasonTimesAreWrong):
        actions.start_season(city, "snow", until=now + timedelta(hours=1), since=now + timedelta(hours=1), by="staff:1")


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
    step = Rung.objects.get(topic=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rung.objects.create(city=step.city, percent=80, audience="mayor", valid_from=LATER)
