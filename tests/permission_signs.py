"""Who may open what, of the further roles and of any that a test makes: worked out from the roles' rows."""

from typing import Any, Final

from peygir.people.first_roles import FIRST_ROLES, RoleFacts

# The roles of the first rows that are not built in.
FURTHER: Final = tuple(code for code, role in FIRST_ROLES.items() if not role.is_built_in)


def sign_of(rule: Any, role: RoleFacts) -> str:
    """How a page with this access rule answers a member of staff in a role, by the role's row."""
    if rule.kind != "staff":
        return "c" if rule.kind == "citizen" else "."
    return "." if not role.is_retired and role.permissions & rule.permissions else "x"
