"""Writes docs/permissions.md from the first roles, the access rules of the pages and the moves of a case."""

import os
from pathlib import Path
from typing import Final

from peygir.cases.lifecycle import MOVES
from peygir.people.first_roles import FIRST_ROLES, RoleFacts
from peygir.people.permissions import GUARDED, NEEDED_BY, Permission, RoleScope

PAGE: Final = "docs/permissions.md"
HEAD: Final = """\
# Permissions

A role is a set of permissions with a scope: among which cases they hold. Rules, pages and commands ask for a
permission and never for the name of a role. Roles are rows, which [two people change](people.md#roles); this page shows
the rows with which a city begins, and “Administration → Roles → Who may what” the rows as they are now. Both are made
by the same code from the rows, the access rules of the pages and the moves of `peygir/cases/lifecycle.py`
(`./run check --fix`), and a test opens every page as every role (`tests/permissions.py`).
"""


def page() -> str:
    """Return the text of the whole page."""
    return "".join((HEAD, *_permissions(), *_roles(), *_moves(), *_pages()))


def check(root: Path, *, fix: bool = False) -> list[str]:
    """Return the page's name if it differs from the code, else nothing; with `fix` it is written."""
    text, path = page(), root / PAGE
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return []
    if fix:
        path.write_text(text, encoding="utf-8")
        return []
    return [PAGE]


def _permissions() -> list[str]:
    rows = []
    for permission in Permission:
        more = " Guarded." if permission in GUARDED else ""
        needed = f" Only with `{NEEDED_BY[permission]}`." if permission in NEEDED_BY else ""
        rows.append(f"| `{permission}` | {permission.label} | {permission.about}{needed}{more} |\n")
    scopes = [f"| `{scope}` | {scope.label} |\n" for scope in RoleScope]
    return [
        "\n## The permissions\n\n| code | permission | what it allows |\n|---|---|---|\n",
        *rows,
        "\n## The scopes\n\n| code | scope |\n|---|---|\n",
        *scopes,
        "\nA role with the scope `own_orders` sees the work orders that were sent to the own crew, and moves their "
        "cases by results alone ([work orders](orders.md)). Cases are not yet given to agencies' accounts or to a "
        "district's panel: a role with such a scope sees none.\n",
    ]


def _roles() -> list[str]:
    roles = FIRST_ROLES.values()
    traits = [
        ("*scope*", [f"`{role.scope}`" for role in roles]),
        ("*alerts of the level*", [", ".join(f"`{level}`" for level in sorted(role.levels)) for role in roles]),
        ("*leads its unit*", [_mark(role.leads) for role in roles]),
        ("*one holder at a time*", [_mark(role.is_sole) for role in roles]),
        ("*needs a unit*", [_mark(role.needs_unit) for role in roles]),
        ("*built in*", [_mark(role.is_built_in) for role in roles]),
    ]
    rows = [(f"`{one}`", [_mark(role.may(one)) for role in roles]) for one in Permission]
    names = [f"| `{role.code}` | {role.label.in_language('en')} | {role.label.in_language('fa')} |\n" for role in roles]
    return [
        "\n## The roles with which a city begins\n\n| code | name | in Persian |\n|---|---|---|\n",
        *names,
        "\n",
        *_head("permission"),
        *(_line(first, cells) for first, cells in (*traits, *rows)),
    ]


def _moves() -> list[str]:
    _set_up()
    from peygir.web.kit.page_rules import move_marks

    marks = [move_marks(role) for role in FIRST_ROLES.values()]
    legend = (
        "● in every case of the scope, ○ in cases of the own unit, ◆ in confidential reports. Whether a move is open "
        "also depends on the state of the case.\n\n"
    )
    rows = [_line(f"`{move.verb}`", [each[str(move.verb)] for each in marks]) for move in MOVES]
    return ["\n## The moves of a case\n\n", legend, *_head("move"), *rows]


def _pages() -> list[str]:
    _set_up()
    from peygir.web.kit.page_rules import pages_by_permissions

    parts = ["\n## The pages of staff\n"]
    for permissions, pages in pages_by_permissions().items():
        opened = " or ".join(f"`{one}`" for one in permissions)
        roles = [f"`{role.code}`" for role in FIRST_ROLES.values() if pages[0].is_open_to(role)]
        parts.append(f"\n### With {opened}\n\nRoles: {', '.join(roles)}.\n\n| address | name |\n|---|---|\n")
        parts += [f"| `{one.address}` | `{one.name}` |\n" for one in pages]
    return parts


def _head(first: str) -> list[str]:
    roles: list[RoleFacts] = list(FIRST_ROLES.values())
    return [_line(first, [f"`{role.code}`" for role in roles]), "|---|" + "---|" * len(roles) + "\n"]


def _line(first: str, cells: list[str]) -> str:
    return f"| {first} |" + "".join(f" {cell} |" if cell else " |" for cell in cells) + "\n"


def _mark(value: bool) -> str:
    return "●" if value else ""


def _set_up() -> None:
    """Prepare Django, whose URL patterns hold the pages."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peygir.settings")
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()
