"""The desk of confidential reports: their open cases by section, with those that were given to the own unit."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Case as FirstTrue
from django.db.models import CharField, F, Q, Value, When

from peygir.cases.day_sections import DaySection, in_section
from peygir.cases.models import Case
from peygir.cases.seeing import visible
from peygir.cases.states import ASKED, OPEN, WORKABLE, CaseState
from peygir.core import clock
from peygir.people.rules import Actor

MOST: Final = 60
ORDER: Final = (
    DaySection.LATE,
    DaySection.TODAY,
    DaySection.NEW,
    DaySection.LATER,
    DaySection.WAITING,
    DaySection.PLANNED,
)
"""The sections in the order in which they should be worked through."""


@dataclass(frozen=True, slots=True)
class ConfidentialDesk:
    """The open cases with work to do by section, in ORDER, and those whose reporters are being asked or heard."""

    sections: list[tuple[DaySection, list[Case]]]
    with_reporters: list[Case]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(len(rows) for _section, rows in self.sections) + len(self.with_reporters)


def confidential_desk(actor: Actor, city_id: int, *, day_ends_at: datetime) -> ConfidentialDesk:
    """The open confidential cases that the actor sees, and the open cases of the own unit, the soonest due first.

    At most MOST; one statement.
    """
    now = clock.now()
    choices = [
        When(
            Q(state__in=sorted(WORKABLE)) & in_section(section, now=now, day_ends_at=day_ends_at),
            then=Value(str(section)),
        )
        for section in DaySection
    ]
    own = Q(is_confidential=True) | Q(unit_id=actor.unit_id or 0)
    rows = (
        Case.objects.filter(visible(actor), own, city_id=city_id, state__in=sorted(OPEN))
        .exclude(state=CaseState.CONFIRMED)
        .annotate(section=FirstTrue(*choices, default=Value(""), output_field=CharField()))
        .select_related("topic", "unit", "assignee", "neighbourhood")
        .defer("neighbourhood__polygon")
        .order_by(F("due_at").asc(nulls_last=True), "id")[:MOST]
    )
    by_section: dict[str, list[Case]] = {}
    for row in rows:
        by_section.setdefault(row.section, []).append(row)
    asked = [row for row in by_section.get("", []) if row.state in ASKED or row.state == CaseState.REFERRED_OUT]
    return ConfidentialDesk([(section, by_section[section]) for section in ORDER if section in by_section], asked)
