"""Who owns a case: there is always an owner, never the one whom the complaint is about, and always a reason."""

from dataclasses import replace
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.desks.routing.rules import (
    MOST_RETURNS,
    REASONS,
    ChosenOwner,
    Offer,
    OwnershipEntry,
    OwnershipQuestion,
    choose_owner,
    may_write_rules,
)
from peygir.people.roles import Role
from peygir.people.rules import SYSTEM, Actor

CENTRE, INSPECTORATE, DISTRICT, DEPUTY, MAYOR, OTHER, PRESS = 1, 2, 3, 4, 5, 6, 7
ABOVE: Final = {
    CENTRE: (PRESS, MAYOR),
    INSPECTORATE: (MAYOR,),
    DISTRICT: (DEPUTY, MAYOR),
    DEPUTY: (MAYOR,),
    MAYOR: (),
    OTHER: (DEPUTY, MAYOR),
    PRESS: (MAYOR,),
}
PLAIN = OwnershipQuestion(topic_id=1, district_code="1", needs_district=True, is_confidential=False)
RULE = Offer(OTHER, "rule", rule_id=8, person_id=9)


def choose(
    ownership_question: OwnershipQuestion,
    ownership_entry: OwnershipEntry | None = None,
    *,
    inspectorate: int | None = INSPECTORATE,
    **given: Any,
) -> ChosenOwner:
    """The owner in a city of seven units."""
    given.setdefault("mayor_id", MAYOR)
    return choose_owner(
        ownership_question, ownership_entry, centre_id=CENTRE, inspectorate_id=inspectorate, above=ABOVE, **given
    )


def accusing(*units: int, **more: Any) -> OwnershipQuestion:
    """A complaint about units."""
    return replace(PLAIN, accused=frozenset(units), **more)


def test_the_owner_of_the_table() -> None:
    assert choose(PLAIN, OwnershipEntry(DISTRICT, branch="civil")) == ChosenOwner(
        DISTRICT, "ownership", "owner_found", branch="civil"
    )


def test_no_owner_goes_to_the_centre_with_the_reason() -> None:
    assert choose(PLAIN) == ChosenOwner(CENTRE, "centre", "no_owner")
    assert choose(replace(PLAIN, district_code="")).why == "no_district"
    assert choose(replace(PLAIN, topic_id=None)).why == "no_topic"


def test_an_agency_is_announced_by_the_centre() -> None:
    assert choose(PLAIN, OwnershipEntry(agency_id=9)) == ChosenOwner(CENTRE, "agency", "agency_found", agency_id=9)


def test_the_first_rule_stands_over_the_table() -> None:
    later = Offer(DEPUTY, "rule", rule_id=10)
    answer = choose(PLAIN, OwnershipEntry(DISTRICT), rules=[RULE, later])
    assert (answer.unit_id, answer.how, answer.why, answer.rule_id, answer.person_id) == (
        OTHER,
        "rule",
        "rule_found",
        8,
        9,
    )
    assert choose(replace(PLAIN, topic_id=None), None, rules=[RULE]).unit_id == OTHER


def test_a_season_stands_between_the_rules_and_the_table() -> None:
    season = Offer(DEPUTY, "season", season_code="nowruz")
    assert choose(PLAIN, OwnershipEntry(DISTRICT), rules=[season]).why == "season_found"
    assert choose(PLAIN, OwnershipEntry(DISTRICT), rules=[RULE, season]).why == "rule_found"


# ── what came back ──────────────────────────────────────────────────────────────────────────────────────────────────


def back(*units: int, **more: Any) -> OwnershipQuestion:
    """A case that these units returned."""
    return replace(PLAIN, returned_by=frozenset(units), **{"return_count": len(units), **more})


def test_a_returned_case_goes_to_the_next_best() -> None:
    assert choose(back(DISTRICT), OwnershipEntry(DISTRICT)) == ChosenOwner(CENTRE, "centre", "returned")
    assert choose(back(DISTRICT), OwnershipEntry(DISTRICT), rules=[RULE]).why == "next_rule"
    assert choose(back(OTHER), OwnershipEntry(DISTRICT), rules=[RULE]) == ChosenOwner(
        DISTRICT, "ownership", "next_owner"
    )
    around = [Offer(DISTRICT, "neighbour", district_code="1"), Offer(OTHER, "neighbour", district_code="2")]
    answer = choose(back(DISTRICT), OwnershipEntry(DISTRICT), neighbours=around)
    assert (answer.unit_id, answer.why, answer.district_code) == (OTHER, "next_district", "2")


def test_at_the_third_return_the_centre_decides_whatever_the_rules_say() -> None:
    asked = back(DISTRICT, DEPUTY, return_count=MOST_RETURNS)
    assert choose(asked, OwnershipEntry(OTHER), rules=[RULE]) == ChosenOwner(CENTRE, "centre", "returned_often")


def test_an_agency_is_not_told_twice_of_itself() -> None:
    assert choose(back(DISTRICT), OwnershipEntry(agency_id=9)).agency_id == 9
    assert choose(back(CENTRE, was_announced=True), OwnershipEntry(agency_id=9)) == ChosenOwner(
        CENTRE, "centre", "returned"
    )


# ── whom it is about ────────────────────────────────────────────────────────────────────────────────────────────────


def test_confidential_goes_to_the_inspectorate_whatever_table_and_rules_say() -> None:
    secret = replace(PLAIN, is_confidential=True)
    assert choose(secret, OwnershipEntry(DISTRICT), rules=[RULE]).unit_id == INSPECTORATE
    assert choose(secret, OwnershipEntry(agency_id=9)).agency_id is None
    assert choose(replace(secret, returned_by=frozenset({INSPECTORATE}), return_count=4)).unit_id == INSPECTORATE


def test_confidential_about_the_inspectorate_goes_to_the_mayors_desk() -> None:
    answer = choose(accusing(INSPECTORATE, is_confidential=True), OwnershipEntry(DISTRICT), rules=[RULE])
    assert answer == ChosenOwner(MAYOR, "above", "about_inspectorate")
    assert choose(accusing(MAYOR, is_confidential=True)).unit_id == INSPECTORATE
    assert choose(accusing(MAYOR, INSPECTORATE, is_confidential=True)).unit_id == CENTRE


def test_a_complaint_about_the_owner_goes_to_the_unit_above() -> None:
    answer = choose(accusing(DISTRICT), OwnershipEntry(DISTRICT, branch="civil"))
    assert (answer.unit_id, answer.how, answer.why, answer.branch) == (DEPUTY, "above", "about_owner", "")
    assert choose(accusing(OTHER), OwnershipEntry(DISTRICT), rules=[RULE]).unit_id == DEPUTY, (
        "a rule is no way around it"
    )


def test_a_complaint_is_not_judged_by_those_below_the_accused() -> None:
    answer = choose(accusing(DEPUTY), OwnershipEntry(DISTRICT))
    assert (answer.unit_id, answer.why) == (MAYOR, "about_above")
    assert choose(accusing(MAYOR), OwnershipEntry(DISTRICT)).unit_id == INSPECTORATE


def test_a_complaint_about_the_centre_does_not_stay_in_the_centre() -> None:
    about = accusing(CENTRE)
    assert choose(about).unit_id == PRESS
    assert choose(replace(about, topic_id=None)).unit_id == PRESS
    assert (
        choose(replace(about, return_count=3, returned_by=frozenset({DISTRICT})), OwnershipEntry(DISTRICT)).unit_id
        == PRESS
    )
    assert choose(about, OwnershipEntry(agency_id=9)).unit_id == PRESS


UNITS = st.sampled_from(sorted(ABOVE))


@given(
    ownership_question=st.builds(
        OwnershipQuestion,
        topic_id=st.sampled_from([None, 1]),
        district_code=st.sampled_from(["", "1"]),
        needs_district=st.booleans(),
        is_confidential=st.booleans(),
        accused=st.frozensets(UNITS, max_size=2),
        returned_by=st.frozensets(UNITS, max_size=3),
        return_count=st.integers(0, 5),
        was_announced=st.booleans(),
    ),
    ownership_entry=st.none()
    | st.builds(OwnershipEntry, unit_id=st.sampled_from([None, *ABOVE]), agency_id=st.sampled_from([None, None, 9])),
    inspectorate=st.sampled_from([None, INSPECTORATE]),
    rules=st.lists(st.builds(Offer, unit_id=UNITS, how=st.sampled_from(["rule", "season"])), max_size=3),
    neighbours=st.lists(st.builds(Offer, unit_id=UNITS, how=st.just("neighbour")), max_size=3),
)
def test_there_is_always_an_owner_and_never_the_accused(
    ownership_question: OwnershipQuestion,
    ownership_entry: OwnershipEntry | None,
    inspectorate: int | None,
    rules: list[Offer],
    neighbours: list[Offer],
) -> None:
    answer = choose(ownership_question, ownership_entry, inspectorate=inspectorate, rules=rules, neighbours=neighbours)
    assert answer.unit_id in ABOVE
    assert answer.why in REASONS
    if ownership_question.is_confidential:
        assert answer.unit_id in {inspectorate, MAYOR, CENTRE}
        assert answer.agency_id is None
        if answer.unit_id == CENTRE:
            assert {inspectorate, MAYOR} - {None} <= ownership_question.accused, "nobody else is left"
    elif len(ownership_question.accused) == 1 and (ownership_question.accused != {MAYOR} or inspectorate):
        assert answer.unit_id not in ownership_question.accused
    if (
        ownership_question.return_count >= MOST_RETURNS
        and not ownership_question.accused
        and not ownership_question.is_confidential
    ):
        assert answer.unit_id == CENTRE


@given(
    returned_by=st.frozensets(UNITS, min_size=1, max_size=4),
    ownership_entry=st.builds(OwnershipEntry, unit_id=UNITS),
    rules=st.lists(st.builds(Offer, unit_id=UNITS, how=st.just("rule")), max_size=4),
)
def test_who_returned_it_does_not_get_it_back_by_machine(
    returned_by: frozenset[int], ownership_entry: OwnershipEntry, rules: list[Offer]
) -> None:
    asked = replace(PLAIN, returned_by=returned_by, return_count=1)
    assert choose(asked, ownership_entry, rules=rules).unit_id not in returned_by - {CENTRE}


def test_reasons_are_in_both_languages_and_can_be_filled_in() -> None:
    placeholders = ("topic", "district", "unit", "season", "rule", "because")
    for reason in REASONS.values():
        filled = reason.filled(dict.fromkeys(placeholders, "الف"))
        assert not filled.in_language("fa").isascii()
        assert ("{" in str(reason)) == ("الف" in filled.in_language("fa"))
        english = reason.filled(dict.fromkeys(placeholders, "a")).in_language("en")
        assert english.replace("“", "").replace("”", "").isascii()


@pytest.mark.parametrize("role", sorted(Role))
def test_rules_are_for_the_supervisor_and_the_administrator(role: str) -> None:
    assert may_write_rules(Actor("staff", 1, role, 1)) is (role in (Role.SUPERVISOR, Role.ADMIN))
    assert not may_write_rules(SYSTEM)
