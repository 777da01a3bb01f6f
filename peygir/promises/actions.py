"""Giving promises, keeping them, and seeing that one was broken."""

from datetime import datetime
from typing import Final

from peygir.cases import actions as cases
from peygir.cases.lifecycle import CLOSED, ENDED, REFERRED, REFERRED_OUT
from peygir.cases.models import Case
from peygir.city import queries as city
from peygir.core import clock
from peygir.history.asking import exists, select
from peygir.history.queries import timeline
from peygir.history.rows import insert
from peygir.people.rules import CLOCK, IMPORT, SYSTEM
from peygir.promises.models import Promise
from peygir.promises.rules import Terms, acknowledged_at, finished_at, promises_due

BATCH: Final = 200


def promise_case(case_id: int, number: int) -> None:
    """Give the promises of the case's topic, counted from the citizen's first word; given once, they stay."""
    with cases.open_file(case_id) as case:
        if case.topic_id is None or case.state not in (REFERRED, REFERRED_OUT):
            return
        if exists(Promise, case_id=case.pk):
            return
        opened_on = city.day_of(case.city_id, case.opened_at)
        terms = city.terms_of(case.topic_id, on=opened_on)
        if terms is None or (terms.ack_hours <= 0 and terms.due_hours <= 0):
            return
        week = city.office_week(case.city_id, case.unit_id, opened_on)
        given = [
            Promise(
                case=case, kind=due.kind, given_at=clock.now(), due_at=due.due_at, clock=terms.clock,
                hours=due.hours, terms_id=terms.id,
            )
            for due in promises_due(
                Terms(terms.ack_hours, terms.due_hours, terms.clock), start=case.opened_at, week=week
            )
        ]  # fmt: skip
        _give(case, given)
        # A case may get its topic, and so its promises, after somebody has already taken it up.
        _settle(case, given)


def promise_by_record(case_id: int, *, due_at: datetime, at: datetime) -> None:
    """The finish promise is the target that the city's own record names; doing it again changes nothing."""
    with cases.open_file(case_id) as case:
        if not Promise.objects.filter(case=case).exists():
            _give(case, [Promise(case=case, kind="finish", given_at=at, due_at=due_at)], by_record=True)


def _give(case: Case, given: list[Promise], *, by_record: bool = False) -> None:
    for promise in given:
        insert(promise)
    finish = next((promise.due_at for promise in given if promise.kind == "finish"), None)
    data = {promise.kind: promise.due_at.isoformat() for promise in given}
    cases.set_due(case, due_at=finish, by=IMPORT if by_record else SYSTEM, data=data)


def settle_promises(case_id: int, number: int) -> None:
    """Set what is kept from the case's story: accepted keeps `ack`, done keeps `finish`, reopened runs on.

    Looks at the whole story and not at the one event, so that an event delivered twice or late settles to the same.
    """
    with cases.open_file(case_id) as case:
        if given := select(Promise, case_id=case.pk):
            _settle(case, given)


def _settle(case: Case, given: list[Promise]) -> None:
    told = [(line.at, line.data) for line in timeline("case", case.pk)]
    moves = [(at, str(data["to"])) for at, data in told if {"from", "to"} <= data.keys()]
    kept = {"ack": acknowledged_at(moves), "finish": finished_at(moves)}
    # Merged or withdrawn they are no longer counted; a case that is split off again has them as before.
    is_over = case.state in ENDED and case.state != CLOSED
    for promise in given:
        before = (promise.kept_at, promise.is_over)
        promise.kept_at, promise.is_over = kept.get(promise.kind), is_over
        if (promise.kept_at, promise.is_over) != before:
            promise.save(update_fields=["kept_at", "is_over"])


def break_due_promises(now: datetime) -> int:
    """Mark what fell due before `now` and was not kept; one short transaction per case. Returns how many broke."""
    overdue = Promise.objects.filter(kept_at=None, broken_at=None, is_over=False, due_at__lt=now)
    count = 0
    for promise_id, case_id in overdue.order_by("due_at").values_list("pk", "case_id")[:BATCH]:
        with cases.open_file(case_id) as case:
            # Under the lock: it may have been kept, or broken by another clock, meanwhile.
            promise = overdue.filter(pk=promise_id).first()
            if promise is None:
                continue
            promise.broken_at = promise.due_at
            promise.save(update_fields=["broken_at"])
            data = {"promise": promise.kind, "due": promise.due_at.isoformat()}
            cases.note_fact(case, "promise_broken", by=CLOCK, data=data, at=now)
            count += 1
    return count
