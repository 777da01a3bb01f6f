"""A unit's name changes from a day on: pages say the name in force, what was written before says the old one."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from peygir.cases.public_events import public_events
from peygir.city import queries
from peygir.city.actions import (
    DayIsPast,
    DecidedSince,
    NothingDiffers,
    UnitHasNoName,
    UnitIsNotInForce,
    UnitNameIsTaken,
    load_city,
    rename_unit,
    take_back_name,
)
from peygir.history.queries import timeline, verify
from peygir.web.kit.public_story import public_story
from tests import make
from tests.town import CODE, Town, TownClock, write_city_files

TODAY = date(2026, 5, 3)
LATER = TODAY + timedelta(days=6)
OLD, NEW = "شهرداری منطقهٔ یک", "شهرداری منطقهٔ ارم"


@pytest.fixture(autouse=True)
def _fresh(town_clock: TownClock) -> Iterator[None]:
    yield
    queries.forget()


def rename(town: Town, name: str = NEW, since: date = LATER, unit: str = "D-01") -> int:
    return rename_unit(town.city_id, unit, name_fa=name, name_en="Eram", since=since, by="staff:1")


def name_of(town: Town, on: date | None = None) -> str:
    pk = town.units["D-01"]
    unit = queries.unit(pk) if on is None else queries.unit_on(pk, on)
    assert unit is not None
    return unit.name_fa


def test_the_name_holds_from_its_day_in_a_process_that_only_waits(town: Town, town_clock: TownClock) -> None:
    rename(town)
    assert name_of(town) == name_of(town, LATER - timedelta(days=1)) == OLD
    assert name_of(town, LATER) == NEW
    town_clock.forward(days=6)
    queries.forget()  # as every five seconds
    assert name_of(town) == NEW
    assert name_of(town, TODAY) == OLD
    [line] = [one for one in timeline("city", town.city_id) if one.kind == "unit_renamed"]
    assert (line.by, line.data["from"], line.data["names"]) == ("staff:1", LATER.isoformat(), [OLD, NEW])
    assert verify().breaks == []


def test_a_case_tells_its_story_in_the_names_of_the_time(town: Town, town_clock: TownClock) -> None:
    before = make.case(make.referred("CIV-01"))
    rename(town)
    town_clock.forward(days=7)
    after = make.case(make.referred("CIV-01", phone=None))
    stories = [
        " ".join(one.what for one in public_story(public_events(timeline("case", row.pk), "Asia/Tehran"), {}))
        for row in (before, after)
    ]
    assert OLD in stories[0] or "District 1" in stories[0]
    assert NEW in stories[1] or "Eram" in stories[1]


def test_it_is_taken_back_and_the_taking_back_too(town: Town) -> None:
    first = rename(town, since=TODAY)
    second = take_back_name(town.city_id, first, by="staff:2")
    assert name_of(town) == OLD
    with make.refused(DecidedSince):
        take_back_name(town.city_id, first, by="staff:2")
    take_back_name(town.city_id, second, by="staff:1")
    assert name_of(town) == NEW
    third = rename(town, "نام سوم", TODAY)
    rename(town, "نام چهارم", LATER)
    with make.refused(DecidedSince):
        take_back_name(town.city_id, third, by="staff:1")


def test_a_newer_name_replaces_what_was_planned(town: Town) -> None:
    rename(town)
    rename(town, "نام دیگر", TODAY)
    assert name_of(town) == name_of(town, LATER) == "نام دیگر"
    assert [row.name_fa for row in queries.unit_names(town.units["D-01"])] == ["نام دیگر"]


def test_bad_names_are_refused(town: Town) -> None:
    with make.refused(UnitIsNotInForce):
        rename(town, unit="Q")
    with make.refused(DayIsPast):
        rename(town, since=TODAY - timedelta(days=1))
    for name in ("", "ن" * 201):
        with make.refused(UnitHasNoName):
            rename(town, name)
    with make.refused(UnitNameIsTaken):
        rename(town, "سازمان  پسماند")
    with make.refused(NothingDiffers):
        rename_unit(town.city_id, "D-01", name_fa=OLD, name_en="District 1", since=TODAY, by="staff:1")


def test_a_load_leaves_the_name_alone(town: Town, tmp_path: Path) -> None:
    rename(town, since=TODAY)
    assert load_city(write_city_files(tmp_path / CODE), by="test", on=TODAY).changes == []
    assert name_of(town) == NEW
