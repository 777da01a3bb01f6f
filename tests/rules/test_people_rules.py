"""Who may see a case and a reporter's number."""

import os
import subprocess
import sys
import tempfile

import pytest
from hypothesis import given

from peygir.people.roles import Role, read_roles
from peygir.people.rules import (
    ANONYMOUS,
    CLOCK,
    IMPORT,
    SYSTEM,
    Actor,
    CaseVisibility,
    is_accused,
    may_manage_people,
    may_plan_for,
    may_see,
    may_see_phone,
)
from tests.rules.strategies import actors, sights, staff

PLAIN = CaseVisibility(1, is_confidential=False)
SECRET = CaseVisibility(9, is_confidential=True)


def member(role: str, unit: int | None = None, below: frozenset[int] = frozenset(), number: int = 1) -> Actor:
    """A member of staff."""
    return Actor("staff", number, role, unit, below)


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (Role.OPERATOR, True),
        (Role.SUPERVISOR, True),
        (Role.ADMIN, True),
        (Role.INSPECTOR, True),
        (Role.COUNCIL, True),
        (Role.MAYOR, True),
        (Role.INSPECTORATE, True),
        (Role.CLERK, False),
        (Role.MANAGER, False),
        (Role.DEPUTY, False),
    ],
)
def test_who_sees_a_case_of_a_foreign_unit(role: str, sees: bool) -> None:
    assert may_see(member(role, unit=5), PLAIN) is sees


@pytest.mark.parametrize("role", sorted(Role))
def test_a_confidential_case_is_for_the_inspectorate_alone(role: str) -> None:
    assert may_see(member(role, unit=9, below=frozenset({9})), SECRET) is (role == Role.INSPECTORATE)


def test_a_confidential_complaint_about_the_inspectorate_is_for_the_mayors_desk() -> None:
    visibility = CaseVisibility(5, is_confidential=True, about_unit_id=9)
    assert may_see(member(Role.MAYOR, unit=5), visibility)
    assert not may_see(member(Role.MAYOR, unit=None), visibility)
    assert not may_see(member(Role.INSPECTORATE, unit=9), visibility)
    assert not may_see(member(Role.SUPERVISOR, unit=5), visibility)
    assert not may_see_phone(member(Role.MAYOR, unit=5), visibility)


@pytest.mark.parametrize("role", [Role.CLERK, Role.MANAGER])
def test_a_unit_sees_its_own_and_nothing_without_a_unit(role: str) -> None:
    assert may_see(member(role, unit=1), PLAIN)
    assert not may_see(member(role, unit=None), CaseVisibility(None, is_confidential=False))


def test_a_deputy_sees_the_units_below() -> None:
    assert may_see(member(Role.DEPUTY, unit=4, below=frozenset({4, 1})), PLAIN)
    assert not may_see(member(Role.DEPUTY, unit=4, below=frozenset({4})), PLAIN)


@pytest.mark.parametrize("role", sorted(Role))
def test_whom_the_complaint_is_about_does_not_see_it(role: str) -> None:
    by_unit = CaseVisibility(1, is_confidential=False, about_unit_id=1)
    by_name = CaseVisibility(1, is_confidential=False, about_staff_id=1)
    assert not may_see(member(role, unit=1, below=frozenset({1})), by_unit)
    assert not may_see(member(role, unit=2, below=frozenset({1})), by_name)


def test_who_stands_above_the_accused_unit_still_sees() -> None:
    visibility = CaseVisibility(1, is_confidential=False, about_unit_id=1)
    assert may_see(member(Role.DEPUTY, unit=4, below=frozenset({4, 1})), visibility)


@given(actor=actors(), visibility=sights())
def test_only_staff_are_accused_and_the_accused_see_nothing(actor: Actor, visibility: CaseVisibility) -> None:
    if is_accused(actor, visibility):
        assert actor.kind == "staff"
        assert not may_see(actor, visibility)


@given(actor=actors(), visibility=sights())
def test_a_number_is_shown_only_to_who_sees_the_case(actor: Actor, visibility: CaseVisibility) -> None:
    if may_see_phone(actor, visibility):
        assert may_see(actor, visibility)


@given(actor=staff(), visibility=sights())
def test_those_who_only_watch_see_no_number(actor: Actor, visibility: CaseVisibility) -> None:
    if actor.role in {Role.COUNCIL, Role.MAYOR, Role.DEPUTY, Role.INSPECTOR, ""}:
        assert not may_see_phone(actor, visibility)


@given(visibility=sights())
def test_no_citizen_sees_the_staffs_page(visibility: CaseVisibility) -> None:
    assert not may_see(ANONYMOUS, visibility)
    assert not may_see(Actor("citizen", 1), visibility)


@pytest.mark.parametrize("house", [SYSTEM, CLOCK, IMPORT], ids=str)
def test_the_house_sees_all(house: Actor) -> None:
    assert may_see(house, SECRET)
    assert house.is_system


def test_who_manages_people() -> None:
    assert {role for role in Role if may_manage_people(member(role))} == {Role.SUPERVISOR, Role.ADMIN}
    assert not may_manage_people(ANONYMOUS)


def test_an_actor_as_text() -> None:
    assert str(member(Role.CLERK, number=3)) == "staff:3"
    assert str(SYSTEM) == "system"
    assert str(Actor("citizen", 12)) == "citizen:12"


def test_every_role_of_the_issue_is_there() -> None:
    named = ["operator", "clerk", "manager", "inspector", "supervisor", "council", "admin"]
    named += ["deputy", "mayor", "inspectorate"]
    assert sorted(Role) == sorted(named)
    for name in Role.labels().values():
        assert not name.in_language("fa").isascii()
        assert name.in_language("en").isascii()


@given(actors())
def test_works_are_planned_by_the_units_manager_and_the_centre(actor: Actor) -> None:
    is_centre = actor.is_system or actor.role in {Role.OPERATOR, Role.SUPERVISOR, Role.ADMIN}
    assert may_plan_for(actor, None) is is_centre
    for unit in (1, 2, actor.unit_id):
        is_own = actor.role == Role.MANAGER and unit is not None and unit == actor.unit_id
        assert may_plan_for(actor, unit) is (is_centre or is_own)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("inspectorate,mayor,admin", {"inspectorate", "mayor", "admin"}),
        (" Inspectorate , ADMIN ", {"inspectorate", "admin"}),
        ("mayor admin", {"mayor", "admin"}),
        ("none", set()),
        ("None", set()),
    ],
)
def test_a_list_of_roles_in_a_setting(text: str, meant: set[str]) -> None:
    assert read_roles(text) == meant


@pytest.mark.parametrize("text", ["", "all", "inspectorate;admin", "inspectorat", "admin,none", "yes", ","])
def test_a_mistyped_list_of_roles_switches_nothing_off(text: str) -> None:
    with pytest.raises(ValueError, match="none"):
        read_roles(text)


def test_an_empty_setting_demands_the_second_step_as_none_at_all() -> None:
    script = "from peygir import settings; print(*sorted(settings.SECOND_STEP_ROLES))"
    with tempfile.TemporaryDirectory() as home:
        told = {**os.environ, "PEYGIR_SECOND_STEP": "", "PEYGIR_HOME": home}
        done = subprocess.run([sys.executable, "-c", script], env=told, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["admin", "inspectorate", "mayor"]
