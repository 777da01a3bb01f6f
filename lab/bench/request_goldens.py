"""Imports New York's answered budget requests as problems with answers, and counts the answers.

The file is read where it lies and never copied; what the import writes is undone at the end.
"""

from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction

from peygir.city import queries as city
from peygir.outlook.planning.actions import import_requests
from peygir.outlook.planning.states import PlanAnswer
from peygir.people.rules import SYSTEM

FILE: Final = "planning/cbbr_fy2024.csv"
MAPPING: Final = {
    "reference": "trkno",
    "title": "request",
    "text": "reason",
    "answer": "agy_response_category",
    "reason": "agy_response",
}
# Golden O11, in the order of `agy_response_category` 1 to 10, which is that of PlanAnswer.
EXPECTED: Final = (186, 169, 585, 117, 483, 233, 439, 1072, 280, 163)


def request_goldens(folder: Path) -> list[tuple[str, str, str]]:
    """(name, expected, found) of how often each answer was given; empty if the folder has no such file."""
    path = folder / FILE
    if not path.exists():
        return []
    place = city.current_city(settings.CITY)
    with transaction.atomic():
        outcome = import_requests(
            path,
            city_id=place.id,
            unit_id=city.centre_of(place.id).id,
            mapping=MAPPING,
            meanings={str(number): str(answer) for number, answer in enumerate(PlanAnswer, start=1)},
            leaves_faulty=True,
            by=SYSTEM,
        )
        transaction.set_rollback(True)
    whys = ", ".join(fault.why.name for fault in outcome.faults)
    figures = [
        ("problems", str(sum(EXPECTED)), str(outcome.made)),
        ("rows refused", "1", str(len(outcome.faults))),
        ("why", "RequestHasNoReference", whys),
    ]
    counts = zip(PlanAnswer, EXPECTED, strict=True)
    return figures + [(f"“{answer}”", str(known), str(outcome.answers.get(answer, 0))) for answer, known in counts]
