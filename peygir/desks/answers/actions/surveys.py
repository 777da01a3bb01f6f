"""Asks one reporter of a closed case the survey question, and applies the answer."""

from datetime import datetime, timedelta

from peygir.cases import actions as cases
from peygir.cases.models import Case, Report
from peygir.cases.questions import QuestionKind, SurveyAnswer
from peygir.cases.states import CaseState
from peygir.core import clock
from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain
from peygir.desks.answers.contact_channels import counted_as
from peygir.desks.answers.filling import message_for
from peygir.desks.answers.models import Message, Question, Verdict
from peygir.desks.answers.queries import last_question
from peygir.desks.answers.rules import word_on
from peygir.history.kinds.case_answers import SurveyAnswered
from peygir.history.queries import event
from peygir.people.channels import Channel
from peygir.people.queries import citizen_profile
from peygir.people.rules import Actor
from peygir.storage.rows import insert


class NothingIsAsked(Conflict):
    """The case is not waiting for a verdict."""

    message = _("This report is not waiting for your answer now.")


class AnsweredAlready(Conflict):
    """The same reporter has already answered."""

    message = _("Your answer is recorded already. Thank you.")


def ask_surveyed(case_id: int, number: int) -> None:
    """Open the question for a sampled reporter, and send it where the survey asks by SMS."""
    with cases.open_file(case_id) as case:
        drawn = event("case", case_id, number)
        report = Report.objects.filter(pk=drawn.data["report"], case=case).first()
        if report is None or Question.objects.filter(case=case, number=number).exists():
            return
        closes = drawn.at + timedelta(days=int(drawn.data["days"]))
        Question.objects.create(
            case=case, number=number, kind=QuestionKind.SURVEY, report=report, asked_at=drawn.at, closes_at=closes
        )
        if drawn.data["way"] == "sms" and case.state == CaseState.CLOSED:
            _send(case, report, number, days=int(drawn.data["days"]))


def _send(case: Case, report: Report, number: int, *, days: int) -> None:
    profile = citizen_profile(report.citizen_id) if report.citizen_id else None
    if profile is None or profile.is_silent or not profile.phone:
        return
    now = clock.now()
    subject, body = message_for(
        report, QuestionKind.SURVEY, case=case, channel=Channel.SMS, answer="", data={"days": days}
    )
    message = Message(
        case=case,
        number=number,
        report=report,
        kind=QuestionKind.SURVEY,
        channel=Channel.SMS,
        address=profile.phone,
        subject=subject,
        body=body,
        counted_as=counted_as(report, profile, Channel.SMS, profile.phone),
        created_at=now,
        next_try_at=now,
    )
    insert(message, unless_known=True)


def answer_survey(report_id: int, *, answer: str, reason: str, channel: str, by: Actor) -> None:
    """Record a reporter's answer to a survey, given by message or told to an operator.

    Raises NothingIsAsked, AnsweredAlready, and what reopening raises.
    """
    report = Report.objects.filter(pk=report_id).first()
    if report is None or answer not in SurveyAnswer.labels():
        raise NothingIsAsked()
    with cases.open_file(report.case_id) as case:
        question, now = last_question(case.pk, report_id=report_id), clock.now()
        if question is None or question.kind != QuestionKind.SURVEY:
            raise NothingIsAsked()
        if Verdict.objects.filter(question=question, report=report).exists():
            raise AnsweredAlready()
        is_ended = question.ended_at is not None
        is_in_time = now < question.closes_at
        if not word_on(
            QuestionKind.SURVEY, state=case.state, close_kind=case.close_kind, is_ended=is_ended, is_in_time=is_in_time
        ):
            raise NothingIsAsked()
        keep_survey_answer(case, question, answer, reason=reason, channel=channel, by=by, at=now)


def keep_survey_answer(
    case: Case, question: Question, answer: str, *, reason: str, channel: str, by: Actor, at: datetime
) -> None:
    """Keep a survey's verdict; "not done" reopens the case, as any "no" does.

    "Unknown" is an answer and no verdict.
    """
    report_id = question.report_id
    assert report_id is not None, "a survey asks one reporter"
    if answer != SurveyAnswer.UNKNOWN:
        Verdict.objects.create(
            question=question,
            report_id=report_id,
            is_fixed=answer == SurveyAnswer.SATISFIED,
            reason=plain(reason),
            channel=channel,
            at=at,
        )
    question.ended_at = at
    question.save(update_fields=["ended_at"])
    answered = SurveyAnswered(report=report_id, answer=answer, channel=channel)
    cases.record_event(case, answered, by=by, at=at)
    if answer == SurveyAnswer.NOT_DONE:
        cases.reopen(
            case, note=reason, why=QuestionKind.SURVEY.value, by=by, is_reporter=True, at=at, said_in=report_id
        )
