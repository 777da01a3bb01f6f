"""The verbs on a budget line: its moves, amendments, programme, and the cases that hang on it."""

from collections.abc import Callable
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from peygir.core.refusals import Missing, Refusal
from peygir.outlook.planning import actions
from peygir.outlook.planning.actions.files import NoSuchPlanFile
from peygir.outlook.planning.lifecycle import MOVE_OF
from peygir.people.permissions import Permission
from peygir.people.rules import Actor
from peygir.web.budget.forms import BudgetAmendmentForm
from peygir.web.budget.line_page import line_page, line_seen
from peygir.web.kit.access import actor, staff
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.numbers import whole
from peygir.web.kit.submitting import confirmed
from peygir.web.kit.templatetags.ui import digits


@staff(Permission.KEEP_BUDGET)
@require_POST
def budget_line_press(request: HttpRequest, line_id: int, deed: str) -> HttpResponse:
    """Move a line (`deed` is a verb of the table), amend it, tie a programme to it, or hang cases on it."""
    by = actor(request)
    line_seen(line_id)
    if deed == "amend":
        return _amend(request, line_id, by)
    if deed in ("hang", "hang_all"):
        return _hang(request, line_id, deed, by)
    if ("budget", deed) in MOVE_OF:
        reason = request.POST.get("reason", "")
        confirmed(request, _("Done."), lambda: actions.move_line(line_id, deed, reason=reason, by=by))
    elif deed in _DEEDS:
        confirmed(request, _("Done."), lambda: _DEEDS[deed](line_id, request, by))
    else:
        raise NoSuchPlanFile()
    return redirect("budget_line", line_id=line_id)


def _amend(request: HttpRequest, line_id: int, by: Actor) -> HttpResponse:
    form = BudgetAmendmentForm(request.POST)
    if not form.is_valid():
        return line_page(request, line_id, status=422, amendment=form)
    try:
        actions.amend_line(line_id, by=by, **form.cleaned_data)
    except Missing:
        raise
    except Refusal as refusal:
        return line_page(request, line_id, status=status_of(refusal), amendment=form, fault=words_of(refusal))
    messages.success(request, _("The amendment is written."))
    return redirect("budget_line", line_id=line_id)


def _hang(request: HttpRequest, line_id: int, deed: str, by: Actor) -> HttpResponse:
    """Hang the ticked cases, or those of the line's programme, and say how many are new."""
    codes = [code for code in request.POST.getlist("case") if code.isascii()][:500]
    try:
        if deed == "hang":
            count = actions.hang_cases(line_id, codes, by=by)
        else:
            count = actions.hang_cases_of_programme(line_id, by=by)
    except Missing:
        raise
    except Refusal as refusal:
        return line_page(request, line_id, status=status_of(refusal), fault=words_of(refusal))
    if count:
        words = ngettext(
            "%(count)s case hangs on the line now; its citizens are told.",
            "%(count)s cases hang on the line now; their citizens are told.",
            count,
        )
        messages.success(request, words % {"count": digits(count)})
    else:
        messages.info(request, _("No case was added."))
    return redirect("budget_line", line_id=line_id)


def _tie(line_id: int, request: HttpRequest, by: Actor) -> object:
    return actions.tie_line(line_id, whole(request.POST.get("programme", "")) or 0, by=by)


def _off(line_id: int, request: HttpRequest, by: Actor) -> object:
    return actions.take_off(line_id, whole(request.POST.get("case", "")) or 0, by=by)


_DEEDS: Final[dict[str, Callable[[int, HttpRequest, Actor], object]]] = {"tie": _tie, "off": _off}
