"""The events of outside agencies as text for a case's story: informed on a day, reminded, answered."""

from datetime import datetime

from django.utils.translation import gettext as _

from peygir.city import queries as city
from peygir.core.json_values import JsonObject, number_in
from peygir.web.kit.templatetags.ui import day, digits, named


def agency_of(data: JsonObject) -> str:
    """Return «شرکت برق (۱۲۱)»: the agency with its phone number."""
    agency_id = number_in(data, "agency")
    agency = city.agency(agency_id) if agency_id else None
    if agency is None:
        return _("another agency")
    return f"{named(agency)} ({digits(agency.phone)})" if agency.phone else named(agency)


def told(data: JsonObject) -> str:
    """Return that the agency was informed, and the day."""
    at = data.get("at")
    if not isinstance(at, datetime):
        return _("%(agency)s was told of it; we keep following.") % {"agency": agency_of(data)}
    return _("%(agency)s was told of it on %(day)s; we keep following.") % {"agency": agency_of(data), "day": day(at)}


def asked_again(data: JsonObject) -> str:
    """Return that the centre reminded the agency."""
    return _("%(agency)s was asked again.") % {"agency": agency_of(data)}


def answered(data: JsonObject) -> str:
    """Return that the agency answered; its text is shown beside the event."""
    return _("%(agency)s answered.") % {"agency": agency_of(data)}


def told_more(data: JsonObject) -> str:
    """Return that the agency reported progress; its text is shown beside the event."""
    return _("%(agency)s reported its progress.") % {"agency": agency_of(data)}


def agency_reminder_due(data: JsonObject) -> str:
    """Return that a reminder is due."""
    return _("%(agency)s has not answered; it is time to ask again.") % {"agency": agency_of(data)}
