"""The closing of months: which are closed and which are due, closing now, and computing a month again."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from peygir.core import clock
from peygir.outlook.scoring import actions, queries
from peygir.outlook.scoring.facts import MonthCheckFacts, ScoredMonthFacts
from peygir.outlook.scoring.months import month_named
from peygir.people.permissions import Permission
from peygir.people.queries import staff_names
from peygir.web.admin.schemes import DECIDERS
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city
from peygir.web.kit.mark_words import month_code, month_label
from peygir.web.kit.submitting import confirmed
from peygir.web.kit.templatetags.ui import in_language, language


@staff(*DECIDERS)
@require_GET
def admin_months(request: HttpRequest) -> HttpResponse:
    """List the months that are due, and the closed ones with their digests and the latest check."""
    city_id = current_city().id
    months = queries.scored_months(city_id)
    checks = queries.checks_of(row.id for row in months)
    names = staff_names({check.asked_by_id for check in checks.values()}, language())
    context = {
        "due": [month_label(month.first_on) for month in actions.months_due(city_id, clock.now())],
        "rows": [_row(row, checks.get(row.id), names) for row in months],
        "may_close": actor(request).may(Permission.ADMINISTER),
        "tab": "months",
    }
    return render(request, "admin/score_months.html", context)


@staff(Permission.ADMINISTER)
@require_POST
def admin_month_close(request: HttpRequest) -> HttpResponse:
    """Leave the job that closes what is due."""
    done = _("The closing is under way; the marks appear in some minutes.")
    confirmed(request, done, lambda: actions.ask_closing(current_city().id, by=actor(request), now=clock.now()))
    return redirect("admin_months")


@staff(*DECIDERS)
@require_POST
def admin_month_check(request: HttpRequest, month: str) -> HttpResponse:
    """Leave the job that computes a closed month again."""
    done = _("The month is being computed again; what comes out stands here in some minutes.")
    confirmed(request, done, lambda: actions.ask_check(current_city().id, month_named(month), by=actor(request)))
    return redirect("admin_months")


def _row(row: ScoredMonthFacts, check: MonthCheckFacts | None, names: Mapping[int, str]) -> dict[str, object]:
    return {
        "month": row,
        "code": month_code(row.first_on),
        "name": month_label(row.first_on),
        "check": check,
        "asked_by": names.get(check.asked_by_id, "") if check is not None else "",
        "differences": [in_language(text) for text in check.differences] if check is not None else [],
    }
