"""The roles of staff, with their display names."""

from typing import Final

from peygir.core.translation import pgettext_lazy
from peygir.core.vocabulary import Vocabulary


class Role(Vocabulary):
    """The role of a member of staff."""

    OPERATOR = "operator", pgettext_lazy("role", "137 operator")
    CLERK = "clerk", pgettext_lazy("role", "Unit clerk")
    MANAGER = "manager", pgettext_lazy("role", "Unit manager")
    INSPECTOR = "inspector", pgettext_lazy("role", "Street inspector")
    SUPERVISOR = "supervisor", pgettext_lazy("role", "Centre supervisor")
    COUNCIL = "council", pgettext_lazy("role", "Council member")
    ADMIN = "admin", pgettext_lazy("role", "Administrator")
    DEPUTY = "deputy", pgettext_lazy("role", "Deputy mayor")
    MAYOR = "mayor", pgettext_lazy("role", "Mayor's desk")
    INSPECTORATE = "inspectorate", pgettext_lazy("role", "Inspectorate (confidential reports)")


# Roles that work inside one unit; the others see across the city.
UNIT_ROLES: Final = frozenset({Role.CLERK, Role.MANAGER})
CENTRE_ROLES: Final = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.ADMIN})
# Roles that watch over the city, and work on what is given to their own unit (a complaint goes to the unit above).
HEAD_ROLES: Final = frozenset({Role.DEPUTY, Role.MAYOR, Role.INSPECTORATE})
# Roles that read what nobody else may. Their accounts need two people to change, and no API key acts as one of them.
HIGHEST: Final = frozenset({Role.MAYOR, Role.INSPECTORATE})
# Escalation level → its roles: the clerks of a unit (in the centre its operators), its managers, and those above.
RUNGS: Final[dict[str, frozenset[Role]]] = {
    "clerk": frozenset({Role.CLERK, Role.OPERATOR, Role.INSPECTORATE}),
    "manager": frozenset({Role.MANAGER, Role.SUPERVISOR, Role.INSPECTORATE}),
    "deputy": frozenset({Role.DEPUTY}),
    "mayor": frozenset({Role.MAYOR}),
}


def read_roles(text: str) -> frozenset[str]:
    """The roles in a setting such as "inspectorate, admin"; "none" alone is no role.

    Raises ValueError for any other word: a mistyped role must not switch off what the setting demands of it.
    """
    role_names = frozenset(text.lower().replace(",", " ").split())
    if role_names == {"none"}:
        return frozenset()
    if not role_names or not role_names <= Role.labels().keys():
        unknown = ", ".join(sorted(role_names - Role.labels().keys())) or "nothing"
        raise ValueError(f"a list of roles names {unknown}; the roles are {', '.join(Role)}, or none")
    return role_names
