"""What the log of accounts says in words: made, changed, away, and changes that wait for a second person."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from peygir.city import queries as city
from peygir.web.kit.actor_names import role_words
from peygir.web.kit.templatetags.ui import day, digits, named

EventWords = Callable[[dict[str, Any], Mapping[int, str]], str]
"""Takes the event's data and the names of staff by their ids."""


def _person(names: Mapping[int, str], pk: Any) -> str:
    return names.get(pk) or _("a colleague")


def _unit(pk: Any) -> str:
    return named(city.unit(pk)) if pk else "—"


def added(data: dict[str, Any], _names: Mapping[int, str]) -> str:
    """An account was made: its role and unit."""
    return _("The account was made: %(role)s, %(unit)s.") % {
        "role": digits(role_words(data.get("role", ""))),
        "unit": _unit(data.get("unit")),
    }


def changed(data: dict[str, Any], _names: Mapping[int, str]) -> str:
    """Which role, unit or state an account had before, and has now."""
    changes = []
    for field, (before, after) in data.get("changed", {}).items():
        if field == "role":
            pair = {"before": digits(role_words(before)), "after": digits(role_words(after))}
            changes.append(_("Role: %(before)s, now %(after)s.") % pair)
        elif field == "unit_id":
            changes.append(_("Unit: %(before)s, now %(after)s.") % {"before": _unit(before), "after": _unit(after)})
        elif field == "is_active":
            changes.append(_("The account was opened.") if after else _("The account was closed."))
    if data.get("own") and not changes:
        changes.append(_("Name or address was changed."))
    if data.get("undoes"):
        changes.append(_("It takes back line %(number)s.") % {"number": digits(data["undoes"])})
    return " ".join(changes)


def absent(data: dict[str, Any], names: Mapping[int, str]) -> str:
    """From when to when somebody is away, and who stands in."""
    first, last = (day(date.fromisoformat(data[name])) for name in ("from", "to"))
    if data.get("deputy"):
        return _("Away from %(first)s to %(last)s; %(deputy)s stands in.") % {
            "first": first,
            "last": last,
            "deputy": _person(names, data["deputy"]),
        }
    return _("Away from %(first)s to %(last)s, without a deputy.") % {"first": first, "last": last}


def deed_words(deed: str, was: str, role: str) -> str:
    """What a proposed change of an account does, in the reader's language; `was` and `role` before and after."""
    if deed == "password":
        return _("a new password")
    if deed == "second_step":
        return _("the second step of the sign-in taken off")
    if was != role:
        pair = {"before": digits(role_words(was)), "after": digits(role_words(role))}
        return _("role “%(before)s” becomes “%(after)s”") % pair
    return _("the account is opened, or its details change")


def proposal(text: Callable[[], str]) -> EventWords:
    """A sentence about a proposed change of an account."""

    def event_text(data: dict[str, Any], _names: Mapping[int, str]) -> str:
        deed = deed_words(str(data.get("deed", "")), str(data.get("was", "")), str(data.get("role", "")))
        return text() % {"deed": deed}

    return event_text
