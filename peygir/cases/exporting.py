"""Cases for export: what an inbox shows to the actor, one row after the other.

For actors who may not see a reporter's phone, the reporter's text is masked and the place is the public one; others get
the unmasked text only on request.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import OuterRef, QuerySet, Subquery

from peygir.cases.inbox import Filters, filtered
from peygir.cases.models import Case, Report
from peygir.cases.rules import approximate
from peygir.cases.seeing import visible
from peygir.city import queries as city
from peygir.city.facts import DistrictFacts, NeighbourhoodFacts, TopicFacts, UnitFacts
from peygir.core import clock
from peygir.core.codes import is_code
from peygir.core.personal import cover
from peygir.core.refusals import Missing, NotAllowed
from peygir.core.translation import gettext_lazy as _
from peygir.people.rules import Actor, CaseVisibility, may_see_phone

MOST: Final = 100_000  # cases in one file; the next file begins after the last code
MOST_WITH_WORDS: Final = 2000  # with whole words, since each of these cases keeps that they were taken
_AT_ONCE: Final = 2000
_COLUMNS: Final = (
    "code",
    "state",
    "close_kind",
    "urgency",
    "opened_at",
    "due_at",
    "closed_at",
    "topic_id",
    "district_id",
    "unit_id",
    "neighbourhood_id",
    "is_confidential",
    "about_unit_id",
    "about_staff_id",
    "assignee_id",
    "address",
    "lat",
    "lon",
    "report_count",
    "words",
)


class WordsAreNotYours(NotAllowed):
    """An actor who may not see any reporter's phone requests unmasked texts."""

    message = _(
        "The reporters' words with the names and numbers in them are only for those who may see the reporters' phones."
    )


class NoSuchPlaceInTheList(Missing):
    """The case after which the list is to go on is not in it."""

    message = _("There is no case “{code}” in this list to go on after.")


@dataclass(frozen=True, slots=True)
class Exported:
    """An exported case, with the text of the report that opened it.

    Where the actor may not know the exact place, `address` is empty, `area` replaces it, and the point is rounded.
    """

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
    area: NeighbourhoodFacts | None
    address: str
    lat: float | None
    lon: float | None
    report_count: int
    text: str


def may_take_words(actor: Actor) -> bool:
    """Whether the actor may export any reporters' texts unmasked: those of reporters whose phone they may see."""
    return any(may_see_phone(actor, CaseVisibility(actor.unit_id, is_secret)) for is_secret in (False, True))


def exported(
    actor: Actor,
    city_id: int,
    filters: Filters,
    *,
    after: str = "",
    limit: int = MOST,
    whole: Collection[int] | None = None,
) -> Iterator[Exported]:
    """Yield at most `limit` cases of the actor's inbox under these filters, the oldest first, from a server-side
    cursor.

    `after`: only cases behind the one with this code. `whole`: these cases (ids) alone, with the reporters' texts
    unmasked where the actor may see the reporter's phone. Raises NoSuchPlaceInTheList.
    """
    rows = _rows(actor, city_id, filters, after)
    if whole is not None:
        rows = rows.filter(pk__in=list(whole))
    words = Report.objects.filter(code=OuterRef("code")).values("text")
    found = rows.annotate(words=Subquery(words)).values_list(*_COLUMNS)[: min(limit, MOST)]
    has_words = whole is not None
    return (_exported(actor, city_id, row, has_words=has_words) for row in found.iterator(chunk_size=_AT_ONCE))


@dataclass(frozen=True, slots=True)
class WholeWords:
    """The cases of a file with whole words (ids), and of those whose words are unmasked the report (ids of both)."""

    case_ids: tuple[int, ...]
    reports: tuple[tuple[int, int], ...]


def whole_words(actor: Actor, city_id: int, filters: Filters, *, after: str = "", limit: int = MOST) -> WholeWords:
    """What a file with unmasked texts would hold, at most `MOST_WITH_WORDS` cases; one statement.

    Raises NoSuchPlaceInTheList, WordsAreNotYours.
    """
    if not may_take_words(actor):
        raise WordsAreNotYours()
    names = ("pk", "unit_id", "is_confidential", "about_unit_id", "about_staff_id", "assignee_id", "report")
    report = Report.objects.filter(code=OuterRef("code")).values("pk")
    rows = _rows(actor, city_id, filters, after).annotate(report=Subquery(report)).values_list(*names)
    case_rows = list(rows[: min(limit, MOST_WITH_WORDS)])
    return WholeWords(
        tuple(row[0] for row in case_rows),
        tuple(
            (case_id, report_id)
            for case_id, *sight, report_id in case_rows
            if report_id is not None and may_see_phone(actor, CaseVisibility(*sight))
        ),
    )


def _rows(actor: Actor, city_id: int, filters: Filters, after: str) -> QuerySet[Case]:
    """The cases of a file, the oldest first. Raises NoSuchPlaceInTheList."""
    rows = filtered(actor, city_id, filters, clock.now()).order_by("id")
    if after:
        last = (
            Case.objects.filter(visible(actor), code=after).values_list("pk", flat=True).first()
            if is_code(after)
            else None
        )
        if last is None:
            raise NoSuchPlaceInTheList(code=after[:20])
        rows = rows.filter(pk__gt=last)
    return rows


def _exported(actor: Actor, city_id: int, row: tuple[Any, ...], *, has_words: bool) -> Exported:
    code, state, kind, urgency, opened, due, closed, topic_id, district_id, unit_id, area_id, *rest = row
    is_secret, about_unit, about_staff, assignee, address, lat, lon, count, opening_text = rest
    is_near = may_see_phone(actor, CaseVisibility(unit_id, is_secret, about_unit, about_staff, assignee))
    if not is_near:
        address = ""
        lat, lon = approximate(lat, lon) if lat is not None and lon is not None else (None, None)
    if not (is_near and has_words):
        opening_text = cover(opening_text or "")
    return Exported(
        code,
        state,
        kind,
        urgency,
        opened,
        due,
        closed,
        city.topic(city_id, topic_id) if topic_id else None,
        city.district(city_id, district_id) if district_id else None,
        city.unit(unit_id) if unit_id else None,
        city.neighbourhood(city_id, area_id) if area_id else None,
        address,
        lat,
        lon,
        count,
        opening_text or "",
    )
