"""The signed comparisons with an earlier system: signing one, its file, and who signed what."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from peygir.core.refusals import Refusal
from peygir.desks.earlier.actions import ComparisonIsGone, sign_report
from peygir.desks.earlier.report_queries import EarlierReportFacts, report_content, signed_reports
from peygir.people.permissions import Permission
from peygir.people.queries import staff_names
from peygir.web.kit.access import actor, staff
from peygir.web.kit.actor_names import who
from peygir.web.kit.current_city import current_city
from peygir.web.kit.middleware.refusals import words_of
from peygir.web.kit.templatetags.ui import language


@dataclass(frozen=True, slots=True)
class SignedComparison:
    """A signed comparison in the list, with the name of who signed it."""

    report: EarlierReportFacts
    signer: str


@staff(Permission.ADMINISTER)
@require_POST
def admin_moving_sign(request: HttpRequest, source: str, report_id: int) -> HttpResponse:
    """Sign a comparison by name, with why what is not equal is accepted (`why`)."""
    try:
        sign_report(current_city().id, source, report_id, why=request.POST.get("why", ""), by=actor(request))
    except Refusal as refusal:
        messages.error(request, words_of(refusal))
    else:
        messages.success(request, _("The comparison is signed and kept, with its checksum in the history."))
    return redirect("admin_moving_system", source=source)


@staff(Permission.LOOK_AFTER)
@require_GET
def admin_moving_report(request: HttpRequest, source: str, report_id: int) -> HttpResponse:
    """Return the file of a comparison, as it was signed. Raises ComparisonIsGone."""
    content = report_content(current_city().id, source, report_id)
    if content is None:
        raise ComparisonIsGone()
    headers = {"Content-Disposition": f'attachment; filename="reconciliation-{source}-{report_id}.csv"'}
    return HttpResponse(content.encode(), content_type="text/csv; charset=utf-8", headers=headers)


def signed_comparisons(source: str) -> list[SignedComparison]:
    """Return the signed comparisons of a system, the newest first."""
    reports = signed_reports(current_city().id, source)
    ids = {int(one.signed_by.partition(":")[2]) for one in reports if one.signed_by.startswith("staff:")}
    names = staff_names(ids, language())
    return [SignedComparison(one, who(one.signed_by, names)) for one in reports]
