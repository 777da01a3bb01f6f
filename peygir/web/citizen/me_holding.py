"""Reports that somebody else made with a citizen's number: the citizen says which of them are theirs."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from peygir.cases import queries as cases
from peygir.desks.answers.actions import disown_reports, own_reports
from peygir.people.rules import Actor
from peygir.web.citizen.own_names import own_ids
from peygir.web.kit.access import citizen


@citizen
@require_POST
def me_holding(request: HttpRequest) -> HttpResponse:
    """Accept or reject one or several reports (`code`); only reports of the proven phone are found."""
    people = own_ids(request)
    codes = set(request.POST.getlist("code"))
    rows = [row for row in cases.reports_of_citizens(people) if row.code in codes and not row.proof]
    by = Actor("citizen", people[0] if people else 0)
    if request.POST.get("answer") == "yes":
        own_reports([row.pk for row in rows], proof="claim", by=by)
        messages.success(request, _("Thank you. We keep you informed of it like your other reports."))
    elif request.POST.get("answer") == "no":
        disown_reports([row.pk for row in rows], by=by)
        messages.success(request, _("Thank you. No message about it comes to you any more."))
    return redirect("me_reports")
