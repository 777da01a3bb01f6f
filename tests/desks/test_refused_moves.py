"""Moves of a case that are refused: of the wrong state or person, incomplete, or naming what does not exist."""

from datetime import timedelta
from typing import Any

import pytest

from peygir.cases import actions as cases
from peygir.cases.actions.verbs import (
    AgencyIsUnknown,
    ClosingKindDoesNotFit,
    PersonIsNotOfTheUnit,
    ReasonIsUnknown,
    UnitIsUnknown,
)
from peygir.city.models import City, Unit
from peygir.core.codes import make_code
from peygir.desks.understanding.actions import TopicIsUnknown
from tests import make
from tests.town import MORNING, Town

pytestmark = pytest.mark.usefixtures("town_clock")
NIGHT = MORNING + timedelta(hours=14)


def test_who_overlooked_a_change_is_told(town: Town) -> None:
    code = make.referred()
    seen = make.case(code).version
    make.command(code, "accept", town.clerk, version=seen)
    with make.refused(cases.CaseHasChanged):
        make.command(code, "wait", town.clerk_b, version=seen, reason="weather", until=NIGHT, note="باران")
    assert make.case(code).state == "in_hand"


def test_a_move_of_the_wrong_state_and_of_the_wrong_person(town: Town) -> None:
    code = make.referred()
    with make.refused(cases.MoveNotPossible) as info:
        make.command(code, "confirm", town.operator)
    assert "ارجاع شد" in info.value.words("fa")
    with make.refused(cases.MoveNotYours):
        make.command(code, "accept", town.operator)
    with make.refused(cases.MoveNotYours):
        make.command(code, "refer", town.clerk, unit_id=town.units["D-02"], note="نه")


@pytest.mark.parametrize(
    ("verb", "given"),
    [
        ("refer", {"unit_id": None, "note": "دلیل"}),
        ("refer", {"unit_id": 1, "note": "  "}),
        ("refer", {"unit_id": 1, "note": "\u200c\u200f"}),
        ("return", {"reason": "wrong_unit", "note": ""}),
        ("wait", {"reason": "weather", "until": None, "note": "باران"}),
        ("wait", {"reason": "weather", "until": MORNING, "note": "باران"}),
        ("wait", {"reason": "weather", "until": NIGHT, "note": ""}),
        ("schedule", {"note": ""}),
        ("decline", {"note": " "}),
        ("refer_out", {"agency_id": None, "note": "کار آب است"}),
        ("merge", {"into": make_code(1405, 1)}),
        ("note", {"note": "\x00"}),
    ],
)
def test_what_a_move_requires(town: Town, verb: str, given: dict[str, Any]) -> None:
    code = make.referred()
    who = town.manager if verb in ("refer", "merge") else town.clerk
    if given.get("unit_id"):
        given = {**given, "unit_id": town.units["D-02"]}
    with make.refused(cases.NoSuchCase if verb == "merge" else cases.SomethingIsMissing):
        make.command(code, verb, who, **given)
    assert make.case(code).state == "referred"
    assert make.kinds(code)[-1] == "promises_given"


def test_reasons_and_kinds_are_of_the_table(town: Town) -> None:
    code = make.referred()
    with make.refused(ReasonIsUnknown):
        make.command(code, "return", town.clerk, reason="lazy", note="نه")
    with make.refused(ReasonIsUnknown):
        make.command(code, "wait", town.clerk, reason="x" * 10_000, until=NIGHT, note="نه")
    with make.refused(ReasonIsUnknown):
        make.command(code, "close", town.operator, kind="forgotten")
    with make.refused(ClosingKindDoesNotFit):
        make.command(code, "close", town.operator, kind="confirmed")


def test_only_what_exists_can_be_named(town: Town) -> None:
    code = make.referred()
    away = City.objects.create(
        code="away",
        name_fa="دور",
        name_en="Away",
        time_zone="UTC",
        phone_region="IR",
        language="fa",
        centre_lat=0,
        centre_lon=0,
        zoom=1,
        silence_days=1,
        office_opens="07:00",
        office_closes="08:00",
        valid_from="2024-01-01",
    )
    foreign = Unit.objects.create(city=away, code="X", kind="office", name_fa="x", valid_from="2024-01-01")
    for unit_id in (foreign.pk, 10**18, 10**30, -1, 0):
        with make.refused(UnitIsUnknown):
            make.command(code, "refer", town.operator, unit_id=unit_id, note="آنجا")
    for agency_id in (10**30, -1):
        with make.refused(AgencyIsUnknown):
            make.command(code, "refer_out", town.operator, agency_id=agency_id, note="آنجا")
    for topic_id in (None, 10**30, -1):
        with make.refused(TopicIsUnknown):
            make.command(code, "topic", town.operator, topic_id=topic_id)
    for person in (town.staff["clerk_two"], 10**30, -1):
        with make.refused(PersonIsNotOfTheUnit):
            make.command(code, "assign", town.manager, assignee_id=person)
