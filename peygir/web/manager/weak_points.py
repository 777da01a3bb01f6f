"""What got worse against expected, for those who lead units or the city: a list, and each point with its cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from peygir.cases import queries as cases
from peygir.core.refusals import Missing, Refusal
from peygir.outlook.scoring.actions import NoSuchWeakPoint, answer_weak_point
from peygir.outlook.scoring.comparison_facts import WeakPointFacts
from peygir.outlook.scoring.comparison_queries import MOST_POINTS, cases_of, weak_point_answers, weak_points_for
from peygir.outlook.scoring.comparison_queries import weak_point as weak_point_of
from peygir.outlook.scoring.weak_point_rules import may_answer_weak_point
from peygir.outlook.scoring.words import WasItReal
from peygir.people.permissions import Permission
from peygir.people.queries import staff_names
from peygir.people.rules import Actor
from peygir.web.kit.access import actor, staff
from peygir.web.kit.charts import Chart, Series
from peygir.web.kit.current_city import current_city
from peygir.web.kit.mark_words import month_label
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.numbers import whole
from peygir.web.kit.standing_words import (
    chance_words,
    decimal_words,
    district_words,
    failure_words,
    indicator_words,
    topic_words,
    unit_words,
)
from peygir.web.kit.templatetags.ui import digits, in_language, language

SEERS: Final = (
    Permission.LEAD_UNIT,
    Permission.STEER_CITY,
    Permission.DECIDE_APPEALS,
    Permission.CONFIRM_ACCOUNTS,
)
"""Who has weak points of their own to see: `weak_point_rules` says which."""
ANSWERS: Final = (WasItReal.REAL, WasItReal.NOT_REAL, WasItReal.UNCLEAR)
CASES: Final = 30
"""So many cases are on a page of a weak point."""


@dataclass(frozen=True, slots=True)
class WeakPointRow:
    """A weak point as text: whose, in what, how many, how many were to be expected, and what was said of it."""

    point: WeakPointFacts
    topic: str
    where: str
    what: str
    counts: str
    expected: str
    times: str
    chance: str
    answer: str


@dataclass(frozen=True, slots=True)
class WeakPointMonth:
    """The weak points of a month: those of units, and those of topics in districts."""

    name: str
    groups: Sequence[tuple[str, Sequence[WeakPointRow]]]


@staff(*SEERS)
@require_GET
def weak_points(request: HttpRequest) -> HttpResponse:
    """List the weak points that this person sees: those that wait for an answer, or the answered ones."""
    by, city_id = actor(request), current_city().id
    is_open = request.GET.get("state") != "answered"
    counts = weak_point_answers(city_id, by)
    points = weak_points_for(city_id, by, is_open=is_open)
    context = {
        "months": [_month(list(own)) for _first_on, own in groupby(points, key=lambda one: one.first_on)],
        "is_open": is_open,
        "open_count": counts.get(WasItReal.OPEN, 0),
        "answered_count": sum(counts.get(answer, 0) for answer in ANSWERS),
        "answers": [(in_language(answer.label), digits(counts.get(answer, 0))) for answer in ANSWERS],
        "most": MOST_POINTS if len(points) == MOST_POINTS else 0,
    }
    return render(request, "manager/weak_points.html", context)


@staff(*SEERS)
@require_http_methods(["GET", "POST"])
def weak_point(request: HttpRequest, weak_point_id: int) -> HttpResponse:
    """Show a weak point with its months and cases, and keep the answer whether it was real."""
    by = actor(request)
    fault, status, typed = "", 200, ""
    if request.method == "POST":
        typed = request.POST.get("answer", "")[:20]
        try:
            answer_weak_point(weak_point_id, typed, by=by)
        except Missing:
            raise
        except Refusal as refusal:
            fault, status = words_of(refusal), status_of(refusal)
        else:
            messages.success(request, _("Your answer is recorded."))
            return redirect("weak_points")
    point = weak_point_of(weak_point_id, current_city().id, by)
    if point is None:
        raise NoSuchWeakPoint()
    context = {
        "row": weak_point_row(point),
        "month": month_label(point.first_on),
        "indicator": indicator_words(point.indicator),
        "chart": months_chart(point),
        "may_answer": point.answer == WasItReal.OPEN and may_answer_weak_point(by, point.unit_id),
        "answers": [(answer.value, in_language(answer.label)) for answer in ANSWERS],
        "answered_by": _answered_by(point),
        "fault": fault,
        "typed": typed,
        **_cases(request, point, by),
    }
    return render(request, "manager/weak_point.html", context, status=status)


def _month(points: Sequence[WeakPointFacts]) -> WeakPointMonth:
    rows = [weak_point_row(point) for point in points]
    of_units = [row for row in rows if row.point.unit_id is not None]
    of_places = [row for row in rows if row.point.unit_id is None]
    groups = [(_("Topics of units"), of_units), (_("Topics in districts"), of_places)]
    return WeakPointMonth(month_label(points[0].first_on), [(name, own) for name, own in groups if own])


def weak_point_row(point: WeakPointFacts) -> WeakPointRow:
    """Return a weak point as text; a district's or a topic's name of today."""
    city_id = current_city().id
    if point.unit_id is not None:
        where = unit_words(point.unit_id)
    else:
        where = district_words(city_id, point.district_code, point.first_on)
    return WeakPointRow(
        point=point,
        topic=topic_words(city_id, point.topic_code),
        where=where,
        what=failure_words(point.indicator),
        counts=_("%(failed)s of %(all)s") % {"failed": digits(point.observed), "all": digits(point.n)},
        expected=decimal_words(point.expected, 1),
        times=decimal_words(point.observed / point.expected, 1) if point.expected else "",
        chance=chance_words(point.adjusted),
        answer=in_language(WasItReal.labels()[point.answer]),
    )


def months_chart(point: WeakPointFacts) -> Chart:
    """Return the chart of a weak point: its failures month by month, and those that its cases let expect."""
    return Chart(
        title=_("Month by month"),
        labels=tuple(month_label(month.first_on) for month in point.months),
        series=(
            Series(_("Failures"), tuple(float(month.observed) for month in point.months)),
            Series(_("Expected of such cases"), tuple(float(month.expected) for month in point.months)),
        ),
        across=_("Month"),
    )


def _answered_by(point: WeakPointFacts) -> str:
    if point.answered_by_id is None:
        return ""
    return staff_names({point.answered_by_id}, language()).get(point.answered_by_id, "—")


def _cases(request: HttpRequest, point: WeakPointFacts, by: Actor) -> dict[str, Any]:
    """Return the page of cases that the viewer may see, and how many others there are."""
    known_cases = cases_of(point.case_ids, by)
    codes = [one.code for one in known_cases if one.code]
    number = min(max(1, whole(request.GET.get("page", "")) or 1), max(1, -(-len(codes) // CASES)))
    shown = codes[(number - 1) * CASES : number * CASES]
    return {
        "cases": cases.cases_seen(by, shown),
        "case_count": len(codes),
        "hidden_count": len(known_cases) - len(codes),
        "page_number": number,
        "has_more": number * CASES < len(codes),
    }
