"""Saves questions under a name, changes them, shares them, and ends them."""

import hashlib

from django.db import IntegrityError, transaction

from peygir.core import clock
from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy as _
from peygir.history.actions import record
from peygir.history.catalogue import ABSENT
from peygir.history.kinds.boards import QuestionEnded, QuestionKept
from peygir.outlook.insight.models import SavedQuestion
from peygir.outlook.insight.questions import question_from, text_of
from peygir.outlook.insight.saved_rules import (
    MOST_QUESTIONS,
    SavedNameIsTaken,
    SavedTooMuch,
    check_may_ask,
    checked_chart,
    checked_name,
    checked_sharing,
)
from peygir.outlook.insight.saved_words import SharedWith
from peygir.people.models import Staff
from peygir.people.role_catalogue import open_roles
from peygir.people.rules import Actor


class NoSuchSavedQuestion(Missing):
    """There is no such question, or it belongs to somebody else."""

    message = _("There is no such saved question, or it is not yours.")


def save_question(
    city_id: int,
    name: str,
    text: str,
    *,
    chart: str,
    shared_with: str = SharedWith.NOBODY,
    role: str = "",
    by: Actor,
) -> SavedQuestion:
    """Save a question of the closed grammar under a name; `role`: the code of the role that it is shared with.

    Raises MayNotAskTheLake, SavedNameIsMissing, SavedNameIsTaken, QuestionIsNotRight, ChartIsUnknown,
    SharingIsNotRight, SavedTooMuch.
    """
    check_may_ask(by)
    row = SavedQuestion(city_id=city_id, owner_id=by.id, made_at=clock.now())
    _fill(row, name, text, chart, shared_with, role)
    with transaction.atomic():
        lock_owner(by)
        if SavedQuestion.objects.filter(owner_id=by.id, ended_at__isnull=True).count() >= MOST_QUESTIONS:
            raise SavedTooMuch(most=MOST_QUESTIONS)
        _write(row, by, is_new=True)
    return row


def change_question(
    question_id: int,
    *,
    name: str,
    text: str = "",
    chart: str,
    shared_with: str,
    role: str = "",
    by: Actor,
) -> SavedQuestion:
    """Change an own question; without `text` it asks the same as before.

    Raises what `save_question` raises, and NoSuchSavedQuestion.
    """
    check_may_ask(by)
    with transaction.atomic():
        row = _own(question_id, by)
        _fill(row, name, text or row.text, chart, shared_with, role)
        _write(row, by, is_new=False)
    return row


@transaction.atomic
def end_question(question_id: int, *, by: Actor) -> None:
    """End an own question; it leaves every board, and nobody gets it by mail any more. Raises NoSuchSavedQuestion."""
    row = _own(question_id, by)
    row.ended_at = clock.now()
    record(row, QuestionEnded(), by=str(by), at=row.ended_at, write=["ended_at"])


def lock_owner(by: Actor) -> None:
    """Let one process at a time count what a person has, until the transaction ends."""
    Staff.objects.select_for_update(no_key=True).get(pk=by.id)


def role_codes() -> frozenset[str]:
    """The codes of the roles that something can be shared with."""
    return frozenset(role.code for role in open_roles())


def _own(question_id: int, by: Actor) -> SavedQuestion:
    rows = SavedQuestion.objects.select_for_update(no_key=True)
    row = rows.filter(pk=question_id, owner_id=by.id, ended_at__isnull=True).first()
    if row is None:
        raise NoSuchSavedQuestion()
    return row


def _fill(row: SavedQuestion, name: str, text: str, chart: str, shared_with: str, role: str) -> None:
    row.name = checked_name(name)
    row.text = text_of(question_from(text))
    row.chart = checked_chart(chart)
    row.shared_with, row.role = checked_sharing(shared_with, role, roles=role_codes())
    row.changed_at = clock.now()


def _write(row: SavedQuestion, by: Actor, *, is_new: bool) -> None:
    event = QuestionKept(
        digest=hashlib.sha256(row.text.encode()).hexdigest(),
        chart=row.chart,
        shared_with=row.shared_with,
        role=row.role or ABSENT,
    )
    names = ["name", "text", "chart", "shared_with", "role", "changed_at"]
    try:
        with transaction.atomic():
            if is_new:
                row.save(force_insert=True)
                record(row, event, by=str(by), at=row.changed_at)
            else:
                record(row, event, by=str(by), at=row.changed_at, write=names)
    except IntegrityError as error:
        if "one_saved_question_of_a_name" not in str(error):
            raise
        raise SavedNameIsTaken(name=row.name) from error
