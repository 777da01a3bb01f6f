"""A clerk's day: the sections of the unit's work, with the first cases of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from django.db.models import Case as FirstTrue
from django.db.models import CharField, Count, ExpressionWrapper, F, Q, QuerySet, Value, When, Window
from django.db.models.fields import BooleanField
from django.db.models.functions import RowNumber

from peygir.cases.day_parts import parts_of
from peygir.cases.day_sections import DaySection, in_section
from peygir.cases.inbox import InboxRow, lines_of
from peygir.cases.models import Case
from peygir.cases.seeing import ViewerKind, stand_in, viewer_kind_of, viewer_values, visible
from peygir.cases.states import WORKABLE
from peygir.core import clock
from peygir.people.rules import Actor
from peygir.storage import shapes
from peygir.storage.shapes import Shape, shape_of

MOST: Final = 12
"""The most cases of one section that a day's page takes."""
_CITY: Final = shapes.number(3)
_HANDS: Final = shapes.number(6)
_NOW: Final = shapes.moment(1)
_DAY_END: Final = shapes.moment(2)


@dataclass(frozen=True, slots=True)
class SectionCases:
    """The first cases of a section, and how many it holds."""

    section: DaySection
    rows: list[InboxRow]
    total: int


def day_of(
    actor: Actor, city_id: int, *, hands: Sequence[int], day_ends_at: datetime, room: int = MOST
) -> list[SectionCases]:
    """The sections of the actor's day in order: cases of the own unit with one of `hands` (ids of staff), then those
    with nobody; soonest due first.

    A section shows at most its part of `room` rows (see `parts_of`); planned ones have room of their own. Two
    statements, whatever the number of cases.
    """
    now = clock.now()
    if (kind := viewer_kind_of(actor)) is None:
        firsts = list(_first_ids(actor, city_id, list(hands), now, day_ends_at))
    else:
        values = {_CITY: city_id, _HANDS: list(hands), _NOW: now, _DAY_END: day_ends_at}
        firsts = _first_ids_shape(kind).ask({**viewer_values(actor), **values})
    ids: dict[str, list[int]] = {section: [] for section in DaySection}
    totals = dict.fromkeys(DaySection, 0)
    for case_id, section, total in firsts:
        ids[section].append(case_id)
        totals[DaySection.of(section)] = total
    shown: list[DaySection] = [
        section for section in DaySection if section not in (DaySection.PLANNED, DaySection.LATER)
    ]
    parts = dict(zip(shown, parts_of([totals[section] for section in shown], room=room), strict=True))
    chosen_ids = {section: ids[section][: parts.get(section, room // 2)] for section in (*shown, DaySection.PLANNED)}
    rows = {row.pk: row for row in lines_of([one for part in chosen_ids.values() for one in part])}
    return [
        SectionCases(section, [rows[one] for one in chosen_ids.get(section, ()) if one in rows], totals[section])
        for section in DaySection
    ]


@lru_cache(maxsize=64)
def _first_ids_shape(kind: ViewerKind) -> Shape:
    return shape_of(_first_ids(stand_in(kind), _CITY, _HANDS, _NOW, _DAY_END))


def _first_ids(
    actor: Actor, city_id: int, hands: list[int] | int, now: datetime, day_ends_at: datetime
) -> "QuerySet[Case, tuple[Any, ...]]":
    """(id, section, total of the section) of the first cases of each section; one pass over the unit's open cases."""
    choices = [
        When(in_section(section, now=now, day_ends_at=day_ends_at), then=Value(str(section))) for section in DaySection
    ]
    section = FirstTrue(*choices, output_field=CharField())
    is_with_nobody = ExpressionWrapper(Q(assignee_id__isnull=True), output_field=BooleanField())
    order = [is_with_nobody.asc(), F("due_at").asc(nulls_last=True), F("id").asc()]
    rows = Case.objects.filter(visible(actor), city_id=city_id, unit_id=actor.unit_id or 0, state__in=sorted(WORKABLE))
    # Not IN: with one parameter per hand there would be another prepared statement for each number of hands.
    firsts: QuerySet[Case, tuple[Any, ...]] = (
        rows.extra(where=["(cases_case.assignee_id = ANY(%s) OR cases_case.assignee_id IS NULL)"], params=[hands])
        .annotate(section=section)
        .annotate(
            place=Window(RowNumber(), partition_by=[F("section")], order_by=order),
            total=Window(Count("pk"), partition_by=[F("section")]),
        )
        .filter(place__lte=MOST)
        .order_by("section", "place")
        .values_list("pk", "section", "total")
    )
    return firsts
