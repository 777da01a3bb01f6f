"""When reports close together in place and time form an incident."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from peygir.desks.understanding.families import Reach


class BurstCase(Protocol):
    """The columns of a case that decide about an incident."""

    @property
    def id(self) -> int: ...
    @property
    def opened_at(self) -> datetime: ...
    @property
    def incident_code(self) -> str: ...


def span(reach: Reach) -> timedelta:
    """The time within which reports belong to one incident."""
    return timedelta(minutes=reach.burst_minutes)


def known_burst(cases: Sequence[BurstCase]) -> str:
    """The code of the incident that the latest of these cases belongs to; empty when none does."""
    marked = [case for case in cases if case.incident_code]
    return max(marked, key=lambda case: (case.opened_at, case.id)).incident_code if marked else ""


def is_burst(reports: Iterable[int], reach: Reach) -> bool:
    """Whether so many reports of the cases of one place are more than chance."""
    return sum(reports) >= reach.burst_reports
