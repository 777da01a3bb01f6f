"""The account log as text: accounts created, changed, absences, and changes that wait for a second person."""

from collections.abc import Callable, Mapping
from datetime import date

from django.utils.translation import gettext as _

from peygir.city import queries as city
from peygir.core.json_values import JsonObject, list_in, number_in, object_in, text_in
from peygir.web.kit.actor_names import role_words
from peygir.web.kit.templatetags.ui import day, digits, named

EventWords = Callable[[JsonObject, Mapping[int, str]], str]
"""Takes the event's data and the names of staff by their ids."""


def _person(names: Mapping[int, str], pk: int) -> str:
    return names.get(pk) or _("a colleague")


def _unit(pk: object) -> str:
    return named(city.unit(pk)) if isinstance(pk, int) and pk else "—"


def added(data: JsonObject, _names: Mapping[int, str]) -> str:
    """Return the text of a new account: its role and unit."""
    return _("The account was made: %(role)s, %(unit)s.") % {
        "role": digits(role_words(text_in(data, "role"))),
        "unit": _unit(data.get("unit")),
    }


def changed(data: JsonObject, _names: Mapping[int, str]) -> str:
    """Return the role, unit or state of an account before and after a change."""
    changes = []
    fields = object_in(data, "changed")
    for field in fields:
        before, after = list_in(fields, field)
        if field == "role":
            pair = {"before": digits(role_words(str(before or ""))), "after": digits(role_words(str(after or "")))}
            changes.append(_("Role: %(before)s, now %(after)s.") % pair)
        elif field == "unit_id":
            changes.append(_("Unit: %(before)s, now %(after)s.") % {"before": _unit(before), "after": _unit(after)})
        elif field == "is_active":
            changes.append(_("The account was opened.") if after else _("The account was closed."))
    if data.get("own") and not changes:
        changes.append(_("Name or address was changed."))
    if data.get("undoes"):
        changes.append(_("It undoes line %(number)s.") % {"number": digits(data["undoes"])})
    return " ".join(changes)


def absent(data: JsonObject, names: Mapping[int, str]) -> str:
    """Return the first and last day of an absence, and the deputy."""
    first, last = (day(date.fromisoformat(text_in(data, name))) for name in ("from", "to"))
    deputy = number_in(data, "deputy")
    if deputy:
        return _("Away from %(first)s to %(last)s; deputy: %(deputy)s.") % {
            "first": first,
            "last": last,
            "deputy": _person(names, deputy),
        }
    return _("Away from %(first)s to %(last)s, without a deputy.") % {"first": first, "last": last}


def deed_words(deed: str, was: str, role: str) -> str:
    """Return what a proposed change does to an account, in the viewer's language; `was` and `role` are the roles before
    and after.
    """
    if deed == "password":
        return _("a new password")
    if deed == "second_step":
        return _("the second step of the sign-in removed")
    if deed == "post":
        return _("a post as “%(role)s” is recorded, ended or corrected") % {"role": digits(role_words(role))}
    if was != role:
        pair = {"before": digits(role_words(was)), "after": digits(role_words(role))}
        return _("role “%(before)s” becomes “%(after)s”") % pair
    return _("the account is opened, or its details change")


def proposal(text: Callable[[], str]) -> EventWords:
    """Return a function that renders the event of a proposed change with the sentence `text`."""

    def event_text(data: JsonObject, _names: Mapping[int, str]) -> str:
        deed = deed_words(text_in(data, "deed"), text_in(data, "was"), text_in(data, "role"))
        return text() % {"deed": deed}

    return event_text
