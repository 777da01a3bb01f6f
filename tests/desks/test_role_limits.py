"""What a role cannot become: guarded while it is held, other than what was shown, or the end of who administers."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from peygir.cases.actions.verbs import PersonIsNotOfTheUnit
from peygir.core.refusals import Refusal
from peygir.people.actions import (
    LastAdministrator,
    NoSuchRole,
    NoSuchRoleChange,
    NothingToChange,
    NotYourWork,
    ProposalIsTooOld,
    add_staff,
    change_posts,
    change_role,
    open_account,
    refuse_role_change,
    withdraw_role_change,
)
from peygir.people.actions.role_changes import RoleChangedSince, RoleChangeWaits, RoleReasonIsMissing
from peygir.people.actions.role_refusals import (
    HeldRoleIsNotGuarded,
    HoldersHaveNoUnit,
    NobodyWouldAdminister,
    NobodyWouldConfirm,
    PermissionNeedsAnother,
    PermissionsAreKeptApart,
    RoleCodeIsWrong,
    RoleIsBuiltIn,
    RoleNameIsTaken,
    RoleNamesAreMissing,
    RoleValuesAreUnknown,
)
from peygir.people.first_roles import RoleFacts
from peygir.people.models import RoleChange, Staff, StaffRole
from peygir.people.post_rules import PostChange
from peygir.people.role_catalogue import role_facts, roles_with
from peygir.people.role_proposals import role_proposal
from peygir.people.role_rules import CHANGE, RETIRE
from peygir.people.rules import SYSTEM
from peygir.people.two_person_rules import VALID_FOR
from tests import make
from tests.roles import WATER, changed, confirm, made_role, propose, retire, second_admin
from tests.town import PASSWORD, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
TODAY = date(2026, 5, 3)


def in_role(town: Town, who: str, role: str, unit: str = "") -> None:
    """Put an account into a role as the server does."""
    change_role(town.staff[who], role=role, unit_code=unit, by=SYSTEM)


# ── what is guarded ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_guarded_role_is_decided_by_who_confirms_accounts(town: Town) -> None:
    secret = RoleFacts(
        "secret", frozenset({"read_cases", "read_confidential"}), "city", name_fa="محرمانه‌خوان", name_en="Secret reader"
    )
    other = second_admin()
    number = propose(secret, town.admin)
    with make.refused(NotYourWork):
        confirm(number, other)
    confirm(number, town.inspectorate)
    assert "secret" in roles_with("read_confidential")
    # Taking it away again is a change of a guarded role too.
    number = propose(changed("secret", permissions=frozenset({"read_cases"})), town.admin, deed=CHANGE)
    with make.refused(NotYourWork):
        confirm(number, other)


def test_accounts_of_a_new_guarded_role_need_two_people(town: Town) -> None:
    made_role(town, RoleFacts("secret", frozenset({"read_confidential"}), "city", name_fa="محرمانه", name_en="Secret"))
    made = add_staff("spy", password=PASSWORD, role="secret", by=town.admin)
    assert not Staff.objects.get(pk=made).is_active
    assert not change_role(town.staff["clerk"], role="secret", unit_code="", by=town.admin)
    assert Staff.objects.get(pk=town.staff["clerk"]).role == "clerk"


def test_a_role_that_people_hold_does_not_become_guarded(town: Town) -> None:
    more = role_facts("clerk").permissions | {"read_confidential"}
    with make.refused(HeldRoleIsNotGuarded):
        propose(changed("clerk", permissions=more), town.admin, deed=CHANGE)
    number = propose(changed("honours", permissions=frozenset({"confirm_accounts"})), town.admin, deed=CHANGE)
    in_role(town, "clerk", "honours")
    with make.refused(HeldRoleIsNotGuarded):
        confirm(number, town.mayor)
    in_role(town, "clerk", "clerk", "D-01")
    change_posts(
        town.staff["clerk"], PostChange("record", role="honours", from_on=TODAY + timedelta(days=40)), by=SYSTEM
    )
    with make.refused(HeldRoleIsNotGuarded):
        confirm(number, town.mayor)


# ── what is shown is what happens ───────────────────────────────────────────────────────────────────────────────────


def test_a_stale_tab_confirms_nothing(town: Town) -> None:
    first = propose(changed("clerk", scope="city"), town.admin, deed=CHANGE)
    shown = role_proposal(first)
    assert shown is not None
    for wrong in ("", "0" * 64, shown.shown[:-1]):
        with make.refused(RoleChangedSince):
            confirm(first, town.mayor, shown=wrong)
    # Withdrawn, and proposed again with more in it: the old page names the old proposal, and the old content.
    withdraw_role_change(first, by=town.admin)
    more = changed("clerk", scope="city", permissions=role_facts("clerk").permissions | {"plan_works"})
    second = propose(more, town.admin, deed=CHANGE)
    with make.refused(NoSuchRoleChange):
        confirm(first, town.mayor, shown=shown.shown)
    with make.refused(RoleChangedSince):
        confirm(second, town.mayor, shown=shown.shown)
    assert role_facts("clerk").scope == "own_unit"


def test_a_role_that_changed_meanwhile_is_not_overwritten(town: Town) -> None:
    with make.refused(RoleChangedSince):
        propose(changed("clerk", scope="city"), town.admin, deed=CHANGE, base=7)
    number = propose(changed("clerk", scope="city"), town.admin, deed=CHANGE)
    StaffRole.objects.filter(code="clerk").update(version=2)  # as another confirmed change leaves it
    with make.refused(RoleChangedSince):
        confirm(number, town.mayor)
    with make.refused(RoleChangeWaits):
        propose(changed("clerk", scope="below"), town.admin, deed=CHANGE, base=2)
    withdraw_role_change(number, by=town.admin)
    propose(changed("clerk", scope="below"), town.admin, deed=CHANGE, base=2)


def test_one_change_of_a_role_at_a_time(town: Town) -> None:
    propose(changed("clerk", scope="city"), town.admin, deed=CHANGE)
    with make.refused(RoleChangeWaits):
        propose(changed("clerk", scope="below"), town.admin, deed=CHANGE)
    propose(WATER, town.admin)
    with make.refused(RoleChangeWaits):
        propose(WATER, second_admin())


def test_an_old_proposal_has_run_out(town: Town, town_clock: TownClock) -> None:
    number = propose(WATER, town.admin)
    town_clock.forward(days=VALID_FOR.days, seconds=1)
    with make.refused(ProposalIsTooOld):
        confirm(number, town.mayor)
    refuse_role_change(number, reason="دیر شد", by=town.mayor)


# ── what a role cannot be ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"code": "Water"}, RoleCodeIsWrong),
        ({"code": "clerk"}, RoleCodeIsWrong),
        ({"name_fa": ""}, RoleNamesAreMissing),
        ({"name_en": "  "}, RoleNamesAreMissing),
        ({"name_en": "w" * 61}, RoleNamesAreMissing),
        ({"name_fa": "مدیر واحد"}, RoleNameIsTaken),
        ({"name_en": "administrator"}, RoleNameIsTaken),
        ({"scope": "world"}, RoleValuesAreUnknown),
        ({"permissions": frozenset({"everything"})}, RoleValuesAreUnknown),
        ({"levels": frozenset({"king"})}, RoleValuesAreUnknown),
        ({"permissions": frozenset({"work_at_desk"})}, PermissionNeedsAnother),
        ({"permissions": frozenset({"look_after", "administer", "confirm_accounts"})}, PermissionsAreKeptApart),
    ],
)
def test_a_role_that_cannot_be(town: Town, values: dict[str, object], refusal: type[Refusal]) -> None:
    given = {name: getattr(WATER, name) for name in ("code", "permissions", "scope", "levels", "name_fa", "name_en")}
    with make.refused(refusal):
        propose(RoleFacts(**{**given, **values}), town.admin)
    assert not RoleChange.objects.exists()


def test_what_else_is_refused(town: Town) -> None:
    with make.refused(RoleReasonIsMissing):
        propose(WATER, town.admin, why=" ")
    with make.refused(NoSuchRole):
        propose(WATER, town.admin, deed=CHANGE)
    with make.refused(NothingToChange):
        propose(role_facts("clerk"), town.admin, deed=CHANGE)
    with make.refused(RoleIsBuiltIn):
        propose(role_facts("council"), town.admin, deed=RETIRE)
    with make.refused(HoldersHaveNoUnit):
        propose(changed("inspector", needs_unit=True), town.admin, deed=CHANGE)


def test_what_goes_with_a_role_is_shown_with_it(town: Town) -> None:
    number = propose(RoleFacts("sole", frozenset(), "own_unit", is_sole=True, name_fa="تک", name_en="Sole"), town.admin)
    change = role_proposal(number)
    assert change is not None
    assert change.after.permissions == {"read_cases"}
    assert (change.after.leads, change.after.needs_unit) == (True, True)


# ── who is left ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_last_administrators_role_keeps_its_permission(town: Town) -> None:
    less = changed("admin", permissions=role_facts("admin").permissions - {"administer"})
    with make.refused(NobodyWouldAdminister):
        propose(less, town.admin, deed=CHANGE)
    # With another role that administers and is held, the built-in one may lose it.
    keeper = RoleFacts(
        "keeper", frozenset({"look_after", "administer"}), "city", name_fa="نگهبان شهر", name_en="Keeper of the city"
    )
    made_role(town, keeper)
    with make.refused(NobodyWouldAdminister):
        propose(less, town.admin, deed=CHANGE)
    in_role(town, "clerk", "keeper")
    number = propose(less, town.admin, deed=CHANGE)
    open_account(town.staff["clerk"], is_active=False, by=town.admin)
    with make.refused(NobodyWouldAdminister):
        confirm(number, town.mayor)
    open_account(town.staff["clerk"], is_active=True, by=town.admin)
    confirm(number, town.mayor)
    assert roles_with("administer") == {"keeper"}
    with make.refused(LastAdministrator):
        open_account(town.staff["clerk"], is_active=False, by=SYSTEM)
    with make.refused(NotYourWork):
        propose(WATER, town.admin)


def test_somebody_is_left_who_confirms(town: Town) -> None:
    Staff.objects.filter(username="mayor").update(is_active=False)
    second_admin()
    less = changed("inspectorate", permissions=role_facts("inspectorate").permissions - {"confirm_accounts"})
    with make.refused(NobodyWouldConfirm):
        propose(less, town.admin, deed=CHANGE)


def test_a_retired_role_leaves_its_name(town: Town) -> None:
    made_role(town)
    retire(town, "water")
    assert StaffRole.objects.get(code="water").retired_at is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        StaffRole.objects.filter(code="admin").update(retired_at=make.moment("2026-05-03T08:00:00+00:00"))


def test_who_sees_no_case_of_the_unit_is_given_none(town: Town) -> None:
    in_role(town, "clerk_b", "crew", "D-01")
    code = make.referred()
    with make.refused(PersonIsNotOfTheUnit):
        make.command(code, "assign", town.manager, assignee_id=town.staff["clerk_b"])
    in_role(town, "clerk_b", "clerk", "D-01")
    make.command(code, "assign", town.manager, assignee_id=town.staff["clerk_b"])
