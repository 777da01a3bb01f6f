"""The questions and orders of the city's leaders as text in the story of a case."""

from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from peygir.core.json_values import JsonObject, text_in
from peygir.desks.inquiries.rules import InquiryKind
from peygir.history.kinds.inquiries import (
    DateJudged,
    InquiryAnswered,
    InquiryMade,
    InquiryOverdue,
    QuestionAnswered,
    QuestionAsked,
)
from peygir.web.kit.telling import Telling, said_always
from peygir.web.kit.templatetags.ui import day

_MADE: Final = {
    InquiryKind.ASK: gettext_noop("A leader of the city asks; the answer is due by %(due)s."),
    InquiryKind.DATE: gettext_noop("A leader of the city wants it finished by %(due)s. The citizen's promise stays."),
    InquiryKind.REFER: gettext_noop("A leader of the city gave it to this unit."),
    InquiryKind.TAKE_OVER: gettext_noop("A leader of the city took it over."),
    InquiryKind.NOTE: gettext_noop("A note to the council."),
}


def _due(data: JsonObject) -> str:
    return day(datetime.fromisoformat(text_in(data, "due"))) if text_in(data, "due") else "—"


def _made(data: JsonObject) -> str:
    return _(_MADE[InquiryKind.of(text_in(data, "what"))]) % {"due": _due(data)}


def _asked(data: JsonObject) -> str:
    return _("A member of the council asks in public; the answer is due by %(due)s.") % {"due": _due(data)}


def _overdue(data: JsonObject) -> str:
    if text_in(data, "what") == InquiryKind.DATE:
        return _("It was not finished by the date that a leader of the city had set.")
    return _("A question was not answered in time.")


def _answered(data: JsonObject) -> str:
    return _("The unit answered the leader, late.") if data.get("late") else _("The unit answered the leader.")


def _answered_in_public(data: JsonObject) -> str:
    return _("The unit answered the council, late.") if data.get("late") else _("The unit answered the council.")


TELLINGS: Final = {
    InquiryMade.kind: Telling("message-square-text", "tone-info", _made, False),
    InquiryAnswered.kind: Telling("message-square-text", "tone-good", _answered, False),
    InquiryOverdue.kind: Telling("clock-alert", "tone-red", _overdue, False),
    DateJudged.kind: Telling(
        "badge-check",
        "tone-good",
        said_always(gettext_noop("It was finished by the date that a leader of the city had set.")),
        False,
    ),
    QuestionAsked.kind: Telling("message-square-text", "tone-info", _asked),
    QuestionAnswered.kind: Telling("message-square-text", "tone-good", _answered_in_public),
}
