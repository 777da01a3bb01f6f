"""An operator's survey commands: recording an answer (a verdict like any other), and calling the citizen."""

from datetime import datetime
from typing import Final

from django.db import transaction

from peygir.cases import queries as cases
from peygir.cases.questions import SurveyAnswer
from peygir.centre.contacts import actions as contacts
from peygir.core.refusals import Conflict
from peygir.desks.answers import actions as answers
from peygir.desks.surveys import actions as surveys
from peygir.desks.surveys import queries as surveys_queries
from peygir.people.channels import Channel
from peygir.people.rules import SYSTEM, Actor

_REASON: Final = "بر پایهٔ پاسخ شهروند در نظرسنجی"


def tell_survey(ask_id: int, *, result: str, text: str = "", by: Actor) -> None:
    """Record the result of a survey call: one of the answers, or that nobody was reached.

    Raises what `surveys.settle_ask` and `answers.answer_survey` raise; then neither is kept.
    """
    _of(ask_id, by)
    if result not in SurveyAnswer.labels():
        surveys.note_try(ask_id, by=by)
        return
    with transaction.atomic():
        report_id = surveys.settle_ask(ask_id, answer=result, by=by)
        reason = text or (_REASON if result == SurveyAnswer.NOT_DONE else "")
        answers.answer_survey(report_id, answer=result, reason=reason, channel=Channel.PHONE, by=by)


def hear_survey(key: str, *, pressed: str, at: datetime) -> None:
    """Record the key that a citizen pressed in the voice menu: a verdict like any other, by the channel "voice".

    A repeated event changes nothing. Where the case takes no answer any more, only the call is kept.
    """
    try:
        with transaction.atomic():
            said = surveys.settle_voice(key, pressed=pressed, at=at)
            if said is not None:
                report_id, answer = said
                reason = _REASON if answer == SurveyAnswer.NOT_DONE else ""
                answers.answer_survey(report_id, answer=answer, reason=reason, channel=Channel.VOICE, by=SYSTEM)
    except Conflict:
        surveys.miss_voice(key, text="ended meanwhile", at=at)


def call_for_survey(city_id: int, ask_id: int, *, by: Actor) -> int:
    """Call the citizen from the phone of `by`; returns the contact's id. Raises as `contacts.ask_for_call`."""
    line = _of(ask_id, by)
    report = cases.report_of(line.report_id)
    return contacts.ask_for_call(city_id, line.phone, citizen_id=report.citizen_id if report else None, by=by)


def _of(ask_id: int, by: Actor) -> surveys_queries.AskLine:
    """The question, if this person may see its case. Raises NoSuchAsk."""
    ask_line = surveys_queries.ask(ask_id, by)
    if ask_line is None:
        raise surveys.NoSuchAsk()
    return ask_line
