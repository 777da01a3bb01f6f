"""Permissions and scopes: each has its words, each role has its rights, and a role that nobody knows has none."""

from dataclasses import replace

import pytest

from peygir.people.first_roles import FIRST_ROLES, NO_ROLE
from peygir.people.permissions import NEEDED_BY, Permission, RoleScope
from peygir.people.role_catalogue import (
    RoleCatalogue,
    highest_roles,
    leading_roles,
    needs_unit,
    rights_of,
    roles_at_level,
    roles_with,
    strict_roles,
)
from peygir.people.role_rules import completed, fault_in_combination, is_code, namesake
from peygir.people.roles import LEVELS, Role
from peygir.people.rules import Actor, CaseVisibility, may_see, may_write

CENTRE = {Role.OPERATOR, Role.SUPERVISOR, Role.ADMIN}
UNIT = {Role.CLERK, Role.MANAGER}
HEADS = {Role.DEPUTY, Role.MAYOR, Role.INSPECTORATE}
FURTHER = {"crew", "contractor", "panel", "agency_clerk", "honours", "jury", "budget", "secretariat", "panel_office"}


def test_every_built_in_role_has_rights_and_every_permission_a_role() -> None:
    assert {code for code, role in FIRST_ROLES.items() if role.is_built_in} == set(Role)
    assert set(FIRST_ROLES) == set(Role) | FURTHER
    given = {one for role in FIRST_ROLES.values() for one in role.permissions}
    assert given == set(Permission.values())
    assert {role.scope for role in FIRST_ROLES.values()} == set(RoleScope.values())


@pytest.mark.parametrize("language", ["fa", "en"])
def test_every_permission_has_words(language: str) -> None:
    names = [one.label.in_language(language) for one in Permission]
    assert len(set(names)) == len(names)
    for permission in Permission:
        assert permission.about.in_language(language).endswith(".")
        if language == "fa":
            assert permission.about.in_language("fa") != permission.about.in_language("en")
    labels = [role.label.in_language(language) for role in FIRST_ROLES.values()]
    assert len(set(labels)) == len(labels)
    assert all(label.isascii() is (language == "en") for label in labels)


def test_the_sets_of_roles_are_those_of_permissions() -> None:
    assert roles_with(Permission.WORK_AT_CENTRE) == CENTRE
    assert roles_with(Permission.KNOW_REPORTERS) == CENTRE | UNIT
    assert roles_with(Permission.WORK_AT_DESK) == CENTRE | UNIT | HEADS
    assert roles_with(Permission.CONFIRM_ACCOUNTS) == highest_roles() == {Role.MAYOR, Role.INSPECTORATE}
    assert strict_roles() == highest_roles() | {Role.ADMIN}
    assert roles_with(Permission.ADMINISTER) == {Role.ADMIN}
    assert roles_with(Permission.LEAD_UNIT, Permission.LEAD_CENTRE) == {Role.MANAGER, Role.SUPERVISOR, Role.ADMIN}
    assert roles_with() == frozenset()
    assert {role for role in Role if needs_unit(role)} == UNIT | HEADS
    assert {role for role in FIRST_ROLES if FIRST_ROLES[role].scope == RoleScope.OWN_UNIT} == UNIT
    assert {role for role in FIRST_ROLES if FIRST_ROLES[role].scope == RoleScope.BELOW} == {Role.DEPUTY}
    assert {role for role in FIRST_ROLES if FIRST_ROLES[role].is_sole} == {Role.DEPUTY, Role.MANAGER}
    assert leading_roles() == {Role.MAYOR, Role.DEPUTY, Role.SUPERVISOR, Role.MANAGER}
    order = sorted(leading_roles(), key=lambda code: FIRST_ROLES[code].leading_order)
    assert order == [Role.MAYOR, Role.DEPUTY, Role.SUPERVISOR, Role.MANAGER]
    assert {level: roles_at_level(level) for level in LEVELS} == {
        "clerk": {Role.CLERK, Role.OPERATOR, Role.INSPECTORATE},
        "manager": {Role.MANAGER, Role.SUPERVISOR, Role.INSPECTORATE},
        "deputy": {Role.DEPUTY},
        "mayor": {Role.MAYOR},
    }


@pytest.mark.parametrize("role", ["", "king", "ADMIN"])
def test_an_unknown_role_has_no_rights(role: str) -> None:
    assert rights_of(role) == NO_ROLE
    actor = Actor("staff", 1, role, 4)
    own = CaseVisibility(4, is_confidential=False)
    assert not may_see(actor, own)
    assert not may_write(actor, own)
    assert not any(actor.may(one) for one in Permission)


def test_who_is_no_member_of_staff_has_none_either() -> None:
    assert not any(Actor("citizen", 1).may(one) for one in Permission)


def test_a_retired_role_is_in_no_set() -> None:
    retired = replace(FIRST_ROLES["honours"], is_retired=True)
    catalogue = RoleCatalogue(b"", {"honours": retired, "clerk": FIRST_ROLES["clerk"]})
    assert catalogue.having(Permission.READ_CASES) == {"clerk"}


def test_the_first_roles_keep_the_rules_that_a_proposal_must() -> None:
    for role in FIRST_ROLES.values():
        assert completed(role) == role, role.code
        assert fault_in_combination(role) == ("", None, None), role.code
        assert namesake(role, FIRST_ROLES.values()) is None, role.code
        assert is_code(role.code)
        assert type(role).of_content(role.code, role.content()).content() == role.content()


def test_what_stands_alone_is_refused() -> None:
    plain = replace(FIRST_ROLES["honours"], permissions=frozenset({"read_cases"}))
    for permission, other in NEEDED_BY.items():
        fault, first, second = fault_in_combination(replace(plain, permissions=plain.permissions | {permission}))
        assert fault == "needs"
        assert (first, second) == (permission, other)
    admin = FIRST_ROLES["admin"]
    for guarded in (Permission.READ_CONFIDENTIAL, Permission.CONFIRM_ACCOUNTS, Permission.JUDGE_INSPECTORATE):
        fault, *_ = fault_in_combination(replace(admin, permissions=admin.permissions | {guarded}))
        assert fault == "apart"


@pytest.mark.parametrize("name", ["مدیر واحد", "مديرواحد", "مدیر‌واحد", "  مدیر  واحد "])
def test_a_name_that_reads_the_same_is_a_namesake(name: str) -> None:
    double = replace(FIRST_ROLES["honours"], code="other", name_fa=name, name_en="Something else")
    same = namesake(double, FIRST_ROLES.values())
    assert same is not None
    assert same.code == Role.MANAGER
    assert namesake(replace(double, name_fa="نامی دیگر", name_en="unit MANAGER"), FIRST_ROLES.values()) == same


@pytest.mark.parametrize("code", ["", "a", "Crew", "crew2", "a" * 13, "گروه", "crew ", "_crew", "crew\n"])
def test_codes_are_plain(code: str) -> None:
    assert not is_code(code)
