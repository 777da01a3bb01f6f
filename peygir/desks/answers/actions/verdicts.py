"""Asks reporters whether it is fixed, and applies their answer or their silence."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from peygir.cases import actions as cases
from peygir.cases.models import Report
from peygir.cases.questions import QuestionKind
from peygir.cases.states import CaseState, CloseKind
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.words import plain
from peygir.desks.answers.actions.surveys import AnsweredAlready, NothingIsAsked, keep_survey_answer
from peygir.desks.answers.models import Question, Verdict
from peygir.desks.answers.queries import last_question, question_to
from peygir.desks.answers.rules import ASKED_STATES, word_on
from peygir.history.kinds.case_answers import AnswerUnclear
from peygir.people.rules import CLOCK, SYSTEM, Actor

BATCH: Final = 200
MOST_WORDS: Final = 1000
"""The most characters kept of an unclear answer."""


def ask_reporters(case_id: int, number: int) -> None:
    """After `done` or `not actionable`: open the question, which an answer or the clock will close."""
    with cases.open_file(case_id) as case:
        kind = next((kind for kind, state in ASKED_STATES.items() if state == case.state), None)
        if kind is None or Question.objects.filter(case=case, number=number).exists():
            return
        days = city.city_by_id(case.city_id).silence_days
        Question.objects.create(
            case=case,
            number=number,
            kind=kind,
            asked_at=case.state_at,
            closes_at=case.state_at + timedelta(days=days),
        )


def give_verdict(report_id: int, *, is_fixed: bool, reason: str, channel: str, by: Actor) -> None:
    """Record a reporter's answer: yes confirms, no (with a reason) reopens; so does an objection to "no action needed".

    Each reporter of a case may answer once. The first answer settles the question; within its period a later "no"
    reopens the case, and a later "yes" is kept without effect. Raises NothingIsAsked, AnsweredAlready, and what the
    moves raise.
    """
    report = Report.objects.filter(pk=report_id).first()
    if report is None:
        raise NothingIsAsked()
    with cases.open_file(report.case_id) as case:
        question, now = last_question(case.pk, report_id=report_id), clock.now()
        if question is not None and Verdict.objects.filter(question=question, report=report).exists():
            raise AnsweredAlready()
        word = (
            ""
            if question is None
            else word_on(
                question.kind,
                state=case.state,
                close_kind=case.close_kind,
                is_ended=question.ended_at is not None,
                is_in_time=now < question.closes_at,
            )
        )
        if question is None or not word:
            raise NothingIsAsked()
        if question.kind == QuestionKind.SURVEY:
            said = "satisfied" if is_fixed else "not_done"
            keep_survey_answer(case, question, said, reason=reason, channel=channel, by=by, at=now)
            return
        Verdict.objects.create(
            question=question, report=report, is_fixed=is_fixed, reason=plain(reason), channel=channel, at=now
        )
        if word == "first":
            question.ended_at = now
            question.save(update_fields=["ended_at"])
        if not is_fixed:
            why = "not_fixed" if question.kind == QuestionKind.FIXED else "objection"
            why = why if word == "first" else f"{why}_after"
            cases.reopen(case, note=reason, why=why, by=by, is_reporter=True, at=now, said_in=report.pk)
        elif word == "first" and question.kind == QuestionKind.FIXED:
            cases.confirm(case, by=by, is_reporter=True, at=now)
        elif word == "first":
            cases.close(case, kind=CloseKind.NO_ACTION, by=SYSTEM, at=now)


def keep_unclear(report_id: int, *, text: str, channel: str, by: Actor) -> None:
    """Keep a reporter's unclear answer in the case's history; silence then no longer closes the case.

    A person of the centre reads it and confirms or reopens the case; the reporter may still answer clearly. Raises
    NothingIsAsked.
    """
    report = Report.objects.filter(pk=report_id).first()
    if report is None:
        raise NothingIsAsked()
    with cases.open_file(report.case_id) as case:
        question = question_to(case, report_id=report_id)
        if question is None:
            raise NothingIsAsked()
        now = clock.now()
        if question.kind != QuestionKind.SURVEY:
            question.unclear_at = now
            question.save(update_fields=["unclear_at"])
        unclear = AnswerUnclear(report=report_id, channel=channel)
        cases.record_event(case, unclear, by=by, at=now, note=plain(text)[:MOST_WORDS])


def close_confirmed(case_id: int, number: int) -> None:
    """Close the case that the citizen confirmed."""
    with cases.open_file(case_id) as case:
        if case.state == CaseState.CONFIRMED:
            cases.close(case, kind=CloseKind.CONFIRMED, by=SYSTEM)


def close_silent(now: datetime) -> int:
    """Close the questions whose period is over by `now`: done ends as unconfirmed, not actionable as no action.

    A question with an unclear answer waits for a person to read it. At most BATCH at once; returns how many were
    closed, including those that another move had overtaken.
    """
    unread = Q(unclear_at__isnull=False, case__state__in=ASKED_STATES.values())
    due = Question.objects.filter(ended_at=None, closes_at__lte=now).exclude(unread)
    count = 0
    for question_id, case_id in due.order_by("closes_at", "pk").values_list("pk", "case_id")[:BATCH]:
        with cases.open_file(case_id) as case:
            # Under the lock: it may have been answered, or closed by another clock process.
            questions = list(Question.objects.filter(case=case).order_by("number"))
            question = next((one for one in questions if one.pk == question_id and one.ended_at is None), None)
            if question is None:
                continue
            question.ended_at = question.closes_at
            question.save(update_fields=["ended_at"])
            count += 1
            if question is questions[-1] and case.state == ASKED_STATES.get(question.kind):
                kind = CloseKind.SILENCE if question.kind == QuestionKind.FIXED else CloseKind.NO_ACTION
                cases.close(case, kind=kind, by=CLOCK, at=now)
    return count
