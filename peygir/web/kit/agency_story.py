"""What agencies say of referrals, and their clock, as text in the story of a case."""

from typing import Final

from django.utils.translation import gettext as _

from peygir.city import queries as city
from peygir.core.json_values import JsonObject, number_in, text_in
from peygir.desks.partners.agency_states import ClockStep, QuestionTo
from peygir.history.kinds.agencies import (
    AgencyAskedCentre,
    AgencyAskedCitizens,
    AgencyConfirmed,
    AgencyEscalated,
    AgencyOverdue,
    AgencyQuestionAnswered,
    AgencyRefused,
    AgencySawReporter,
)
from peygir.web.kit.agency_words import agency_of
from peygir.web.kit.telling import Telling
from peygir.web.kit.templatetags.ui import digits, named


def _confirmed(data: JsonObject) -> str:
    return _("%(agency)s confirmed that it has received it.") % {"agency": agency_of(data)}


def _refused(data: JsonObject) -> str:
    agency_id, unit_id = number_in(data, "other_agency"), number_in(data, "other_unit")
    other = city.agency(agency_id) if agency_id else city.unit(unit_id) if unit_id else None
    if other is None:
        return _("%(agency)s says that it is not its business; the centre decides.") % {"agency": agency_of(data)}
    values = {"agency": agency_of(data), "other": named(other)}
    return _("%(agency)s says that it is the business of %(other)s; the centre decides.") % values


def _asked_centre(data: JsonObject) -> str:
    return _("%(agency)s asked the centre a question.") % {"agency": agency_of(data)}


def _asked_citizens(data: JsonObject) -> str:
    return _("%(agency)s asked those who reported it a question.") % {"agency": agency_of(data)}


def _answered(data: JsonObject) -> str:
    if text_in(data, "to") == QuestionTo.CITIZEN:
        return _("The question of %(agency)s was answered by a reporter.") % {"agency": agency_of(data)}
    return _("The question of %(agency)s was answered by the centre.") % {"agency": agency_of(data)}


def _overdue(data: JsonObject) -> str:
    if text_in(data, "what") == ClockStep.CONFIRM:
        return _("%(agency)s has not confirmed in time and was reminded.") % {"agency": agency_of(data)}
    return _("%(agency)s has not answered in time and was reminded.") % {"agency": agency_of(data)}


def _escalated(data: JsonObject) -> str:
    values = {"agency": agency_of(data), "letter": digits(text_in(data, "letter"))}
    return _("%(agency)s has not answered; the governor's office was told by letter %(letter)s.") % values


def _saw(data: JsonObject) -> str:
    return _("%(agency)s looked at the number of a reporter who had agreed to it.") % {"agency": agency_of(data)}


TELLINGS: Final = {
    AgencyConfirmed.kind: Telling("badge-check", "tone-info", _confirmed),
    AgencyRefused.kind: Telling("undo-2", "tone-orange", _refused),
    AgencyAskedCentre.kind: Telling("circle-help", "tone-info", _asked_centre, False),
    AgencyAskedCitizens.kind: Telling("circle-help", "tone-info", _asked_citizens),
    AgencyQuestionAnswered.kind: Telling("message-square-text", "tone-good", _answered, False),
    AgencyOverdue.kind: Telling("clock-alert", "tone-orange", _overdue),
    AgencyEscalated.kind: Telling("landmark", "tone-red", _escalated),
    AgencySawReporter.kind: Telling("eye", "tone-quiet", _saw),
}
