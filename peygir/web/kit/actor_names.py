"""The actor of an event, as a name or a role in the viewer's language."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from peygir.city import queries as city
from peygir.history.facts import EventFacts
from peygir.people.role_catalogue import open_roles, role_facts
from peygir.web.kit.templatetags.ui import digits, in_language, named


def who(by: str, names: Mapping[int, str]) -> str:
    """Return the name of a stored actor («staff:3»)."""
    kind, _colon, number = by.partition(":")
    if kind == "staff":
        return names.get(int(number or 0)) or _("a colleague")
    if kind == "agency":
        agency = city.agency(int(number or 0))
        return named(agency) if agency is not None else _("another agency")
    names_by_kind = {
        "citizen": _("the citizen"),
        "anonymous": _("the citizen"),
        "contractor": _("the contractor"),
        "clock": _("the clock"),
        "directory": _("the organisation's directory"),
        "system": _("the system"),
        "import": _("the city's record"),
    }
    return names_by_kind.get(kind, kind)


def staff_ids(events: Iterable[EventFacts]) -> set[int]:
    """Return the ids of staff that appear in these events."""
    return {int(event.by.partition(":")[2]) for event in events if event.by.startswith("staff:")}


def role_words(role: str) -> str:
    """Return a role's name in the viewer's language; of no role, that there is no post."""
    if not role:
        return _("no post")
    facts = role_facts(role)
    return in_language(facts.label) if facts.code else role


def role_choices() -> list[tuple[str, str]]:
    """Return the roles that a post may be in, as (code, name)."""
    return [(role.code, digits(in_language(role.label))) for role in open_roles()]
