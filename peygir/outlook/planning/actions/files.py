"""Locks one file of planning and moves it by the table of moves; every move of planning is written here."""

import hashlib
import secrets
from typing import Final, TypeVar

from peygir.core import clock
from peygir.core.refusals import Conflict, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.history.actions import record
from peygir.history.catalogue import ABSENT, EventData
from peygir.history.models import Chained
from peygir.outlook.planning.lifecycle import EVENTS, MOVE_OF
from peygir.outlook.planning.models import (
    BudgetLine,
    CouncilSession,
    PlanCandidate,
    PlanGoal,
    PlanNote,
    PlanPortfolio,
    PlanProblem,
    Programme,
    Proposal,
)
from peygir.outlook.planning.rules import checked_reason, may_act_as
from peygir.people.actions import NotYourWork
from peygir.people.actions.interests import refuse_interested
from peygir.people.rules import Actor

PlanFile = PlanProblem | Programme | Proposal | CouncilSession | BudgetLine
Found = TypeVar(
    "Found", PlanProblem, Programme, Proposal, CouncilSession, BudgetLine, PlanGoal, PlanCandidate, PlanPortfolio
)
_SALT_BYTES: Final = 16


class NoSuchPlanFile(Missing):
    """There is no problem, programme, proposal, session, budget line or goal with this number."""

    message = _("This does not exist, or no longer.")


class PlanMoveNotPossible(Conflict):
    """The state of the file does not allow the move (any more)."""

    message = _("“{label}” is not possible now; somebody may have been faster.")


def locked_plan(model: type[Found], row_id: int) -> Found:
    """Lock one file of planning until the transaction ends, and return it. Raises NoSuchPlanFile."""
    row = model.objects.select_for_update(no_key=True).filter(pk=row_id).first()
    if row is None:
        raise NoSuchPlanFile()
    return row


def move_plan(row: PlanFile, verb: str, *, by: Actor, reason: str = "", acts_as: Actor | None = None) -> None:
    """Move a locked file by the table of moves, and keep the reason beside the event.

    `acts_as` is judged in the place of `by`: SYSTEM, where the move follows from one that was judged. Raises
    NotYourWork, OwnInterest, PlanMoveNotPossible, PlanReasonIsMissing.
    """
    move = MOVE_OF[row.history_file, verb]
    if not may_act_as(acts_as or by, move.who, owner_of_plan(row)):
        raise NotYourWork()
    refuse_interested(acts_as or by, unit_id=owner_of_plan(row))
    if row.state not in move.sources:
        raise PlanMoveNotPossible(label=move.label)
    text, now = checked_reason(reason, is_needed=move.needs_reason), clock.now()
    was, row.state, row.state_at = row.state, move.target, now
    digest = keep_note(row, text)
    event = EVENTS[row.history_file](verb=verb, from_=was, to=move.target, note=digest or ABSENT)
    record(row, event, by=str(by), at=now, write=["state", "state_at"])


def keep_note(row: Chained, text: str) -> str:
    """Keep the text of the event that is recorded next in this file; returns its salted digest, "" for no text."""
    if not text:
        return ""
    salt = secrets.token_hex(_SALT_BYTES)
    PlanNote.objects.create(file=row.history_file, file_id=row.pk, number=row.event_count + 1, text=text, salt=salt)
    return salted(text, salt)


def salted(text: str, salt: str) -> str:
    """The SHA-256 of a salt and a text."""
    return hashlib.sha256(f"{salt}{text}".encode()).hexdigest()


def record_plan(row: Chained, event: EventData, *, by: Actor, write: list[str] | None = None) -> None:
    """Record an event of a locked file, with its changed fields, at the present moment."""
    record(row, event, by=str(by), at=clock.now(), write=write or ())


def refuse_other_than(who: str, by: Actor, unit_id: int | None = None) -> None:
    """Raise NotYourWork for anybody who does not act as `who` (of `lifecycle`) in the files of a unit.

    Raise OwnInterest for who has declared an interest in that unit.
    """
    if not may_act_as(by, who, unit_id):
        raise NotYourWork()
    refuse_interested(by, unit_id=unit_id)


def owner_of_plan(row: PlanFile) -> int | None:
    """The unit (an id) that owns a file; a session belongs to none."""
    return None if isinstance(row, CouncilSession) else row.unit_id
