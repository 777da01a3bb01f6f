"""The roles in force in this process, as plain values: what a role allows, and which roles have a permission."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from peygir.people.first_roles import FIRST_ROLES, NO_ROLE, RoleFacts
from peygir.people.permissions import GUARDED, Permission


@dataclass(frozen=True)
class RoleCatalogue:
    """All roles by their codes; `stamp` identifies one state of them (None: not read from the database).

    `highest` are the roles with a guarded permission, `strict` those whose sign-in is guarded more strictly.
    """

    stamp: bytes | None
    roles: Mapping[str, RoleFacts]
    highest: frozenset[str] = field(init=False)
    strict: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "highest", self.having(*GUARDED))
        object.__setattr__(self, "strict", self.having(*GUARDED, Permission.ADMINISTER))

    def having(self, *permissions: str) -> frozenset[str]:
        """The roles that have any of these permissions."""
        return frozenset(
            code
            for code, role in self.roles.items()
            if not role.is_retired and not role.permissions.isdisjoint(permissions)
        )


class _InForce:
    """The catalogue that every rule in this process asks; `role_cache` replaces it as a whole."""

    def __init__(self) -> None:
        self.catalogue = RoleCatalogue(None, FIRST_ROLES)


_IN_FORCE: Final = _InForce()


def roles_in_force() -> RoleCatalogue:
    """The catalogue of this process."""
    return _IN_FORCE.catalogue


def put_in_force(catalogue: RoleCatalogue) -> None:
    """Let every rule ask this catalogue from now on; `role_cache` calls it."""
    _IN_FORCE.catalogue = catalogue


def role_facts(role: str) -> RoleFacts:
    """A role, also a retired one; `NO_ROLE` for an unknown one, or for none."""
    return _IN_FORCE.catalogue.roles.get(role, NO_ROLE)


def rights_of(role: str) -> RoleFacts:
    """What a role allows; nothing for a retired or unknown role, or for none."""
    facts = role_facts(role)
    return NO_ROLE if facts.is_retired else facts


def roles_with(*permissions: str) -> frozenset[str]:
    """The roles that have any of these permissions."""
    return _IN_FORCE.catalogue.having(*permissions)


def highest_roles() -> frozenset[str]:
    """The roles that read or decide what nobody else may: their accounts need two people to change."""
    return _IN_FORCE.catalogue.highest


def strict_roles() -> frozenset[str]:
    """The roles whose sessions end sooner: the highest, and those that administer the city."""
    return _IN_FORCE.catalogue.strict


def open_roles() -> list[RoleFacts]:
    """The roles that a post may be in, in the order of the catalogue."""
    return [role for role in _IN_FORCE.catalogue.roles.values() if not role.is_retired]


def roles_at_level(level: str) -> frozenset[str]:
    """The roles whose holders are alerted at a level of escalation."""
    return frozenset(role.code for role in open_roles() if level in role.levels)


def leading_roles() -> frozenset[str]:
    """The roles a post in which leads, or led, its unit; retired ones too, since the past is asked."""
    return frozenset(code for code, role in _IN_FORCE.catalogue.roles.items() if role.leads)


def needs_unit(role: str) -> bool:
    """Whether a post in this role is in a unit."""
    return role_facts(role).needs_unit
