"""Roles: the list, one role with its holders, two compared, and the matrix of pages, moves and roles."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from peygir.cases.lifecycle import MOVES
from peygir.people import actions
from peygir.people.first_roles import RoleFacts
from peygir.people.permissions import GUARDED, Permission
from peygir.people.queries import staff_names
from peygir.people.role_catalogue import open_roles, role_facts, roles_in_force
from peygir.people.role_proposals import (
    decided_roles,
    holders_by_role,
    people_in_role,
    waiting_change_of_role,
    waiting_roles,
)
from peygir.people.rules import may_administer
from peygir.web.admin.role_forms import CompareForm
from peygir.web.admin.role_proposals import decided_part, proposal_row, proposer_ids_of_roles
from peygir.web.kit.access import actor, staff
from peygir.web.kit.page_rules import move_marks, pages_by_permissions, staff_pages
from peygir.web.kit.role_words import name_of, permission_part, scope_words, traits
from peygir.web.kit.templatetags.ui import in_language, language


@staff(Permission.LOOK_AFTER, Permission.CONFIRM_ACCOUNTS)
@require_GET
def admin_roles(request: HttpRequest) -> HttpResponse:
    """Show all roles, the proposals that wait, and the latest decisions."""
    waiting, decided, counts = waiting_roles(), decided_roles(), holders_by_role()
    names = staff_names(proposer_ids_of_roles([*waiting, *decided]), language())
    roles = sorted(roles_in_force().roles.values(), key=lambda role: role.is_retired)
    context = {
        "roles": [(role, name_of(role), scope_words(role), counts.get(role.code, 0)) for role in roles],
        "waiting": [proposal_row(one, names) for one in waiting],
        "decided": [decided_part(one, names) for one in decided],
        "may_change": may_administer(actor(request)),
    }
    return render(request, "admin/roles.html", context)


@staff(Permission.LOOK_AFTER, Permission.CONFIRM_ACCOUNTS)
@require_GET
def admin_role(request: HttpRequest, role: str) -> HttpResponse:
    """Show one role: its permissions in words, what follows from it, who holds it, and how it came to be so."""
    facts, by = _role(role), actor(request)
    decided = decided_roles(role=role)
    names = staff_names(proposer_ids_of_roles(decided), language())
    pages = [page for page in staff_pages() if page.is_open_to(facts)]
    context = {
        "role": facts,
        "name": name_of(facts),
        "allowed": [permission_part(one, is_guarded=one in GUARDED) for one in Permission if facts.may(one)],
        "denied": [permission_part(one, is_guarded=one in GUARDED) for one in Permission if not facts.may(one)],
        "traits": traits(facts),
        "people": people_in_role(role),
        "pages": pages,
        "page_count": len(staff_pages()),
        "decided": [decided_part(one, names) for one in decided],
        "waiting_id": waiting_change_of_role(role),
        "may_change": may_administer(by) and not facts.is_retired,
    }
    return render(request, "admin/role.html", context)


@staff(Permission.LOOK_AFTER, Permission.CONFIRM_ACCOUNTS)
@require_GET
def admin_roles_compare(request: HttpRequest) -> HttpResponse:
    """Show two roles side by side, what differs first."""
    form = CompareForm(request.GET or None)
    if not form.is_bound or not form.is_valid():
        return render(request, "admin/roles_compare.html", {"form": form}, status=422 if form.is_bound else 200)
    first, second = (_role(form.cleaned_data[name]) for name in ("first", "second"))
    rows = [(permission_part(one, is_guarded=one in GUARDED), first.may(one), second.may(one)) for one in Permission]
    pairs = [(what, one, other) for (what, one), (_what, other) in zip(traits(first), traits(second), strict=True)]
    context = {
        "form": form,
        "first": name_of(first),
        "second": name_of(second),
        "rows": sorted(rows, key=lambda row: row[1] == row[2]),
        "traits": sorted(pairs, key=lambda row: row[1] == row[2]),
        "pages": [
            (page, page.is_open_to(first), page.is_open_to(second))
            for page in staff_pages()
            if page.is_open_to(first) != page.is_open_to(second)
        ],
        "is_compared": True,
    }
    return render(request, "admin/roles_compare.html", context)


@staff(Permission.LOOK_AFTER, Permission.CONFIRM_ACCOUNTS)
@require_GET
def admin_roles_matrix(request: HttpRequest) -> HttpResponse:
    """Show the matrix of permissions, moves and pages by role, made from the rows as they are now."""
    roles = open_roles()
    marks = {role.code: move_marks(role) for role in roles}
    context = {
        "roles": [(role, name_of(role)) for role in roles],
        "permissions": [(permission_part(one), [role.may(one) for role in roles]) for one in Permission],
        "moves": [
            (in_language(move.label), str(move.verb), [marks[role.code][str(move.verb)] for role in roles])
            for move in MOVES
        ],
        "groups": [
            (
                [in_language(Permission.of(one).label) for one in permissions],
                pages,
                [pages[0].is_open_to(role) for role in roles],
            )
            for permissions, pages in pages_by_permissions().items()
        ],
    }
    return render(request, "admin/roles_matrix.html", context)


def _role(code: str) -> RoleFacts:
    """Raises NoSuchRole."""
    facts = role_facts(code)
    if not facts.code:
        raise actions.NoSuchRole()
    return facts
