"""Weekly mails of boards and questions: wanted, no longer wanted, due, and put into the outbox once a week.

The document is made by the edges, which know its language and looks: they set `board_document_makers` when they start.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Invalid, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import languages
from peygir.desks.answers import actions as answers
from peygir.gateways.mail import MailFile
from peygir.history.actions import record
from peygir.history.catalogue import ABSENT
from peygir.history.kinds.boards import BoardSubscribed, QuestionSubscribed
from peygir.outlook.insight.actions.boards import NoSuchBoard
from peygir.outlook.insight.actions.saving import NoSuchSavedQuestion, lock_owner
from peygir.outlook.insight.models import QuestionBoard, QuestionSubscription, SavedQuestion, SubscriptionMail
from peygir.outlook.insight.saved_queries import question_board, saved_question
from peygir.outlook.insight.saved_rules import MOST_SUBSCRIPTIONS, SavedTooMuch, sees_shared
from peygir.outlook.insight.weeks import next_weekly_moment, week_of
from peygir.people.channels import Channel
from peygir.people.queries import actor_of, staff_by_id
from peygir.people.rules import Actor
from peygir.storage.jobs.actions import add_jobs
from peygir.storage.jobs.rules import OUTSIDE_QUEUE
from peygir.storage.rows import insert

SEND_WEEKLY: Final = "send_weekly"
"""The name of `send_weekly` in jobs, whose file is the subscription."""
WEEKLY_MAIL: Final = "weekly"
"""The kind of these messages."""
BATCH: Final = 200
BoardDocumentMaker = Callable[[int | None, int | None, Actor, str], bytes]
"""Makes the PDF of a board (id) or a question (id) as somebody may read it, in a language."""
board_document_makers: Final[list[BoardDocumentMaker]] = []


class NoAddressForMail(Invalid):
    """The account has no e-mail address."""

    message = _("Your account has no e-mail address, so nothing can be sent to you. Please ask an administrator.")


class NoSuchSubscription(Missing):
    """There is no such subscription, or it is somebody else's."""

    message = _("You do not get this by mail, or no longer.")


@transaction.atomic
def subscribe(
    city_id: int, *, board_id: int | None = None, question_id: int | None = None, by: Actor
) -> QuestionSubscription:
    """Let a board or a question that somebody sees come by mail every Saturday; a second time, it changes nothing.

    Raises NoSuchBoard, NoSuchSavedQuestion, NoAddressForMail, SavedTooMuch.
    """
    if board_id is not None:
        if question_board(board_id, city_id, by) is None:
            raise NoSuchBoard()
    elif question_id is None or saved_question(question_id, city_id, by) is None:
        raise NoSuchSavedQuestion()
    person = staff_by_id(by.id)
    if person is None or not person.email:
        raise NoAddressForMail()
    lock_owner(by)
    own = QuestionSubscription.objects.filter(staff_id=by.id, ended_at__isnull=True)
    known = own.filter(board_id=board_id, question_id=question_id).first()
    if known is not None:
        return known
    if own.count() >= MOST_SUBSCRIPTIONS:
        raise SavedTooMuch(most=MOST_SUBSCRIPTIONS)
    now = clock.now()
    row = QuestionSubscription.objects.create(
        staff_id=by.id,
        board_id=board_id,
        question_id=question_id,
        begun_at=now,
        next_at=next_weekly_moment(now, city.city_by_id(city_id).time_zone),
    )
    _record(row, by, now, is_over=False)
    return row


@transaction.atomic
def unsubscribe(subscription_id: int, *, by: Actor) -> None:
    """Let an own weekly mail come no longer. Raises NoSuchSubscription."""
    rows = QuestionSubscription.objects.select_for_update()
    row = rows.filter(pk=subscription_id, staff_id=by.id, ended_at__isnull=True).first()
    if row is None:
        raise NoSuchSubscription()
    row.ended_at = clock.now()
    row.save(update_fields=["ended_at"])
    _record(row, by, row.ended_at, is_over=True)


def plan_weekly_mails(now: datetime) -> int:
    """Leave a job for each weekly mail that is due by `now`, and move it to the next Saturday; returns how many.

    After a pause of the clock one mail is written, not one for each week.
    """
    due = QuestionSubscription.objects.filter(ended_at__isnull=True, next_at__lte=now, staff__is_active=True)
    with transaction.atomic():
        rows = list(due.select_for_update(skip_locked=True, of=("self",)).order_by("next_at", "pk")[:BATCH])
        for row in rows:
            row.next_at = next_weekly_moment(now, city.city_by_id(_city_of(row)).time_zone)
        QuestionSubscription.objects.bulk_update(rows, ["next_at"])
        add_jobs(SEND_WEEKLY, [row.pk for row in rows], queue=OUTSIDE_QUEUE)
    return len(rows)


def send_weekly(subscription_id: int) -> bool:
    """Put the mail of a subscription for the present week into the outbox, with the PDF and a link; once a week.

    The mail is written in one transaction with the row that says so, so a job that is killed and run again writes no
    second one. Nothing is written to who left, who may not see it any more, or where it was deleted. Returns whether
    a mail was written.
    """
    row = QuestionSubscription.objects.select_related("board", "question").filter(pk=subscription_id).first()
    subject = (row.board or row.question) if row is not None else None
    if row is None or subject is None or row.ended_at is not None or subject.ended_at is not None:
        return False
    person = staff_by_id(row.staff_id)
    if person is None or not person.is_active or not person.email:
        return False
    by = actor_of(person)
    if not sees_shared(by, owner_id=subject.owner_id, shared_with=subject.shared_with, role=subject.role):
        return False
    week, mails = week_of(city.day_of(subject.city_id, clock.now())), SubscriptionMail.objects.filter(subscription=row)
    if mails.filter(week=week).exists():
        return False
    language = city.city_by_id(subject.city_id).language
    language = language if language in languages() else "fa"
    (make,) = board_document_makers
    content = make(row.board_id, row.question_id, by, language)
    file = MailFile(f"peygir-{week.isoformat()}.pdf", "application/pdf", content)
    values = {
        "what": subject.name,
        "link": f"{settings.PUBLIC_URL}{_path(row)}",
        "stop": f"{settings.PUBLIC_URL}{reverse('subscriptions')}",
    }
    with transaction.atomic():
        if not insert(SubscriptionMail(subscription=row, week=week, at=clock.now()), unless_known=True):
            return False
        answers.say(
            WEEKLY_MAIL, channel=Channel.MAIL, address=person.email, language=language, values=values, files=[file]
        )
    return True


def _path(row: QuestionSubscription) -> str:
    if row.board_id is not None:
        return reverse("question_board", args=[row.board_id])
    return reverse("saved_question", args=[row.question_id])


def _city_of(row: QuestionSubscription) -> int:
    if row.board_id is not None:
        return QuestionBoard.objects.get(pk=row.board_id).city_id
    return SavedQuestion.objects.get(pk=row.question_id or 0).city_id


def _record(row: QuestionSubscription, by: Actor, at: datetime, *, is_over: bool) -> None:
    if row.board_id is not None:
        board = QuestionBoard.objects.select_for_update(no_key=True).get(pk=row.board_id)
        record(board, BoardSubscribed(is_over=is_over or ABSENT), by=str(by), at=at)
    else:
        question = SavedQuestion.objects.select_for_update(no_key=True).get(pk=row.question_id or 0)
        record(question, QuestionSubscribed(is_over=is_over or ABSENT), by=str(by), at=at)
