"""Records in each case that a report's words were taken out uncovered, so that its reporter can see it."""

from collections.abc import Iterable, Sequence
from typing import Final

from django.db import transaction

from peygir.cases.actions.file import open_file, write_event
from peygir.core import clock
from peygir.history.kinds.cases import ReportWordsTaken
from peygir.people.rules import Actor

_AT_ONCE: Final = 100


def note_words_taken(reports: Iterable[tuple[int, int]], *, by: Actor) -> None:
    """Record for these reports (pairs of the ids of case and report) that a person takes their words out."""
    for part in _parts(sorted(reports)):
        with transaction.atomic():
            for case_id, report_id in part:
                with open_file(case_id) as case:
                    write_event(case, ReportWordsTaken(report=report_id), by=by, at=clock.now())


def _parts(pairs: Sequence[tuple[int, int]]) -> Iterable[Sequence[tuple[int, int]]]:
    return (pairs[start : start + _AT_ONCE] for start in range(0, len(pairs), _AT_ONCE))
