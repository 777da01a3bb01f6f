"""Cases in one long row after the other, for files: what an inbox shows, to whom it shows it, and no more."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import OuterRef, Subquery

from peygir.cases.inbox import Filters, _filtered
from peygir.cases.models import Case, Report
from peygir.cases.seeing import visible
from peygir.city import queries as city
from peygir.city.facts import DistrictFacts, TopicFacts, UnitFacts
from peygir.core import clock
from peygir.core.codes import is_code
from peygir.core.refusals import Missing
from peygir.people.rules import Actor

MOST: Final = 100_000  # cases in one file; the next begins after the last code
_AT_ONCE: Final = 2000
_COLUMNS: Final = (
    "code", "state", "close_kind", "urgency", "opened_at", "due_at", "closed_at", "topic_id", "district_id", "unit_id",
    "address", "lat", "lon", "report_count", "words",
)  # fmt: skip


class NoSuchPlaceInTheList(Missing):
    """A list that is to go on after a case that is not in it."""

    fa = "پرونده‌ای با کد «{code}» در این فهرست نیست تا پس از آن ادامه یابد."
    en = "There is no case “{code}” in this list to go on after."


@dataclass(frozen=True, slots=True)
class Exported:
    """A case as a file tells of it, with the words of the report that opened it."""

    code: str
    state: str
    close_kind: str
    urgency: str
    opened_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    topic: TopicFacts | None
    district: DistrictFacts | None
    unit: UnitFacts | None
    address: str
    lat: float | None
    lon: float | None
    report_count: int
    text: str


def exported(actor: Actor, city_id: int, filters: Filters, *, after: str = "", limit: int = MOST) -> Iterator[Exported]:
    """At most `limit` cases that the actor's inbox may show by these filters, the oldest first, each read once from
    the database's own cursor. `after`: only those behind the case with this code. Raises NoSuchPlaceInTheList."""
    rows = _filtered(actor, city_id, filters, clock.now()).order_by("id")
    if after:
        last = (
            Case.objects.filter(visible(actor), code=after).values_list("pk", flat=True).first()
            if is_code(after)
            else None
        )
        if last is None:
            raise NoSuchPlaceInTheList(code=after[:20])
        rows = rows.filter(pk__gt=last)
    words = Report.objects.filter(code=OuterRef("code")).values("text")
    found = rows.annotate(words=Subquery(words)).values_list(*_COLUMNS)[: min(limit, MOST)]
    return (_exported(city_id, row) for row in found.iterator(chunk_size=_AT_ONCE))


def _exported(city_id: int, row: tuple[Any, ...]) -> Exported:
    code, state, kind, urgency, opened, due, closed, topic_id, district_id, unit_id, *rest = row
    address, lat, lon, count, words = rest
    return Exported(
        code, state, kind, urgency, opened, due, closed,
        city.topic(city_id, topic_id) if topic_id else None,
        city.district(city_id, district_id) if district_id else None,
        city.unit(unit_id) if unit_id else None,
        address, lat, lon, count, words or "",
    )  # fmt: skip
