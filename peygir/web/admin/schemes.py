"""Schemes of marks: those in force and to come, a proposal, and the second person's decision about it."""

from datetime import timedelta
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from peygir.core.refusals import Refusal
from peygir.outlook.scoring import actions, people_queries
from peygir.outlook.scoring.actions import NoSuchScheme
from peygir.outlook.scoring.facts import SchemeFacts
from peygir.outlook.scoring.months import ScoreMonth, month_of
from peygir.outlook.scoring.rules import content_kept, first_content
from peygir.outlook.scoring.words import SchemeState
from peygir.people.permissions import Permission
from peygir.people.queries import staff_names
from peygir.web.admin.scheme_form import SchemeForm
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.mark_scheme import scheme_changes, scheme_text
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.submitting import confirmed
from peygir.web.kit.templatetags.ui import language

DECIDERS: Final = (Permission.ADMINISTER, Permission.CONFIRM_ACCOUNTS)
_FIELDS: Final = {"SchemeMonthHasBegun": "month", "MonthHasScheme": "month"}
TONES: Final = {"decided": "tone-green", "proposed": "tone-orange"}


@staff(*DECIDERS)
@require_GET
def admin_schemes(request: HttpRequest) -> HttpResponse:
    """List the schemes, the latest first month first, and say which one is in force."""
    rows = people_queries.schemes(current_city().id)
    in_force = _in_force(rows)
    texts = [(scheme_text(row), TONES.get(row.state, "tone-quiet")) for row in rows]
    context = {"rows": texts, "in_force": in_force.id if in_force else 0, "tab": "schemes", "at": "schemes"}
    return render(request, "admin/schemes.html", context)


@staff(*DECIDERS)
@require_http_methods(["GET", "POST"])
def admin_scheme_new(request: HttpRequest) -> HttpResponse:
    """Show the form, filled from the latest decided scheme; POST proposes it."""
    decided = [row for row in people_queries.schemes(current_city().id) if row.state == SchemeState.DECIDED]
    content = content_kept(decided[0].content) if decided else first_content()
    data = request.POST if request.method == "POST" else None
    form = SchemeForm(data, content=content, first_on=_next_month().first_on)
    status = 422 if form.errors else 200
    if data is not None and form.is_valid():
        month: ScoreMonth = form.cleaned_data["month"]
        try:
            row = actions.propose_scheme(current_city().id, month, form.values(), by=actor(request))
        except Refusal as refusal:
            form.add_error(_FIELDS.get(refusal.name), words_of(refusal))
            status = status_of(refusal)
        else:
            return redirect("admin_scheme", scheme_id=row.pk)
    return render(request, "admin/scheme_new.html", {"form": form, "tab": "schemes"}, status=status)


@staff(*DECIDERS)
@require_GET
def admin_scheme(request: HttpRequest, scheme_id: int) -> HttpResponse:
    """Show a scheme with what it changes against the one before it, and what the viewer may do with it."""
    rows, by = people_queries.schemes(current_city().id), actor(request)
    row = people_queries.scheme_by_id(current_city().id, scheme_id)
    if row is None:
        raise NoSuchScheme()
    earlier = [one for one in rows if one.state == SchemeState.DECIDED and one.from_on < row.from_on]
    text = scheme_text(row)
    names = staff_names({row.proposed_by_id, row.decided_by_id or 0}, language())
    is_open = row.state == SchemeState.PROPOSED
    context = {
        "text": text,
        "changes": scheme_changes(text.content, content_kept(earlier[0].content)) if earlier else [],
        "has_earlier": bool(earlier),
        "proposer": names.get(row.proposed_by_id, "—"),
        "decider": names.get(row.decided_by_id or 0, ""),
        "tone": TONES.get(row.state, "tone-quiet"),
        "may_decide": is_open and row.proposed_by_id != by.id,
        "is_own": is_open and row.proposed_by_id == by.id,
        "tab": "schemes",
    }
    return render(request, "admin/scheme.html", context)


@staff(*DECIDERS)
@require_POST
def admin_scheme_press(request: HttpRequest, scheme_id: int, deed: str) -> HttpResponse:
    """Decide a proposal (`agree`, `refuse`) as the second person, or withdraw one's own (`withdraw`)."""
    by = actor(request)
    if people_queries.scheme_by_id(current_city().id, scheme_id) is None:
        raise NoSuchScheme()
    if deed == "withdraw":
        confirmed(request, _("The proposal is withdrawn."), lambda: actions.withdraw_scheme(scheme_id, by=by))
    elif deed in ("agree", "refuse"):
        is_agreed = deed == "agree"
        done = _("The scheme is decided and frozen.") if is_agreed else _("The proposal is refused.")
        confirmed(request, done, lambda: actions.decide_scheme(scheme_id, is_agreed=is_agreed, by=by))
    else:
        raise NoSuchScheme()
    return redirect("admin_scheme", scheme_id=scheme_id)


def _in_force(rows: list[SchemeFacts]) -> SchemeFacts | None:
    first_on = month_of(today()).first_on
    decided = (row for row in rows if row.state == SchemeState.DECIDED and row.from_on <= first_on)
    return max(decided, key=lambda row: row.from_on, default=None)


def _next_month() -> ScoreMonth:
    return month_of(month_of(today()).last_on + timedelta(days=1))
