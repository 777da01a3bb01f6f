"""Every page of staff with the permissions that open it, as its view declares them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from django.urls import URLPattern, URLResolver, get_resolver

from peygir.cases.judging import groups_of
from peygir.cases.lifecycle import MOVES
from peygir.people.first_roles import RoleFacts
from peygir.people.permissions import Permission
from peygir.people.rules import Actor, CaseVisibility
from peygir.web.kit.access import AccessRule

_OWN: Final = 1
_OTHER: Final = 2


@dataclass(frozen=True, slots=True)
class StaffPage:
    """One address of a page for staff, and the permissions of which any opens it."""

    name: str
    address: str
    permissions: frozenset[str]

    def is_open_to(self, role: RoleFacts) -> bool:
        """Whether a role opens the page."""
        return not role.is_retired and not self.permissions.isdisjoint(role.permissions)


@cache
def staff_pages() -> tuple[StaffPage, ...]:
    """Every page of staff, by its address."""
    pages = (StaffPage(name, f"/{pattern}", rule.permissions) for name, pattern, rule in _flat("", get_resolver()))
    return tuple(sorted(pages, key=lambda page: page.address))


def pages_by_permissions() -> Mapping[tuple[str, ...], list[StaffPage]]:
    """The pages in groups that the same permissions open, those of one permission by its place in the vocabulary."""
    groups: defaultdict[tuple[str, ...], list[StaffPage]] = defaultdict(list)
    for page in staff_pages():
        groups[tuple(one for one in Permission.labels() if one in page.permissions)].append(page)
    order = list(Permission.labels())
    return {key: groups[key] for key in sorted(groups, key=lambda key: [order.index(one) for one in key])}


def move_marks(role: RoleFacts) -> dict[str, str]:
    """Which moves of a case a role may make: ● in every case of the scope, ○ in those of the own unit alone,
    ◆ in confidential ones.
    """
    actor = Actor("staff", 1, role.code, _OWN, frozenset({_OWN, _OTHER}))
    cases = (
        ("●", CaseVisibility(_OTHER, is_confidential=False)),
        ("○", CaseVisibility(_OWN, is_confidential=False)),
        ("◆", CaseVisibility(_OTHER, is_confidential=True)),
    )
    signs = {}
    for move in MOVES:
        given = [sign for sign, visibility in cases if move.who & groups_of(actor, visibility)]
        signs[str(move.verb)] = " ".join(sign for sign in given if sign != "○" or "●" not in given)
    return signs


def _flat(prefix: str, resolver: URLResolver) -> Iterator[tuple[str, str, AccessRule]]:
    for pattern in resolver.url_patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            rule: AccessRule | None = getattr(pattern.callback, "access_rule", None)
            if rule is not None and rule.kind == "staff":
                yield pattern.name or "", address, rule
        elif isinstance(pattern, URLResolver):
            yield from _flat(address, pattern)
