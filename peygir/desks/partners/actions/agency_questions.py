"""Questions of agencies to the centre or to the reporters: asked while the clock stands, answered, and looked at."""

from datetime import datetime

from peygir.cases import actions as cases
from peygir.cases.models import Case
from peygir.core import clock
from peygir.desks.partners.actions.agency_requests import AGENCY, checked_words, open_request
from peygir.desks.partners.agency_rules import AgencyQuestionIsOpen, NoSuchQuestion
from peygir.desks.partners.agency_states import ClockStep, QuestionTo
from peygir.desks.partners.models import AgencyQuestion, AgencyRequest
from peygir.history.kinds.agencies import (
    AgencyAskedCentre,
    AgencyAskedCitizens,
    AgencyQuestionAnswered,
    AgencySawReporter,
)
from peygir.people.actions import NotYourWork
from peygir.people.permissions import Permission
from peygir.people.rules import Actor


def ask_question(case: Case, row: AgencyRequest, *, to: str, question_text: str) -> AgencyQuestion:
    """Keep a question of the agency; its clock stands until the answer. The caller has opened the request.

    Reporters are told a question only without personal data in it. Raises AgencyWordsAreMissing, AgencyQuestionIsOpen,
    WordsArePersonal.
    """
    checked = checked_words(question_text)
    if AgencyQuestion.objects.filter(request=row, answered_at=None).exists():
        raise AgencyQuestionIsOpen()
    moment, by = clock.now(), Actor(AGENCY, row.agency_id)
    question = AgencyQuestion(request=row, to=str(QuestionTo.of(to)), number=case.event_count + 1, asked_at=moment)
    question.save(force_insert=True)
    asked = AgencyAskedCitizens if to == QuestionTo.CITIZEN else AgencyAskedCentre
    event = asked(agency=row.agency_id, request=row.pk, question=question.pk)
    cases.record_event(case, event, by=by, at=moment, note=checked, is_public=to == QuestionTo.CITIZEN)
    row.next_at = None
    row.save(update_fields=["next_at"])
    return question


def answer_question(
    question_id: int, *, answer_text: str, by: Actor, report_id: int | None = None, shares_contact: bool = False
) -> int:
    """Keep the answer to an agency's question and let its clock go on; returns the id of the request.

    The time of waiting is added to what is still due. `report_id` names the report whose reporter answers, who may
    let the agency know name and number (`shares_contact`); without one the centre answers. Raises NotYourWork,
    NoSuchQuestion, AgencyWordsAreMissing, AgencyRequestIsOver.
    """
    if report_id is None and not (by.is_system or by.may(Permission.WORK_AT_CENTRE)):
        raise NotYourWork()
    checked = checked_words(answer_text)
    request_id = AgencyQuestion.objects.filter(pk=question_id).values_list("request_id", flat=True).first()
    if request_id is None:
        raise NoSuchQuestion()
    with open_request(request_id) as (case, row):
        question = AgencyQuestion.objects.get(pk=question_id)
        if question.answered_at is not None or (report_id is not None and not _may_reporter(question, case, report_id)):
            raise NoSuchQuestion()
        moment = clock.now()
        answered = AgencyQuestionAnswered(
            agency=row.agency_id, request=row.pk, question=question.pk, to=str(question.to)
        )
        cases.record_event(case, answered, by=by, at=moment, note=checked)
        question.answered_at, question.answer_number = moment, case.event_count
        question.shared_report_id = report_id if shares_contact else None
        question.save()
        _go_on(row, question.asked_at, moment)
    return int(request_id)


def _may_reporter(question: AgencyQuestion, case: Case, report_id: int) -> bool:
    return question.to == QuestionTo.CITIZEN and case.reports.filter(pk=report_id).exists()


def _go_on(row: AgencyRequest, asked_at: datetime, now: datetime) -> None:
    """Add the time of waiting to what was not yet due when the agency asked."""
    waited = now - asked_at
    for name in ("confirm_due_at", "answer_due_at", "escalate_at"):
        due = getattr(row, name)
        if due is not None and due > asked_at:
            setattr(row, name, due + waited)
    if row.next_step:
        due_of = {
            ClockStep.CONFIRM: row.confirm_due_at,
            ClockStep.ANSWER: row.answer_due_at,
            ClockStep.ESCALATE: row.escalate_at,
        }
        row.next_at = due_of[ClockStep.of(row.next_step)]
    row.save(update_fields=["confirm_due_at", "answer_due_at", "escalate_at", "next_at"])


def note_look_at_reporter(request_id: int, agency_id: int) -> int:
    """Keep that the agency looks at the name and number of a reporter who agreed; returns the id of the report.

    Raises NoSuchAgencyRequest, AgencyRequestIsOver, NoSuchQuestion if nobody agreed.
    """
    with open_request(request_id, agency_id=agency_id) as (case, row):
        question = AgencyQuestion.objects.filter(request=row, shared_report__isnull=False).last()
        if question is None or question.shared_report_id is None:
            raise NoSuchQuestion()
        report_id = int(question.shared_report_id)
        seen = AgencySawReporter(agency=row.agency_id, request=row.pk, report=report_id)
        cases.record_event(case, seen, by=Actor(AGENCY, row.agency_id))
    return report_id
