"""Roles and accounts that change at the same moment: one of the two is refused, and an administrator stays."""

from typing import Any

import pytest

from peygir.people.actions import add_staff, confirm_role_change, open_account, withdraw_role_change
from peygir.people.first_roles import RoleFacts
from peygir.people.models import Staff, StaffRole
from peygir.people.role_cache import ROLE_CACHE
from peygir.people.role_catalogue import role_facts
from peygir.people.role_proposals import role_proposal
from peygir.people.role_rules import CHANGE
from peygir.people.rules import SYSTEM
from tests.at_once import at_once, is_whole, refusals
from tests.roles import WATER, changed, made_role, propose
from tests.town import PASSWORD, Town

pytestmark = pytest.mark.usefixtures("town_clock")
ROUNDS = 5


def shown_of(change_id: int) -> str:
    change = role_proposal(change_id)
    assert change is not None
    return change.shown


def test_two_confirm_at_once(live_town: Town) -> None:
    number = propose(WATER, live_town.admin)
    shown = shown_of(number)
    deciders = (live_town.mayor, live_town.inspectorate)
    answers: list[Any] = at_once(*(lambda by=by: confirm_role_change(number, shown=shown, by=by) for by in deciders))
    assert refusals(answers) == ["NoSuchRoleChange"]
    assert StaffRole.objects.get(code="water").version == 1
    assert is_whole()


def test_the_last_administrator_and_the_role_do_not_go_at_once(live_town: Town) -> None:
    """The role loses the permission because another account has it too; that account is closed meanwhile."""
    keeper = RoleFacts("keeper", frozenset({"look_after", "administer"}), "city", name_fa="نگهبان", name_en="Keeper")
    made_role(live_town, keeper)
    clerk = Staff.objects.filter(pk=live_town.staff["clerk"])
    plain = role_facts("admin").permissions
    for _round in range(ROUNDS):
        clerk.update(role="keeper", is_active=True)
        less = changed("admin", permissions=plain - {"administer"})
        number = propose(less, live_town.admin, deed=CHANGE)
        shown = shown_of(number)
        answers: list[Any] = at_once(
            lambda number=number, shown=shown: confirm_role_change(number, shown=shown, by=live_town.mayor),  # type: ignore[misc]
            lambda: open_account(live_town.staff["clerk"], is_active=False, by=SYSTEM),
        )
        assert refusals(answers) in (["NobodyWouldAdminister"], ["LastAdministrator"])
        ROLE_CACHE.refresh()
        administering = [role for role in ("admin", "keeper") if role_facts(role).may("administer")]
        assert Staff.objects.filter(role__in=administering, is_active=True).exists()
        if refusals(answers) == ["LastAdministrator"]:
            return  # the role has lost the permission for good
        withdraw_role_change(number, by=live_town.admin)


def test_no_open_account_is_made_in_a_role_that_becomes_guarded(live_town: Town) -> None:
    """Either the account comes first, and the role stays as it is; or the account waits for a second person."""
    for number_of_round in range(ROUNDS):
        plain = RoleFacts(
            f"reader_{chr(ord('a') + number_of_round)}",
            frozenset({"read_cases"}),
            "city",
            name_fa=f"خواننده {number_of_round}",
            name_en=f"Reader {number_of_round}",
        )
        made_role(live_town, plain)
        more = changed(plain.code, permissions=frozenset({"read_cases", "read_confidential"}))
        number = propose(more, live_town.admin, deed=CHANGE)
        shown = shown_of(number)
        at_once(
            lambda number=number, shown=shown: confirm_role_change(number, shown=shown, by=live_town.mayor),  # type: ignore[misc]
            lambda code=plain.code: add_staff(f"of-{code}", password=PASSWORD, role=code, by=live_town.admin),  # type: ignore[misc]
        )
        ROLE_CACHE.refresh()
        account = Staff.objects.get(username=f"of-{plain.code}")
        assert not (account.is_active and role_facts(plain.code).is_guarded)
