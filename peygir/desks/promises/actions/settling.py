"""Derives from a case's events which promises are kept, over or paused."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from peygir.cases import actions as cases
from peygir.cases.models import Case
from peygir.cases.states import ENDED, CaseState
from peygir.desks.promises.actions.pausing import keep_pauses
from peygir.desks.promises.actions.steps import hold_steps
from peygir.desks.promises.models import Pause, Promise
from peygir.desks.promises.rules import Wait, acknowledged_at, finished_at, visited_at, waits_of
from peygir.history.kinds.case_work import VisitMade
from peygir.history.queries import timeline
from peygir.storage.asking import select
from peygir.storage.rows import update

_MAY_CHANGE: Final = ("kept_at", "is_over", "paused_at", "due_at", "granted_due_at", "proposed_due_at")


@dataclass(frozen=True, slots=True)
class Story:
    """The parts of a case's history that its promises depend on."""

    kept: dict[str, datetime | None]
    waits: list[Wait]
    is_ended: bool

    def tell(self, given: list[Promise]) -> None:
        """Set which promises are kept and over; nothing is saved."""
        for promise in given:
            promise.kept_at = self.kept.get(promise.kind)
            promise.is_over = self.is_ended or promise.replaced_at is not None


def story_of(case: Case) -> Story:
    """Read a case's events for its promises; one statement."""
    story = [(line.number, line.kind, line.at, line.data) for line in timeline("case", case.pk)]
    moves = [(at, str(data["to"])) for _, _, at, data in story if {"from", "to"} <= data.keys()]
    visits = [at for _, kind, at, _ in story if kind == VisitMade.kind]
    return Story(
        kept={
            "ack": acknowledged_at(moves),
            "visit": visited_at(visits, moves),
            "finish": finished_at(moves),
        },
        waits=waits_of((number, at, data) for number, _, at, data in story),
        # Merged or withdrawn cases are not counted; a case that is split off again has its promises as before.
        is_ended=case.state in ENDED and case.state != CaseState.CLOSED,
    )


def settle_promises(case_id: int, number: int) -> None:
    """Update promises and pauses from the case's events: accepted keeps `ack`, a visit `visit`, done `finish`.

    Reads all events and not only the one, so that a repeated or late event gives the same result.
    """
    with cases.open_file(case_id) as case:
        settle(case, select(Promise, order="id", case_id=case.pk))


def settle(case: Case, given: list[Promise]) -> list[Pause]:
    """As `settle_promises`, for an opened case with all its promises; returns its pauses."""
    story = story_of(case)
    before = {promise.pk: (_standing(promise), [getattr(promise, name) for name in _MAY_CHANGE]) for promise in given}
    story.tell(given)
    pauses = keep_pauses(case, story.waits, given)
    for promise in given:
        standing, values = before[promise.pk]
        changed = [name for name, value in zip(_MAY_CHANGE, values, strict=True) if getattr(promise, name) != value]
        if changed:
            update(promise, changed)
        if promise.kind == "finish" and _standing(promise) != standing:
            hold_steps(promise)
    return pauses


def _standing(promise: Promise) -> tuple[bool, bool]:
    return promise.is_running, promise.is_open
