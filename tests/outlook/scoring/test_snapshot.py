"""A month's snapshot: what it holds of a small city's real cases, and that its text is canonical."""

from collections.abc import Mapping
from datetime import date

import pytest

from peygir.cases.models import Case, Note, Report
from peygir.outlook.scoring.months import MonthIsNotRight, month_before, month_named, month_of
from peygir.outlook.scoring.snapshot_tables import TABLES
from peygir.outlook.scoring.snapshot_text import SnapshotIsNotRight, digest_of, packed, rows_of, sections, unpacked
from peygir.people.models import Citizen
from tests import make
from tests.drain import drain
from tests.scores import CLOSING, KHORDAD, LivedMonth, at, live_khordad, taken
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
Rows = list[dict[str, int | str | None]]


@pytest.fixture
def lived(town: Town, town_clock: TownClock) -> LivedMonth:
    """The cases of Khordad."""
    return live_khordad(town, town_clock)


def tables_of(text: bytes) -> Mapping[str, Rows]:
    """The rows of every table."""
    bodies = sections(text)
    return {table.name: list(rows_of(table, bodies[table.name])) for table in TABLES}


def test_it_holds_each_promise_with_the_unit_that_had_the_file(town: Town, lived: LivedMonth) -> None:
    rows = tables_of(taken(town))["promise"]
    ids = {name: make.case(code).pk for name, code in vars(lived).items()}
    finishes = {row["case"]: row for row in rows if row["kind"] == "finish"}
    assert set(finishes) == set(ids.values())
    one, two = town.units["D-01"], town.units["D-02"]
    units = {name: finishes[ids[name]]["unit"] for name in ids}
    assert {name for name, unit in units.items() if unit == one} == {"in_time", "late", "never", "reopened"}
    assert {units["silent"], units["declined"]} == {two}
    kept = {name: finishes[ids[name]]["kept"] for name in ids}
    assert kept["never"] is None
    assert kept["reopened"] is None, "the same promise runs on"
    for name, is_late in (("in_time", False), ("late", True), ("silent", False), ("declined", False)):
        moment, due = kept[name], finishes[ids[name]]["due"]
        assert isinstance(moment, int)
        assert isinstance(due, int)
        assert (moment > due) == is_late, name
    assert finishes[ids["silent"]]["close_kind"] == "silence"
    assert finishes[ids["declined"]]["close_kind"] == "no_action"


def test_it_holds_finished_work_hops_and_answers(town: Town, lived: LivedMonth) -> None:
    tables = tables_of(taken(town))
    ids = {name: make.case(code).pk for name, code in vars(lived).items()}
    again = {row["case"]: row["reopened"] for row in tables["finish"]}
    assert set(again) == {ids[name] for name in ("in_time", "late", "reopened", "silent")}
    assert {case for case, moment in again.items() if moment} == {ids["reopened"]}
    hops = [row for row in tables["hold"] if row["case"] == ids["returned"]]
    assert (hops[0]["unit"], hops[0]["is_passed_on"]) == (town.units["D-01"], 1)
    assert hops[0]["held"] == 5 * 3_600_000_000
    said = {row["case"]: (row["is_answered"], row["is_good"]) for row in tables["verdict"]}
    assert said == {
        ids["in_time"]: (1, 1),
        ids["late"]: (1, 1),
        ids["reopened"]: (1, 0),
        ids["silent"]: (0, 0),
    }


def test_confidential_reports_and_complaints_stay_out(town: Town, town_clock: TownClock) -> None:
    lived = live_khordad(town, town_clock)
    before = len(tables_of(taken(town))["promise"])
    Case.objects.filter(code=lived.in_time).update(is_confidential=True)
    Case.objects.filter(code=lived.late).update(about_unit_id=town.units["D-01"])
    after = tables_of(taken(town))
    assert len(after["promise"]) == before - 4, "two promises each"
    hidden = {make.case(lived.in_time).pk, make.case(lived.late).pk}
    assert not any(row.get("case") in hidden for rows in after.values() for row in rows)


def test_it_holds_no_word_name_phone_or_place_and_stays_the_same_when_they_are_erased(
    town: Town, lived: LivedMonth
) -> None:
    before = taken(town)
    text = before.decode()
    for word in (make.POTHOLE, "چاله", *PHONES[:7], "29.6", lived.in_time):
        assert word not in text
    Report.objects.update(text="", address="", lat=None, lon=None, citizen=None, spoken_for=None)
    Note.objects.update(text="", salt="")
    Citizen.objects.update(name="", name_key="", email="")
    Case.objects.update(address="", lat=None, lon=None, cell=None)
    assert digest_of(taken(town)) == digest_of(before)


def test_the_text_is_read_back_or_refused(town: Town, lived: LivedMonth) -> None:
    text = taken(town)
    assert unpacked(packed(text)) == text
    assert set(sections(text)) == {table.name for table in TABLES}
    lines = text.splitlines(keepends=True)
    for wrong in (b"", text[:-2], text + b"1\n", b"".join(lines[1:]), b"".join([*lines[:3], *lines[4:]])):
        with make.refused(SnapshotIsNotRight):
            sections(wrong)


def test_months_are_those_of_the_iranian_calendar() -> None:
    assert month_named("1405-03") == month_named("۱۴۰۵/۳") == KHORDAD
    assert (KHORDAD.first_on, KHORDAD.last_on, KHORDAD.name) == (date(2026, 5, 22), date(2026, 6, 21), "1405-03")
    assert month_before(month_of(date(2026, 3, 21))).name == "1404-12"
    for text in ("1405", "1405-13", "1405-00", "2026-05", "خرداد"):
        with pytest.raises(MonthIsNotRight):
            month_named(text)


def test_a_topic_that_changed_in_the_hands_of_a_unit_is_the_one_with_which_it_came(
    town: Town, town_clock: TownClock
) -> None:
    at(town_clock, "2026-05-23T06:00:00+00:00")
    changed, given = make.in_hand(phone=PHONES[0]), make.in_hand(phone=PHONES[1])
    make.command(changed, "topic", town.clerk, topic_id=town.topics["CIV-09"])
    drain()
    assert make.case(changed).topic_id == town.topics["CIV-09"]
    at(town_clock, CLOSING)
    rows = {row["case"]: row["topic"] for row in tables_of(taken(town))["promise"]}
    assert rows[make.case(given).pk] == "CIV-01"
    assert rows[make.case(changed).pk] == "CIV-01"
