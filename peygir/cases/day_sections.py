"""The sections of a unit's day: what has work to do is new, due today, late, due later, waiting or planned."""

from datetime import datetime
from typing import Final

from django.db.models import Q

from peygir.cases.states import WORKABLE, CaseState
from peygir.core.translation import pgettext_lazy
from peygir.core.vocabulary import Vocabulary

# What nobody has taken in hand yet.
_FRESH: Final = WORKABLE - {CaseState.IN_HAND, CaseState.WAITING, CaseState.SCHEDULED}


class DaySection(Vocabulary):
    """One section; each case with work to do is in exactly one."""

    NEW = "new", pgettext_lazy("section of a day", "New")
    TODAY = "today", pgettext_lazy("section of a day", "Due today")
    LATE = "late", pgettext_lazy("section of a day", "Late")
    WAITING = "waiting", pgettext_lazy("section of a day", "Waiting")
    PLANNED = "planned", pgettext_lazy("section of a day", "Planned")
    LATER = "later", pgettext_lazy("section of a day", "Due later")


def in_section(section: str, *, now: datetime, day_ends_at: datetime) -> Q:
    """The condition for the cases of one section. Raises KeyError for any other name."""
    fresh, in_hand = Q(state__in=sorted(_FRESH)), Q(state=CaseState.IN_HAND)
    is_due_later = Q(due_at__isnull=True) | Q(due_at__gte=day_ends_at)
    return {
        DaySection.NEW: fresh & (Q(due_at__isnull=True) | Q(due_at__gte=now)),
        DaySection.TODAY: in_hand & Q(due_at__gte=now, due_at__lt=day_ends_at),
        DaySection.LATE: (fresh | in_hand) & Q(due_at__lt=now),
        DaySection.WAITING: Q(state=CaseState.WAITING),
        DaySection.PLANNED: Q(state=CaseState.SCHEDULED),
        DaySection.LATER: in_hand & is_due_later,
    }[DaySection.of(section)]
