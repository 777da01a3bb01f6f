"""Reads objections to looks at personal data, and what was found about people's looks."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from peygir.people.models import LookObjection, LookReview


@dataclass(frozen=True, slots=True)
class LookObjectionFacts:
    """A citizen's objection to one look, an event's id, and the inspectorate's answer to it (`finding`: "" while open).

    `due_at`: until when it answers (None: made before that was promised). `case_id` is the case in which the person
    (`staff_id`) looked.
    """

    id: int
    event: int
    case_id: int
    staff_id: int
    words: str
    looked_at: datetime
    made_at: datetime
    finding: str
    answer: str
    answered_at: datetime | None
    citizen_id: int
    due_at: datetime | None

    def is_late(self, now: datetime) -> bool:
        """Whether the answer came, or is still missing, after its time."""
        return self.due_at is not None and (self.answered_at or now) > self.due_at


def objections_to(events: Collection[int]) -> dict[int, LookObjectionFacts]:
    """The objections to these looks, by the event's id; one statement."""
    return {row.event: _facts(row) for row in LookObjection.objects.filter(event__in=events)}


def open_objections(city_id: int) -> list[LookObjectionFacts]:
    """The objections that wait for the inspectorate, oldest first; one statement."""
    return [_facts(row) for row in LookObjection.objects.filter(city_id=city_id, finding="").order_by("made_at")[:100]]


def objection(city_id: int, objection_id: int) -> LookObjectionFacts | None:
    """One objection, or None; one statement."""
    row = LookObjection.objects.filter(city_id=city_id, pk=objection_id).first()
    return _facts(row) if row is not None else None


def objection_of_event(objection_id: int) -> LookObjectionFacts | None:
    """The objection that an event names, or None; one statement."""
    row = LookObjection.objects.filter(pk=objection_id).first()
    return _facts(row) if row is not None else None


def count_open_objections(city_id: int, now: datetime) -> tuple[int, int]:
    """How many objections wait, and of how many the time is over; one statement."""
    waiting = LookObjection.objects.filter(city_id=city_id, finding="")
    counts = waiting.aggregate(all=Count("pk"), late=Count("pk", filter=Q(due_at__lt=now)))
    return counts["all"], counts["late"]


def reviews_of(city_id: int, month: date) -> dict[int, str]:
    """What was found about people's looks in a month, by the person's id; one statement."""
    return dict(LookReview.objects.filter(city_id=city_id, month=month).values_list("staff_id", "finding"))


def _facts(row: LookObjection) -> LookObjectionFacts:
    return LookObjectionFacts(
        row.pk,
        row.event,
        row.case,
        row.staff_id,
        row.words,
        row.looked_at,
        row.made_at,
        row.finding,
        row.answer,
        row.answered_at,
        row.citizen_id,
        row.due_at,
    )
