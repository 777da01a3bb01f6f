"""Further inbox filters: the section of a day, the assignee, place, channel, reporters, photos, and when due, opened or
finished.
"""

from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from peygir.cases.day_sections import in_section
from peygir.cases.models import Case, Report
from peygir.core import clock
from peygir.history.kinds.case_moves import CaseDeclined, CaseFinished
from peygir.history.models import Event

# The moves by which a unit finishes its work on a case.
FINISHING: Final = (CaseFinished.kind, CaseDeclined.kind)
Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """Inbox filters beside `Filters`; empty values do not filter. Spans are [first, last)."""

    unit_ids: tuple[int, ...] = ()
    assignee_ids: tuple[int, ...] = ()
    is_unassigned: bool = False
    is_also_unassigned: bool = False  # beside those of the assignees also what nobody has
    section: str = ""  # of the day that ends at `day_ends_at`
    day_ends_at: datetime | None = None
    neighbourhood_code: str = ""
    channel: str = ""  # one of the reports came by it
    reporters: int = 0  # at least so many reports
    has_photo: bool | None = None
    is_returned: bool = False
    due: Span | None = None
    opened: Span | None = None
    finished: Span | None = None
    finished_by: tuple[str, ...] = ()  # actors as history writes them: «staff:3»

    @property
    def says_something(self) -> bool:
        """Whether it filters anything; the day's end alone does not."""
        return replace(self, day_ends_at=None) != Narrowing()

    def and_also(self, other: "Narrowing") -> "Narrowing":
        """This one with the values of another where it has none."""
        nothing = Narrowing()
        own = {one.name: getattr(self, one.name) for one in fields(self)}
        return replace(other, **{name: value for name, value in own.items() if value != getattr(nothing, name)})

    def condition(self) -> Q:
        """The filter as a condition."""
        condition = Q()
        if self.unit_ids:
            condition &= Q(unit_id__in=self.unit_ids)
        if self.assignee_ids:
            with_them = Q(assignee_id__in=self.assignee_ids)
            condition &= with_them | Q(assignee_id__isnull=True) if self.is_also_unassigned else with_them
        if self.is_unassigned:
            condition &= Q(assignee_id__isnull=True)
        if self.is_returned:
            condition &= Q(return_count__gt=0)
        condition &= self._what_is_told()
        if self.section and self.day_ends_at is not None:
            condition &= in_section(self.section, now=clock.now(), day_ends_at=self.day_ends_at)
        if self.due is not None:
            condition &= Q(due_at__gte=self.due[0], due_at__lt=self.due[1])
        if self.opened is not None:
            condition &= Q(opened_at__gte=self.opened[0], opened_at__lt=self.opened[1])
        if self.finished is not None:
            condition &= finished_in(self.finished, by=self.finished_by)
        return condition

    def _what_is_told(self) -> Q:
        """The filters by place and by the reports."""
        condition, reports = Q(), Report.objects.filter(case=OuterRef("pk"))
        if self.neighbourhood_code:
            condition &= Q(neighbourhood__code=self.neighbourhood_code)
        if self.channel:
            condition &= Q(Exists(reports.filter(channel=self.channel)))
        if self.reporters:
            condition &= Q(report_count__gte=self.reporters)
        if self.has_photo is not None:
            with_photo = Q(Exists(reports.filter(photo_count__gt=0)))
            condition &= with_photo if self.has_photo else ~with_photo
        return condition


def finishing_moves(span: Span, *, by: tuple[str, ...]) -> "QuerySet[Event, Event]":
    """The events by which these people finished cases, or found them to need no action, in a span of time.

    Uses the partial index of a person's events; `startswith` repeats that index's condition.
    """
    return Event.objects.filter(
        by__startswith="staff:",
        by__in=by,
        at__gte=span[0],
        at__lt=span[1],
        kind__in=FINISHING,
        file=Case.history_file,
    )


def finished_in(span: Span, *, by: tuple[str, ...]) -> Q:
    """The cases that these people finished, or found to need no action, in a span of time."""
    return Q(pk__in=finishing_moves(span, by=by).values("file_id"))
