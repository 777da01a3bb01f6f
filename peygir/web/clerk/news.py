"""What has happened in a case since an event: for the bar of an open page, and after a conflict."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from peygir.cases import queries as cases
from peygir.cases.facts import CaseFacts
from peygir.history.queries import timeline
from peygir.people.queries import staff_names
from peygir.web.clerk.case import open_case_of
from peygir.web.kit.access import actor, staff
from peygir.web.kit.actor_names import staff_ids
from peygir.web.kit.parts import TimelineLine
from peygir.web.kit.story import staff_story
from peygir.web.kit.templatetags.ui import language

MOST = 4


@staff()
@require_GET
def case_news(request: HttpRequest, code: str) -> HttpResponse:
    """Return a few entries of a case's story after the event last seen, the newest first."""
    case = open_case_of(actor(request), code)
    said = request.GET.get("after", "")
    after = int(said) if said.isascii() and said.isdigit() and len(said) < 9 else 0
    return render(request, "clerk/news.html", {"lines": lines_after(case, after)[:MOST]})


def lines_after(case: CaseFacts, after: int) -> list[TimelineLine]:
    """Return the story of a case after one event, newest first."""
    events = [event for event in timeline("case", case.pk) if event.number > after]
    return staff_story(events, cases.notes_of(case.pk), staff_names(staff_ids(events), language()))
