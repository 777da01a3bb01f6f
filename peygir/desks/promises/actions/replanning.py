"""Requests for more time: the unit asks with a reason and a date, the centre decides, and both stay on record."""

from datetime import datetime
from typing import Any, Final

from peygir.cases import actions as cases
from peygir.cases.actions import MoveNotPossible, MoveNotYours, SomethingIsMissing
from peygir.cases.actions.verbs import ReasonIsUnknown
from peygir.cases.commands import BY_COMMAND, GRANT, REFUSE
from peygir.cases.judging import groups_of
from peygir.cases.lifecycle import CENTRE, OWNER
from peygir.cases.models import Case
from peygir.cases.rules import visibility_of
from peygir.cases.states import WORKABLE, CaseState, ReplanReason
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, NotAllowed
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something
from peygir.desks.promises.actions.pausing import due_shown, due_told, finish_in_force
from peygir.desks.promises.models import Pause, Promise, Replan
from peygir.desks.promises.rules import LONGEST_DELAY
from peygir.history.kinds.case_work import MoreTimeGranted, MoreTimeRefused, MoreTimeRequested
from peygir.people.actions.interests import refuse_interested
from peygir.people.rules import Actor
from peygir.storage.asking import select
from peygir.storage.rows import insert, update

ASK: Final = {"label": BY_COMMAND["ask_replan"].label}
DECIDE: Final = {"label": BY_COMMAND["decide_replan"].label}


class NothingIsPromised(Conflict):
    """The case has no running promise to finish."""

    message = _("This case has no open promise to finish.")


class DateIsNotLater(Invalid):
    """The requested date is past, not after the promise, or too far away."""

    message = _("The new date must lie in the future, after the present due date, and within three years.")


class AskedAlready(Conflict):
    """A request of this case already waits for its decision."""

    message = _("More time was asked for already, and the decision is still open.")


class NothingIsAskedFor(Conflict):
    """No request waits for a decision."""

    message = _("No request for more time waits for a decision; perhaps a colleague was faster.")


class YouAskedYourself(NotAllowed):
    """Nobody may decide on his own request."""

    message = _("A colleague must decide on your own request.")


class DecisionIsUnknown(Invalid):
    """The decision is neither granted nor refused."""

    message = _("The decision is either to grant or to refuse.")


def ask_replan(case: Case, *, reason: str, until: datetime | None, note: str, by: Actor) -> None:
    """The owner requests more time until a date; the caller has opened the file.

    Raises MoveNotYours, MoveNotPossible, ReasonIsUnknown, SomethingIsMissing, NothingIsPromised, DateIsNotLater,
    AskedAlready.
    """
    if OWNER not in groups_of(by, visibility_of(case)):
        raise MoveNotYours(**ASK, why=_("for the unit that has the case."))
    if case.state not in (WORKABLE | {CaseState.REFERRED_OUT}) - {CaseState.NEW, CaseState.RETURNED}:
        raise MoveNotPossible(**ASK, why=_("The case is “{text}”.", text=CaseState.labels()[case.state].inside()))
    if reason not in ReplanReason.labels():
        raise ReasonIsUnknown(reason=plain(reason)[:40])
    if not says_something(note):
        raise SomethingIsMissing(**ASK, field=_("an explanation"))
    finish = _open_finish(case)
    now, due = clock.now(), due_told(finish)
    if until is None or due is None or not max(now, due) < until <= now + LONGEST_DELAY:
        raise DateIsNotLater()
    if Replan.objects.filter(case=case, decided_at=None).exists():
        raise AskedAlready()
    replan = Replan(
        case=case,
        promise=finish,
        number=case.event_count + 1,
        reason=reason,
        due_at=until,
        asked_by=str(by),
        asked_at=now,
    )
    insert(replan)
    requested = MoreTimeRequested(replan=replan.pk, reason=reason, until=until.isoformat())
    cases.record_event(case, requested, by=by, at=now, note=note, version=case.version + 1)


def decide_replan(case: Case, *, kind: str, note: str, by: Actor) -> None:
    """The centre grants or refuses the requested date; the first promise is scored in either case.

    Raises MoveNotYours, OwnInterest, DecisionIsUnknown, SomethingIsMissing, NothingIsAskedFor, YouAskedYourself,
    NothingIsPromised, DateIsNotLater.
    """
    if CENTRE not in groups_of(by, visibility_of(case)):
        raise MoveNotYours(**DECIDE, why=_("for the centre."))
    refuse_interested(by, unit_id=case.unit_id)
    if kind not in (GRANT, REFUSE):
        raise DecisionIsUnknown()
    if not says_something(note):
        raise SomethingIsMissing(**DECIDE, field=_("an explanation"))
    replan = Replan.objects.filter(case=case, decided_at=None).first()
    if replan is None:
        raise NothingIsAskedFor()
    if replan.asked_by == str(by):
        raise YouAskedYourself()
    now = clock.now()
    facts: dict[str, Any] = {"version": case.version + 1}
    is_granted = kind == GRANT
    if is_granted:
        finish = _open_finish(case)
        if replan.due_at <= max(now, finish.due_at):
            raise DateIsNotLater()
        finish.granted_due_at = replan.due_at
        update(finish, ["granted_due_at"])
        facts["due_at"] = due_shown(case, finish, select(Pause, case_id=case.pk))
    replan.is_granted, replan.decided_by, replan.decided_at = is_granted, str(by), now
    replan.decided_number = case.event_count + 1
    update(replan, ["is_granted", "decided_by", "decided_at", "decided_number"])
    decision = MoreTimeGranted if is_granted else MoreTimeRefused
    event = decision(replan=replan.pk, reason=replan.reason, new=replan.due_at.isoformat())
    cases.record_event(case, event, by=by, at=now, note=note, **facts)


def _open_finish(case: Case) -> Promise:
    finish = finish_in_force(select(Promise, order="id", case_id=case.pk))
    if finish is None or finish.kept_at is not None:
        raise NothingIsPromised()
    return finish
