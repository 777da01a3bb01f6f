"""Counts the promises and ladders of the simulated year again from the cases' stories alone, and compares."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from lab.bench.year_reports import KEY
from peygir.cases.lifecycle import CLOSED, ENDED
from peygir.cases.models import Case, Report
from peygir.city import queries as city
from peygir.core.office import OfficeWeek
from peygir.desks.promises.escalation_rules import step_due
from peygir.desks.promises.models import Pause, Promise, Step
from peygir.desks.promises.rules import PromisedHours, moved_by_pause, promises_due, visited_at, waits_of
from peygir.history.models import Event

CHUNK: Final = 500
EXAMPLES: Final = 12
FINISHED: Final = frozenset({"done", "confirmed", "closed", "not_actionable"})
_OVER: Final = frozenset(ENDED - {CLOSED})
CHECKS: Final = (
    "pauses unlike the story",
    "more than one first promise",
    "kinds without a first promise",
    "promises without terms",
    "promises that were reset",
    "promises moved by more than pauses",
    "promises given at another time",
    "promises for another topic or unit",
    "ladders unlike the city's",
    "steps planned at another time",
    "steps that fired twice",
    "steps unlike the story",
    "steps fired for a promise that did not run",
    "steps that did not fire",
    "steps that fired at another time",
)


@dataclass(slots=True)
class HistoryRow:
    """One line of a case's history."""

    number: int
    kind: str
    at: datetime
    data: dict[str, Any]


@dataclass(slots=True)
class File:
    """All that is on record of one case."""

    case: Case
    key: str = ""
    story: list[HistoryRow] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    @property
    def moves(self) -> list[tuple[datetime, str]]:
        return [(told.at, str(told.data["to"])) for told in self.story if {"from", "to"} <= told.data.keys()]

    def last_before(self, number: int, kind: str) -> HistoryRow | None:
        """The last line of a kind before a number."""
        return next((told for told in reversed(self.story) if told.number < number and told.kind == kind), None)


@dataclass(slots=True)
class AuditOutcome:
    """What the audit found: broken checks by name, some cases as examples, counts, and a digest of all outcomes."""

    broken: dict[str, int] = field(default_factory=lambda: dict.fromkeys(CHECKS, 0))
    counts: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)
    digest: str = ""

    def fault(self, name: str, file: File, what: object = "") -> None:
        """One case breaks a check."""
        self.broken[name] += 1
        if len(self.examples) < EXAMPLES:
            self.examples.append(f"{name}: {file.key or file.case.code} {what}")


def audit(city_id: int, *, end: datetime, slot: timedelta) -> AuditOutcome:
    """Look at every case of the year; `end` is when it ended, `slot` how far time may jump."""
    seen, lines = AuditOutcome(), []
    for file in _files(city_id):
        seen.counts["cases"] += 1
        _look_at_pauses(file, seen, end=end)
        for promise in file.promises:
            week = city.office_week(city_id, promise.unit_id, city.day_of(city_id, file.case.opened_at))
            _look_at_promise(file, promise, week, seen)
            if promise.kind == "finish":
                _look_at_steps(file, promise, week, seen, end=end, slot=slot)
        _look_at_kinds(file, seen)
        lines.append(_outcome(file))
    seen.digest = hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()[:16]
    return seen


def _files(city_id: int) -> Iterator[File]:
    known = list(Case.objects.filter(city_id=city_id).order_by("pk").values_list("pk", flat=True))
    for first in range(0, len(known), CHUNK):
        ids = known[first : first + CHUNK]
        files = {case.pk: File(case) for case in Case.objects.filter(pk__in=ids).defer("event_head")}
        by_code = {file.case.code: file for file in files.values()}
        for code, key in Report.objects.filter(code__in=list(by_code)).values_list("code", "idempotency_key"):
            by_code[code].key = (key or "").removeprefix(KEY)
        events = Event.objects.filter(file="case", file_id__in=ids).defer("hash").order_by("file_id", "number")
        for event in events:
            files[event.file_id].story.append(HistoryRow(event.number, event.kind, event.at, event.data))
        for promise in Promise.objects.filter(case_id__in=ids).order_by("pk"):
            files[promise.case_id].promises.append(promise)
        for pause in Pause.objects.filter(case_id__in=ids).order_by("number"):
            files[pause.case_id].pauses.append(pause)
        for step in Step.objects.filter(case_id__in=ids).order_by("promise_id", "percent"):
            files[step.case_id].steps.append(step)
        yield from files.values()


# ── pauses and promises ─────────────────────────────────────────────────────────────────────────────────────────────


def _look_at_pauses(file: File, seen: AuditOutcome, *, end: datetime) -> None:
    """The pauses on record are those of the story, with their ends."""
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


def _look_at_kinds(file: File, seen: AuditOutcome) -> None:
    """Each kind that was ever promised has one first promise, and one alone is in force."""
    for kind, first in Counter(promise.kind for promise in file.promises if promise.is_first).items():
        if first != 1:
            seen.fault("more than one first promise", file, kind)
    if {p.kind for p in file.promises} != {p.kind for p in file.promises if p.is_first}:
        seen.fault("kinds without a first promise", file)


def _look_at_promise(file: File, promise: Promise, week: OfficeWeek, seen: AuditOutcome) -> None:
    """What was given is what the terms in force say, and it moved by the pauses on record and by nothing else."""
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
    dues = promises_due(terms.under(season), start=case.opened_at, week=week)
    given = next((due.due_at for due in dues if due.kind == promise.kind), None)
    if given != promise.given_due_at:
        seen.fault("promises that were reset", file, f"{promise.kind} {promise.given_due_at} not {given}")
    if promise.is_first:
        _look_at_giving(file, promise, seen)
        due = list(_dues(file, promise, week))[-1]
        if due != promise.due_at:
            seen.fault("promises moved by more than pauses", file, f"{promise.kind} {promise.due_at} not {due}")
    seen.counts["kept on time"] += promise.kept_at is not None and promise.kept_at <= promise.due_at
    seen.counts["broken promises"] += promise.broken_at is not None


def _look_at_giving(file: File, promise: Promise, seen: AuditOutcome) -> None:
    """The first was given for the topic that had been read and the unit that had been told."""
    event = next(
        (
            told
            for told in file.story
            if told.kind in ("promises_given", "promises_renewed") and promise.kind in told.data
        ),
        None,
    )
    if event is None or event.at != promise.given_at:
        seen.fault("promises given at another time", file, promise.kind)
        return
    if event.kind == "promises_given":
        referred, read = file.last_before(event.number, "case_referred"), file.last_before(event.number, "case_read")
        topic = city.topic(file.case.city_id, promise.topic_id or 0)
        is_unit = referred is None or referred.data["unit"] == promise.unit_id
        if not is_unit or read is None or topic is None or read.data["topic"] != topic.code:
            seen.fault("promises for another topic or unit", file, promise.kind)


def _dues(file: File, promise: Promise, week: OfficeWeek) -> Iterator[datetime]:
    """Where a promise was due: as given, then after each pause that has ended, in their order."""
    visits = [told.at for told in file.story if told.kind == "visit_made"]
    kept_at = visited_at(visits, file.moves) if promise.kind == "visit" else None
    due = promise.given_due_at
    yield due
    for pause in file.pauses:
        if pause.to_at is not None:
            is_after = pause.to_at > promise.given_at
            is_kept = promise.kind == "ack" or (kept_at is not None and kept_at <= pause.from_at)
            if not (is_after and is_kept):
                due = moved_by_pause(due, first=pause.from_at, last=pause.to_at, clock=promise.clock, week=week)
            yield due


# ── the ladder ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _look_at_steps(
    file: File, promise: Promise, week: OfficeWeek, seen: AuditOutcome, *, end: datetime, slot: timedelta
) -> None:
    """Each step fired once, at the first moment from its own on at which the promise ran; or never, if none came."""
    steps = [step for step in file.steps if step.promise_id == promise.pk]
    climbed: dict[int, list[datetime]] = defaultdict(list)
    for told in file.story:
        if told.kind == "case_climbed":
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


def _look_at_ladder(file: File, promise: Promise, steps: list[Step], week: OfficeWeek, seen: AuditOutcome) -> None:
    """The steps are those of the ladder in force; where nothing was paused or corrected, at exactly their shares."""
    case, on = file.case, city.day_of(file.case.city_id, file.case.opened_at)
    rungs = {
        rung.percent: rung.audience
        for rung in city.escalation_steps(
            case.city_id, topic_id=promise.topic_id, unit_id=promise.unit_id, on=on, urgency=case.urgency
        )
    }
    if rungs != {step.percent: step.audience for step in steps}:
        seen.fault("ladders unlike the city's", file)
    # A topic that promises nothing leaves the promise of the one before, planned by that one's urgency.
    is_corrected = any(told.kind == "promises_renewed" for told in file.story)
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
    """From when on the promise ran or did not run, as (moment, whether it runs), by the story."""
    edges: list[tuple[datetime, str, bool]] = [(file.case.opened_at, "done", False)]
    for at, state in file.moves:
        edges += [(at, "done", state in FINISHED), (at, "over", state in _OVER)]
    if promise.replaced_at is not None:
        edges.append((promise.replaced_at, "replaced", True))
    for pause, due in zip(file.pauses, _dues(file, promise, week), strict=False):
        if due >= pause.from_at:  # what was late before runs on
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
    """The first moment at or after one at which the promise runs; what changes at a moment holds from it on."""
    before = [runs for at, runs in changes if at <= moment]
    if before and before[-1]:
        return moment
    # Of several changes at one moment the last counts.
    later = {at: runs for at, runs in changes if at > moment}
    return next((at for at, runs in later.items() if runs), None)


def _outcome(file: File) -> str:
    """What became of a case, in words that do not depend on ids, codes or the machine."""
    case = file.case
    promises = [(p.kind, p.is_first, p.due_at, p.kept_at, p.broken_at, p.granted_due_at) for p in file.promises]
    steps = [(s.percent, s.audience, s.reached, s.due_at, s.fired_at) for s in file.steps]
    told = sorted((line.kind, line.at) for line in file.story)
    promises, steps = sorted(promises, key=str), sorted(steps, key=str)
    return repr((file.key, case.state, case.state_at, case.due_at, case.return_count, promises, steps, told))
