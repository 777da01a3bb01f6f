"""When reports that come close together are one burst."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from peygir.desks.understanding.families import Reach


class BurstCase(Protocol):
    """The columns of a case that a burst is made of."""

    @property
    def id(self) -> int: ...
    @property
    def opened_at(self) -> datetime: ...
    @property
    def incident_code(self) -> str: ...


def span(reach: Reach) -> timedelta:
    """Within which time reports belong to one burst."""
    return timedelta(minutes=reach.burst_minutes)


def known_burst(cases: Sequence[BurstCase]) -> str:
    """The code of the burst that the latest of these cases is in; empty when none is in one."""
    marked = [case for case in cases if case.incident_code]
    return max(marked, key=lambda case: (case.opened_at, case.id)).incident_code if marked else ""


def is_burst(reports: Iterable[int], reach: Reach) -> bool:
    """Whether these many reports of the cases of one place are more than chance."""
    return sum(reports) >= reach.burst_reports
