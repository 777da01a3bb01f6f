"""Which promises a case has, what falls due next, and how many were kept."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Min, Q

from peygir.promises.models import Promise


@dataclass(frozen=True, slots=True)
class Standing:
    """Counts of finish promises: kept in time, overdue (late or still open past due), still running."""

    on_time: int
    overdue: int
    running: int


def promises_of(case_id: int) -> list[Promise]:
    """The promises in force of a case, first due first."""
    return list(Promise.objects.filter(case_id=case_id, is_over=False).order_by("due_at"))


def next_due_at() -> datetime | None:
    """When the clock must look again: the earliest promise neither kept nor broken."""
    found: dict[str, datetime | None] = Promise.objects.filter(kept_at=None, broken_at=None, is_over=False).aggregate(
        next=Min("due_at")
    )
    return found["next"]


def finishes(city_id: int) -> dict[int, tuple[datetime, datetime | None]]:
    """The finish promise of every case of a city: case id → (due_at, kept_at); one statement."""
    rows = Promise.objects.filter(kind="finish", is_over=False, case__city_id=city_id)
    columns = rows.values_list("case_id", "due_at", "kept_at")
    return {case_id: (due_at, kept_at) for case_id, due_at, kept_at in columns.iterator(chunk_size=5000)}


def standing_by_unit(city_id: int, *, now: datetime) -> dict[int | None, Standing]:
    """Finish promises by the unit that owns the case now."""
    is_kept = Q(kept_at__isnull=False)
    rows = (
        Promise.objects.filter(kind="finish", is_over=False, case__city_id=city_id)
        .values("case__unit_id")
        .annotate(
            on_time=Count("pk", filter=is_kept & Q(kept_at__lte=F("due_at"))),
            overdue=Count("pk", filter=(is_kept & Q(kept_at__gt=F("due_at"))) | (~is_kept & Q(due_at__lt=now))),
            running=Count("pk", filter=~is_kept & Q(due_at__gte=now)),
        )
    )
    return {row["case__unit_id"]: Standing(row["on_time"], row["overdue"], row["running"]) for row in rows}
