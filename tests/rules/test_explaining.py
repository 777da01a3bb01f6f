"""Why somebody may not see a case: there is a reason exactly when the rules say no, and it is the right one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.people.explaining import why_no_phone, why_not_seen
from peygir.people.first_roles import FIRST_ROLES
from peygir.people.role_rules import PersonTraits, is_same_person
from peygir.people.rules import Actor, CaseVisibility, may_see, may_see_phone
from tests.rules.strategies import sights, staff


@given(actor=staff(), visibility=sights())
def test_there_is_a_reason_exactly_when_the_rules_say_no(actor: Actor, visibility: CaseVisibility) -> None:
    assert (why_not_seen(actor, visibility) is None) is may_see(actor, visibility)
    assert (why_no_phone(actor, visibility) is None) is may_see_phone(actor, visibility)


@given(role=st.sampled_from(sorted(FIRST_ROLES)), visibility=sights())
def test_the_further_roles_too(role: str, visibility: CaseVisibility) -> None:
    actor = Actor("staff", 9, role, 1)
    assert (why_not_seen(actor, visibility) is None) is may_see(actor, visibility)
    assert (why_no_phone(actor, visibility) is None) is may_see_phone(actor, visibility)


@pytest.mark.parametrize(
    ("actor", "visibility", "reason"),
    [
        (Actor("staff", 1, "", 1), CaseVisibility(1, False), "No post is valid today"),
        (Actor("staff", 1, "clerk", 1), CaseVisibility(2, False), "belongs to another unit"),
        (Actor("staff", 1, "clerk", 1), CaseVisibility(None, False), "has no unit yet"),
        (Actor("staff", 1, "admin"), CaseVisibility(1, True), "work on confidential reports"),
        (Actor("staff", 1, "clerk", 1), CaseVisibility(1, False, about_staff_id=1), "about this person"),
        (Actor("staff", 1, "clerk", 1), CaseVisibility(1, False, about_unit_id=1), "about the unit"),
        (Actor("staff", 1, "mayor", 1), CaseVisibility(2, True), "no complaint that was given to"),
        (Actor("staff", 1, "crew", 1), CaseVisibility(1, False), "holds no case yet"),
    ],
)
def test_the_reason_is_the_rule(actor: Actor, visibility: CaseVisibility, reason: str) -> None:
    text = why_not_seen(actor, visibility)
    assert text is not None
    assert reason in text.in_language("en")
    assert not text.in_language("fa").isascii()


def test_no_number_without_the_permission() -> None:
    text = why_no_phone(Actor("staff", 1, "council"), CaseVisibility(1, False))
    assert text is not None
    assert "know reporters" in text.in_language("en")


@pytest.mark.parametrize(
    ("first", "second", "is_same"),
    [
        (PersonTraits(1, "", "علی", ""), PersonTraits(1, "", "", ""), True),
        (PersonTraits(1, "a@b.ir", "علی", ""), PersonTraits(2, " A@B.ir", "رضا", ""), True),
        (PersonTraits(1, "", "علي كريمي", ""), PersonTraits(2, "", "علی کریمی", ""), True),
        (PersonTraits(1, "", "علی", "Ali Karimi"), PersonTraits(2, "", "رضا", "ALI  KARIMI"), True),
        (PersonTraits(1, "", "", ""), PersonTraits(2, "", "", ""), False),
        (PersonTraits(1, "a@b.ir", "علی", "Ali"), PersonTraits(2, "c@b.ir", "رضا", "Reza"), False),
    ],
)
def test_what_counts_as_one_person(first: PersonTraits, second: PersonTraits, is_same: bool) -> None:
    assert is_same_person(first, second) is is_same
    assert is_same_person(second, first) is is_same
