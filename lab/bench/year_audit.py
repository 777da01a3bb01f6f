"""Recounts the promises and escalations of the simulated year from the cases' stories alone, and compares."""

import hashlib
from datetime import datetime, timedelta

from lab.bench.year_escalation import look_at_steps
from lab.bench.year_files import File, read_files
from lab.bench.year_outcome import AuditOutcome
from lab.bench.year_promises import look_at_kinds, look_at_pauses, look_at_promise
from peygir.city import queries as city


def audit(city_id: int, *, end: datetime, slot: timedelta) -> AuditOutcome:
    """Check every case of the year; `end` is when it ended, `slot` the longest step of time."""
    seen, lines = AuditOutcome(), []
    for file in read_files(city_id):
        seen.counts["cases"] += 1
        look_at_pauses(file, seen, end=end)
        for promise in file.promises:
            week = city.office_week(city_id, promise.unit_id, city.day_of(city_id, file.case.opened_at))
            look_at_promise(file, promise, week, seen)
            if promise.kind == "finish":
                look_at_steps(file, promise, week, seen, end=end, slot=slot)
        look_at_kinds(file, seen)
        lines.append(_outcome(file))
    seen.digest = hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()[:16]
    return seen


def _outcome(file: File) -> str:
    """Return the outcome of a case as text without ids, codes or anything of the machine."""
    case = file.case
    promises = [(p.kind, p.is_first, p.due_at, p.kept_at, p.broken_at, p.granted_due_at) for p in file.promises]
    steps = [(s.percent, s.audience, s.reached, s.due_at, s.fired_at) for s in file.steps]
    told = sorted((line.kind, line.at) for line in file.story)
    promises, steps = sorted(promises, key=str), sorted(steps, key=str)
    return repr((file.key, case.state, case.state_at, case.due_at, case.return_count, promises, steps, told))
