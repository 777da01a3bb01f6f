"""The kept comparisons with an earlier system: who signed them, and their files."""

from dataclasses import dataclass
from datetime import datetime

from peygir.desks.earlier.models import EarlierReport


@dataclass(frozen=True, slots=True)
class EarlierReportFacts:
    """A comparison: of which table, what it counted, its checksum, and who signed it and why (None: nobody yet)."""

    id: int
    table_name: str
    compared_at: datetime
    digest: str
    rows: int
    refused: int
    missing: int
    differing: int
    signed_at: datetime | None
    signed_by: str
    why: str

    @property
    def is_equal(self) -> bool:
        """Whether every row has its case here, and nothing differs."""
        return not (self.refused or self.missing or self.differing)


def signed_reports(city_id: int, source: str) -> list[EarlierReportFacts]:
    """The signed comparisons of a system, the newest first; one statement."""
    rows = EarlierReport.objects.filter(city_id=city_id, source=source, signed_at__isnull=False)
    return [_facts(row) for row in rows.defer("content").order_by("-signed_at", "-pk")]


def unsigned_report(city_id: int, source: str) -> EarlierReportFacts | None:
    """The comparison of a system that nobody has signed yet; one statement."""
    row = EarlierReport.objects.filter(city_id=city_id, source=source, signed_at=None).defer("content").first()
    return _facts(row) if row is not None else None


def report_content(city_id: int, source: str, report_id: int) -> str | None:
    """The file of a comparison; None where there is none; one statement."""
    rows = EarlierReport.objects.filter(city_id=city_id, source=source, pk=report_id)
    return rows.values_list("content", flat=True).first()


def _facts(row: EarlierReport) -> EarlierReportFacts:
    return EarlierReportFacts(
        row.pk,
        row.table_name,
        row.compared_at,
        row.digest,
        row.rows,
        row.refused,
        row.missing,
        row.differing,
        row.signed_at,
        row.signed_by,
        row.why,
    )
