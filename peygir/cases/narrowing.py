"""Further inbox filters, one for each linked number of a unit's page: assignee, and when due, opened or finished."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q

from peygir.cases.models import Case
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
    is_returned: bool = False
    due: Span | None = None
    opened: Span | None = None
    finished: Span | None = None
    finished_by: tuple[str, ...] = ()  # actors as history writes them: «staff:3»

    def condition(self) -> Q:
        """The filter as a condition."""
        condition = Q()
        if self.unit_ids:
            condition &= Q(unit_id__in=self.unit_ids)
        if self.assignee_ids:
            condition &= Q(assignee_id__in=self.assignee_ids)
        if self.is_unassigned:
            condition &= Q(assignee_id__isnull=True)
        if self.is_returned:
            condition &= Q(return_count__gt=0)
        if self.due is not None:
            condition &= Q(due_at__gte=self.due[0], due_at__lt=self.due[1])
        if self.opened is not None:
            condition &= Q(opened_at__gte=self.opened[0], opened_at__lt=self.opened[1])
        if self.finished is not None:
            condition &= finished_in(self.finished, by=self.finished_by)
        return condition


def finished_in(span: Span, *, by: tuple[str, ...]) -> Q:
    """The cases that these people finished, or found to need no action, in a span of time.

    Uses the partial index of a person's events; `startswith` repeats that index's condition.
    """
    moves = Event.objects.filter(
        by__startswith="staff:",
        by__in=by,
        at__gte=span[0],
        at__lt=span[1],
        kind__in=FINISHING,
        file=Case.history_file,
    )
    return Q(pk__in=moves.values("file_id"))
