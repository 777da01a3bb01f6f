"""The cases of one group of an answer, as far as the viewer may see them."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from peygir.cases import queries as cases
from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy
from peygir.outlook.insight.exploring.reading import cases_for
from peygir.outlook.insight.exploring.rules import EXPLORERS
from peygir.people.actions import NotYourWork
from peygir.people.rules import Actor
from peygir.web.explore.asked import AskedAnswer, access_of, asked_of, names_of_values
from peygir.web.explore.naming import title_of
from peygir.web.kit.access import actor, staff
from peygir.web.kit.numbers import whole

MOST: Final = 1000
"""So many cases are listed, the latest."""
PAGE: Final = 30


class NoQuestionInAddress(Missing):
    """The address of a page of cases has no question."""

    message = gettext_lazy("This address asks for nothing. Please begin on the page “Explore”.")


@staff(*EXPLORERS)
@require_GET
def explore_cases(request: HttpRequest) -> HttpResponse:
    """List the cases that a question counts, for those who see small groups."""
    by, exploration = actor(request), asked_of(request)
    access = access_of(by)
    if exploration is None:
        raise NoQuestionInAddress()
    if access.fewest > 1:
        raise NotYourWork()
    numbers = cases_for(access, exploration.question, most=MOST)
    context = {
        "title": title_of(exploration.question, names_of_values()),
        "back": exploration.address(),
        "most": MOST if len(numbers) == MOST else 0,
        **_page(request, numbers, by, exploration),
    }
    return render(request, "explore/cases.html", context)


def _page(request: HttpRequest, numbers: list[int], by: Actor, exploration: AskedAnswer) -> dict[str, Any]:
    """Return one page of the cases that the viewer may see, and how many others there are."""
    codes = cases.codes_of(numbers, seen_by=by)
    seen = [codes[number] for number in numbers if number in codes]
    page = min(max(1, whole(request.GET.get("page", "")) or 1), max(1, -(-len(seen) // PAGE)))
    return {
        "cases": cases.cases_seen(by, seen[(page - 1) * PAGE : page * PAGE]),
        "case_count": len(seen),
        "hidden_count": len(numbers) - len(seen),
        "page_number": page,
        "has_more": page * PAGE < len(seen),
        "address": exploration.address("explore_cases"),
    }
