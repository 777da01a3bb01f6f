"""The monthly plans of inspection: their numbers and weights, and the seed that people fix before the month begins."""

from datetime import date, timedelta
from typing import Final

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from peygir.core.persian import ascii_digits
from peygir.desks.inspection import actions
from peygir.desks.inspection.actions import NoSuchPlan
from peygir.desks.inspection.drawing import MARKS
from peygir.desks.inspection.publication import PlanFacts, plan_of, plans
from peygir.desks.inspection.words import MARK_LABELS, SEED_KINDS
from peygir.people.permissions import Permission
from peygir.people.queries import staff_names
from peygir.people.rules import Actor
from peygir.web.centre.conflict_rows import conflict_rows
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.form_fields import WholeNumber
from peygir.web.kit.inspection_results import month_words
from peygir.web.kit.submitting import confirmed
from peygir.web.kit.templatetags.ui import digits, in_language, language

DEEDS: Final = ("change", "event", "propose", "confirm")


class FactorField(forms.CharField):
    """A factor such as 1.5 or «۱٫۵», from 0.1 to 5."""

    def clean(self, value: object) -> float:
        """Return the factor. Raises ValidationError."""
        text = ascii_digits(str(value or "").strip()).replace("٫", ".")
        try:
            factor = float(text)
        except ValueError:
            factor = 0.0
        if not 0.1 <= factor <= 5:
            raise forms.ValidationError(_("A factor is a number from 0.1 to 5."))
        return round(factor, 2)


class InspectionPlanForm(forms.Form):
    """The numbers of a month's plan, and by how much each mark of a case multiplies its weight."""

    visits = WholeNumber(label=gettext_lazy("Visits in the month"), min_value=1, max_value=100_000)
    floor_percent = WholeNumber(
        label=gettext_lazy("Per cent of them with equal chances"),
        min_value=20,
        max_value=30,
        help_text=gettext_lazy("20 to 30. The rest goes where the weights are higher."),
    )
    visit_days = WholeNumber(label=gettext_lazy("Days to make a drawn visit"), min_value=1, max_value=60)

    def __init__(self, data: QueryDict | None = None, *, plan: PlanFacts) -> None:
        initial = {name: digits(getattr(plan, name)) for name in ("visits", "floor_percent", "visit_days")}
        super().__init__(data, initial=initial)
        for mark_code in MARKS:
            factor = plan.weights.marks.get(mark_code, 1.0)
            self.fields[mark_code] = FactorField(
                label=in_language(MARK_LABELS[mark_code]), initial=_factor_words(factor), max_length=8
            )

    def factors(self) -> list[forms.BoundField]:
        """Return the fields of the factors."""
        return [self[mark] for mark in MARKS]


class SeedForm(forms.Form):
    """A seed and where it comes from."""

    seed = forms.CharField(label=gettext_lazy("Seed"), max_length=200)
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=300,
        help_text=gettext_lazy("What was drawn or thrown, when, and where anybody can look it up."),
    )


@staff(Permission.LEAD_CENTRE)
@require_GET
def inspection_plans(request: HttpRequest) -> HttpResponse:
    """Show the months, and the plan of the coming one with its forms."""
    return _page(request)


@staff(Permission.LEAD_CENTRE)
@require_POST
def inspection_conflict_end(request: HttpRequest, conflict_id: int) -> HttpResponse:
    """End a declared conflict of interest with yesterday."""
    confirmed(
        request,
        _("The conflict is ended."),
        lambda: actions.end_conflict(conflict_id, on=today() - timedelta(days=1), by=actor(request)),
    )
    return redirect("inspection_plans")


@staff(Permission.LEAD_CENTRE)
@require_POST
def inspection_plan_press(request: HttpRequest, month: str, deed: str) -> HttpResponse:
    """Change a plan that is not frozen, or fix, propose or confirm its seed."""
    by, city_id = actor(request), current_city().id
    plan = _plan(month)
    if deed not in DEEDS:
        raise NoSuchPlan()
    if deed == "confirm":
        confirmed(
            request,
            _("The seed is fixed. From now on nothing of this plan changes."),
            lambda: actions.confirm_seed(city_id, plan.first_on, by=by),
        )
        return redirect("inspection_plans")
    if deed == "change":
        return _change(request, plan, by)
    form = SeedForm(request.POST)
    if not form.is_valid():
        return _page(request, seed_form=form, status=422)
    act = actions.fix_seed_of_public_event if deed == "event" else actions.propose_seed
    values = form.cleaned_data
    done = (
        _("The seed is fixed. From now on nothing of this plan changes.")
        if deed == "event"
        else _("The seed is proposed; a second person confirms it.")
    )
    confirmed(request, done, lambda: act(city_id, plan.first_on, seed=values["seed"], source=values["source"], by=by))
    return redirect("inspection_plans")


def _change(request: HttpRequest, plan: PlanFacts, by: Actor) -> HttpResponse:
    form = InspectionPlanForm(request.POST, plan=plan)
    if not form.is_valid():
        return _page(request, plan_form=form, status=422)
    values = form.cleaned_data
    confirmed(
        request,
        _("The plan is changed."),
        lambda: actions.change_plan(
            current_city().id,
            plan.first_on,
            visits=values["visits"],
            floor_percent=values["floor_percent"],
            visit_days=values["visit_days"],
            marks={mark: values[mark] for mark in MARKS},
            by=by,
        ),
    )
    return redirect("inspection_plans")


def _plan(month: str) -> PlanFacts:
    try:
        plan = plan_of(current_city().id, date.fromisoformat(month))
    except ValueError:
        plan = None
    if plan is None:
        raise NoSuchPlan()
    return plan


def _factor_words(factor: float) -> str:
    return digits(f"{factor:g}".replace(".", "٫")) if language() == "fa" else f"{factor:g}"


def _page(
    request: HttpRequest,
    *,
    plan_form: InspectionPlanForm | None = None,
    seed_form: SeedForm | None = None,
    status: int = 200,
) -> HttpResponse:
    rows = plans(current_city().id)
    coming = next((plan for plan in reversed(rows) if plan.first_on > today()), None)
    proposer = coming.proposed_by_id if coming is not None else None
    context = {
        "months": [(plan, month_words(plan.first_on), SEED_KINDS.get(plan.how)) for plan in rows],
        "coming": coming,
        "coming_name": month_words(coming.first_on) if coming is not None else "",
        "plan_form": plan_form or (InspectionPlanForm(plan=coming) if coming is not None else None),
        "seed_form": seed_form or SeedForm(),
        "proposer": staff_names({proposer}, language()).get(proposer, "") if proposer is not None else "",
        "conflicts": conflict_rows(),
        "may_confirm": proposer is not None and proposer != actor(request).id,
    }
    return render(request, "centre/inspection_plans.html", context, status=status)
