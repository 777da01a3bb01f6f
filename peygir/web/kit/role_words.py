"""Roles as text: their permissions and scope, what a proposal changes, and the events of changes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from peygir.core.json_values import JsonObject, text_in
from peygir.people.first_roles import RoleFacts
from peygir.people.permissions import Permission, RoleScope
from peygir.people.role_rules import ADD, RETIRE
from peygir.people.roles import LEVELS, AlertLevel
from peygir.web.kit.actor_names import role_words
from peygir.web.kit.templatetags.ui import digits, in_language, language

EventWords = Callable[[JsonObject, Mapping[int, str]], str]


@dataclass(frozen=True, slots=True)
class PermissionPart:
    """A permission as a page shows it; `is_guarded`: it changes hands with two people alone."""

    code: str
    name: str
    about: str
    is_guarded: bool = False


@dataclass(frozen=True, slots=True)
class RoleDifference:
    """One thing in which two roles, or two versions of one, differ."""

    what: str
    before: str
    after: str


def permission_part(permission: Permission, *, is_guarded: bool = False) -> PermissionPart:
    """Return a permission in the viewer's language."""
    return PermissionPart(str(permission), in_language(permission.label), in_language(permission.about), is_guarded)


def name_of(role: RoleFacts) -> str:
    """Return a role's name in the viewer's language."""
    return digits(in_language(role.label)) if role.code else "—"


def scope_words(role: RoleFacts) -> str:
    """Return the scope in the viewer's language."""
    return in_language(RoleScope.labels()[role.scope]) if role.scope else "—"


def level_words(role: RoleFacts) -> str:
    """Return whose alerts the holders of a role get."""
    joint = "، " if language() == "fa" else ", "
    names = [in_language(AlertLevel.labels()[level]) for level in LEVELS if level in role.levels]
    return joint.join(names) or _("no alerts")


def traits(role: RoleFacts) -> list[tuple[str, str]]:
    """Return everything about a role but its permissions, as (what, value)."""
    return [
        (_("Scope"), scope_words(role)),
        (_("Gets the alerts that go to"), level_words(role)),
        (_("Leads the unit"), _yes(role.leads)),
        (_("One holder at a time"), _yes(role.is_sole)),
        (_("Needs a unit"), _yes(role.needs_unit)),
    ]


def differences(before: RoleFacts, after: RoleFacts) -> list[RoleDifference]:
    """Return what differs besides the permissions; of a new role (no code before), everything."""
    pairs = [
        (_("Name in Persian"), before.name_fa, after.name_fa),
        (_("Name in English"), before.name_en, after.name_en),
    ]
    old = dict(traits(before)) if before.code else {}
    pairs += [(what, old.get(what, ""), value) for what, value in traits(after)]
    return [RoleDifference(what, old_value, value) for what, old_value, value in pairs if old_value != value]


def gained(before: RoleFacts, after: RoleFacts) -> list[PermissionPart]:
    """Return the permissions that `after` has and `before` has not."""
    return [permission_part(one) for one in Permission if after.may(one) and not before.may(one)]


def deed_of(deed: str, role: str) -> str:
    """Return what a proposal does, as a sentence."""
    if deed == ADD:
        return _("A new role “%(role)s”") % {"role": role}
    if deed == RETIRE:
        return _("The role “%(role)s” is retired") % {"role": role}
    return _("The role “%(role)s” changes") % {"role": role}


def step(text: Callable[[], str]) -> EventWords:
    """Return a function that renders the event of a step of a change with the sentence `text`."""

    def event_text(data: JsonObject, _names: Mapping[int, str]) -> str:
        return text() % {"deed": deed_of(text_in(data, "deed"), digits(role_words(text_in(data, "role"))))}

    return event_text


def _yes(value: bool) -> str:
    return _("yes") if value else _("no")
