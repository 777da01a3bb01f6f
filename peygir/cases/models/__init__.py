"""The tables of cases, their reports, and what is kept beside them."""

from peygir.cases.models.beside_case import Draft, Note, SearchEntry, SearchPartition
from peygir.cases.models.case import Case
from peygir.cases.models.report import Report

__all__ = ["Case", "Draft", "Note", "Report", "SearchEntry", "SearchPartition"]
