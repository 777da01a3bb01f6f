"""Objections of citizens for tests."""

from peygir.desks.objections.actions import object_to_case
from peygir.people.rules import Actor
from tests import make
from tests.drain import drain

WORDS = "آسفالت دوباره نشست کرده است"
REASON = "اکیپ فردا دوباره می‌آید."


def objected(code: str, *, ground: str = "not_fixed", text: str = WORDS) -> int:
    """An objection of the reporter, and its jobs done."""
    report = make.report_row(code)
    number = object_to_case(report.pk, ground=ground, text=text, by=Actor("citizen", report.citizen_id or 0))
    drain(twice=True)
    return number
