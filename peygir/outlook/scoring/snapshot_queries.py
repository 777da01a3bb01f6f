"""Questions about snapshots: which published months have which, and their texts."""

from dataclasses import dataclass

from peygir.outlook.scoring.models import ScoredMonth
from peygir.outlook.scoring.months import month_of
from peygir.outlook.scoring.snapshot_text import unpacked


@dataclass(frozen=True, slots=True)
class MonthSnapshot:
    """A closed month, its name ("1405-08"), and the digest of the snapshot in force."""

    month_id: int
    name: str
    digest: str


def months_with_snapshots(city_id: int) -> list[MonthSnapshot]:
    """The closed months of a city that are published, the first one first; one statement."""
    rows = ScoredMonth.objects.filter(city_id=city_id, published_at__isnull=False).order_by("first_on")
    return [
        MonthSnapshot(key, month_of(first_on).name, digest)
        for key, first_on, digest in rows.values_list("pk", "first_on", "snapshot__digest")
    ]


def snapshot_text(month_id: int) -> bytes:
    """The text of the snapshot of a closed month."""
    return unpacked(bytes(ScoredMonth.objects.values_list("snapshot__content", flat=True).get(pk=month_id)))
