"""The moves of public cases for other systems, by days; to the system that sent a report, by moments."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from peygir.cases.day_order import oldest_days_first
from peygir.cases.listing import CaseListEntry, public_rows
from peygir.cases.models import Case, Note
from peygir.cases.states import CaseState
from peygir.city import queries as city
from peygir.core.personal import shown
from peygir.history.kinds.case_moves import (
    CaseAccepted,
    CaseClosed,
    CaseConfirmed,
    CaseDeclined,
    CaseFinished,
    CaseMerged,
    CasePaused,
    CaseReferred,
    CaseReferredOut,
    CaseReopened,
    CaseScheduled,
    CaseSplit,
    CaseWithdrawn,
)
from peygir.history.kinds.cases import CaseOpened
from peygir.history.models import Event
from peygir.history.queries import stories

MOVES: Final = (
    CaseOpened.kind,
    CaseReferred.kind,
    CaseAccepted.kind,
    CasePaused.kind,
    CaseScheduled.kind,
    CaseReferredOut.kind,
    CaseFinished.kind,
    CaseDeclined.kind,
    CaseConfirmed.kind,
    CaseReopened.kind,
    CaseClosed.kind,
    CaseMerged.kind,
    CaseWithdrawn.kind,
    CaseSplit.kind,
)
MOST_CHANGED: Final = 5000


@dataclass(frozen=True, slots=True)
class PublicMove:
    """One move of a public case, with its public text; `number` counts its moves from 1."""

    code: str
    number: int
    kind: str
    state: str
    on: date
    note: str


@dataclass(frozen=True, slots=True)
class CaseMoments:
    """The moments of a case for the system that sent its report; `moves` are those of its moves, in their order."""

    opened_at: datetime
    state_at: datetime
    due_at: datetime | None
    moves: tuple[datetime, ...]


def steps(city_id: int, *, since: datetime, until: datetime, page: int, size: int) -> list[PublicMove]:
    """The moves of public cases between two moments, the oldest day first, within a day by code; four statements.

    The caller gives whole days of the city.
    """
    zone = ZoneInfo(city.city_by_id(city_id).time_zone)
    rows = public_rows(city_id).filter(state_at__gte=since, opened_at__lt=until)
    changed = oldest_days_first(rows, "state_at", city_id=city_id, size=MOST_CHANGED)
    codes = dict(changed.values_list("id", "code"))
    moved = [
        (event.at.astimezone(zone).date(), codes[event.file_id], number, event)
        for number, event in _numbered(stories("case", codes, MOVES))
        if since <= event.at < until
    ]
    moved.sort(key=lambda row: row[:3])
    return _steps([(number, event) for *_, number, event in moved[(page - 1) * size : page * size]], codes, zone)


def steps_of(city_id: int, cases: Iterable[CaseListEntry]) -> dict[str, list[PublicMove]]:
    """All moves of these cases, by code, the oldest first; two statements."""
    codes = {case.id: case.code for case in cases}
    moves_by_code: dict[str, list[PublicMove]] = {code: [] for code in codes.values()}
    zone = ZoneInfo(city.city_by_id(city_id).time_zone)
    for step in _steps(_numbered(stories("case", codes, MOVES)), codes, zone):
        moves_by_code[step.code].append(step)
    return moves_by_code


def moments_of(codes: Collection[str]) -> dict[str, CaseMoments]:
    """The moments of cases by code, for the system that sent their reports; two statements."""
    rows = list(Case.objects.filter(code__in=codes))
    moves: dict[int, list[datetime]] = defaultdict(list)
    for event in stories("case", [row.pk for row in rows], MOVES):
        moves[event.file_id].append(event.at)
    return {row.code: CaseMoments(row.opened_at, row.state_at, row.due_at, tuple(moves[row.pk])) for row in rows}


def _numbered(events: Iterable[Event]) -> list[tuple[int, Event]]:
    """Each event of several files, each file's oldest first, with its place among those of its file, from 1.

    The numbers in the file would tell how many other events, such as further reports, lie between.
    """
    counts = Counter[int]()
    numbered = []
    for event in events:
        counts[event.file_id] += 1
        numbered.append((counts[event.file_id], event))
    return numbered


def _steps(numbered: Sequence[tuple[int, Event]], codes: dict[int, str], zone: ZoneInfo) -> list[PublicMove]:
    rows = Note.objects.filter(case_id__in={event.file_id for _number, event in numbered}, is_public=True)
    notes = {
        (case, number): shown(text, is_checked=is_checked)
        for case, number, text, is_checked in rows.values_list("case_id", "number", "text", "is_checked")
    }
    return [
        PublicMove(
            codes[event.file_id],
            number,
            event.kind,
            str(event.data.get("to", CaseState.NEW)),
            event.at.astimezone(zone).date(),
            notes.get((event.file_id, event.number), ""),
        )
        for number, event in numbered
    ]
