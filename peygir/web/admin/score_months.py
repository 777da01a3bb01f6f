"""The closing of months: which are due, closed and published, closing now, publishing, and computing a month again."""

from collections.abc import Callable, Mapping
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from peygir.core import clock
from peygir.core.refusals import Missing
from peygir.core.translation import Text, gettext_lazy
from peygir.outlook.scoring import actions, queries
from peygir.outlook.scoring.facts import MonthCheckFacts, ScoredMonthFacts
from peygir.outlook.scoring.months import ScoreMonth, month_named
from peygir.people.permissions import Permission
from peygir.people.queries import staff_names
from peygir.people.rules import Actor
from peygir.web.admin.schemes import DECIDERS
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city
from peygir.web.kit.mark_words import month_code, month_label
from peygir.web.kit.submitting import confirmed
from peygir.web.kit.templatetags.ui import in_language, language


class NoSuchPublicationStep(Missing):
    """A month is proposed to be published, agreed to, refused or withdrawn; the address names something else."""

    message = gettext_lazy("There is no such step of a publication.")


@staff(*DECIDERS)
@require_GET
def admin_months(request: HttpRequest) -> HttpResponse:
    """List the months that are due, and the closed ones with their digests and the latest check."""
    city_id, by = current_city().id, actor(request)
    months = queries.scored_months(city_id, by)
    checks = queries.checks_of(row.id for row in months)
    people = {check.asked_by_id for check in checks.values()} | {row.proposed_by_id or 0 for row in months}
    names = staff_names(people, language())
    context = {
        "due": [month_label(month.first_on) for month in actions.months_due(city_id, clock.now())],
        "rows": [_row(row, checks.get(row.id), names, by) for row in months],
        "may_close": by.may(Permission.ADMINISTER),
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


@staff(*DECIDERS)
@require_POST
def admin_month_publish(request: HttpRequest, month: str, deed: str) -> HttpResponse:
    """Propose to publish a closed month before its day, agree to it or refuse it as the second person, or withdraw."""
    step = _STEPS.get(deed)
    if step is None:
        raise NoSuchPublicationStep()
    done, act = step
    confirmed(request, in_language(done), lambda: act(current_city().id, month_named(month), actor(request)))
    return redirect("admin_months")


_STEPS: Final[Mapping[str, tuple[Text, Callable[[int, ScoreMonth, Actor], None]]]] = {
    "propose": (
        gettext_lazy("It is proposed to publish the month now. A second person agrees, or its day comes first."),
        lambda city_id, month, by: actions.propose_publication(city_id, month, by=by),
    ),
    "agree": (
        gettext_lazy("The month is published."),
        lambda city_id, month, by: actions.settle_publication(city_id, month, is_agreed=True, by=by),
    ),
    "refuse": (
        gettext_lazy("The month is published on its day."),
        lambda city_id, month, by: actions.settle_publication(city_id, month, is_agreed=False, by=by),
    ),
    "withdraw": (
        gettext_lazy("The proposal is withdrawn."),
        lambda city_id, month, by: actions.withdraw_publication(city_id, month, by=by),
    ),
}


def _row(
    row: ScoredMonthFacts, check: MonthCheckFacts | None, names: Mapping[int, str], by: Actor
) -> dict[str, object]:
    return {
        "month": row,
        "code": month_code(row.first_on),
        "name": month_label(row.first_on),
        "check": check,
        "proposed_by": names.get(row.proposed_by_id or 0, ""),
        "is_own": row.proposed_by_id == by.id,
        "asked_by": names.get(check.asked_by_id, "") if check is not None else "",
        "differences": [in_language(text) for text in check.differences] if check is not None else [],
    }
