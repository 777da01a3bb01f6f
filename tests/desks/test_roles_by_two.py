"""Roles change by two people: the ordinary course, and every way around the second person that we know of."""

from datetime import date, timedelta

import pytest

from peygir.history.queries import timeline, verify
from peygir.people.actions import (
    NoSuchRole,
    NoSuchRoleChange,
    NotYourWork,
    RoleIsUnknown,
    change_posts,
    change_role,
    open_account,
    refuse_role_change,
    reset_password,
    withdraw_role_change,
)
from peygir.people.actions.role_changes import RoleReasonIsMissing
from peygir.people.actions.role_refusals import (
    AccessHasOneSource,
    NobodyCouldConfirmRoles,
    RoleCodeIsWrong,
    RoleIsHeld,
    SecondAdministratorIsNeeded,
)
from peygir.people.models import Post, Staff, StaffRole
from peygir.people.post_rules import PostChange
from peygir.people.queries import actor_of
from peygir.people.role_cache import ROLE_CACHE, read_catalogue
from peygir.people.role_catalogue import rights_of, role_facts
from peygir.people.role_proposals import role_proposal, waiting_roles
from peygir.people.role_rules import CHANGE, RETIRE
from peygir.people.rules import CLOCK, SYSTEM, CaseVisibility, may_see, may_write
from tests import make
from tests.roles import WATER, change_role_by_two, changed, confirm, made_role, propose, second_admin
from tests.town import Town

pytestmark = pytest.mark.usefixtures("town_clock")
TODAY = date(2026, 5, 3)


def in_role(town: Town, who: str, role: str, unit: str = "") -> None:
    """Put an account into a role as the server does."""
    change_role(town.staff[who], role=role, unit_code=unit, by=SYSTEM)


# ── the ordinary course ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_role_is_made_by_two_people_and_used_by_a_third(town: Town) -> None:
    case = CaseVisibility(town.units["D-02"], is_confidential=False)
    number = propose(WATER, town.admin)
    with make.refused(RoleIsUnknown):
        in_role(town, "clerk", "water")
    other = second_admin()
    confirm(number, other)
    in_role(town, "clerk", "water")
    third = actor_of(Staff.objects.get(pk=town.staff["clerk"]))
    assert may_see(third, case)
    assert may_write(third, case)
    assert not third.may("know_reporters")
    lines = timeline("roles", 1)
    assert [(line.kind, line.by) for line in lines] == [
        ("role_change_proposed", str(town.admin)),
        ("role_change_confirmed", str(other)),
    ]
    assert lines[0].data["digest"] == lines[1].data["digest"]
    assert lines[1].data["proposed_by"] == str(town.admin)
    assert "ناظر" not in "".join(line.body for line in lines), "names and reasons stay out of the history"
    assert verify().breaks == []


def test_a_change_takes_effect_for_all_holders_at_once(town: Town) -> None:
    case = CaseVisibility(town.units["D-02"], is_confidential=False)
    clerk = town.clerk
    assert not may_see(clerk, case)
    change_role_by_two(town, "clerk", scope="city")
    assert may_see(clerk, case)
    assert role_facts("clerk").version == 2
    change_role_by_two(town, "clerk", scope="own_unit")
    assert not may_see(clerk, case)


def test_nothing_is_in_force_before_it_is_confirmed(town: Town) -> None:
    before = read_catalogue()
    propose(changed("clerk", permissions=role_facts("clerk").permissions | {"plan_works"}), town.admin, deed=CHANGE)
    propose(WATER, town.admin)
    ROLE_CACHE.refresh()
    after = read_catalogue()
    assert before is not None
    assert after is not None
    assert dict(after.roles) == dict(before.roles)
    assert not rights_of("clerk").may("plan_works")
    assert len(waiting_roles()) == 2


def test_a_refusal_needs_a_reason_and_changes_nothing(town: Town) -> None:
    number = propose(WATER, town.admin)
    for reason in ("", "  ", "\n"):
        with make.refused(RoleReasonIsMissing):
            refuse_role_change(number, reason=reason, by=town.mayor)
    refuse_role_change(number, reason="لازم نیست", by=town.mayor)
    change = role_proposal(number)
    assert change is not None
    assert (change.outcome, change.reason, change.decided_by) == ("refused", "لازم نیست", str(town.mayor))
    assert not StaffRole.objects.filter(code="water").exists()
    with make.refused(NoSuchRoleChange):
        confirm(number, town.mayor)
    assert timeline("roles", 1)[-1].kind == "role_change_refused"


def test_a_proposal_is_withdrawn_by_an_administrator(town: Town) -> None:
    number = propose(WATER, town.admin)
    for by in (town.mayor, town.supervisor, CLOCK):
        with make.refused(NotYourWork):
            withdraw_role_change(number, by=by)
    withdraw_role_change(number, by=town.admin)
    with make.refused(NoSuchRoleChange):
        confirm(number, town.mayor)
    assert timeline("roles", 1)[-1].kind == "role_change_withdrawn"
    propose(WATER, town.admin)


def test_a_role_is_retired_while_nobody_holds_it(town: Town) -> None:
    made_role(town)
    in_role(town, "clerk", "water")
    with make.refused(RoleIsHeld):
        propose(role_facts("water"), town.admin, deed=RETIRE)
    in_role(town, "clerk", "clerk", "D-01")
    number = propose(role_facts("water"), town.admin, deed=RETIRE)
    # Somebody gets it while the proposal waits.
    change_posts(
        town.staff["clerk_b"], PostChange("record", role="water", from_on=TODAY + timedelta(days=9)), by=SYSTEM
    )
    with make.refused(RoleIsHeld):
        confirm(number, town.mayor)
    [post] = Post.objects.filter(role="water", withdrawn_at=None, to_on=None)
    change_posts(town.staff["clerk_b"], PostChange("correct", post.pk, reason="اشتباه"), by=SYSTEM)
    confirm(number, town.mayor)
    assert role_facts("water").is_retired
    assert rights_of("water").permissions == frozenset()
    assert role_facts("water").label.in_language("en") == "Water watcher", "the past keeps its name"
    with make.refused(RoleIsUnknown):
        in_role(town, "clerk", "water")
    with make.refused(NoSuchRole):
        propose(changed("water", scope="below"), town.admin, deed=CHANGE)
    with make.refused(RoleCodeIsWrong):
        propose(WATER, town.admin)


# ── who may ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("who", ["clerk", "manager", "supervisor", "mayor", "inspectorate", "council"])
def test_only_an_administrator_proposes(town: Town, who: str) -> None:
    with make.refused(NotYourWork):
        propose(WATER, town.actors[who])


@pytest.mark.parametrize("who", ["clerk", "manager", "supervisor", "council", "operator", "deputy", "inspector"])
def test_nobody_else_confirms_or_refuses(town: Town, who: str) -> None:
    number = propose(WATER, town.admin)
    for by in (town.actors[who], SYSTEM, CLOCK):
        with make.refused(NotYourWork):
            confirm(number, by)
        with make.refused(NotYourWork):
            refuse_role_change(number, reason="نه", by=by)


def test_the_proposer_does_not_confirm(town: Town) -> None:
    number = propose(WATER, town.admin)
    with make.refused(SecondAdministratorIsNeeded):
        confirm(number, town.admin)
    with make.refused(SecondAdministratorIsNeeded):
        refuse_role_change(number, reason="نه", by=town.admin)


@pytest.mark.parametrize("traits", [{"email": "Admin@City.ir"}, {"name_fa": "نام  admin"}, {"name_en": "ADMIN"}])
def test_nor_by_another_account_of_the_same_person(town: Town, traits: dict[str, str]) -> None:
    Staff.objects.filter(pk=town.staff["admin"]).update(email="admin@city.ir")
    other = second_admin()
    number = propose(WATER, town.admin)
    Staff.objects.filter(pk=other.id).update(**traits)
    with make.refused(SecondAdministratorIsNeeded):
        confirm(number, other)


def test_nor_by_an_account_that_the_proposer_made(town: Town) -> None:
    puppet = second_admin("puppet", by=town.admin)
    number = propose(WATER, town.admin)
    with make.refused(AccessHasOneSource):
        confirm(number, puppet)
    # Nor the other way round, nor by a puppet's puppet, nor by two puppets of one hand.
    withdraw_role_change(number, by=town.admin)
    number = propose(WATER, puppet)
    with make.refused(AccessHasOneSource):
        confirm(number, town.admin)
    of_puppet = second_admin("of_puppet", by=puppet)
    for by in (of_puppet, second_admin("twin", by=town.admin)):
        with make.refused(AccessHasOneSource):
            confirm(number, by)
    confirm(number, town.inspectorate)


def test_nor_by_an_account_whose_password_the_proposer_set(town: Town) -> None:
    other = second_admin()
    number = propose(WATER, town.admin)
    reset_password(other.id, password="a-borrowed-lantern-5", by=town.admin)
    with make.refused(AccessHasOneSource):
        confirm(number, other)
    # Once somebody else has set it, the account is its holder's again.
    third = second_admin("third_admin")
    reset_password(other.id, password="an-honest-lantern-5", by=third)
    with make.refused(AccessHasOneSource):
        confirm(propose(changed("honours", scope="below", needs_unit=True), third, deed=CHANGE), other)
    confirm(number, other)


def test_the_confirmer_is_looked_up_now(town: Town) -> None:
    other = second_admin()
    number = propose(WATER, town.admin)
    change_role(other.id, role="clerk", unit_code="D-01", by=SYSTEM)
    with make.refused(NotYourWork):
        confirm(number, other)
    change_role(other.id, role="admin", unit_code="", by=SYSTEM)
    open_account(other.id, is_active=False, by=SYSTEM)
    with make.refused(NotYourWork):
        confirm(number, other)


def test_without_a_second_person_nothing_is_proposed(town: Town) -> None:
    second_admin("puppet", by=town.admin)
    Staff.objects.filter(username__in=["mayor", "inspectorate"]).update(is_active=False)
    with make.refused(NobodyCouldConfirmRoles):
        propose(WATER, town.admin)
    second_admin()
    propose(WATER, town.admin)
