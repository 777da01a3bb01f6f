"""Details that another system sent with a report, for the case's page: answers, origin, a picture."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from peygir.cases.facts import ReportFacts
from peygir.cases.new_report import AnsweredQuestion
from peygir.desks.intake.details.queries import ForeignDetails, details_of
from peygir.people.channels import Channel
from peygir.web.kit.templatetags.ui import in_language

CHANNEL: Final = Channel.API


@dataclass(frozen=True, slots=True)
class ToldPart:
    """Questions with their answers, and the other details as they were sent."""

    answers: list[tuple[str, str]]
    told: ForeignDetails


def told_parts(case_id: int, reports: Iterable[ReportFacts]) -> dict[str, ToldPart]:
    """Return the details by report code; runs no query if no report came from another system."""
    if not any(report.channel == CHANNEL for report in reports):
        return {}
    return {told.code: ToldPart([_answer(one) for one in told.answers], told) for told in details_of(case_id)}


def _answer(question: AnsweredQuestion) -> tuple[str, str]:
    values = [in_language((value["fa"], value["en"])) for value in question["values"]]
    return in_language((question["fa"], question["en"])), " · ".join(values)
