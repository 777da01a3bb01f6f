"""The questions of field work: visits, evidence, orders, crews and their plans."""

from peygir.desks.fieldwork.queries.work_evidence import (
    cases_of_pictures,
    cases_with_evidence,
    evidence,
    evidence_of,
    files_in_use,
    raw_names,
    visits_of,
)

__all__ = [
    "cases_of_pictures",
    "cases_with_evidence",
    "evidence",
    "evidence_of",
    "files_in_use",
    "raw_names",
    "visits_of",
]
