"""The records of each case of the simulated year, read in chunks."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from lab.bench.year_reports import KEY
from peygir.cases.models import Case, Report
from peygir.desks.promises.models import EscalationStep, Pause, Promise
from peygir.history.models import Event

CHUNK: Final = 500


@dataclass(slots=True)
class HistoryRow:
    """One event of a case's history."""

    number: int
    kind: str
    at: datetime
    data: dict[str, Any]


@dataclass(slots=True)
class File:
    """All records of one case."""

    case: Case
    key: str = ""
    story: list[HistoryRow] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)
    steps: list[EscalationStep] = field(default_factory=list)

    @property
    def moves(self) -> list[tuple[datetime, str]]:
        return [(told.at, str(told.data["to"])) for told in self.story if {"from", "to"} <= told.data.keys()]

    def last_before(self, number: int, kind: str) -> HistoryRow | None:
        """Return the last event of a kind before an event number."""
        return next((told for told in reversed(self.story) if told.number < number and told.kind == kind), None)


def read_files(city_id: int) -> Iterator[File]:
    """Yield every case of a city with all of its rows, in order of id."""
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
        for step in EscalationStep.objects.filter(case_id__in=ids).order_by("promise_id", "percent"):
            files[step.case_id].steps.append(step)
        yield from files.values()
