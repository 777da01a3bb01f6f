"""Several deeds at the same moment, and whether the city is whole after them."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any, TypeVar

from django.db import connections

from peygir.cases.models import Case, Report
from peygir.core.refusals import Refusal
from peygir.history.queries import timeline, verify

Answer = TypeVar("Answer")


def at_once(*deeds: Callable[[], Answer]) -> list[Answer | Refusal]:
    """Do all deeds at the same moment, each on a connection of its own; a refusal is an answer, all else fails."""
    gate = Barrier(len(deeds))

    def do(deed: Callable[[], Answer]) -> Answer | Refusal:
        try:
            gate.wait(timeout=20)
            return deed()
        except Refusal as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(do, deeds))


def refusals(answers: Sequence[Any]) -> list[str]:
    """The names of what was refused."""
    return sorted(answer.name for answer in answers if isinstance(answer, Refusal))


def is_whole() -> bool:
    """Every chain holds, and each case's state is the one its story tells."""
    assert verify().breaks == []
    for case in Case.objects.all():
        states = [event.data["to"] for event in timeline("case", case.pk) if {"from", "to"} <= event.data.keys()]
        assert case.state == ([*["new"], *states])[-1]
        assert case.report_count == Report.objects.filter(case=case).count()
    return True
