"""A season is made, changed from a day on, started, moved, lifted, and each of these is taken back."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from peygir.city import queries
from peygir.city.actions import (
    DayIsPast,
    DecidedSince,
    HoursAreWrong,
    NoSuchSeason,
    NothingDiffers,
    SeasonDoesNotRun,
    SeasonHasNoName,
    SeasonHasNoTopics,
    SeasonPlaceIsUnknown,
    SeasonRunsAlready,
    SeasonTimesAreWrong,
    SeasonWordsAreTooLong,
    lift_season,
    load_city,
    move_season,
    set_season,
    start_season,
    take_back_decision,
)
from peygir.city.local_knowledge_facts import SeasonFacts
from peygir.core import clock
from peygir.core.refusals import Refusal
from peygir.history.queries import timeline, verify
from tests import make
from tests.town import CODE, Town, TownClock, write_city_files

TODAY = date(2026, 5, 3)
LATER = TODAY + timedelta(days=6)
SAYS: dict[str, Any] = {
    "name_fa": "برف",
    "name_en": "Snow",
    "topics": ["CIV"],
    "district_codes": [],
    "unit": "",
    "ack_hours": Decimal(1),
    "visit_hours": None,
    "due_hours": Decimal(12),
    "clock": "C",
    "text_fa": "",
    "text_en": "",
    "menu_key": "",
}


@pytest.fixture(autouse=True)
def _fresh(town_clock: TownClock) -> Iterator[None]:
    yield
    queries.forget()


def in_days(days: float) -> datetime:
    return clock.now() + timedelta(days=days)


def running(town: Town, at: datetime | None = None) -> list[SeasonFacts]:
    return queries.running_seasons(town.city_id, at=at or clock.now())


def snow(town: Town, since: date = TODAY, code: str = "", **more: Any) -> tuple[str, int]:
    return set_season(town.city_id, code, says=SAYS | more, since=since, by="staff:1")


def last(town: Town) -> int:
    return timeline("city", town.city_id)[-1].number


def hours_of(code: str) -> timedelta:
    row = make.case(code)
    assert row.due_at is not None
    return row.due_at - row.opened_at


def test_a_new_season_runs_and_gives_its_hours(town: Town) -> None:
    code, _number = snow(town)
    assert code == "season-01"
    assert running(town) == []
    start_season(town.city_id, code, until=in_days(3), by="staff:1")
    assert hours_of(make.referred("CIV-01")) == timedelta(hours=12)
    assert hours_of(make.referred("CLN-01", phone=None)) != timedelta(hours=12)


def test_a_change_in_the_middle_of_a_run_holds_from_its_day(town: Town, town_clock: TownClock) -> None:
    code, _number = snow(town)
    start_season(town.city_id, code, until=in_days(20), by="staff:1")
    _code, number = snow(town, LATER, code, due_hours=Decimal(20), name_fa="برف سنگین")
    old = make.referred("CIV-01")
    assert [one.due_hours for one in running(town, in_days(7))] == [20]
    [run] = queries.season_runs(town.city_id)
    assert (run.from_at, run.to_at, run.name_fa) == (clock.now(), in_days(20), "برف سنگین")
    town_clock.forward(days=6)
    assert hours_of(make.referred("CIV-01", phone=None, district="2")) == timedelta(hours=20)
    assert hours_of(old) == timedelta(hours=12)
    assert queries.seasons(town.city_id)[0].name_fa == "برف سنگین"
    take_back_decision(town.city_id, number, by="staff:1")
    assert [one.due_hours for one in running(town)] == [12]


def test_one_that_was_made_by_mistake_is_taken_back_with_its_runs(town: Town) -> None:
    code, number = snow(town)
    start_season(town.city_id, code, until=in_days(3), by="staff:1")
    take_back_decision(town.city_id, number, by="staff:1")
    assert queries.seasons(town.city_id) == []
    assert running(town) == []


def test_a_season_of_a_day_to_come_is_listed_and_says_nothing_before(town: Town) -> None:
    code, _number = snow(town, LATER)
    assert [one.code for one in queries.seasons(town.city_id)] == [code]
    start_season(town.city_id, code, until=in_days(20), by="staff:1")
    assert running(town) == []
    assert len(running(town, in_days(7))) == 1


def test_start_end_and_lift_are_each_taken_back(town: Town) -> None:
    code, _number = snow(town)
    run = start_season(town.city_id, code, until=in_days(3), by="staff:1")
    started = last(town)
    move_season(town.city_id, code, run, until=in_days(5), by="staff:1")
    moved = last(town)
    assert len(running(town, in_days(4))) == 1
    take_back_decision(town.city_id, moved, by="staff:1")
    assert running(town, in_days(4)) == []
    lift_season(town.city_id, code, by="staff:1")
    lifted = last(town)
    assert running(town) == []
    take_back_decision(town.city_id, lifted, by="staff:1")
    assert len(running(town)) == 1
    take_back_decision(town.city_id, started, by="staff:1")
    assert running(town) == []
    for number in (started, moved, lifted):
        with make.refused(DecidedSince):
            take_back_decision(town.city_id, number, by="staff:1")
    assert verify().breaks == []


def test_a_run_is_moved_only_forward_from_now_and_never_over_another(town: Town) -> None:
    code, _number = snow(town)
    run = start_season(town.city_id, code, until=in_days(3), by="staff:1")
    start_season(town.city_id, code, since=in_days(4), until=in_days(6), by="staff:1")
    for until, refusal in (
        (in_days(-1), SeasonTimesAreWrong),
        (in_days(3), SeasonTimesAreWrong),
        (in_days(5), SeasonRunsAlready),
    ):
        with make.refused(refusal):
            move_season(town.city_id, code, run, until=until, by="staff:1")
    with make.refused(SeasonDoesNotRun):
        move_season(town.city_id, code, 999_999, until=in_days(2), by="staff:1")


@pytest.mark.parametrize(
    ("says", "refusal"),
    [
        ({"name_fa": " "}, SeasonHasNoName),
        ({"topics": []}, SeasonHasNoTopics),
        ({"topics": ["NO"]}, SeasonHasNoTopics),
        ({"unit": "D-99"}, SeasonPlaceIsUnknown),
        ({"district_codes": ["9"]}, SeasonPlaceIsUnknown),
        ({"text_fa": "x" * 2001}, SeasonWordsAreTooLong),
        ({"due_hours": Decimal(0)}, HoursAreWrong),
    ],
)
def test_a_wrong_season_is_refused(town: Town, says: dict[str, Any], refusal: type[Refusal]) -> None:
    with make.refused(refusal):
        snow(town, **says)
    assert queries.seasons(town.city_id) == []


def test_what_is_unknown_unchanged_or_past_is_refused(town: Town) -> None:
    code, _number = snow(town)
    with make.refused(NothingDiffers):
        snow(town, code=code)
    with make.refused(NoSuchSeason):
        snow(town, code="no")
    with make.refused(DayIsPast):
        snow(town, TODAY - timedelta(days=1))


def test_a_load_leaves_own_seasons_and_what_was_decided_of_others(town: Town, tmp_path: Path) -> None:
    folder = write_city_files(tmp_path / CODE)
    (folder / "seasons.csv").write_text("code,name_fa,begins,ends,topics,due_hours\nnowruz,نوروز,,,CIV,6\n")
    load_city(folder, by="test", on=TODAY)
    own, _number = snow(town)
    _code, number = snow(town, code="nowruz", name_fa="ستاد نوروز")
    load_city(folder, by="test", on=TODAY + timedelta(days=1))
    assert {one.code: one.name_fa for one in queries.seasons(town.city_id)} == {"nowruz": "ستاد نوروز", own: "برف"}
    take_back_decision(town.city_id, number, by="staff:1")
    assert {one.code: one.name_fa for one in queries.seasons(town.city_id)} == {"nowruz": "نوروز", own: "برف"}
