"""Roles that tests propose and confirm: a second administrator, a role that differs, and the short way of both."""

from dataclasses import replace
from typing import Any

from peygir.people.actions import add_staff, confirm_role_change, propose_role_change
from peygir.people.first_roles import RoleFacts
from peygir.people.models import Staff
from peygir.people.queries import actor_of
from peygir.people.role_cache import ROLE_CACHE
from peygir.people.role_catalogue import role_facts
from peygir.people.role_proposals import role_proposal
from peygir.people.role_rules import ADD, CHANGE, RETIRE, RoleDeed
from peygir.people.rules import SYSTEM, Actor
from tests.town import Town

WATER = RoleFacts(
    "water",
    frozenset({"read_cases", "write_cases"}),
    "city",
    name_fa="ناظر آب",
    name_en="Water watcher",
)


def second_admin(name: str = "second_admin", *, by: Actor = SYSTEM) -> Actor:
    """An administrator whose account was made on the server (or by somebody)."""
    made = add_staff(name, password="lantern-orchard-9", role="admin", name=f"نام {name}", name_en=name.title(), by=by)
    return actor_of(Staff.objects.get(pk=made))


def propose(
    role: RoleFacts, by: Actor, *, deed: RoleDeed = ADD, why: str = "برای آزمون", base: int | None = None
) -> int:
    known = role_facts(role.code)
    return propose_role_change(role, deed=deed, base=known.version if base is None else base, why=why, by=by)


def changed(code: str, **values: Any) -> RoleFacts:
    """A role as it is, but for some of its values."""
    return replace(role_facts(code), **values)


def confirm(change_id: int, by: Actor, *, shown: str | None = None) -> None:
    change = role_proposal(change_id)
    assert change is not None
    confirm_role_change(change_id, shown=change.shown if shown is None else shown, by=by)
    ROLE_CACHE.look()


def made_role(town: Town, role: RoleFacts = WATER, *, by: Actor | None = None) -> RoleFacts:
    """A role that two people made."""
    confirm(propose(role, town.admin), by or town.mayor)
    return role_facts(role.code)


def change_role_by_two(town: Town, code: str, *, by: Actor | None = None, **values: Any) -> None:
    confirm(propose(changed(code, **values), town.admin, deed=CHANGE), by or town.mayor)


def retire(town: Town, code: str, *, by: Actor | None = None) -> None:
    confirm(propose(role_facts(code), town.admin, deed=RETIRE), by or town.mayor)
