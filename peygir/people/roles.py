"""The codes and display names of the built-in roles, and the levels of escalation."""

from typing import Final

from peygir.core.translation import pgettext_lazy
from peygir.core.vocabulary import Vocabulary


class Role(Vocabulary):
    """The code of a built-in role; the roles in force are rows (`role_catalogue`)."""

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


class AlertLevel(Vocabulary):
    """A level of escalation, from the people of a unit to the top; a role's row names those that it is alerted at."""

    CLERK = "clerk", pgettext_lazy("level", "the people of the unit")
    MANAGER = "manager", pgettext_lazy("level", "who leads the unit")
    DEPUTY = "deputy", pgettext_lazy("level", "the deputy mayor above it")
    MAYOR = "mayor", pgettext_lazy("level", "the mayor's desk")


LEVELS: Final = tuple(map(str, AlertLevel))


def read_roles(text: str) -> frozenset[str]:
    """The built-in roles in a setting such as "inspectorate, admin"; "none" alone is no role.

    Raises ValueError for any other word: a mistyped role must not switch off what the setting demands of it.
    """
    role_names = frozenset(text.lower().replace(",", " ").split())
    if role_names == {"none"}:
        return frozenset()
    if not role_names or not role_names <= Role.labels().keys():
        unknown = ", ".join(sorted(role_names - Role.labels().keys())) or "nothing"
        raise ValueError(f"a list of roles names {unknown}; the roles are {', '.join(Role)}, or none")
    return role_names
