"""What has happened in a case since an event: for the bar of an open page, and after a conflict."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from peygir.cases import queries as cases
from peygir.history.queries import timeline
from peygir.people.queries import staff_names
from peygir.web.clerk.case import open_case_of
from peygir.web.clerk.conflict import is_of_people
from peygir.web.kit.access import actor, staff
from peygir.web.kit.actor_names import staff_ids
from peygir.web.kit.numbers import whole
from peygir.web.kit.story import staff_story
from peygir.web.kit.templatetags.ui import language

MOST = 4


@staff()
@require_GET
def case_news(request: HttpRequest, code: str) -> HttpResponse:
    """Return a few entries of a case's story after the event last seen, the newest first; marked as quiet if they only
    follow from what this person did on the page of that `version`.
    """
    by = actor(request)
    case = open_case_of(by, code)
    after, version = (whole(request.GET.get(name, "")) or 0 for name in ("after", "version"))
    events = [event for event in timeline("case", case.pk) if event.number > after]
    is_own = all(event.by == str(by) or not is_of_people(event) for event in events)
    lines = staff_story(events, cases.notes_of(case.pk), staff_names(staff_ids(events), language()))
    # What follows from the own command changes nothing that a person could have overlooked, and so no version.
    context = {"lines": lines[:MOST], "is_quiet": bool(events) and is_own and case.version == version}
    return render(request, "clerk/news.html", context)
