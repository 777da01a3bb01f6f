"""A search by phone number: who may look, which cases it gives, and that each look is recorded and limited."""

import pytest

from peygir.cases.actions.looking import SEARCHES_AN_HOUR, PhoneIsNotYours, look_up_phone
from peygir.cases.models import Case
from peygir.cases.queries import cases_found, visible
from peygir.cases.rules import visibility_of
from peygir.cases.searching import reporters_known_to
from peygir.core.phones import PhoneIsNotValid
from peygir.people.actions import AskedTooOften
from peygir.people.rules import Actor, may_see_phone
from tests import make
from tests.town import PHONES, Town

pytestmark = pytest.mark.usefixtures("town_clock")


# ── people ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_who_may_know_reporters_is_who_may_see_phones(town: Town) -> None:
    make.referred()
    make.referred(topic="CLN-01")
    make.referred(topic="CNF-01", district="")
    make.referred(topic="CND-01", district="", about_unit_code="D-01")
    for name, actor in town.actors.items():
        allowed = reporters_known_to(actor)
        rows = Case.objects.filter(visible(actor), allowed) if allowed is not None else Case.objects.none()
        wanted = {case.pk for case in Case.objects.all() if may_see_phone(actor, visibility_of(case))}
        assert {case.pk for case in rows} == wanted, name


# ── phones ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def look(town: Town, text: str, by: Actor) -> list[str]:
    """The codes of the cases of a phone number."""
    ids = look_up_phone(text, city_id=town.city_id, region="IR", by=by)
    return [line.code for line in cases_found(by, town.city_id, ids)]


def test_a_phone_in_any_spelling_finds_its_cases_and_each_look_is_recorded(town: Town) -> None:
    mine, other = make.referred(phone=PHONES[3]), make.referred(phone=PHONES[4])
    elsewhere = make.referred(topic="CLN-01", phone=PHONES[3])
    for text in (PHONES[3], "0917 000 0003", "۰۹۱۷۰۰۰۰۰۰۳"):
        assert look(town, text, town.clerk) == [mine]
    assert set(look(town, PHONES[3], town.operator)) == {mine, elsewhere}
    assert make.kinds(mine).count("phone_looked_at") == 4
    assert make.kinds(elsewhere).count("phone_looked_at") == 1
    assert "phone_looked_at" not in make.kinds(other)


def test_no_phone_for_those_whose_work_needs_none(town: Town) -> None:
    code = make.referred(phone=PHONES[3])
    for actor in (town.council, town.inspector, town.deputy, town.mayor):
        with make.refused(PhoneIsNotYours):
            look(town, PHONES[3], actor)
    assert look(town, PHONES[3], town.clerk_two) == []
    assert look(town, PHONES[3], town.inspectorate) == []
    assert "phone_looked_at" not in make.kinds(code)
    with make.refused(PhoneIsNotValid):
        look(town, "12", town.clerk)


def test_phones_are_not_looked_through_one_by_one(town: Town) -> None:
    for number in range(SEARCHES_AN_HOUR):
        look(town, f"0917123{number:04d}", town.clerk)
    with make.refused(AskedTooOften):
        look(town, PHONES[3], town.clerk)
    assert look(town, PHONES[3], town.clerk_b) == []
