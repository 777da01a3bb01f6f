"""Returned cases by unit, and routing corrections drawn from the centre's decisions."""

from datetime import timedelta
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from peygir.core import clock, translation
from peygir.core.refusals import Missing
from peygir.desks.routing import actions as routing
from peygir.desks.routing import queries as routed
from peygir.people.permissions import Permission
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city

SPANS: Final = (30, 90, 365)


class NoSuchAnswer(Missing):
    """An answer other than accepting or dismissing a routing correction."""

    message = translation.gettext_lazy("A routing correction can only be accepted or put aside.")


@staff(Permission.LEAD_CENTRE)
@require_GET
def lessons(request: HttpRequest) -> HttpResponse:
    """List routing corrections, grouped where they agree, the most frequent first."""
    return render(
        request,
        "clerk/routing_corrections.html",
        {"groups": routed.routing_corrections(current_city().id), "tab": "lessons"},
    )


@staff(Permission.LEAD_CENTRE)
@require_POST
def lesson(request: HttpRequest, lesson_id: int, deed: str) -> HttpResponse:
    """Draft a rule from a correction and those that agree with it, or dismiss them."""
    city_facts, by = current_city(), actor(request)
    if deed == "accept":
        words = [word for word in request.POST.getlist("words") if word.strip()]
        rule_id = routing.accept_routing_correction(city_facts.id, lesson_id, chosen_words=words, by=by)
        messages.success(request, _("It is a drafted rule now. Try it on the last cases before you switch it on."))
        return redirect("routing_rule", rule_id=rule_id)
    if deed == "dismiss":
        routing.dismiss_routing_correction(city_facts.id, lesson_id, by=by)
        messages.success(request, _("The routing correction is put aside."))
        return redirect("routing_lessons")
    raise NoSuchAnswer()


@staff(Permission.LEAD_CENTRE)
@require_GET
def returns(request: HttpRequest) -> HttpResponse:
    """Show how often each unit says "not ours", why, and where the case went then."""
    wanted = request.GET.get("days", "")
    days = int(wanted) if wanted in {str(span) for span in SPANS} else SPANS[0]
    rows = routed.returns_by_unit(current_city().id, since=clock.now() - timedelta(days=days))
    context = {
        "rows": rows,
        "days": days,
        "spans": SPANS,
        "tab": "returns",
        "most": max((row.count for row in rows), default=1),
        "all": sum(row.count for row in rows),
        "often": sum(row.often for row in rows),
    }
    return render(request, "clerk/returns.html", context)
