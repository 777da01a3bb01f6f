"""Who looked at a citizen's number, words or recording, in which post and for what, and the citizen's objections."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from peygir.cases import queries as cases
from peygir.cases.facts import FiledReport
from peygir.cases.looks import LookAtNumber, looks_at, newest_first
from peygir.centre.contacts.recordings import opened_recordings
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Missing, Refusal
from peygir.core.translation import gettext_lazy
from peygir.people.actions.looks import object_to_look
from peygir.people.look_queries import LookObjectionFacts, objections_to
from peygir.people.look_rules import LookFinding
from peygir.people.posts import city_day_of
from peygir.people.rules import Actor
from peygir.web.citizen.own_names import own_ids, own_since
from peygir.web.kit.access import citizen
from peygir.web.kit.current_city import current_city
from peygir.web.kit.look_words import posts_on
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.templatetags.ui import in_language, named


class NoSuchLook(Missing):
    """The look is none at the citizen's own data, or one that the citizen had allowed."""

    message = gettext_lazy("This look at your data was not found.")


@dataclass(frozen=True, slots=True)
class LookRow:
    """One look as the citizen reads it: in which post somebody looked, and for what, as far as it is known."""

    look: LookAtNumber
    post: str
    why: str
    objection: LookObjectionFacts | None
    finding: str
    is_late: bool


@citizen
@never_cache
@require_GET
def me_looks(request: HttpRequest) -> HttpResponse:
    """Show who looked at the number, the words and the recordings of the proven phone."""
    return _page(request)


@citizen
@never_cache
@require_POST
def me_look_object(request: HttpRequest, look_id: int) -> HttpResponse:
    """Keep an objection to a look, for the inspectorate. Raises NoSuchLook."""
    reports = {report.pk: report for report in _reports(request)}
    look = next((one for one in _looks(reports.values()) if one.event == look_id and one.staff_id), None)
    citizen_id = reports[look.report_id].citizen_id if look is not None else None
    if look is None or citizen_id is None:
        raise NoSuchLook()
    typed = request.POST.get("words", "")
    try:
        object_to_look(
            current_city().id,
            citizen_id=citizen_id,
            event=look.event,
            case_id=look.case_id,
            staff_id=look.staff_id,
            looked_at=look.at,
            text=typed,
            by=Actor("citizen", citizen_id),
        )
    except Refusal as refusal:
        return _page(request, status=status_of(refusal), fault=words_of(refusal), typed=(look_id, typed))
    messages.success(request, _("Your objection is with the inspectorate. We write to you once it is answered."))
    return redirect("me_looks")


def _reports(request: HttpRequest) -> list[FiledReport]:
    """The reports that the citizen made, or said are theirs: a stranger may have written the number on others."""
    since = own_since(request)
    rows = cases.reports_of_citizens(own_ids(request))
    return [report for report in rows if report.proof and report.received_at >= since]


def _page(
    request: HttpRequest, *, status: int = 200, fault: str = "", typed: tuple[int, str] = (0, "")
) -> HttpResponse:
    looks = _looks(_reports(request))
    objections = objections_to([look.event for look in looks])
    posts = posts_on({(look.staff_id, city_day_of(look.at)) for look in looks if look.staff_id})
    rows = [_row(look, _who(look, posts), objections.get(look.event)) for look in looks]
    context = {"rows": rows, "fault": fault, "typed_id": typed[0], "typed": typed[1]}
    return render(request, "citizen/me_looks.html", context, status=status)


def _looks(reports: Collection[FiledReport]) -> list[LookAtNumber]:
    """Every look at these reports' numbers, words and recordings, the newest first."""
    by_id = {report.pk: report for report in reports}
    recordings = [
        LookAtNumber(
            opened.event,
            by_id[opened.report_id].case_id,
            opened.report_id,
            by_id[opened.report_id].code,
            opened.staff_id,
            opened.at,
            "recording",
            False,
        )
        for opened in opened_recordings(by_id.keys())
    ]
    return newest_first([*looks_at(by_id.values()), *recordings])


def _who(look: LookAtNumber, posts: Mapping[tuple[int, date], str]) -> str:
    """The post in which somebody looked, or the agency."""
    if look.staff_id:
        return posts[look.staff_id, city_day_of(look.at)]
    agency = city.agency(look.agency_id)
    return named(agency) if agency is not None else _("An agency")


def _why(look: LookAtNumber) -> str:
    if look.how == "words":
        return _("Took your words out uncovered, in a file of many reports.")
    if look.how == "recording":
        return _("Opened the recording of your call.")
    if look.how == "agency":
        return _("Saw your name and number, as you had allowed.")
    if look.how == "search":
        why = _("Searched for your number, and so found this report.")
    else:
        why = _("Opened your number on the page of this report.")
    more = _("Also worked on it within a week.") if look.did_more else _("Did nothing else in it within a week.")
    return f"{why} {more}"


def _row(look: LookAtNumber, post: str, objection: LookObjectionFacts | None) -> LookRow:
    is_late = objection is not None and objection.is_late(clock.now())
    finding = in_language(LookFinding.of(objection.finding).label) if objection and objection.finding else ""
    return LookRow(look, post, _why(look), objection, finding, is_late)
