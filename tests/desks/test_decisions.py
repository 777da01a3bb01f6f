"""What is decided in the product holds from its day, stands over the files, and can be taken back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from peygir.cases.models import Case
from peygir.city import actions, queries
from peygir.city.actions import (
    DayIsPast,
    DecidedSince,
    HoursAreWrong,
    NothingDiffers,
    OwnerIsUnknown,
    TopicHasNoHours,
    TopicOrDistrictIsUnknown,
    load_city,
    load_city_rows,
    set_owners,
    set_terms,
    take_back_decision,
)
from peygir.city.models import City, Ownership, TopicPolicy
from peygir.city.reading import read_city
from peygir.history.queries import timeline, verify
from tests import make
from tests.town import CODE, Town, TownClock, write_city_files

TODAY = date(2026, 5, 3)
LATER = TODAY + timedelta(days=6)


@pytest.fixture(autouse=True)
def _fresh(town_clock: TownClock) -> Iterator[None]:
    yield
    queries.forget()


def owner(town: Town, topic: str, district: str, on: date) -> int | None:
    row = queries.owner_of(town.topics[topic], district, on=on)
    return row.unit_id if row is not None else None


def test_a_place_changes_hands_on_its_day_and_cases_keep_theirs(town: Town, town_clock: TownClock) -> None:
    before = make.referred("CIV-01")
    set_owners(town.city_id, [("CIV-01", "1")], unit="D-02", since=LATER, by="staff:1")
    assert owner(town, "CIV-01", "1", LATER - timedelta(days=1)) == town.units["D-01"]
    assert owner(town, "CIV-01", "1", LATER) == town.units["D-02"]
    assert owner(town, "CIV-01", "2", LATER) == town.units["D-02"]
    assert owner(town, "CIV-01", "3", LATER) == town.units["D-03"]
    row = Ownership.objects.get(topic_id=town.topics["CIV-01"], district_code="1", valid_to=None)
    assert (row.source, row.branch, row.valid_from) == ("desk", "civil", LATER)
    town_clock.forward(days=6)
    assert make.case(before).unit_id == town.units["D-01"]
    assert make.case(make.referred("CIV-01", phone=None)).unit_id == town.units["D-02"]
    [line] = [one for one in timeline("city", town.city_id) if one.kind == "owners_changed"]
    assert (line.by, line.data["from"], len(line.data["cells"])) == ("staff:1", LATER.isoformat(), 1)
    assert verify().breaks == []


def test_a_decision_is_taken_back_and_the_taking_back_too(town: Town) -> None:
    first = set_owners(town.city_id, [("CIV-01", "1"), ("GRN-07", "1")], unit="O-waste", since=TODAY, by="staff:1")
    second = take_back_decision(town.city_id, first, by="staff:2")
    assert owner(town, "CIV-01", "1", TODAY) == owner(town, "GRN-07", "1", TODAY) == town.units["D-01"]
    with make.refused(DecidedSince):
        take_back_decision(town.city_id, first, by="staff:2")
    take_back_decision(town.city_id, second, by="staff:1")
    assert owner(town, "CIV-01", "1", TODAY) == town.units["O-waste"]
    kept = Ownership.objects.filter(topic_id=town.topics["CIV-01"], district_code="1")
    assert kept.filter(valid_to=None).count() == 1
    assert kept.count() == 4


def test_all_of_a_decision_or_nothing_is_taken_back(town: Town) -> None:
    first = set_owners(town.city_id, [("CIV-01", "1"), ("CIV-01", "2")], unit="O-waste", since=TODAY, by="staff:1")
    set_owners(town.city_id, [("CIV-01", "2")], unit="D-03", since=TODAY, by="staff:1")
    with make.refused(DecidedSince):
        take_back_decision(town.city_id, first, by="staff:1")
    assert owner(town, "CIV-01", "1", TODAY) == town.units["O-waste"]


def test_a_later_decision_takes_the_place_of_a_planned_one(town: Town) -> None:
    set_owners(town.city_id, [("CIV-01", "1")], unit="O-waste", since=LATER, by="staff:1")
    set_owners(town.city_id, [("CIV-01", "1")], unit="D-03", since=TODAY, by="staff:1")
    for day in (TODAY, LATER, LATER + timedelta(days=400)):
        assert owner(town, "CIV-01", "1", day) == town.units["D-03"]
    # Where a change is planned, saying that all stays as it is calls the plan off.
    set_owners(town.city_id, [("CIV-01", "2")], unit="O-waste", since=LATER, by="staff:1")
    set_owners(town.city_id, [("CIV-01", "2")], unit="D-02", since=TODAY, by="staff:1")
    assert owner(town, "CIV-01", "2", LATER) == town.units["D-02"]


def test_a_district_that_had_no_row_of_its_own_loses_it_again(town: Town) -> None:
    with make.refused(NothingDiffers):
        set_owners(town.city_id, [("CLN-01", "1"), ("CLN-01", "")], unit="O-waste", since=TODAY, by="staff:1")
    first = set_owners(town.city_id, [("CLN-01", "1")], unit="D-01", since=TODAY, by="staff:1")
    assert owner(town, "CLN-01", "1", TODAY) == town.units["D-01"]
    back = take_back_decision(town.city_id, first, by="staff:1")
    assert owner(town, "CLN-01", "1", TODAY) == town.units["O-waste"]
    assert not Ownership.objects.filter(district_code="1", topic_id=town.topics["CLN-01"], valid_to=None).exists()
    take_back_decision(town.city_id, back, by="staff:1")
    assert owner(town, "CLN-01", "1", TODAY) == town.units["D-01"]


def test_an_agency_may_take_it(town: Town) -> None:
    set_owners(town.city_id, [("CLN-01", "")], agency="A-water", since=TODAY, by="staff:1")
    row = queries.owner_of(town.topics["CLN-01"], "1", on=TODAY)
    assert row is not None
    assert (row.unit_id, row.agency_id) == (None, town.agencies["A-water"])


def test_what_is_refused(town: Town) -> None:
    with make.refused(DayIsPast):
        set_owners(town.city_id, [("CIV-01", "1")], unit="D-02", since=TODAY - timedelta(days=1), by="staff:1")
    for wrong in ({"unit": "D-99"}, {}, {"unit": "D-01", "agency": "A-gas"}):
        with make.refused(OwnerIsUnknown):
            set_owners(town.city_id, [("CIV-01", "1")], since=TODAY, by="staff:1", **wrong)
    for cells in ([("NO-01", "1")], [("CIV-01", "99")], []):
        with make.refused(TopicOrDistrictIsUnknown):
            set_owners(town.city_id, cells, unit="D-02", since=TODAY, by="staff:1")
    with make.refused(NothingDiffers):
        set_owners(town.city_id, [("CIV-01", "1")], unit="D-01", since=TODAY, by="staff:1")
    with make.refused(TopicHasNoHours):
        set_owners(town.city_id, [("EXT-01", "1")], unit="D-01", since=TODAY, by="staff:1")
    with make.refused(DecidedSince):
        take_back_decision(town.city_id, 1, by="staff:1")
    with make.refused(HoursAreWrong):
        set_terms(town.city_id, ["CIV-01"], terms={"due_hours": Decimal(-1)}, since=TODAY, by="staff:1")
    with make.refused(HoursAreWrong):
        set_terms(town.city_id, ["CIV-01"], terms={"due_hours": Decimal(0)}, since=TODAY, by="staff:1")
    with make.refused(NothingDiffers):
        set_terms(town.city_id, ["CIV-01"], terms={"due_hours": Decimal(72)}, since=TODAY, by="staff:1")
    with make.refused(TopicOrDistrictIsUnknown):
        set_terms(town.city_id, ["NO-01"], terms={}, since=TODAY, by="staff:1")


def test_hours_change_for_what_comes_and_not_for_what_is_promised(town: Town, town_clock: TownClock) -> None:
    before = make.case(make.referred("CIV-01")).due_at
    number = set_terms(town.city_id, ["CIV-01", "CIV-09"], terms={"due_hours": Decimal(24)}, since=LATER, by="staff:1")
    today, later = (queries.terms_of(town.topics["CIV-01"], on=day) for day in (TODAY, LATER))
    assert today is not None
    assert later is not None
    assert [int(one) for one in (today.due_hours, later.due_hours, later.ack_hours)] == [72, 24, 8]
    assert later.source == "desk"
    town_clock.forward(days=6)
    assert Case.objects.get().due_at == before
    take_back_decision(town.city_id, number, by="staff:1")
    back = queries.terms_of(town.topics["CIV-01"], on=LATER)
    assert back is not None
    assert (int(back.due_hours), back.source) == (72, "csv")
    assert TopicPolicy.objects.filter(topic_id=town.topics["CIV-01"], valid_to=None).count() == 1


# ── and the city's files ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_city_files(tmp_path / CODE)


def test_a_load_leaves_decisions_alone_and_says_so(town: Town, folder: Path) -> None:
    number = set_owners(town.city_id, [("CIV-01", "1")], unit="O-waste", since=TODAY, by="staff:1")
    set_terms(town.city_id, ["GRN-07"], terms={"due_hours": Decimal(480)}, since=LATER, by="staff:1")
    report = load_city(folder, by="test", on=TODAY + timedelta(days=1))
    told = {(change.table, change.code, change.verb) for change in report.changes}
    assert told == {("ownership", "CIV-01 × 1", "kept"), ("topicterms", "GRN-07", "kept")}
    assert owner(town, "CIV-01", "1", LATER) == town.units["O-waste"]
    terms = queries.terms_of(town.topics["GRN-07"], on=LATER)
    assert terms is not None
    assert terms.due_hours == 480
    assert report.changes[0].words("fa")
    # Once it is taken back, the files hold again.
    take_back_decision(town.city_id, number, by="staff:1")
    assert owner(town, "CIV-01", "1", LATER) == town.units["D-01"]
    again = load_city(folder, by="test", on=TODAY + timedelta(days=2))
    assert {change.verb for change in again.changes} == {"kept"}
    assert verify().breaks == []


def test_a_decision_for_a_unit_that_the_files_close_gives_way(town: Town, folder: Path) -> None:
    set_owners(town.city_id, [("CIV-01", "1")], unit="O-waste", since=TODAY, by="staff:1")
    rows, faults = read_city(folder)
    assert faults == []
    assert rows.units is not None
    assert rows.topics is not None
    rows = replace(
        rows,
        units=tuple(row for row in rows.units if row.code != "O-waste"),
        topics=tuple(replace(row, unit_type="D") if row.unit_type == "O-waste" else row for row in rows.topics),
    )
    load_city_rows(rows, by="test", on=TODAY + timedelta(days=1))
    assert owner(town, "CIV-01", "1", LATER) == town.units["D-01"]
    assert City.objects.get(pk=town.city_id).load_number > 1
    assert actions.load_city_rows(rows, by="test", on=TODAY + timedelta(days=2)).changes == []
