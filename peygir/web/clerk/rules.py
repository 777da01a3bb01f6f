"""The routing rules: the list, drafts, their dry runs, and switching them on and off."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from peygir.core.refusals import Missing, Refusal
from peygir.desks.routing import actions as routing
from peygir.desks.routing import queries as routed
from peygir.desks.routing.actions.rulebook import NoSuchRule
from peygir.history.kinds.routing import RuleDrafted, RuleDryRun, RuleSwitchedOff, RuleSwitchedOn
from peygir.people.permissions import Permission
from peygir.people.queries import staff_names
from peygir.web.clerk.rule_form import RuleForm
from peygir.web.kit.access import actor, staff
from peygir.web.kit.actor_names import staff_ids, who
from peygir.web.kit.areas import area_map
from peygir.web.kit.current_city import current_city
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.templatetags.ui import language


@staff(Permission.LEAD_CENTRE)
@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    """List all rules in the order of their evaluation."""
    all_rules = routed.rules(current_city().id)
    context = {
        "on": [one for one in all_rules if one.is_on],
        "off": [one for one in all_rules if not one.is_on],
        "tab": "rules",
    }
    return render(request, "clerk/rules.html", context)


@staff(Permission.LEAD_CENTRE)
@require_http_methods(["GET", "POST"])
def rule_new(request: HttpRequest) -> HttpResponse:
    """Create a rule; a refusal shows the form again with what was typed."""
    form, status = RuleForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                rule_id = routing.draft_rule(current_city().id, form.draft(), by=actor(request))
            except Refusal as refusal:
                form.add_error(None, words_of(refusal))
                status = status_of(refusal)
            else:
                messages.success(request, _("The draft is saved. Now try it on the last cases."))
                return redirect("routing_rule", rule_id=rule_id)
    return render(request, "clerk/rule_new.html", {"form": form, "tab": "rules", "map": area_map()}, status=status)


@staff(Permission.LEAD_CENTRE)
@require_GET
def rule(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Show a rule with the result of its dry run."""
    return _page(request, rule_id)


@staff(Permission.LEAD_CENTRE)
@require_POST
def rule_try(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Run a rule dry on the last thousand cases."""
    routing.dry_run_rule(current_city().id, rule_id, by=actor(request))
    messages.success(request, _("The dry run is done. Nothing was moved."))
    return redirect("routing_rule", rule_id=rule_id)


@staff(Permission.LEAD_CENTRE)
@require_POST
def rule_switch(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Switch a rule on or off."""
    is_on = request.POST.get("to") == "on"
    try:
        routing.switch_rule(current_city().id, rule_id, is_on=is_on, by=actor(request))
    except Missing:
        raise
    except Refusal as refusal:
        return _page(request, rule_id, fault=words_of(refusal), status=status_of(refusal))
    messages.success(request, _("The rule is on.") if is_on else _("The rule is off."))
    return redirect("routing_rule", rule_id=rule_id)


def _page(request: HttpRequest, rule_id: int, *, fault: str = "", status: int = 200) -> HttpResponse:
    rule_row = routed.rule(current_city().id, rule_id)
    if rule_row is None:
        raise NoSuchRule()
    events = routed.story_of(rule_id)
    names = staff_names(staff_ids(events), language())
    context = {
        "rule": rule_row,
        "tried": rule_row.tried,
        "fault": fault,
        "tab": "rules",
        "story": [(_deed(event.kind), event.at, who(event.by, names)) for event in events],
    }
    return render(request, "clerk/rule.html", context, status=status)


def _deed(kind: str) -> str:
    return {
        RuleDrafted.kind: _("written down"),
        RuleDryRun.kind: _("tried on the last cases"),
        RuleSwitchedOn.kind: _("switched on"),
        RuleSwitchedOff.kind: _("switched off"),
    }.get(kind, kind)
