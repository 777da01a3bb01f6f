"""A clerk's day: the sections of the unit's work, with the first cases of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Case as FirstTrue
from django.db.models import CharField, Count, ExpressionWrapper, F, Q, QuerySet, Value, When, Window
from django.db.models.fields import BooleanField
from django.db.models.functions import RowNumber

from peygir.cases.day_parts import parts_of
from peygir.cases.day_sections import DaySection, in_section
from peygir.cases.inbox import InboxRow, lines_of
from peygir.cases.models import Case
from peygir.cases.seeing import visible
from peygir.cases.states import WORKABLE
from peygir.core import clock
from peygir.people.rules import Actor

MOST: Final = 12
"""The most cases of one section that a day's page takes."""


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
    firsts = list(_first_ids(actor, city_id, hands, now, day_ends_at))
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


def _first_ids(
    actor: Actor, city_id: int, hands: Sequence[int], now: datetime, day_ends_at: datetime
) -> "QuerySet[Case, tuple[Any, ...]]":
    """(id, section, total of the section) of the first cases of each section; one pass over the unit's open cases."""
    choices = [
        When(in_section(section, now=now, day_ends_at=day_ends_at), then=Value(str(section))) for section in DaySection
    ]
    section = FirstTrue(*choices, output_field=CharField())
    is_with_nobody = ExpressionWrapper(Q(assignee_id__isnull=True), output_field=BooleanField())
    order = [is_with_nobody.asc(), F("due_at").asc(nulls_last=True), F("id").asc()]
    rows = Case.objects.filter(
        visible(actor),
        Q(assignee_id__in=list(hands)) | Q(assignee_id__isnull=True),
        city_id=city_id,
        unit_id=actor.unit_id or 0,
        state__in=sorted(WORKABLE),
    )
    return (
        rows.annotate(section=section)
        .annotate(
            place=Window(RowNumber(), partition_by=[F("section")], order_by=order),
            total=Window(Count("pk"), partition_by=[F("section")]),
        )
        .filter(place__lte=MOST)
        .order_by("section", "place")
        .values_list("pk", "section", "total")
    )
