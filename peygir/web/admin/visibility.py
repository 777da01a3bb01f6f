"""What one person may see: the access rules evaluated on real cases, phone numbers, secrets, pages, moves."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from peygir.cases import queries as cases
from peygir.cases.examples import counts_by_visibility, examples_for
from peygir.cases.facts import CaseFacts
from peygir.cases.rules import visibility_of
from peygir.city import queries as city
from peygir.people.actions import NoSuchPerson
from peygir.people.queries import actor_of, staff_by_id
from peygir.people.roles import CENTRE_ROLES, Role
from peygir.people.rules import Actor, may_see, may_see_phone
from peygir.web.kit.access import AccessRule, actor, staff
from peygir.web.kit.actor_names import role_words
from peygir.web.kit.current_city import current_city
from peygir.web.kit.templatetags.ui import in_language

# Staff pages by URL name; URLs that are not listed are commands on one of these pages.
SCREENS: Final = {
    "inbox": gettext_lazy("Inbox"),
    "case": gettext_lazy("The page of a case"),
    "unit_load": gettext_lazy("The unit: load, lateness, who is silent"),
    "unit_share": gettext_lazy("Hand out cases"),
    "unit_absences": gettext_lazy("Who is away"),
    "works": gettext_lazy("Planned works"),
    "season_press": gettext_lazy("Start and lift a season"),
    "climbed": gettext_lazy("What has climbed"),
    "replans": gettext_lazy("Decide on more time"),
    "reading": gettext_lazy("How well the machine reads"),
    "case_assign": gettext_lazy("Hand a case to a colleague"),
    "routing_agencies": gettext_lazy("Agencies"),
    "routing_rules": gettext_lazy("Routing rules"),
    "routing_rule_switch": gettext_lazy("Switch a rule on and off"),
    "routing_lessons": gettext_lazy("Lessons"),
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
    """One kind of case, a current example of it if there is one, and what the rules allow this person."""

    words: str
    case: CaseFacts | None  # None: the city has no such case now
    may_see: bool
    may_phone: bool
    moves: list[str]
    is_shown: bool  # whether the viewer may know its code


@dataclass(frozen=True, slots=True)
class Screen:
    """One staff page, and whether the person's role may open it."""

    words: str
    is_open: bool


@staff(Role.ADMIN, Role.SUPERVISOR)
@require_GET
def admin_person_sight(request: HttpRequest, staff_id: int) -> HttpResponse:
    """Show the page; every yes and no comes from evaluating the rules now."""
    person, by = staff_by_id(staff_id), actor(request)
    if person is None:
        raise NoSuchPerson()
    theirs, city_facts = actor_of(person), current_city()
    context = {
        "person": person,
        "role": role_words(person.role),
        "unit": city.unit(person.unit_id) if person.unit_id else None,
        "counts": counts_by_visibility(theirs, city_facts.id),
        "examples": [_example(words, case, theirs, by) for words, case in _found(theirs, city_facts.id)],
        "screens": sorted(screens_of(person.role), key=lambda one: not one.is_open),
        "scope": _scope_words(theirs),
    }
    return render(request, "admin/visibility.html", context)


def _found(theirs: Actor, city_id: int) -> list[tuple[str, CaseFacts | None]]:
    found = examples_for(theirs, city_id)
    return [(str(words), found[sort]) for sort, words in _SORTS.items() if found[sort] is not None or sort == "secret"]


def _example(description: str, case: CaseFacts | None, theirs: Actor, by: Actor) -> VisibilityExample:
    if case is None:
        return VisibilityExample(description, None, False, False, [], False)
    visibility = visibility_of(case)
    is_seen = may_see(theirs, visibility)
    judged = cases.allowed_moves(theirs, case) if is_seen else []
    moves = [in_language(one.move.label) for one in judged if one.is_allowed]
    return VisibilityExample(
        description, case, is_seen, may_see_phone(theirs, visibility), moves, may_see(by, visibility)
    )


def screens_of(role: str) -> list[Screen]:
    """Return every named staff page, evaluated by the access rule that its view declares."""
    rules = {pattern.name: rule for pattern in get_resolver().url_patterns for pattern, rule in _ruled(pattern)}
    return [Screen(str(words), role in rules[name].roles) for name, words in SCREENS.items() if name in rules]


def _ruled(pattern: URLPattern | URLResolver) -> list[tuple[URLPattern, AccessRule]]:
    if isinstance(pattern, URLResolver):
        return [pair for one in pattern.url_patterns for pair in _ruled(one)]
    rule = getattr(pattern.callback, "access_rule", None)
    return [(pattern, rule)] if rule is not None and rule.kind == "staff" else []


def _scope_words(theirs: Actor) -> str:
    """Return the visibility rule as a sentence; the examples show its parts."""
    kinds: dict[str, Callable[[], str]] = {
        Role.CLERK: lambda: _("Sees the cases of the own unit, and the numbers of those who reported them."),
        Role.MANAGER: lambda: _(
            "Sees the cases of the own unit and the numbers of those who reported them, and hands out its work."
        ),
        Role.DEPUTY: lambda: _("Sees the cases of the own unit and of all that report to it; no phone numbers."),
        Role.INSPECTORATE: lambda: _(
            "Sees every case and alone the confidential reports, with the numbers of those who sent them."
        ),
        Role.MAYOR: lambda: _(
            "Sees every case but confidential reports; of those only complaints about the inspectorate itself."
        ),
    }
    centre = lambda: _("Sees every case of the city but confidential reports, and the numbers of who reported them.")  # noqa: E731
    others = lambda: _("Sees every case of the city but confidential reports; no phone numbers.")  # noqa: E731
    return kinds.get(theirs.role, centre if theirs.role in CENTRE_ROLES else others)()
