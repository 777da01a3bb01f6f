"""Roles that people hold while they change: guarded permissions, single holders, retired roles, the second factor."""

from datetime import timedelta
from typing import Any

from peygir.cases.judging import groups_of
from peygir.history.queries import timeline
from peygir.people.actions import (
    RoleIsUnknown,
    change_posts,
    change_role,
    reset_password,
    reset_second_step,
    take_back_change,
)
from peygir.people.actions.role_refusals import AccessHasOneSource, HeldRoleIsNotGuarded, HoldersShareUnits
from peygir.people.duties import demands_second_step
from peygir.people.first_roles import RoleFacts
from peygir.people.models import Post, Staff
from peygir.people.post_rules import PostChange
from peygir.people.role_catalogue import role_facts
from peygir.people.role_rules import CHANGE
from peygir.people.rules import SYSTEM, Actor, CaseVisibility, may_see
from tests import make
from tests.roles import WATER, change_role_by_two, changed, confirm, made_role, propose, retire, second_admin
from tests.town import Town, TownClock


def test_a_held_guarded_role_gets_no_further_guarded_permission(town: Town, town_clock: TownClock) -> None:
    more = role_facts("mayor").permissions | {"read_confidential"}
    with make.refused(HeldRoleIsNotGuarded):
        propose(changed("mayor", permissions=more), town.admin, deed=CHANGE)


def test_a_reset_second_step_does_not_hide_who_set_the_password(town: Town, town_clock: TownClock) -> None:
    other, third = second_admin(), second_admin("third_admin")
    number = propose(WATER, town.admin)
    reset_password(other.id, password="a-borrowed-lantern-5", by=town.admin)
    Staff.objects.filter(pk=other.id).update(totp_secret="JBSWY3DPEHPK3PXP")
    assert reset_second_step(other.id, by=third)
    with make.refused(AccessHasOneSource):
        confirm(number, other)


def test_a_role_of_one_holder_is_not_held_by_two(town: Town, town_clock: TownClock) -> None:
    for name in ("clerk", "clerk_b"):  # with a post on record each
        change_role(town.staff[name], role="clerk", unit_code="D-02", by=SYSTEM)
        change_role(town.staff[name], role="clerk", unit_code="D-01", by=SYSTEM)
    with make.refused(HoldersShareUnits):
        propose(changed("clerk", is_sole=True), town.admin, deed=CHANGE)
    town_clock.forward(days=3)
    change_role(town.staff["clerk_b"], role="clerk", unit_code="D-03", by=SYSTEM)
    town_clock.forward(days=3)
    change_role_by_two(town, "clerk", is_sole=True)
    # The post of the one who stayed met the other's in the past, and may end all the same.
    post = Post.objects.get(staff_id=town.staff["clerk"], withdrawn_at__isnull=True, to_on__isnull=True)
    last = town_clock().date() + timedelta(days=1)
    change_posts(town.staff["clerk"], PostChange("end", post_id=post.pk, to_on=last), by=SYSTEM)
    assert Post.objects.filter(staff_id=town.staff["clerk"], withdrawn_at__isnull=True, to_on=last).exists()


def test_nobody_is_put_back_into_a_retired_role(town: Town, town_clock: TownClock) -> None:
    made_role(town)
    change_role(town.staff["clerk"], role="water", unit_code="", by=SYSTEM)
    change_role(town.staff["clerk"], role="clerk", unit_code="D-01", by=SYSTEM)
    number = timeline("staff", town.staff["clerk"])[-1].number
    retire(town, "water")
    with make.refused(RoleIsUnknown):
        take_back_change(town.staff["clerk"], number=number, by=town.admin)
    assert Staff.objects.get(pk=town.staff["clerk"]).role == "clerk"


def test_the_second_factor_follows_the_permission(town: Town, town_clock: TownClock, settings: Any) -> None:
    settings.SECOND_STEP_ROLES = frozenset({"admin"})
    assert not demands_second_step("supervisor")
    change_role_by_two(town, "supervisor", permissions=role_facts("supervisor").permissions | {"administer"})
    assert demands_second_step("supervisor")
    assert not demands_second_step("mayor"), "the setting could name it, and does not"
    settings.SECOND_STEP_ROLES = frozenset()
    assert not demands_second_step("supervisor")


def test_who_writes_nothing_is_offered_no_move(town: Town, town_clock: TownClock) -> None:
    reads = frozenset({"read_cases", "read_confidential"})
    made_role(town, RoleFacts("reader", reads, "city", name_fa="خواننده", name_en="Reader"))
    case = CaseVisibility(town.units["V-insp"], is_confidential=True)
    reader = Actor("staff", 10**6, "reader")
    assert may_see(reader, case)
    assert groups_of(reader, case) == frozenset()
