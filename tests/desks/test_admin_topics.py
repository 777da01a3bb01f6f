"""A topic is renamed, hidden, ended or added from a day on; the files and open cases keep what is theirs."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from peygir.cases import public
from peygir.city import actions, queries
from peygir.city.actions import (
    DayIsPast,
    DecidedSince,
    GroupIsUnknown,
    HoursAreWrong,
    NameIsTaken,
    NothingDiffers,
    OwnerIsUnknown,
    SecretIsNotPublic,
    TopicHasNoHours,
    TopicHasNoName,
    TopicOrDistrictIsUnknown,
    TopicWordsAreTooLong,
    add_topic,
    change_topic,
    load_city,
    load_city_rows,
    take_back_decision,
)
from peygir.city.facts import TopicFacts
from peygir.city.models import Topic
from peygir.city.reading import read_city
from peygir.core import clock
from peygir.core.refusals import Refusal
from peygir.history.queries import timeline, verify
from peygir.journey.clock import next_due_at, tick
from tests import make
from tests.town import CODE, Town, TownClock, write_city_files

TODAY = date(2026, 5, 3)
LATER = TODAY + timedelta(days=6)
TERMS = {
    "urgency": "N",
    "ack_hours": Decimal(4),
    "visit_hours": None,
    "due_hours": Decimal(48),
    "clock": "B",
}


@pytest.fixture(autouse=True)
def _fresh(town_clock: TownClock) -> Iterator[None]:
    yield
    queries.forget()


def topic(town: Town, code: str) -> TopicFacts:
    return next(one for one in queries.every_topic(town.city_id) if one.code == code)


def rename(town: Town, since: date = TODAY, **face: object) -> int:
    face = face or {"name_fa": "چالهٔ خیابان", "words_fa": "گودی در سواره‌رو"}
    return change_topic(town.city_id, "CIV-01", face=face, since=since, by="staff:1")


def test_a_new_name_holds_from_its_day_by_the_clock(town: Town, town_clock: TownClock) -> None:
    rename(town, LATER)
    assert topic(town, "CIV-01").name_fa == "چاله خیابان"
    moment = next_due_at()
    assert moment is not None
    assert queries.day_of(town.city_id, moment) == LATER
    town_clock.forward(days=6)
    assert tick(clock.now()) == 1
    assert tick(clock.now()) == 0
    assert (topic(town, "CIV-01").name_fa, topic(town, "CIV-01").words_fa) == ("چالهٔ خیابان", "گودی در سواره‌رو")
    assert Topic.objects.get(code="CIV-01").name_fa == "چالهٔ خیابان"
    assert [line.kind for line in timeline("city", town.city_id)][-2:] == ["topics_changed", "topics_turned"]
    assert verify().breaks == []


def test_it_is_taken_back_once(town: Town) -> None:
    first = rename(town)
    second = rename(town, name_fa="گودال")
    assert topic(town, "CIV-01").name_fa == "گودال"
    with make.refused(DecidedSince):
        take_back_decision(town.city_id, first, by="staff:2")
    take_back_decision(town.city_id, second, by="staff:2")
    assert topic(town, "CIV-01").name_fa == "چالهٔ خیابان"
    with make.refused(DecidedSince):
        take_back_decision(town.city_id, second, by="staff:2")
    with make.refused(DecidedSince):
        take_back_decision(town.city_id, 9999, by="staff:2")


def test_all_taken_back_the_files_hold(town: Town) -> None:
    take_back_decision(town.city_id, rename(town), by="staff:2")
    assert topic(town, "CIV-01").name_fa == "چاله خیابان"
    assert Topic.objects.get(code="CIV-01").filed is None


def test_urgency_goes_with_the_terms_and_open_cases_keep_theirs(town: Town, town_clock: TownClock) -> None:
    before = make.case(make.referred("CIV-01"))
    change_topic(town.city_id, "CIV-01", face={}, urgency="U", since=LATER, by="staff:1")
    terms = queries.terms_of(town.topics["CIV-01"], on=LATER)
    assert terms is not None
    assert (terms.urgency, int(terms.due_hours), terms.source) == ("U", 72, "desk")
    town_clock.forward(days=6)
    assert make.case(before.code).urgency == "N"
    with make.refused(HoursAreWrong):
        change_topic(town.city_id, "EXT-01", face={}, urgency="N", since=LATER, by="staff:1")


def test_what_is_not_public_leaves_the_map(town: Town) -> None:
    row = make.case(make.referred("CIV-01"))
    assert public.is_shown(row, topic(town, "CIV-01"))
    rename(town, is_public=False)
    assert not public.is_shown(row, topic(town, "CIV-01"))


def test_an_ended_topic_cannot_be_chosen_and_begins_again(town: Town, town_clock: TownClock) -> None:
    number = rename(town, LATER, is_ended=True)
    assert topic(town, "CIV-01").is_open
    town_clock.forward(days=6)
    tick(clock.now())
    assert queries.topic_by_code(town.city_id, "CIV-01") is None
    take_back_decision(town.city_id, number, by="staff:1")
    assert queries.topic_by_code(town.city_id, "CIV-01") is not None


def test_a_new_topic_is_routed_and_promised_from_its_day(town: Town, town_clock: TownClock, tmp_path: Path) -> None:
    face = {"name_fa": "پل عابر", "name_en": "footbridge"}
    code = add_topic(town.city_id, group="CIV", face=face, terms=TERMS, since=LATER, by="staff:1")
    assert code == "CIV-10"
    assert not topic(town, code).is_open
    town_clock.forward(days=6)
    tick(clock.now())
    new = queries.topic_by_code(town.city_id, code)
    assert new is not None
    owner = queries.owner_of(new.id, "2", on=LATER)
    assert owner is not None
    assert owner.unit_id == town.units["D-02"]
    terms = queries.terms_of(new.id, on=LATER)
    assert terms is not None
    assert int(terms.due_hours) == 48
    # A load of the files knows nothing of it, and leaves it.
    report = load_city(write_city_files(tmp_path / CODE), by="test", on=LATER)
    assert report.changes == []
    kept = queries.topic_by_code(town.city_id, code)
    assert kept is not None
    assert queries.terms_of(kept.id, on=LATER + timedelta(days=1)) is not None
    assert queries.owner_of(kept.id, "2", on=LATER + timedelta(days=1)) is not None


def test_a_new_topic_is_taken_back_whole(town: Town) -> None:
    code = add_topic(
        town.city_id,
        group="CLN",
        face={"name_fa": "سطل بازیافت"},
        terms=TERMS,
        since=TODAY,
        by="staff:1",
        unit="O-waste",
    )
    new = queries.topic_by_code(town.city_id, code)
    assert new is not None
    number = timeline("city", town.city_id)[-1].number
    take_back_decision(town.city_id, number, by="staff:1")
    assert queries.topic_by_code(town.city_id, code) is None
    assert queries.owner_of(new.id, "", on=TODAY) is None


def test_a_load_leaves_decisions_alone_and_remembers_the_files(town: Town, tmp_path: Path) -> None:
    number = rename(town)
    rows, _faults = read_city(write_city_files(tmp_path / CODE))
    named = tuple(replace(one, name_fa="گود") if one.code == "CIV-01" else one for one in rows.topics or ())
    report = load_city_rows(replace(rows, topics=named), by="test", on=TODAY + timedelta(days=1))
    assert {(one.table, one.code, one.verb) for one in report.changes} == {("topic", "CIV-01", "kept")}
    assert topic(town, "CIV-01").name_fa == "چالهٔ خیابان"
    take_back_decision(town.city_id, number, by="staff:1")
    assert topic(town, "CIV-01").name_fa == "گود"


def test_a_topic_that_the_files_close_stays_closed(town: Town, tmp_path: Path) -> None:
    rename(town)
    rows, _faults = read_city(write_city_files(tmp_path / CODE))
    without = tuple(one for one in rows.topics or () if one.code != "CIV-01")
    load_city_rows(replace(rows, topics=without), by="test", on=TODAY)
    actions.turn_topics_due(clock.now())
    assert queries.topic_by_code(town.city_id, "CIV-01") is None


@pytest.mark.parametrize(
    ("face", "since", "refusal"),
    [
        ({"name_fa": " \u200c "}, TODAY, TopicHasNoName),
        ({"name_fa": "x" * 201}, TODAY, TopicWordsAreTooLong),
        ({"name_fa": "فرونشست معبر"}, TODAY, NameIsTaken),
        ({"is_confidential": True}, TODAY, SecretIsNotPublic),
        ({"name_fa": "نو"}, TODAY - timedelta(days=1), DayIsPast),
        ({"name_fa": "چاله خیابان"}, TODAY, NothingDiffers),
    ],
)
def test_a_wrong_wish_changes_nothing(town: Town, face: dict[str, object], since: date, refusal: type[Refusal]) -> None:
    with make.refused(refusal):
        rename(town, since, **face)
    assert {line.kind for line in timeline("city", town.city_id)} == {"city_loaded"}


def test_a_new_topic_needs_a_group_hours_and_an_owner(town: Town) -> None:
    face = {"name_fa": "نو"}
    for group, terms, unit, refusal in (
        ("NO", TERMS, "", GroupIsUnknown),
        ("CIV", TERMS | {"due_hours": Decimal(0)}, "", TopicHasNoHours),
        ("CIV", TERMS, "D-99", OwnerIsUnknown),
        ("CIV", TERMS | {"clock": "X"}, "", HoursAreWrong),
    ):
        with make.refused(refusal):
            add_topic(town.city_id, group=group, face=face, terms=terms, since=TODAY, by="staff:1", unit=unit)
    with make.refused(TopicOrDistrictIsUnknown):
        change_topic(town.city_id, "NO-1", face=face, since=TODAY, by="staff:1")
