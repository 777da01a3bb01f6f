"""Keeps votes of citizens: written as drafts; opened, closed and cancelled by two people."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from django.db import connection, transaction

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing, NotAllowed
from peygir.core.translation import gettext_lazy as _
from peygir.history.catalogue import ABSENT
from peygir.history.kinds.votes import (
    VotingCancelled,
    VotingClosed,
    VotingKept,
    VotingOpened,
    VotingStepAsked,
    VotingStepDropped,
)
from peygir.outlook.planning.actions.files import keep_note, record_plan
from peygir.outlook.planning.models import BallotProject, CastBallot, CountedBallot, Programme, VotingDay, VotingKey
from peygir.outlook.planning.rules import checked_reason
from peygir.outlook.planning.voting_rules import (
    KEY_BYTES,
    MOST_PROJECTS,
    BallotProjectsAreNotRight,
    BallotProjectTerms,
    VotingTerms,
    checked_ballot_projects,
    checked_voting,
    digest_of_ballots,
    digest_of_voting,
    may_keep_votes,
)
from peygir.outlook.planning.voting_states import VotingState, VotingStep
from peygir.people.actions import NotYourWork
from peygir.people.actions.interests import refuse_interested
from peygir.people.rules import Actor

FEWEST_PROJECTS: Final = 2
_FIELDS: Final = ("title", "text", "year", "budget", "rule", "most", "opens_at", "closes_at")
# The numbers are drawn by a generator that nobody can predict, and nothing says in which order the ballots came.
_SHUFFLE: Final = """
INSERT INTO planning_countedballot (day_id, number, choices)
SELECT day_id, row_number() OVER (ORDER BY gen_random_uuid()), choices FROM planning_castballot WHERE day_id = %s
"""


class NoSuchVoting(Missing):
    """There is no vote with this number."""

    message = _("There is no such vote.")


class VotingIsFixed(Conflict):
    """A vote that was opened does not change, nor one while a step waits for a second person."""

    message = _("This vote is opened, or waits for a second person; it does not change any more.")


class StepIsNotPossible(Conflict):
    """The state of the vote does not allow the step, or another one waits."""

    message = _("This step is not possible now; somebody may have been faster.")


class VotingNeedsSecondPerson(NotAllowed):
    """Who asked for a step cannot confirm it."""

    message = _("This is confirmed by a second person, not by the one who asked for it.")


class VotingBeginsTooEarly(Invalid):
    """The vote would end before it is opened."""

    message = _("The end of the vote has passed already. Change its days first.")


class VotingIsNotOver(Conflict):
    """Ballots are still taken."""

    message = _("Ballots are still taken; the vote can be closed once its last moment has passed.")


class VotingPlaceIsUnknown(Invalid):
    """A project names a programme or a district that is none of this city."""

    message = _("This city has no such programme or district.")


@transaction.atomic
def make_voting(city_id: int, terms: VotingTerms, projects: Sequence[BallotProjectTerms], *, by: Actor) -> int:
    """Write a vote as a draft; returns its id.

    Raises NotYourWork, OwnInterest, VotingPlaceIsUnknown and what its rules raise.
    """
    _refuse_others(by)
    now = clock.now()
    row = VotingDay(city_id=city_id, made_by=str(by), made_at=now, state_at=now)
    checked = _write(row, terms, projects)
    row.save(force_insert=True)
    _write_projects(row, checked)
    _refuse_interest(row, by)
    record_plan(row, VotingKept(digest=row.digest, projects=len(checked)), by=by)
    return row.pk


@transaction.atomic
def change_voting(day_id: int, terms: VotingTerms, projects: Sequence[BallotProjectTerms], *, by: Actor) -> None:
    """Change a draft. Raises NotYourWork, NoSuchVoting, OwnInterest, VotingIsFixed, and what its rules raise."""
    row = locked_voting(day_id, by)
    if row.state != VotingState.DRAFT or row.step:
        raise VotingIsFixed()
    checked = _write(row, terms, projects)
    _refuse_interest(row, by)
    row.projects.all().delete()
    _write_projects(row, checked)
    _refuse_interest(row, by)
    event = VotingKept(digest=row.digest, projects=len(checked))
    record_plan(row, event, by=by, write=[*_FIELDS, "digest"])


@transaction.atomic
def ask_voting_step(day_id: int, step: str, *, reason: str = "", by: Actor) -> None:
    """Ask that a vote is opened, closed or cancelled; a second person confirms it. Cancelling needs a reason.

    Raises NotYourWork, NoSuchVoting, StepIsNotPossible, OwnInterest, VotingIsNotOver, VotingBeginsTooEarly,
    BallotProjectsAreNotRight, PlanReasonIsMissing.
    """
    row = locked_voting(day_id, by)
    if row.step or step not in VotingStep.labels():
        raise StepIsNotPossible()
    _refuse_interest(row, by)
    _refuse_impossible(row, VotingStep.of(step))
    row.step, row.step_by_id = VotingStep.of(step).value, by.id
    row.step_reason = checked_reason(reason, is_needed=step == VotingStep.CANCEL)
    note = keep_note(row, row.step_reason)
    event = VotingStepAsked(step=row.step, digest=row.digest, note=note or ABSENT)
    record_plan(row, event, by=by, write=["step", "step_by_id", "step_reason"])


@transaction.atomic
def confirm_voting_step(day_id: int, *, by: Actor) -> str:
    """Confirm the step that waits, as the second person; returns the step.

    Raises NotYourWork, NoSuchVoting, StepIsNotPossible, VotingNeedsSecondPerson, OwnInterest, and what the step raises.
    """
    row = locked_voting(day_id, by)
    if not row.step:
        raise StepIsNotPossible()
    if row.step_by_id == by.id:
        raise VotingNeedsSecondPerson()
    _refuse_interest(row, by)
    step = VotingStep.of(row.step)
    _refuse_impossible(row, step)
    _STEPS[step](row, by)
    return step.value


@transaction.atomic
def drop_voting_step(day_id: int, *, by: Actor) -> None:
    """Refuse the step that waits, or take back one's own. Raises NotYourWork, NoSuchVoting, StepIsNotPossible."""
    row = locked_voting(day_id, by)
    if not row.step:
        raise StepIsNotPossible()
    event = VotingStepDropped(step=row.step, is_own=row.step_by_id == by.id)
    record_plan(row, event, by=by, write=_without_step(row))


def locked_voting(day_id: int, by: Actor) -> VotingDay:
    """Lock a vote against ballots, too, until the transaction ends. Raises NotYourWork, NoSuchVoting."""
    _refuse_others(by)
    row = VotingDay.objects.select_for_update().filter(pk=day_id).first()
    if row is None:
        raise NoSuchVoting()
    return row


def _refuse_interest(row: VotingDay, by: Actor) -> None:
    """Raise OwnInterest for who declared an interest in a unit whose programme is a project of the vote."""
    units = row.projects.exclude(programme=None).values_list("programme__unit_id", flat=True)
    refuse_interested(by, units={unit_id for unit_id in units if unit_id is not None})


def _refuse_others(by: Actor) -> None:
    if not may_keep_votes(by):
        raise NotYourWork()


def _refuse_impossible(row: VotingDay, step: VotingStep) -> None:
    """Raise for a step that the state or the hour of the vote does not allow."""
    sources = {
        VotingStep.OPEN: (VotingState.DRAFT,),
        VotingStep.CLOSE: (VotingState.OPEN,),
        VotingStep.CANCEL: (VotingState.DRAFT, VotingState.OPEN),
    }
    if row.state not in sources[step]:
        raise StepIsNotPossible()
    now = clock.now()
    if step == VotingStep.OPEN:
        if row.closes_at <= now:
            raise VotingBeginsTooEarly()
        if row.projects.count() < FEWEST_PROJECTS:
            raise BallotProjectsAreNotRight(most=MOST_PROJECTS)
    if step == VotingStep.CLOSE and now < row.closes_at:
        raise VotingIsNotOver()


def _open(row: VotingDay, by: Actor) -> None:
    VotingKey.objects.create(day=row, key=secrets.token_bytes(KEY_BYTES))
    event = VotingOpened(
        digest=row.digest,
        asked_by=row.step_by_id or 0,
        opens_at=row.opens_at.isoformat(),
        closes_at=row.closes_at.isoformat(),
    )
    record_plan(row, event, by=by, write=_moved(row, VotingState.OPEN))


def _close(row: VotingDay, by: Actor) -> None:
    """Destroy the key, and keep the ballots without their voters in random order."""
    with connection.cursor() as cursor:
        cursor.execute(_SHUFFLE, [row.pk])
    CastBallot.objects.filter(day=row).delete()
    VotingKey.objects.filter(day=row).delete()
    ballots = list(CountedBallot.objects.filter(day=row).order_by("number").values_list("choices", flat=True))
    event = VotingClosed(ballots=len(ballots), digest=digest_of_ballots(ballots), asked_by=row.step_by_id or 0)
    record_plan(row, event, by=by, write=_moved(row, VotingState.COUNTING))


def _cancel(row: VotingDay, by: Actor) -> None:
    count, _rows = CastBallot.objects.filter(day=row).delete()
    VotingKey.objects.filter(day=row).delete()
    event = VotingCancelled(ballots=count, asked_by=row.step_by_id or 0)
    record_plan(row, event, by=by, write=_moved(row, VotingState.CANCELLED))


_STEPS: Final[Mapping[VotingStep, Callable[[VotingDay, Actor], None]]] = {
    VotingStep.OPEN: _open,
    VotingStep.CLOSE: _close,
    VotingStep.CANCEL: _cancel,
}


def _moved(row: VotingDay, state: VotingState) -> list[str]:
    """Set the state, and that no step waits; returns the names of the columns."""
    row.state, row.state_at = state.value, clock.now()
    return ["state", "state_at", *_without_step(row)]


def _without_step(row: VotingDay) -> list[str]:
    row.step, row.step_by_id, row.step_reason = "", None, ""
    return ["step", "step_by_id", "step_reason"]


def _write(
    row: VotingDay, terms: VotingTerms, projects: Sequence[BallotProjectTerms]
) -> tuple[BallotProjectTerms, ...]:
    checked = checked_voting(terms)
    checked_projects = checked_ballot_projects(projects, checked.budget)
    programmes = {one.programme_id for one in checked_projects if one.programme_id is not None}
    districts = {one.district_id for one in checked_projects if one.district_id is not None}
    known = set(Programme.objects.filter(city_id=row.city_id, pk__in=programmes).values_list("pk", flat=True))
    if known != programmes or any(city.district(row.city_id, one) is None for one in districts):
        raise VotingPlaceIsUnknown()
    for name in _FIELDS:
        setattr(row, name, getattr(checked, name))
    row.digest = digest_of_voting(checked, checked_projects)
    return checked_projects


def _write_projects(row: VotingDay, projects: Sequence[BallotProjectTerms]) -> None:
    BallotProject.objects.bulk_create(
        BallotProject(
            day=row,
            number=number,
            title=project.title,
            text=project.text,
            cost=project.cost,
            programme_id=project.programme_id,
            district_id=project.district_id,
        )
        for number, project in enumerate(projects, start=1)
    )
