"""Works that a unit plans, and seasons that begin, are lifted and lie upon each other."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from peygir.city import actions, queries
from peygir.city.models import PlannedWork, Unit
from peygir.core import clock
from peygir.history.queries import timeline, verify
from tests import make
from tests.full_city import LATER, WORKS_AT, full_city, load, topic_id, town_id
from tests.small_city import SmallCity, middle, work
from tests.town import TownClock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_city", "town_clock")]


# ── works by a unit ─────────────────────────────────────────────────────────────────────────────────────────────────


def plan(**more: object) -> str:
    now = clock.now()
    given: dict[str, object] = {
        "texts": {"title_fa": "قطع آب", "title_en": "Water is off"},
        "from_at": now,
        "to_at": now + timedelta(hours=6),
        "topics": ["CLN-01"],
        "by": "staff:1",
    }
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
        ("work_planned", "staff:1", code),
        ("work_ended", "staff:2", code),
    ]
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
        ({"texts": {"title_fa": "  "}}, actions.WorkHasNoTitle),
        (
            {"to_at": datetime(2026, 5, 1, tzinfo=UTC), "from_at": datetime(2026, 4, 1, tzinfo=UTC)},
            actions.WorkTimesAreWrong,
        ),
        ({"from_at": datetime(2027, 5, 1, tzinfo=UTC)}, actions.WorkTimesAreWrong),
        ({"topics": []}, actions.TopicsOfWorkAreMissing),
        ({"topics": ["CLN-01", "NO-99"]}, actions.TopicsOfWorkAreMissing),
        ({"lat": 29.6, "lon": 52.5}, actions.PlaceOfWorkIsWrong),
        ({"lat": 29.6, "lon": 52.5, "radius_m": 60_000}, actions.PlaceOfWorkIsWrong),
        ({"neighbourhood": "99-99"}, actions.PlaceOfWorkIsWrong),
        ({"unit_id": 10**9}, actions.PlaceOfWorkIsWrong),
    ],
)
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
    season = queries.season_of(town_id(), topic_id=topic_id("GRN-01"), district_code="1", at=WORKS_AT)
    assert season is not None
    assert (season.code, season.due_hours, season.ack_hours, season.clock) == ("heat", Decimal(6), None, None)
    assert season.unit_id == Unit.objects.get(city__code="small", code="O-waste").pk
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
