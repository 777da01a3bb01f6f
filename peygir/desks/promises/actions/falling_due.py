"""What becomes due by time: the end of a pause, a broken promise, an escalation step."""

from datetime import datetime
from typing import Any, Final

from peygir.cases import actions as cases
from peygir.cases.models import Case
from peygir.cases.rules import visibility_of
from peygir.cases.states import CaseState
from peygir.city import queries as city
from peygir.desks.promises.actions.settling import settle
from peygir.desks.promises.actions.steps import collection_of, week_of
from peygir.desks.promises.days import COLLECTION
from peygir.desks.promises.escalation_rules import found_on
from peygir.desks.promises.models import EscalationStep, Pause, Promise, Replan
from peygir.desks.promises.rules import proposed_due
from peygir.history.kinds.case_moves import CasePaused
from peygir.history.kinds.case_work import CaseEscalated, PromiseBroken
from peygir.history.queries import timeline
from peygir.people.queries import staff_at_escalation_level
from peygir.people.rules import CLOCK
from peygir.storage.asking import select
from peygir.storage.rows import update

BATCH: Final = 200


def end_due_pauses(now: datetime) -> int:
    """Resume the clocks whose wait was expected to be over by `now`; returns how many."""
    lasting = Pause.objects.filter(to_at=None, until_at__lte=now)
    count = 0
    for case_id in dict.fromkeys(lasting.order_by("until_at", "pk").values_list("case_id", flat=True)[:BATCH]):
        with cases.open_file(case_id) as case:
            settle(case, select(Promise, order="id", case_id=case.pk))
            count += not lasting.filter(case=case).exists()
    return count


def break_due_promises(now: datetime) -> int:
    """Mark promises that fell due before `now` and were not kept; one short transaction per case. Returns how many
    broke.
    """
    overdue = Promise.objects.filter(kept_at=None, broken_at=None, paused_at=None, is_over=False, due_at__lt=now)
    count = 0
    for case_id in dict.fromkeys(overdue.order_by("due_at").values_list("case_id", flat=True)[:BATCH]):
        with cases.open_file(case_id) as case:
            # Under the lock: it may have been kept, paused, or broken by another clock process meanwhile.
            given = select(Promise, order="due_at", case_id=case.pk)
            settle(case, given)
            late = [one for one in given if one.is_running and one.broken_at is None and one.due_at < now]
            for promise in late:
                _break(case, promise, now)
            count += max(len(late), 1)
    return count


def _break(case: Case, promise: Promise, now: datetime) -> None:
    promise.broken_at = promise.due_at
    data: dict[str, Any] = {"promise": promise.kind, "due": promise.due_at.isoformat()}
    if promise.kind == "finish":
        granted = promise.granted_due_at
        if granted is not None and granted > now:
            data |= {"new": granted.isoformat(), "granted": True}  # the citizen has read it already
        else:
            promise.proposed_due_at = proposed_due(
                start=case.opened_at,
                due=promise.given_due_at,
                now=now,
                clock=promise.clock,
                week=week_of(case, promise),
                collection=collection_of(case, promise.topic_id) if promise.clock == COLLECTION else None,
            )
            data["new"] = promise.proposed_due_at.isoformat()
        data["reason"] = _reason_on_record(case)
    update(promise, ["broken_at", "proposed_due_at"])
    cases.record_event(case, PromiseBroken(**data), by=CLOCK, at=now)


def _reason_on_record(case: Case) -> str:
    """The recorded reason for the delay: that of a request for more time, or of a wait."""
    asked = Replan.objects.filter(case=case).exclude(is_granted=False).order_by("-pk").first()
    if asked is not None:
        return asked.reason
    if case.state != CaseState.WAITING:
        return ""
    waits = [line.data for line in timeline("case", case.pk) if line.kind == CasePaused.kind]
    return str(waits[-1].get("reason", "")) if waits else ""


def fire_due_steps(now: datetime) -> int:
    """Take the escalation steps that were due before `now`, once each; one short transaction per case. Returns how
    many.
    """
    due = EscalationStep.objects.filter(state="planned", due_at__lt=now)
    count = 0
    for case_id in dict.fromkeys(due.order_by("due_at", "pk").values_list("case_id", flat=True)[:BATCH]):
        with cases.open_file(case_id) as case:
            # Under the lock: the promise may have been kept or paused, or the step taken by another clock process.
            settle(case, select(Promise, order="id", case_id=case.pk))
            steps = list(due.filter(case=case).order_by("percent"))
            for step in steps:
                _fire(case, step, now)
            count += max(len(steps), 1)
    return count


def _fire(case: Case, step: EscalationStep, now: datetime) -> None:
    owner, visibility = case.unit_id or city.centre_of(case.city_id).id, visibility_of(case)
    chain, today = [unit.id for unit in city.unit_chain(owner)], city.day_of(case.city_id, now)
    step.reached, step.unit_id = found_on(
        step.audience,
        chain,
        lambda level, unit_id: bool(staff_at_escalation_level(level, unit_id=unit_id, visibility=visibility, on=today)),
    )
    step.state, step.fired_at, step.is_open = "fired", now, True
    update(step, ["state", "fired_at", "reached", "unit_id", "is_open"])
    escalated = CaseEscalated(
        step=step.pk,
        promise=step.promise_id,
        percent=step.percent,
        audience=step.audience,
        reached=step.reached,
        unit=step.unit_id,
    )
    cases.record_event(case, escalated, by=CLOCK, at=now)
