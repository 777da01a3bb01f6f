"""What the rules know of a role, and the roles with which every city begins."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from peygir.core.translation import AnyText, Names, Text, pgettext_lazy
from peygir.people.permissions import GUARDED, UNIT_SCOPES, Permission, RoleScope
from peygir.people.roles import LEVELS, AlertLevel, Role


@dataclass(frozen=True, slots=True)
class RoleFacts:
    """A role: its permissions and their scope, and what else follows from it.

    `levels` are the levels of escalation whose alerts its holders get. `leads`: a post in it leads its unit;
    `is_sole`: one holder at a time. A built-in role without names has the translated label of `Role`. `version` counts
    the confirmed changes. A retired role is kept for the past and allows nothing.
    """

    code: str
    permissions: frozenset[str] = frozenset()
    scope: str = ""
    levels: frozenset[str] = frozenset()
    leads: bool = False
    is_sole: bool = False
    needs_unit: bool = False
    name_fa: str = ""
    name_en: str = ""
    is_built_in: bool = False
    is_retired: bool = False
    version: int = 0

    @property
    def label(self) -> AnyText:
        """The display name."""
        return Names.of(self.name_fa, self.name_en) if self.name_fa else Role.of(self.code).label

    @property
    def is_guarded(self) -> bool:
        """Whether it has a permission that changes hands with two people alone."""
        return not GUARDED.isdisjoint(self.permissions)

    @property
    def leading_order(self) -> tuple[int, bool]:
        """The key by which those who lead a unit are sorted, the highest first."""
        highest = max((LEVELS.index(level) for level in self.levels), default=-1)
        return -highest, Permission.LEAD_CENTRE not in self.permissions

    def may(self, permission: str) -> bool:
        """Whether the role has a permission."""
        return permission in self.permissions

    def content(self) -> dict[str, Any]:
        """What a proposal shows and stores: everything that a change of the role may change."""
        return {
            "name_fa": self.name_fa,
            "name_en": self.name_en,
            "permissions": sorted(map(str, self.permissions)),
            "scope": str(self.scope),
            "levels": [level for level in LEVELS if level in self.levels],
            "leads": self.leads,
            "is_sole": self.is_sole,
            "needs_unit": self.needs_unit,
        }

    @classmethod
    def of_content(
        cls, code: str, content: Mapping[str, Any], *, version: int = 0, is_built_in: bool = False
    ) -> "RoleFacts":
        """The role with this content, as `content` gives it."""
        sets = {name: frozenset(content[name]) for name in ("permissions", "levels")}
        return cls(code, **{**content, **sets}, version=version, is_built_in=is_built_in)


NO_ROLE: Final = RoleFacts("")

_P = Permission
_S = RoleScope
_CASES: Final = (_P.READ_CASES, _P.WRITE_CASES)
_UNIT: Final = (*_CASES, _P.WORK_AT_DESK, _P.KNOW_REPORTERS)
_LEADS: Final = (_P.WORK_AT_DESK, _P.SEE_LOAD, _P.SEE_READING, _P.STEER_CITY, _P.PLAN_CITY)
_CENTRE: Final = (*_UNIT, _P.WORK_AT_CENTRE, _P.PLAN_WORKS, _P.GRANT_TIME, _P.SEE_SESSION_ORDERS)
_MANAGER: Final = (
    *_UNIT,
    _P.LEAD_UNIT,
    _P.PLAN_ORDERS,
    _P.PLAN_WORKS,
    _P.PLAN_CITY,
    _P.WRITE_TEMPLATES,
    _P.SEE_LOAD,
    _P.SEE_READING,
)
_HEADS: Final = (
    *_CENTRE,
    _P.LEAD_CENTRE,
    _P.WRITE_TEMPLATES,
    _P.SEE_LOAD,
    _P.SEE_READING,
    _P.MANAGE_PEOPLE,
    _P.LOOK_AFTER,
)
_MAYOR: Final = (
    *_CASES,
    *_LEADS,
    _P.GRANT_TIME,
    _P.SEE_SESSION_ORDERS,
    _P.JUDGE_INSPECTORATE,
    _P.CONFIRM_ACCOUNTS,
    _P.DECIDE_HONOURS,
    _P.JUDGE_SEASONS,
)
_INSPECTORATE: Final = (
    *_CASES,
    _P.WORK_AT_DESK,
    _P.GRANT_TIME,
    _P.DECIDE_APPEALS,
    _P.READ_CONFIDENTIAL,
    _P.CONFIRM_ACCOUNTS,
    _P.KEEP_PANEL,
)


def _role(
    code: str,
    permissions: Iterable[Permission],
    scope: RoleScope,
    *levels: AlertLevel,
    leads: bool = False,
    is_sole: bool = False,
    needs_unit: bool = False,
    label: Text | None = None,
) -> RoleFacts:
    """One of the first roles; a label makes it one that is not built in, with names of its own."""
    return RoleFacts(
        str(code),
        frozenset(map(str, permissions)),
        str(scope),
        frozenset(map(str, levels)),
        leads,
        is_sole,
        needs_unit or scope in UNIT_SCOPES,
        label.in_language("fa") if label is not None else "",
        label.in_language("en") if label is not None else "",
        is_built_in=label is None,
        version=1,
    )


_ROLES: Final = (
    _role(Role.OPERATOR, _CENTRE, _S.CITY, AlertLevel.CLERK),
    _role(Role.CLERK, (*_UNIT, _P.PLAN_ORDERS), _S.OWN_UNIT, AlertLevel.CLERK),
    _role(Role.MANAGER, _MANAGER, _S.OWN_UNIT, AlertLevel.MANAGER, leads=True, is_sole=True),
    _role(Role.INSPECTOR, (*_CASES, _P.INSPECT), _S.CITY),
    _role(Role.SUPERVISOR, _HEADS, _S.CITY, AlertLevel.MANAGER, leads=True),
    _role(Role.COUNCIL, (_P.READ_CASES, _P.SEE_READING, _P.SEE_SESSION_ORDERS, _P.WATCH_CITY), _S.CITY),
    _role(Role.ADMIN, (*_HEADS, _P.ADMINISTER), _S.CITY),
    _role(Role.DEPUTY, (*_CASES, *_LEADS), _S.BELOW, AlertLevel.DEPUTY, leads=True, is_sole=True),
    _role(Role.MAYOR, _MAYOR, _S.CITY, AlertLevel.MAYOR, leads=True, needs_unit=True),
    _role(Role.INSPECTORATE, _INSPECTORATE, _S.CITY, AlertLevel.CLERK, AlertLevel.MANAGER, needs_unit=True),
    # The first rows that are not built in: a city may change or retire them.
    _role(
        "crew", (*_CASES, _P.WORK_ON_ORDERS), _S.OWN_ORDERS, needs_unit=True, label=pgettext_lazy("role", "Field crew")
    ),
    _role("contractor", (_P.READ_CASES,), _S.OWN_ORDERS, label=pgettext_lazy("role", "Contractor")),
    _role("panel", (_P.READ_CASES,), _S.OWN_DISTRICT, label=pgettext_lazy("role", "Citizens' panel member")),
    _role("agency_clerk", _CASES, _S.OWN_AGENCY, label=pgettext_lazy("role", "Agency clerk")),
    _role("honours", (_P.READ_CASES, _P.PREPARE_HONOURS), _S.CITY, label=pgettext_lazy("role", "Honours office")),
    _role("jury", (_P.READ_CASES, _P.JUDGE_SEASONS), _S.OWN_ORDERS, label=pgettext_lazy("role", "Jury")),
    _role("budget", (_P.READ_CASES, _P.KEEP_BUDGET), _S.CITY, label=pgettext_lazy("role", "Budget office")),
    _role(
        "secretariat",
        (_P.READ_CASES, _P.KEEP_COUNCIL),
        _S.OWN_ORDERS,
        label=pgettext_lazy("role", "Council secretariat"),
    ),
    _role(
        "panel_office",
        (_P.READ_CASES, _P.KEEP_PANEL),
        _S.OWN_ORDERS,
        label=pgettext_lazy("role", "Secretary of the citizens' panel"),
    ),
)
FIRST_ROLES: Final[Mapping[str, RoleFacts]] = MappingProxyType({role.code: role for role in _ROLES})
