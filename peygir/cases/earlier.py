"""Cases for the comparison with an earlier system, and all cases for the way back to it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import OuterRef, Subquery

from peygir.cases.models import Case, Report
from peygir.cases.public import FINISHED
from peygir.cases.states import ENDED

_AT_ONCE: Final = 2000
_COLUMNS: Final = (
    "pk",
    "code",
    "state",
    "opened_at",
    "closed_at",
    "topic_id",
    "district_id",
    "unit_id",
    "address",
    "words",
)


@dataclass(frozen=True, slots=True)
class EarlierCase:
    """A case that came of an earlier system: when it was opened, and whether its work is over."""

    case_id: int
    opened_at: datetime
    is_over: bool


@dataclass(frozen=True, slots=True)
class ReturnedCase:
    """A case as the table for the way back has it; `text` is that of the report that opened it."""

    id: int
    code: str
    state: str
    opened_at: datetime
    closed_at: datetime | None
    topic_id: int | None
    district_id: int | None
    unit_id: int | None
    address: str
    text: str


def earlier_cases(city_id: int, case_ids: Iterable[int]) -> Iterator[EarlierCase]:
    """Some cases of a city; one statement for every two thousand."""
    ids = sorted(set(case_ids))
    over = ENDED | FINISHED
    for start in range(0, len(ids), _AT_ONCE):
        rows = Case.objects.filter(city_id=city_id, pk__in=ids[start : start + _AT_ONCE])
        for pk, opened_at, state in rows.values_list("pk", "opened_at", "state"):
            yield EarlierCase(pk, opened_at, state in over)


def cases_for_way_back(city_id: int) -> Iterator[list[ReturnedCase]]:
    """All cases of a city but confidential ones, the first one first, two thousand at a time."""
    first = Report.objects.filter(code=OuterRef("code")).values("text")[:1]
    rows = Case.objects.filter(city_id=city_id, is_confidential=False).annotate(words=Subquery(first)).order_by("pk")
    last = 0
    while batch := list(rows.filter(pk__gt=last).values_list(*_COLUMNS)[:_AT_ONCE]):
        last = batch[-1][0]
        yield [
            ReturnedCase(pk, code, state, opened_at, closed_at, topic, district, unit, address, text or "")
            for pk, code, state, opened_at, closed_at, topic, district, unit, address, text in batch
        ]
