"""Recounts the promises and pauses of the simulated year from the stories alone."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from lab.bench.year_files import File
from lab.bench.year_outcome import AuditOutcome
from peygir.city import queries as city
from peygir.core.office import OfficeWeek
from peygir.desks.promises.actions.steps import collection_of
from peygir.desks.promises.days import due_after_pauses, is_of_days
from peygir.desks.promises.models import Promise
from peygir.desks.promises.rules import PromisedHours, moved_by_pause, promises_due, visited_at, waits_of
from peygir.history.kinds.case_moves import CaseReferred
from peygir.history.kinds.case_work import PromisesGiven, PromisesRenewed, VisitMade
from peygir.history.kinds.cases import CaseRead


def look_at_pauses(file: File, seen: AuditOutcome, *, end: datetime) -> None:
    """Check that the stored pauses are those of the story, with their ends."""
    waits_by_number = {wait.number: wait for wait in waits_of((line.number, line.at, line.data) for line in file.story)}
    kept = {pause.number: pause for pause in file.pauses}
    seen.counts["pauses"] += len(kept)
    if waits_by_number.keys() != kept.keys():
        if file.promises:
            seen.fault("pauses unlike the story", file, f"{sorted(waits_by_number)} {sorted(kept)}")
        return
    for number, wait in waits_by_number.items():
        if (wait.from_at, wait.ended_by(end)) != (kept[number].from_at, kept[number].to_at):
            seen.fault("pauses unlike the story", file, f"{wait} {kept[number].to_at}")


def look_at_kinds(file: File, seen: AuditOutcome) -> None:
    """Check that each kind of promise has one first promise, and only one in force."""
    for kind, first in Counter(promise.kind for promise in file.promises if promise.is_first).items():
        if first != 1:
            seen.fault("more than one first promise", file, kind)
    if {p.kind for p in file.promises} != {p.kind for p in file.promises if p.is_first}:
        seen.fault("kinds without a first promise", file)


def look_at_promise(file: File, promise: Promise, week: OfficeWeek, seen: AuditOutcome) -> None:
    """Check that a promise is as the hours in force say, and that only the stored pauses have moved it."""
    case = file.case
    seen.counts["promises"] += 1
    topic_terms = city.terms_of(promise.topic_id or 0, on=city.day_of(case.city_id, case.opened_at))
    if topic_terms is None:
        seen.fault("promises without terms", file, promise.kind)
        return
    season = city.season_of(
        case.city_id,
        topic_id=promise.topic_id or 0,
        at=case.opened_at,
        district_code=city.district_code(case.city_id, case.district_id) if case.district_id else "",
    )
    terms = PromisedHours(topic_terms.ack_hours, topic_terms.due_hours, topic_terms.clock, topic_terms.visit_hours)
    collection = collection_of(case, promise.topic_id)
    dues = promises_due(terms.under(season), start=case.opened_at, week=week, collection=collection)
    given = next((due.due_at for due in dues if due.kind == promise.kind), None)
    if given != promise.given_due_at:
        seen.fault("promises that were reset", file, f"{promise.kind} {promise.given_due_at} not {given}")
    if promise.is_first:
        _look_at_giving(file, promise, seen)
        due = list(dues_of(file, promise, week))[-1]
        if due != promise.due_at:
            seen.fault("promises moved by more than pauses", file, f"{promise.kind} {promise.due_at} not {due}")
    seen.counts["kept on time"] += promise.kept_at is not None and promise.kept_at <= promise.due_at
    seen.counts["broken promises"] += promise.broken_at is not None


def _look_at_giving(file: File, promise: Promise, seen: AuditOutcome) -> None:
    """Check that the first promise was given for the topic read and the unit referred to."""
    event = next(
        (
            told
            for told in file.story
            if told.kind in (PromisesGiven.kind, PromisesRenewed.kind) and promise.kind in told.data
        ),
        None,
    )
    if event is None or event.at != promise.given_at:
        seen.fault("promises given at another time", file, promise.kind)
        return
    if event.kind == PromisesGiven.kind:
        referred, read = (
            file.last_before(event.number, CaseReferred.kind),
            file.last_before(event.number, CaseRead.kind),
        )
        topic = city.topic(file.case.city_id, promise.topic_id or 0)
        is_unit = referred is None or referred.data["unit"] == promise.unit_id
        if not is_unit or read is None or topic is None or read.data["topic"] != topic.code:
            seen.fault("promises for another topic or unit", file, promise.kind)


def dues_of(file: File, promise: Promise, week: OfficeWeek) -> Iterator[datetime]:
    """Yield the due moments of a promise: as given, then after each pause that has ended, in order."""
    visits = [told.at for told in file.story if told.kind == VisitMade.kind]
    kept_at = visited_at(visits, file.moves) if promise.kind == "visit" else None
    due = promise.given_due_at
    counted: list[tuple[datetime, datetime]] = []
    yield due
    for pause in file.pauses:
        if pause.to_at is not None:
            is_after = pause.to_at > promise.given_at
            is_kept = promise.kind == "ack" or (kept_at is not None and kept_at <= pause.from_at)
            if not (is_after and is_kept):
                counted.append((pause.from_at, pause.to_at))
                due = _due_with(file, promise, due, counted, week)
            yield due


def _due_with(
    file: File, promise: Promise, due: datetime, counted: list[tuple[datetime, datetime]], week: OfficeWeek
) -> datetime:
    """A promise of days is counted anew with all pauses so far; any other moves by the last of them."""
    if not is_of_days(promise.clock, promise.hours):
        first, last = counted[-1]
        return moved_by_pause(due, first=first, last=last, clock=promise.clock, week=week)
    moved = due_after_pauses(
        promise.given_due_at,
        start=file.case.opened_at,
        hours=promise.hours,
        clock=promise.clock,
        pauses=counted,
        week=week,
        collection=collection_of(file.case, promise.topic_id),
    )
    return max(due, moved)
