"""The promises and escalation steps of one sample case, computed in memory as the promise desk would."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from lab.bench.million.bulk import CopyBuffer
from peygir.city import queries as city
from peygir.city.local_knowledge_facts import EscalationStepFacts
from peygir.core.office import OfficeWeek
from peygir.desks.promises.escalation_rules import steps_due
from peygir.desks.promises.rules import Due, proposed_due
from peygir.history.kinds.case_work import CaseEscalated, PromiseBroken

_UNHEARD: Final = frozenset({"new", "referred", "returned"})
_FINISHED: Final = frozenset({"done", "confirmed", "closed", "not_actionable"})
_OVER: Final = frozenset({"merged", "withdrawn"})


@dataclass(slots=True)
class SamplePromise:
    """One promise during the simulation."""

    id: int
    due: Due
    given_at: datetime
    due_at: datetime
    kept_at: datetime | None = None
    broken_at: datetime | None = None
    proposed_at: datetime | None = None
    is_over: bool = False

    @property
    def is_running(self) -> bool:
        """Whether it is neither kept nor over."""
        return self.kept_at is None and not self.is_over


@dataclass(slots=True)
class SampleEscalation:
    """One escalation step; `to` is whom it reached: (level, unit)."""

    id: int
    rung: EscalationStepFacts
    due_at: datetime
    fired_at: datetime | None = None
    to: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Fell:
    """What the clock does at `due`: an event to write, and the changes it makes."""

    due: datetime
    kind: str
    by: str
    data: dict[str, Any]


@dataclass(slots=True)
class LifeClocks:
    """The promises of one case; `start` is the citizen's first contact, `clock` C, B or ""."""

    start: datetime
    clock: str
    week: OfficeWeek
    is_urgent: bool
    owner: int
    chain: Sequence[tuple[str, int]]  # (level, unit) of the superiors, as far as the units have any
    promises: list[SamplePromise] = field(default_factory=list)
    steps: list[SampleEscalation] = field(default_factory=list)

    @property
    def finish(self) -> SamplePromise | None:
        """Return the promise to finish."""
        return next((one for one in self.promises if one.due.kind == "finish"), None)

    @property
    def due_at(self) -> datetime | None:
        """As `promises.actions.pausing.due_shown`; nothing pauses here."""
        return self.finish.due_at if self.finish is not None else None

    def plan(self, rungs: Sequence[EscalationStepFacts], next_id: Callable[[], int]) -> None:
        """As `promises.actions.steps.plan_steps`; `next_id` gives the id of each new row."""
        if self.finish is not None:
            moments = steps_due(
                [rung.percent for rung in rungs],
                start=self.start,
                due=self.finish.due_at,
                clock=self.clock,
                week=self.week,
                is_urgent=self.is_urgent,
            )
            self.steps = [SampleEscalation(next_id(), rung, moments[rung.percent]) for rung in rungs]

    def fall_due(self, now: datetime) -> Fell | None:
        """Process and return the next thing that fell due by `now`; None if there is none."""
        finish = self.finish
        late = [one for one in self.promises if one.is_running and one.broken_at is None and one.due_at < now]
        due_moments: list[tuple[datetime, int, Any]] = [(one.due_at, 1, one) for one in late]
        if finish is not None and finish.is_running:
            due_moments += [
                (step.due_at, 2, step) for step in self.steps if step.fired_at is None and step.due_at < now
            ]
        if not due_moments:
            return None
        _, kind, what = min(due_moments, key=lambda row: row[:2])
        return self._break(what) if kind == 1 else self._climb(what, now)

    def _settle(self, promise: SamplePromise, state: str, at: datetime) -> None:
        if state in _OVER:
            promise.is_over = True
        elif promise.due.kind == "ack":
            if promise.kept_at is None and state not in _UNHEARD:
                promise.kept_at = at
        elif promise.due.kind == "visit":
            if promise.kept_at is None and state in _FINISHED:
                promise.kept_at = at
        elif (state in _FINISHED) != (promise.kept_at is not None):
            promise.kept_at = at if state in _FINISHED else None

    def settle(self, state: str, at: datetime) -> None:
        """As `promises.actions.settling.settle` after a move, or after what happened before they were given."""
        for one in self.promises:
            self._settle(one, state, at)

    def _break(self, promise: SamplePromise) -> Fell:
        promise.broken_at = promise.due_at
        data: dict[str, Any] = {"promise": promise.due.kind, "due": promise.due_at.isoformat()}
        if promise.due.kind == "finish":
            promise.proposed_at = proposed_due(
                start=self.start, due=promise.due.due_at, now=promise.due_at, clock=self.clock, week=self.week
            )
            data |= {"new": promise.proposed_at.isoformat(), "reason": ""}
        return Fell(promise.due_at, PromiseBroken.kind, "clock", data)

    def _climb(self, step: SampleEscalation, now: datetime) -> Fell:
        finish = self.finish
        assert finish is not None
        rung = step.rung
        here = [one for one in self.chain if one[0] in (rung.audience, "mayor")]
        step.to = (rung.audience, self.owner) if rung.audience in ("clerk", "manager") or not here else here[0]
        step.fired_at = min(step.due_at, now)
        data = {
            "step": step.id,
            "promise": finish.id,
            "percent": rung.percent,
            "audience": rung.audience,
            "reached": step.to[0],
            "unit": step.to[1],
        }
        return Fell(step.due_at, CaseEscalated.kind, "clock", data)

    def save(self, buffer: CopyBuffer, case_id: int, *, is_ended: bool) -> None:
        """Save the steps; for an ended case, without the steps that were never taken."""
        finish = self.finish
        for step in self.steps:
            if finish is not None and (step.fired_at is not None or not is_ended):
                state = "fired" if step.fired_at else "planned" if finish.is_running else "held"
                reached, unit_id = step.to or ("", None)
                buffer.steps.add(
                    id=step.id,
                    case_id=case_id,
                    promise_id=finish.id,
                    percent=step.rung.percent,
                    audience=step.rung.audience,
                    due_at=step.due_at,
                    state=state,
                    fired_at=step.fired_at,
                    reached=reached,
                    unit_id=unit_id,
                    is_open=state == "fired" and finish.kept_at is None and not finish.is_over,
                )


def clocks_of(
    columns: dict[str, Any], given: Sequence[Due], buffer: CopyBuffer, *, clock: str, at: datetime
) -> LifeClocks:
    """Return the promises of a case (its `columns`) given at a moment, and their steps, with the ids of their rows."""
    owner, opened_at, city_id = columns["unit_id"], columns["opened_at"], columns["city_id"]
    on = city.day_of(city_id, opened_at)
    above = () if columns.get("is_confidential") else city.unit_chain(owner)
    clocks = LifeClocks(
        opened_at,
        clock,
        city.office_week(city_id, owner, on),
        columns.get("urgency") == "U",
        owner,
        [(unit.kind, unit.id) for unit in above if unit.kind in ("deputy", "mayor")],
        [SamplePromise(buffer.promises.next_number(), due, at, due.due_at) for due in given],
    )
    clocks.plan(
        city.escalation_steps(
            city_id, topic_id=columns.get("topic_id"), unit_id=owner, on=on, urgency=columns.get("urgency", "")
        ),
        buffer.steps.next_number,
    )
    return clocks
