"""What pages and the makers of documents know of the city's reports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peygir.outlook.insight.report_blocks import ReportBlock
from peygir.outlook.insight.report_periods import ReportPeriod


@dataclass(frozen=True, slots=True)
class CityReportFacts:
    """A report; `files`: the SHA-256 of each file by its name, once it is composed."""

    id: int
    kind: str
    period: ReportPeriod
    number: int
    state: str
    blocks: tuple[ReportBlock, ...]
    manifest: Mapping[str, Any]
    made_by_id: int
    made_at: datetime
    drafted_at: datetime | None
    decided_by_id: int | None
    decided_at: datetime | None
    reason: str

    @property
    def first_on(self) -> date:
        """The first day."""
        return self.period.first_on

    @property
    def files(self) -> Mapping[str, str]:
        """The digests of the files by name."""
        found = self.manifest.get("files", {})
        return found if isinstance(found, dict) else {}

    @property
    def root(self) -> str:
        """The Merkle root of the histories that the figures tell."""
        lake = self.manifest.get("lake", {})
        return str(lake.get("root", "")) if isinstance(lake, dict) else ""


@dataclass(frozen=True, slots=True)
class ComposedFile:
    """A file of a report as it was made."""

    form: str
    language: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ComposedReport:
    """What the makers of documents give back: the files, and the data that they came from."""

    files: Sequence[ComposedFile]
    lake: Mapping[str, Any]


def file_name(form: str, language: str) -> str:
    """The name of a file among those of its report: "report-fa.pdf"."""
    return f"report-{language}.{form}"
