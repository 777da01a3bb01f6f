"""What a case's story says of agencies outside: told on a day, asked again, answered."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from peygir.city import queries as city
from peygir.web.kit.templatetags.ui import day, digits, named


def agency_of(data: Mapping[str, Any]) -> str:
    """«شرکت برق (۱۲۱)»: the agency with the number people call."""
    agency = city.agency(data["agency"]) if data.get("agency") else None
    if agency is None:
        return _("another agency")
    return f"{named(agency)} ({digits(agency.phone)})" if agency.phone else named(agency)


def told(data: Mapping[str, Any]) -> str:
    """The agency was told, on which day."""
    at = data.get("at")
    if not isinstance(at, datetime):
        return _("%(agency)s was told of it; we keep following.") % {"agency": agency_of(data)}
    return _("%(agency)s was told of it on %(day)s; we keep following.") % {"agency": agency_of(data), "day": day(at)}


def asked_again(data: Mapping[str, Any]) -> str:
    """Somebody of the centre asked once more."""
    return _("%(agency)s was asked again.") % {"agency": agency_of(data)}


def answered(data: Mapping[str, Any]) -> str:
    """The answer came; its words stand beside the line."""
    return _("%(agency)s answered.") % {"agency": agency_of(data)}


def told_more(data: Mapping[str, Any]) -> str:
    """The agency said how far it is; its words stand beside the line."""
    return _("%(agency)s told how far it is.") % {"agency": agency_of(data)}


def chase_due(data: Mapping[str, Any]) -> str:
    """Time to ask again."""
    return _("%(agency)s has not answered; it is time to ask again.") % {"agency": agency_of(data)}
