"""Absences and deputies: entered by oneself, by the manager for the unit's people, by the administrator for all."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from peygir.city import queries as city
from peygir.city.facts import UnitFacts
from peygir.core.refusals import Missing, Refusal
from peygir.people.actions import call_off_absence, say_absence
from peygir.people.permissions import Permission
from peygir.people.queries import absences_of, staff_of_unit
from peygir.people.rules import Actor, may_speak_for
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.form_fields import DayField, choices_of, set_choices, with_example
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.templatetags.ui import named


class AbsenceForm(forms.Form):
    """A person, the first and last day of absence, and a deputy."""

    person = forms.ChoiceField(label=gettext_lazy("Who is away?"))
    from_day = DayField(label=gettext_lazy("First day"))
    to_day = DayField(label=gettext_lazy("Last day"))
    deputy = forms.ChoiceField(
        label=gettext_lazy("Who is the deputy?"),
        required=False,
        help_text=gettext_lazy("Without a deputy, who leads the unit is told and given what comes."),
    )

    def __init__(self, by: Actor, unit: UnitFacts | None, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"person": str(by.id)})
        people = staff_of_unit(unit.id) if unit is not None else []
        mine = [one for one in people if may_speak_for(by, staff_id=one.pk, unit_id=one.unit_id)]
        listed = [(str(one.pk), named(one) or one.username) for one in mine]
        set_choices(self, "person", listed)
        colleagues = [(str(one.pk), named(one) or one.username) for one in people]
        set_choices(self, "deputy", [("", _("nobody")), *colleagues])
        with_example(self, "from_day", "to_day")


@staff()
@require_http_methods(["GET", "POST"])
def unit_absences(request: HttpRequest) -> HttpResponse:
    """List the absences; POST adds one."""
    by = actor(request)
    unit = _unit(request, by)
    if request.method != "POST":
        return _page(request, by, unit, AbsenceForm(by, unit))
    form = AbsenceForm(by, unit, request.POST)
    if not form.is_valid():
        return _page(request, by, unit, form, status=422)
    given = form.cleaned_data
    try:
        say_absence(
            int(given["person"]),
            first=given["from_day"],
            last=given["to_day"],
            deputy_id=int(given["deputy"]) if given["deputy"] else None,
            today=today(),
            by=by,
        )
    except Missing:
        raise
    except Refusal as refusal:
        form.add_error(None, words_of(refusal))
        return _page(request, by, unit, form, status=status_of(refusal))
    messages.success(request, _("It is recorded; new work goes to the deputy."))
    return _back(unit)


@staff()
@require_POST
def unit_absence_off(request: HttpRequest, absence_id: int) -> HttpResponse:
    """End or cancel an absence."""
    by = actor(request)
    try:
        call_off_absence(absence_id, today=today(), by=by)
    except Missing:
        raise
    except Refusal as refusal:
        unit = _unit(request, by)
        form = AbsenceForm(by, unit)
        return _page(request, by, unit, form, status=status_of(refusal), fault=words_of(refusal))
    messages.success(request, _("The absence is called off."))
    return _back(_unit(request, by))


def _unit(request: HttpRequest, by: Actor) -> UnitFacts | None:
    """Return the viewer's own unit; the administrator and the centre's supervisor may choose another."""
    wanted = request.POST.get("unit", request.GET.get("unit", ""))[:80]
    if wanted and by.may(Permission.LOOK_AFTER):
        return city.unit_by_code(current_city().id, wanted)
    if by.unit_id is not None:
        return city.unit(by.unit_id)
    return city.centre_of(current_city().id) if by.may(Permission.ADMINISTER) else None


def _back(unit: UnitFacts | None) -> HttpResponse:
    query = f"?{urlencode({'unit': unit.code})}" if unit is not None else ""
    return redirect(f"{reverse('unit_absences')}{query}")


def _page(
    request: HttpRequest, by: Actor, unit: UnitFacts | None, form: AbsenceForm, *, status: int = 200, fault: str = ""
) -> HttpResponse:
    is_leading = by.may(Permission.LEAD_UNIT) or by.may(Permission.LEAD_CENTRE)
    lines = absences_of(on=today(), unit_id=unit.id if unit is not None else None, staff_id=by.id)
    context = {
        "form": form,
        "fault": fault,
        "unit": unit,
        "is_leading": is_leading,
        "lines": [
            (line, may_speak_for(by, staff_id=line.absence.staff_id, unit_id=line.absence.staff.unit_id))
            for line in lines
        ],
        "has_people": bool(choices_of(form, "person")),
        "units": [(one.code, named(one)) for one in city.units(current_city().id)]
        if by.may(Permission.LOOK_AFTER)
        else [],
    }
    return render(request, "manager/absences.html", context, status=status)
