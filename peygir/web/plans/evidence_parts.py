"""The evidence of a problem as parts of its page: counts, months, cost, map, citizens' words and photos."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from peygir.cases import queries as cases
from peygir.cases.public import MapSpot
from peygir.city import queries as city
from peygir.core.jalali import to_gregorian, to_jalali
from peygir.desks.fieldwork.queries.costs import currencies
from peygir.desks.intake.queries import pictures_of
from peygir.outlook.insight.estimate_queries import demand_near
from peygir.outlook.planning.evidence_queries import (
    cases_of_problem,
    photographed_cases,
    places_of_problem,
    voices_of_problem,
)
from peygir.outlook.planning.facts import ProblemFacts
from peygir.people.rules import Actor
from peygir.web.kit.charts import Chart, Series
from peygir.web.kit.current_city import today
from peygir.web.kit.estimate_words import amount_words as number_words
from peygir.web.kit.estimate_words import between_words, percent_words
from peygir.web.kit.mark_words import month_label
from peygir.web.kit.parts import PhotoPart
from peygir.web.kit.sketch import sketch
from peygir.web.kit.templatetags.money import amount_words

VOICES: Final = 5
PHOTOGRAPHED: Final = 8
"""So many cases are looked through for photos."""
PHOTOS: Final = 6
MONTHS: Final = 13


def evidence_parts(problem: ProblemFacts, by: Actor) -> dict[str, Any]:
    """Return the context of the evidence; places, words and photos are of those cases that the viewer may see."""
    evidence = problem.evidence
    spots = Counter((round(lat, 3), round(lon, 3)) for lat, lon in places_of_problem(problem.id, by=by))
    return {
        "evidence": evidence,
        "since": _day(str(evidence.get("first_on", ""))),
        "until": _day(str(evidence.get("last_on", ""))),
        "per_year": incidents_of_year(problem),
        "chart": months_chart(problem),
        "reported": reported_text(problem),
        "costs": cost_words(problem),
        "sketch": sketch(MapSpot(lat, lon, count) for (lat, lon), count in spots.items()) if spots else None,
        "voices": voices_of_problem(problem.id, by=by, most=VOICES),
        "photos": _photos(problem.id, by),
    }


def months_chart(problem: ProblemFacts) -> Chart | None:
    """Return the cases of the last months, month by month; None for a problem without cases."""
    months = months_of(problem)
    if not months:
        return None
    return Chart(
        title=_("Cases month by month"),
        labels=tuple(month_label(month) for month, _count in months),
        series=(Series(_("Cases"), tuple(float(count) for _month, count in months)),),
        across=_("Month"),
    )


def months_of(problem: ProblemFacts, most: int = MONTHS) -> list[tuple[date, int]]:
    """Return the last Jalali months (their first days) with the number of cases, months without any included."""
    counts = {date.fromisoformat(day): int(count) for day, count in problem.evidence.get("months", {}).items()}
    if not counts:
        return []
    jalali = to_jalali(today())
    months: list[tuple[date, int]] = []
    year, month = jalali.year, jalali.month
    while len(months) < most:
        first_on = to_gregorian(year, month, 1)
        months.append((first_on, counts.get(first_on, 0)))
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return months[::-1]


def incidents_of_year(problem: ProblemFacts) -> int:
    """Return the number of its cases in the last twelve months, the running one included."""
    return sum(count for _month, count in months_of(problem, 12))


def reported_text(problem: ProblemFacts) -> str:
    """Return how many such incidents are reported at its place, and its incidents of a year with the others."""
    topic = city.topic(problem.city_id, problem.topic_id) if problem.topic_id else None
    district = city.district(problem.city_id, problem.district_id) if problem.district_id else None
    facts = demand_near(
        problem.city_id, topic.group_code if topic is not None else "", district.code if district is not None else ""
    )
    if facts is None or facts.reported is None:
        return _("How many such incidents nobody reports cannot be estimated here.")
    count = incidents_of_year(problem)
    low, share, high = facts.reported
    return _(
        "About %(share)s of such incidents are reported here (%(range)s); with the others it is about %(count)s in "
        "twelve months (%(counts)s)."
    ) % {
        "share": percent_words(share),
        "range": between_words(facts.reported, is_share=True),
        "count": number_words(count / share),
        "counts": between_words((count / high, count / share, count / low)),
    }


def cost_words(problem: ProblemFacts) -> list[str]:
    """Return what work orders have spent on its cases until now, by currency."""
    known = {one.code: one for one in currencies()}
    amounts = problem.evidence.get("cost", {})
    return [amount_words(int(amount), known.get(code)) for code, amount in amounts.items()]


def _photos(problem_id: int, by: Actor) -> Sequence[PhotoPart]:
    """Return approved photos of cases that everybody sees: no other is shown beside a problem."""
    codes, _count = cases_of_problem(problem_id, by=by)
    photos: list[PhotoPart] = []
    for code in photographed_cases(codes, most=PHOTOGRAPHED):
        case = cases.public_case(code)
        if case is None or not case.is_shown:
            continue
        for place, picture in enumerate(pictures_of(case.case_id), 1):
            if picture.is_public and len(photos) < PHOTOS:
                places = [reverse("public_photo", args=[code, "report", place, size]) for size in ("full", "thumb")]
                photos.append(PhotoPart(_("Photo of the report"), *places))
    return photos


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
