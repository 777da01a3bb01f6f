"""Recounts the escalation steps of the simulated year from the stories alone."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from lab.bench.year_files import File
from lab.bench.year_outcome import AuditOutcome
from lab.bench.year_promises import dues_of
from peygir.cases.states import ENDED, CaseState
from peygir.city import queries as city
from peygir.core.office import OfficeWeek
from peygir.desks.promises.escalation_rules import step_due
from peygir.desks.promises.models import EscalationStep, Promise
from peygir.history.kinds.case_work import CaseEscalated, PromisesRenewed

FINISHED: Final = frozenset({"done", "confirmed", "closed", "not_actionable"})
_OVER: Final = frozenset(ENDED - {CaseState.CLOSED})


def look_at_steps(
    file: File, promise: Promise, week: OfficeWeek, seen: AuditOutcome, *, end: datetime, slot: timedelta
) -> None:
    """Check that each step fired once, at the first moment from its own on at which the promise ran; or never."""
    steps = [step for step in file.steps if step.promise_id == promise.pk]
    climbed: dict[int, list[datetime]] = defaultdict(list)
    for told in file.story:
        if told.kind == CaseEscalated.kind:
            climbed[told.data["step"]].append(told.at)
    _look_at_ladder(file, promise, steps, week, seen)
    changes = _changes(file, promise, week)
    for step in steps:
        seen.counts[f"steps {step.state}"] += 1
        times = climbed[step.pk]
        if len(times) > 1:
            seen.fault("steps that fired twice", file, step.percent)
        if times[:1] != ([step.fired_at] if step.fired_at else []):
            seen.fault("steps unlike the story", file, step.percent)
        fired_at = _first_running(changes, max(step.due_at, promise.given_at))
        if fired_at is not None and fired_at >= end:
            fired_at = None if step.fired_at is None else fired_at
        if fired_at is None and step.fired_at is not None:
            seen.fault("steps fired for a promise that did not run", file, f"{step.percent} {step.fired_at}")
        elif fired_at is not None and step.fired_at is None:
            seen.fault("steps that did not fire", file, f"{step.percent} due {step.due_at}, ran at {fired_at}")
        elif fired_at is not None and step.fired_at is not None:
            if not fired_at <= step.fired_at <= fired_at + slot:
                seen.fault("steps that fired at another time", file, f"{step.percent} {step.fired_at} not {fired_at}")
            seen.counts["steps fired after a break"] += fired_at > max(step.due_at, promise.given_at)


def _look_at_ladder(
    file: File, promise: Promise, steps: list[EscalationStep], week: OfficeWeek, seen: AuditOutcome
) -> None:
    """Check the steps against the policy in force; without pauses or corrections they are at exactly their shares."""
    case, on = file.case, city.day_of(file.case.city_id, file.case.opened_at)
    rungs = {
        rung.percent: rung.audience
        for rung in city.escalation_steps(
            case.city_id, topic_id=promise.topic_id, unit_id=promise.unit_id, on=on, urgency=case.urgency
        )
    }
    if rungs != {step.percent: step.audience for step in steps}:
        seen.fault("ladders unlike the city's", file)
    # A topic that promises nothing keeps the promise of the topic before, with the steps of that one's urgency.
    is_corrected = any(told.kind == PromisesRenewed.kind for told in file.story)
    if file.pauses or is_corrected or len(file.promises) != len({one.kind for one in file.promises}):
        return
    seen.counts["ladders counted again"] += 1
    for step in steps:
        due = step_due(
            step.percent,
            start=case.opened_at,
            due=promise.given_due_at,
            clock=promise.clock,
            week=week,
            is_urgent=case.urgency == "U",
        )
        if due != step.due_at:
            seen.fault("steps planned at another time", file, f"{step.percent} {step.due_at} not {due}")


def _changes(file: File, promise: Promise, week: OfficeWeek) -> list[tuple[datetime, bool]]:
    """Return (moment, whether the promise runs from then on), by the story."""
    edges: list[tuple[datetime, str, bool]] = [(file.case.opened_at, "done", False)]
    for at, state in file.moves:
        edges += [(at, "done", state in FINISHED), (at, "over", state in _OVER)]
    if promise.replaced_at is not None:
        edges.append((promise.replaced_at, "replaced", True))
    for pause, due in zip(file.pauses, dues_of(file, promise, week), strict=False):
        if due >= pause.from_at:  # a promise that was late before keeps running
            edges.append((pause.from_at, "paused", True))
            if pause.to_at is not None:
                edges.append((pause.to_at, "paused", False))
    standing: dict[str, bool] = {}
    changes: list[tuple[datetime, bool]] = []
    for at, what, is_so in sorted(edges, key=lambda edge: edge[0]):
        standing[what] = is_so
        changes.append((at, not any(standing.values())))
    return changes


def _first_running(changes: Sequence[tuple[datetime, bool]], moment: datetime) -> datetime | None:
    """Return the first moment at or after `moment` at which the promise runs; a change holds from its own moment on."""
    before = [runs for at, runs in changes if at <= moment]
    if before and before[-1]:
        return moment
    # Of several changes at one moment the last counts.
    later = {at: runs for at, runs in changes if at > moment}
    return next((at for at, runs in later.items() if runs), None)
