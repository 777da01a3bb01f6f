"""The inspector's conflicts of interest: what is declared, and a form to declare one."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from peygir.city import queries as city
from peygir.core.refusals import Refusal
from peygir.desks.inspection.actions import declare_conflict
from peygir.desks.inspection.day_list import conflicts_of
from peygir.desks.inspection.rules import ConflictReason
from peygir.people.permissions import Permission
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.form_fields import set_choices
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.templatetags.ui import in_language, named


class ConflictForm(forms.Form):
    """A unit or a district that the inspector does not inspect, and why."""

    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)
    district = forms.ChoiceField(label=gettext_lazy("District"), required=False)
    reason = forms.ChoiceField(label=gettext_lazy("Why"), widget=forms.RadioSelect)

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        city_id = current_city().id
        nothing = ("", "—")
        units = [(str(unit.id), named(unit)) for unit in city.units(city_id) if unit.is_open]
        districts = [(str(district.id), named(district)) for district in city.districts(city_id, on=today())]
        set_choices(self, "unit", [nothing, *units])
        set_choices(self, "district", [nothing, *districts])
        set_choices(self, "reason", [(reason.value, in_language(reason.label)) for reason in ConflictReason])


@staff(Permission.INSPECT)
@require_http_methods(["GET", "POST"])
def inspection_conflicts(request: HttpRequest) -> HttpResponse:
    """Show the own declared conflicts; POST declares one. Only who leads the centre ends one."""
    by = actor(request)
    if request.method != "POST":
        return _page(request, ConflictForm())
    form = ConflictForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    values = form.cleaned_data
    try:
        declare_conflict(
            by.id,
            unit_id=int(values["unit"]) if values["unit"] else None,
            district_id=int(values["district"]) if values["district"] else None,
            reason=values["reason"],
            on=today(),
            by=by,
        )
    except Refusal as refusal:
        form.add_error(None, words_of(refusal))
        return _page(request, form, status=status_of(refusal))
    messages.success(request, _("The conflict is declared. You are offered no work there from now on."))
    return redirect("inspection_conflicts")


def _page(request: HttpRequest, form: ConflictForm, *, status: int = 200) -> HttpResponse:
    city_id = current_city().id
    units = {unit.id: named(unit) for unit in city.units(city_id)}
    districts = {district.id: named(district) for district in city.districts(city_id, on=today())}
    lines = [
        (
            units.get(conflict.unit_id, "")
            if conflict.unit_id is not None
            else districts.get(conflict.district_id or 0, ""),
            in_language(ConflictReason.of(conflict.reason).label),
            conflict.from_on,
        )
        for conflict in conflicts_of(actor(request).id, on=today())
    ]
    return render(request, "inspector/conflicts.html", {"form": form, "lines": lines}, status=status)
