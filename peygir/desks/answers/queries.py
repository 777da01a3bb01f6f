"""Messages sent, open questions, verdicts and followings."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min, Q, QuerySet

from peygir.cases import queries as cases
from peygir.cases.facts import CaseFacts
from peygir.core import clock
from peygir.desks.answers.answer_codes import GIVEN_BY, answer_code_of, is_answer_code
from peygir.desks.answers.links import (
    FollowingLinkHasExpired,
    LinkHasExpired,
    following_id_of,
    following_link,
    read_report_token,
    report_id_of,
    token_of,
    verdict_link,
)
from peygir.desks.answers.models import Following, Message, Question, Verdict, WithdrawnReport
from peygir.desks.answers.naming import area_name, followed_name
from peygir.desks.answers.rules import word_on
from peygir.people.channels import Channel
from peygir.storage.prepared import prepared

__all__ = [
    "FollowingLinkHasExpired",
    "LinkHasExpired",
    "answer_code_of",
    "area_name",
    "asking_of",
    "dead_letters",
    "followed_name",
    "following",
    "following_id_of",
    "following_link",
    "followings_of",
    "has_answer_code",
    "is_answer_code",
    "is_told_by_sms",
    "last_question",
    "messages_of",
    "next_close_at",
    "next_evening_at",
    "open_question",
    "question_closings",
    "question_to",
    "read_report_token",
    "report_id_of",
    "taken_back",
    "token_of",
    "verdict_link",
    "verdicts_of",
]


def open_question(case_id: int) -> Question | None:
    """The question that a case waits on, or None."""
    return Question.objects.filter(case_id=case_id, ended_at=None, report=None).order_by("-number").first()


def last_question(case_id: int, *, report_id: int) -> Question | None:
    """The newest question put to a reporter: to all reporters of the case, or to this one by a survey."""
    asked = Question.objects.filter(Q(report=None) | Q(report_id=report_id), case_id=case_id)
    return asked.order_by("-number").first()


def question_to(case: CaseFacts, *, report_id: int) -> Question | None:
    """The question that this reporter may answer now: the case's open one, or one that another reporter has settled."""
    question = last_question(case.pk, report_id=report_id)
    if question is None or Verdict.objects.filter(question=question, report_id=report_id).exists():
        return None
    word = word_on(
        question.kind,
        state=case.state,
        close_kind=case.close_kind,
        is_ended=question.ended_at is not None,
        is_in_time=clock.now() < question.closes_at,
    )
    return question if word else None


@dataclass(frozen=True, slots=True)
class Asking:
    """The open question of a case: by which channels reporters were asked, and until when an answer counts.

    `has_code`: whether the reporter in question left no number, and may answer with the answer code.
    """

    channels: tuple[str, ...]
    closes_at: datetime
    has_code: bool


def asking_of(case_id: int, *, report_id: int) -> Asking | None:
    """How the reporters of a case are asked now, as seen from one of its reports; None if nothing is asked."""
    question = open_question(case_id)
    if question is None:
        return None
    sent = Message.objects.filter(case_id=case_id, number=question.number, report__isnull=False)
    channels = sent.exclude(state="dropped").order_by("channel").values_list("channel", flat=True).distinct()
    return Asking(tuple(channels), question.closes_at, has_answer_code(report_id))


def has_answer_code(report_id: int) -> bool:
    """Whether a report's sender was given an answer code: by the website or the phone, without a number."""
    report = cases.report_of(report_id)
    return report is not None and report.citizen_id is None and report.channel in GIVEN_BY


@prepared
def verdicts_of(case_id: int) -> QuerySet[Verdict]:
    """All verdicts of a case, oldest first."""
    return Verdict.objects.select_related("question").filter(question__case_id=case_id).order_by("at")


def messages_of(case_id: int) -> list[Message]:
    """The messages of a case, oldest first."""
    return list(Message.objects.filter(case_id=case_id).order_by("pk"))


def is_told_by_sms(report_id: int) -> bool:
    """Whether an SMS about a report has been sent to its reporter."""
    return Message.objects.filter(report_id=report_id, channel=Channel.SMS, sent_at__isnull=False).exists()


def dead_letters(limit: int = 200) -> list[Message]:
    """Messages that could not be sent (dead), newest first."""
    return list(Message.objects.filter(state="dead").order_by("-pk")[:limit])


def question_closings() -> "QuerySet[Question, datetime]":
    """The moments at which open questions close, the earliest first."""
    rows = Question.objects.filter(ended_at=None, unclear_at=None)
    return rows.order_by("closes_at").values_list("closes_at", flat=True)


def next_close_at() -> datetime | None:
    """When the next open question closes."""
    return question_closings().first()


def taken_back(report_ids: Iterable[int]) -> set[int]:
    """Those of these reports that were withdrawn, alone or with their case."""
    return set(WithdrawnReport.objects.filter(report_id__in=list(report_ids)).values_list("report_id", flat=True))


def following(following_id: int) -> Following | None:
    """One following with its case, or None."""
    return Following.objects.select_related("case__topic").filter(pk=following_id).first()


def followings_of(address: str) -> list[Following]:
    """What a phone or a mail address follows now (confirmed only), the newest first."""
    rows = Following.objects.select_related("case__topic").filter(address=address, ended_at=None)
    return list(rows.exclude(proven_at=None).order_by("-begun_at", "-pk"))


def next_evening_at() -> datetime | None:
    """When the next evening message is due."""
    found: dict[str, datetime | None] = Following.objects.exclude(digest_at=None).aggregate(next=Min("digest_at"))
    return found["next"]
