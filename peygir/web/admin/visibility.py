"""What one person may see, and why not: the access rules evaluated on real cases, phone numbers, pages, moves."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from peygir.cases import queries as cases
from peygir.cases.examples import counts_by_visibility, examples_for
from peygir.cases.facts import CaseFacts
from peygir.cases.rules import visibility_of
from peygir.city import queries as city
from peygir.core.codes import read_code
from peygir.core.translation import COMMA
from peygir.people.actions import NoSuchPerson
from peygir.people.explaining import why_no_phone, why_not_seen
from peygir.people.permissions import GUARDED, Permission, RoleScope
from peygir.people.posts import posts_of
from peygir.people.queries import actor_of, staff_by_id
from peygir.people.role_catalogue import open_roles, roles_with
from peygir.people.rules import Actor, may_see
from peygir.web.kit.access import actor, staff
from peygir.web.kit.actor_names import role_words
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.page_rules import staff_pages
from peygir.web.kit.post_words import post_part
from peygir.web.kit.role_words import name_of, permission_part
from peygir.web.kit.templatetags.ui import code_text, in_language

# Staff pages by URL name; URLs that are not listed are commands on one of these pages.
SCREENS: Final = {
    "inbox": gettext_lazy("Inbox"),
    "case": gettext_lazy("The page of a case"),
    "unit_load": gettext_lazy("The unit: load, lateness, who is inactive"),
    "unit_share": gettext_lazy("Hand out cases"),
    "unit_absences": gettext_lazy("Who is away"),
    "works": gettext_lazy("Planned works"),
    "season_press": gettext_lazy("Start and lift a season"),
    "city_page": gettext_lazy("The city on one page"),
    "watched": gettext_lazy("The district of a council member"),
    "sittings": gettext_lazy("Sessions of the council"),
    "votings": gettext_lazy("Votes of citizens"),
    "confidential": gettext_lazy("The confidential desk"),
    "inspections": gettext_lazy("Finished work to inspect"),
    "inquiries": gettext_lazy("Questions of the leaders"),
    "climbed": gettext_lazy("Escalated cases"),
    "replans": gettext_lazy("Decide on more time"),
    "reading": gettext_lazy("How well automatic reading works"),
    "case_assign": gettext_lazy("Hand a case to a colleague"),
    "routing_agencies": gettext_lazy("Agencies"),
    "routing_rules": gettext_lazy("Routing rules"),
    "routing_rule_switch": gettext_lazy("Switch a rule on and off"),
    "routing_lessons": gettext_lazy("Routing corrections"),
    "routing_returns": gettext_lazy("Returns"),
    "admin_people": gettext_lazy("Accounts"),
    "admin_person_new": gettext_lazy("Add an account"),
    "admin_person_press": gettext_lazy("Close and open accounts"),
    "admin_audit": gettext_lazy("Audit"),
    "admin_units": gettext_lazy("Merge and split units"),
    "admin_owners": gettext_lazy("Ownership"),
    "admin_terms": gettext_lazy("Hours"),
}
_SORTS: Final = {
    "own": gettext_lazy("A case of the own unit"),
    "below": gettext_lazy("A case of a unit that reports to it"),
    "other": gettext_lazy("A case of another unit"),
    "secret": gettext_lazy("A confidential report"),
    "about_unit": gettext_lazy("A complaint about the own unit"),
    "about_person": gettext_lazy("A complaint about this person"),
}


@dataclass(frozen=True, slots=True)
class VisibilityExample:
    """One kind of case, a current example of it if there is one, and what the rules allow this person, or why not."""

    words: str
    case: CaseFacts | None  # None: the city has no such case now
    may_see: bool
    may_phone: bool
    moves: list[str]
    is_shown: bool  # whether the viewer may know its code
    why_not: str = ""
    why_no_phone: str = ""


@dataclass(frozen=True, slots=True)
class Screen:
    """One staff page, whether the person's role opens it, and by which permissions it opens; of those, which roles."""

    words: str
    is_open: bool
    needed: str = ""
    roles: str = ""


@staff(Permission.LOOK_AFTER)
@require_GET
def admin_person_sight(request: HttpRequest, staff_id: int) -> HttpResponse:
    """Show the page; every yes and no, and every reason, comes from evaluating the rules now."""
    person, by = staff_by_id(staff_id), actor(request)
    if person is None:
        raise NoSuchPerson()
    theirs, city_facts = actor_of(person), current_city()
    code = request.GET.get("code", "").strip()[:40]
    asked_case = _asked_case(code, by) if code else None
    context = {
        "person": person,
        "role": role_words(person.role),
        "unit": city.unit(person.unit_id) if person.unit_id else None,
        "counts": counts_by_visibility(theirs, city_facts.id),
        "examples": [_example(words, case, theirs, by) for words, case in _found(theirs, city_facts.id)],
        "screens": sorted(screens_of(theirs), key=lambda one: not one.is_open),
        "scope": _scope_words(theirs),
        "posts": [post_part(one, in_effect=one.id == person.post_id) for one in posts_of(staff_id, on=today())],
        "rights": [permission_part(one, is_guarded=one in GUARDED) for one in Permission if theirs.may(one)],
        "lacking": [(permission_part(one), _roles_with(one)) for one in Permission if not theirs.may(one)],
        "scope_name": in_language(RoleScope.labels()[theirs.rights.scope]) if theirs.rights.scope else "",
        "code": code,
        "answer": _example(code_text(asked_case.code), asked_case, theirs, by) if asked_case is not None else None,
    }
    return render(request, "admin/visibility.html", context)


def _asked_case(code: str, by: Actor) -> CaseFacts | None:
    """The case of a code that was typed in, if whoever asks may see it; else None, as for a code that nobody has."""
    number = read_code(code)
    case = cases.case_of(number) if number is not None else None
    return case if case is not None and may_see(by, visibility_of(case)) else None


def _found(theirs: Actor, city_id: int) -> list[tuple[str, CaseFacts | None]]:
    found = examples_for(theirs, city_id)
    return [(str(words), found[sort]) for sort, words in _SORTS.items() if found[sort] is not None or sort == "secret"]


def _example(description: str, case: CaseFacts | None, theirs: Actor, by: Actor) -> VisibilityExample:
    if case is None:
        return VisibilityExample(description, None, False, False, [], False)
    visibility = visibility_of(case)
    unseen, no_phone = why_not_seen(theirs, visibility), why_no_phone(theirs, visibility)
    judged = cases.allowed_moves(theirs, case) if unseen is None else []
    return VisibilityExample(
        description,
        case,
        unseen is None,
        no_phone is None,
        [in_language(one.move.label) for one in judged if one.is_allowed],
        may_see(by, visibility),
        in_language(unseen) if unseen is not None else "",
        in_language(no_phone) if no_phone is not None else "",
    )


def screens_of(theirs: Actor) -> list[Screen]:
    """Return every named staff page, evaluated by the access rule that its view declares."""
    pages = {page.name: page for page in staff_pages()}
    screens = []
    for name, label in SCREENS.items():
        page = pages.get(name)
        if page is None:
            continue
        is_open = page.is_open_to(theirs.rights)
        needed = _(" or ").join(in_language(one.label) for one in Permission if one in page.permissions)
        screens.append(Screen(str(label), is_open, needed, "" if is_open else _roles_with(*page.permissions)))
    return screens


def _roles_with(*permissions: str) -> str:
    """Return the names of the roles that have any of these permissions."""
    having = roles_with(*permissions)
    return in_language(COMMA).join(name_of(role) for role in open_roles() if role.code in having)


def _scope_words(theirs: Actor) -> str:
    """Return the visibility rule as sentences; the examples show its parts."""
    if not theirs.role:
        return _("No post is valid today, so the account has no rights.")
    sentences = {
        RoleScope.OWN_UNIT: _("Sees the cases of the own unit."),
        RoleScope.BELOW: _("Sees the cases of the own unit and of all that report to it."),
        RoleScope.CITY: _("Sees every case of the city."),
    }
    parts = [sentences.get(RoleScope.of(theirs.rights.scope), _("Sees no case yet: nothing is given to this scope."))]
    if theirs.may(Permission.READ_CONFIDENTIAL):
        parts.append(_("Confidential reports too, with the numbers of those who sent them."))
    elif theirs.may(Permission.JUDGE_INSPECTORATE):
        parts.append(_("Of confidential reports only complaints about the inspectorate itself."))
    else:
        parts.append(_("No confidential report."))
    if theirs.may(Permission.KNOW_REPORTERS):
        parts.append(_("The numbers of those who reported them; each access is recorded."))
    elif not theirs.may(Permission.READ_CONFIDENTIAL):
        parts.append(_("No phone numbers."))
    return " ".join(parts)
