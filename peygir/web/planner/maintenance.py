"""Planned maintenance of a unit: rules by which orders are made without a report."""

from collections.abc import Mapping

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from peygir.assets.queries import asset_of, tags_of
from peygir.city import queries as city
from peygir.core.refusals import Missing, Refusal
from peygir.desks.fieldwork import actions as fieldwork
from peygir.desks.fieldwork import queries as worked
from peygir.desks.fieldwork.actions import AssetIsNotKnown, NoSuchMaintenanceRule
from peygir.desks.fieldwork.actions import MaintenanceForm as MaintenanceValues
from peygir.desks.fieldwork.order_states import RepeatUnit
from peygir.desks.fieldwork.queries import MaintenanceFacts
from peygir.people.actions import NotYourWork
from peygir.people.permissions import Permission
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.dates import written_day
from peygir.web.kit.form_fields import DayField, WholeNumber, set_choices, with_example
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.templatetags.ui import in_language, named
from peygir.web.planner.order_forms import day_parts, topic_options


class MaintenancePageForm(forms.Form):
    """What is done where, how often, and by which crew."""

    title = forms.CharField(label=gettext_lazy("What is to be done?"), max_length=160)
    topic = forms.ChoiceField(label=gettext_lazy("Topic"))
    every = WholeNumber(label=gettext_lazy("Every"), min_value=1, max_value=3660)
    repeat_unit = forms.ChoiceField(label=gettext_lazy("Days or months"))
    begins_on = DayField(label=gettext_lazy("First day"))
    lead_days = WholeNumber(
        label=gettext_lazy("Its order is made so many days before"), min_value=0, max_value=90, initial=7
    )
    day_part = forms.ChoiceField(label=gettext_lazy("Part of the day"))
    crew = forms.ChoiceField(
        label=gettext_lazy("Crew"),
        required=False,
        help_text=gettext_lazy("With a crew, the order is planned at once; without, it waits for a planner."),
    )
    neighbourhood = forms.ChoiceField(label=gettext_lazy("Neighbourhood"), required=False)
    address = forms.CharField(label=gettext_lazy("Address"), max_length=300, required=False)
    asset = forms.CharField(
        label=gettext_lazy("Tag of the asset"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"class": "box-ltr", "inputmode": "numeric", "autocomplete": "off"}),
    )
    is_active = forms.BooleanField(label=gettext_lazy("The rule makes orders"), required=False, initial=True)

    def __init__(
        self, unit_id: int, data: QueryDict | None = None, *, initial: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        places = city.neighbourhoods(current_city().id, on=today())
        crews = worked.crews_of_unit(unit_id, on=today())
        set_choices(self, "topic", [("", "—"), *topic_options()])
        set_choices(self, "repeat_unit", [(unit.value, in_language(unit.label)) for unit in RepeatUnit])
        set_choices(self, "day_part", day_parts())
        set_choices(self, "crew", [("", "—"), *((str(crew.id), crew.name) for crew in crews)])
        set_choices(self, "neighbourhood", [("", "—"), *((str(place.id), named(place)) for place in places)])
        with_example(self, "begins_on")

    def clean_asset(self) -> int | None:
        """Return the id of the asset with the tag that was typed, in digits of any script."""
        text = self.cleaned_data["asset"]
        asset = asset_of(text) if text else None
        if text and asset is None:
            raise forms.ValidationError(words_of(AssetIsNotKnown()))
        return asset.id if asset is not None else None

    def values(self) -> MaintenanceValues:
        """Return the values as `keep_rule` takes them."""
        given = self.cleaned_data
        return MaintenanceValues(
            topic_id=int(given["topic"]),
            title=given["title"],
            every=given["every"],
            repeat_unit=given["repeat_unit"],
            begins_on=given["begins_on"],
            lead_days=given["lead_days"],
            crew_id=int(given["crew"]) if given["crew"] else None,
            asset_id=given["asset"],
            neighbourhood_id=int(given["neighbourhood"]) if given["neighbourhood"] else None,
            address=given["address"],
            day_part=given["day_part"],
            is_active=given["is_active"],
        )


def _initial(rule: MaintenanceFacts) -> Mapping[str, object]:
    same = ("title", "every", "repeat_unit", "lead_days", "day_part", "address", "is_active")
    return {name: getattr(rule, name) for name in same} | {
        "topic": str(rule.topic_id),
        "begins_on": written_day(rule.begins_on),
        "crew": str(rule.crew_id or ""),
        "neighbourhood": str(rule.neighbourhood_id or ""),
        "asset": tags_of([rule.asset_id]).get(rule.asset_id, "") if rule.asset_id is not None else "",
    }


@staff(Permission.PLAN_ORDERS)
@require_http_methods(["GET", "POST"])
def maintenance(request: HttpRequest) -> HttpResponse:
    """List the rules of the own unit; POST makes one."""
    return _kept(request, None)


@staff(Permission.PLAN_ORDERS)
@require_http_methods(["GET", "POST"])
def maintenance_rule(request: HttpRequest, maintenance_id: int) -> HttpResponse:
    """Show a rule of the own unit; POST changes it."""
    rule = worked.rule_by_id(maintenance_id)
    if rule is None or rule.unit_id != actor(request).unit_id:
        raise NoSuchMaintenanceRule()
    return _kept(request, rule)


def _kept(request: HttpRequest, rule: MaintenanceFacts | None) -> HttpResponse:
    by = actor(request)
    if by.unit_id is None:
        raise NotYourWork()
    if request.method != "POST":
        initial = _initial(rule) if rule is not None else None
        return _page(request, by.unit_id, rule, MaintenancePageForm(by.unit_id, initial=initial))
    form = MaintenancePageForm(by.unit_id, request.POST)
    if not form.is_valid():
        return _page(request, by.unit_id, rule, form, status=422)
    version = request.POST.get("version", "")
    try:
        fieldwork.keep_rule(
            by.unit_id,
            form.values(),
            by=by,
            rule_id=rule.id if rule is not None else None,
            version=int(version) if version.isascii() and version.isdigit() and len(version) < 10 else None,
        )
    except Missing:
        raise
    except Refusal as refusal:
        form.add_error(None, words_of(refusal))
        return _page(request, by.unit_id, rule, form, status=status_of(refusal))
    messages.success(request, _("The rule is kept; its orders are made by themselves."))
    return redirect("maintenance")


def _page(
    request: HttpRequest, unit_id: int, rule: MaintenanceFacts | None, form: MaintenancePageForm, *, status: int = 200
) -> HttpResponse:
    rows = worked.rules_of_unit(unit_id)
    crews = worked.crew_names(row.crew_id for row in rows if row.crew_id is not None)
    city_id = current_city().id
    context = {
        "form": form,
        "rule": rule,
        "unit": city.unit(unit_id),
        "rows": [(row, city.topic(city_id, row.topic_id), crews.get(row.crew_id or 0, "")) for row in rows],
    }
    return render(request, "planner/maintenance.html", context, status=status)
