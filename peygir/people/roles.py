"""The roles of staff, with their display names."""

from typing import Final

from peygir.core.translation import Text, pgettext_lazy

OPERATOR: Final = "operator"
CLERK: Final = "clerk"
MANAGER: Final = "manager"
INSPECTOR: Final = "inspector"
SUPERVISOR: Final = "supervisor"
COUNCIL: Final = "council"
ADMIN: Final = "admin"
DEPUTY: Final = "deputy"
MAYOR: Final = "mayor"
INSPECTORATE: Final = "inspectorate"

# role → (Persian, English)
ROLES: Final[dict[str, Text]] = {
    OPERATOR: pgettext_lazy("role", "137 operator"),
    CLERK: pgettext_lazy("role", "Unit clerk"),
    MANAGER: pgettext_lazy("role", "Unit manager"),
    INSPECTOR: pgettext_lazy("role", "Street inspector"),
    SUPERVISOR: pgettext_lazy("role", "Centre supervisor"),
    COUNCIL: pgettext_lazy("role", "Council member"),
    ADMIN: pgettext_lazy("role", "Administrator"),
    DEPUTY: pgettext_lazy("role", "Deputy mayor"),
    MAYOR: pgettext_lazy("role", "Mayor's desk"),
    INSPECTORATE: pgettext_lazy("role", "Inspectorate (confidential reports)"),
}

# Roles that work inside one unit; the others see across the city.
UNIT_ROLES: Final = frozenset({CLERK, MANAGER})
CENTRE_ROLES: Final = frozenset({OPERATOR, SUPERVISOR, ADMIN})
# Roles that watch over the city, and work on what is given to their own unit (a complaint goes to the unit above).
HEAD_ROLES: Final = frozenset({DEPUTY, MAYOR, INSPECTORATE})
# Roles that read what nobody else may. Their accounts need two people to change, and no API key acts as one of them.
HIGHEST: Final = frozenset({MAYOR, INSPECTORATE})
# Escalation level → its roles: the clerks of a unit (in the centre its operators), its managers, and those above.
RUNGS: Final[dict[str, frozenset[str]]] = {
    "clerk": frozenset({CLERK, OPERATOR, INSPECTORATE}),
    "manager": frozenset({MANAGER, SUPERVISOR, INSPECTORATE}),
    "deputy": frozenset({DEPUTY}),
    "mayor": frozenset({MAYOR}),
}


def read_roles(text: str) -> frozenset[str]:
    """The roles in a setting such as "inspectorate, admin"; "none" alone is no role.

    Raises ValueError for any other word: a mistyped role must not switch off what the setting demands of it.
    """
    role_names = frozenset(text.lower().replace(",", " ").split())
    if role_names == {"none"}:
        return frozenset()
    if not role_names or not role_names <= ROLES.keys():
        unknown = ", ".join(sorted(role_names - ROLES.keys())) or "nothing"
        raise ValueError(f"a list of roles names {unknown}; the roles are {', '.join(ROLES)}, or none")
    return role_names
