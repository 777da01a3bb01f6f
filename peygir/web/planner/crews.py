"""The crews of a unit: their topics, hours and vehicle, and who belongs to them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from peygir.city import queries as city
from peygir.core.jalali import weekday_names
from peygir.core.refusals import Missing, Refusal
from peygir.desks.fieldwork import actions as fieldwork
from peygir.desks.fieldwork import queries as worked
from peygir.desks.fieldwork.actions import CrewForm as CrewValues
from peygir.desks.fieldwork.actions import NoSuchCrew
from peygir.desks.fieldwork.queries import CrewFacts
from peygir.people.actions import NotYourWork
from peygir.people.permissions import Permission
from peygir.people.queries import staff_of_unit
from peygir.people.role_catalogue import rights_of
from peygir.people.rules import Actor
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import today
from peygir.web.kit.form_fields import DayField, WallTime, WholeNumber, set_choices, with_example
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.submitting import confirmed
from peygir.web.kit.templatetags.dates import WEEK
from peygir.web.kit.templatetags.ui import language, named
from peygir.web.planner.order_forms import topic_options


class CrewPageForm(forms.Form):
    """A crew with its topics and its hours on each weekday."""

    name = forms.CharField(label=gettext_lazy("Name of the crew"), max_length=80)
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=20,
        help_text=gettext_lazy("Latin letters, digits and dashes, like G-1"),
        widget=forms.TextInput(attrs={"class": "box-ltr"}),
    )
    vehicle = forms.CharField(label=gettext_lazy("Vehicle"), max_length=80, required=False)
    phone = forms.CharField(
        label=gettext_lazy("Phone number of the crew"),
        max_length=20,
        required=False,
        help_text=gettext_lazy(
            "The centre's exchange rings it when the crew calls a reporter; neither sees the number of the other."
        ),
        widget=forms.TextInput(attrs={"class": "box-ltr", "inputmode": "tel", "autocomplete": "off"}),
    )
    capacity = WholeNumber(
        label=gettext_lazy("What the vehicle holds, in load units"),
        min_value=0,
        max_value=1_000_000,
        required=False,
        help_text=gettext_lazy("Empty: no limit"),
    )
    base_lat = forms.FloatField(label=gettext_lazy("Latitude of the base"), min_value=-90, max_value=90, required=False)
    base_lon = forms.FloatField(
        label=gettext_lazy("Longitude of the base"), min_value=-180, max_value=180, required=False
    )
    topics = forms.MultipleChoiceField(
        label=gettext_lazy("Topics that the crew works on"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=gettext_lazy("None chosen: every topic of the unit"),
    )
    is_active = forms.BooleanField(label=gettext_lazy("The crew works and gets orders"), required=False, initial=True)

    def __init__(self, data: QueryDict | None = None, *, crew: CrewFacts | None = None) -> None:
        super().__init__(data, initial=_initial(crew) if crew is not None else None)
        set_choices(self, "topics", topic_options())
        for weekday in WEEK:
            day = weekday_names(language())[weekday]
            self.fields[f"begins_{weekday}"] = WallTime(label=_("%(day)s, from") % {"day": day}, required=False)
            self.fields[f"ends_{weekday}"] = WallTime(label=_("%(day)s, until") % {"day": day}, required=False)

    @property
    def hours(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The fields of each weekday, from the first day of the week."""
        return [(self[f"begins_{weekday}"], self[f"ends_{weekday}"]) for weekday in WEEK]

    def values(self) -> CrewValues:
        """Return the values as `keep_crew` takes them."""
        given = self.cleaned_data
        return CrewValues(
            code=given["code"],
            name=given["name"],
            vehicle=given["vehicle"],
            phone=given["phone"],
            capacity=given["capacity"] or 0,
            base_lat=given["base_lat"],
            base_lon=given["base_lon"],
            is_active=given["is_active"],
            topic_ids=[int(topic) for topic in given["topics"]],
            hours={weekday: (given[f"begins_{weekday}"], given[f"ends_{weekday}"]) for weekday in WEEK},
        )


def _initial(crew: CrewFacts) -> dict[str, Any]:
    same = ("name", "code", "vehicle", "phone", "base_lat", "base_lon", "is_active")
    hours = {f"begins_{shift.weekday}": shift.begins for shift in crew.shifts}
    hours |= {f"ends_{shift.weekday}": shift.ends for shift in crew.shifts}
    topics = [str(topic_id) for topic_id in crew.topic_ids]
    return {name: getattr(crew, name) for name in same} | hours | {"topics": topics, "capacity": crew.capacity or None}


class MemberForm(forms.Form):
    """A person of the unit, and the first day in the crew."""

    person = forms.ChoiceField(label=gettext_lazy("Person"))
    from_day = DayField(label=gettext_lazy("First day"))

    def __init__(self, crew: CrewFacts, data: QueryDict | None = None) -> None:
        super().__init__(data)
        inside = {member.staff_id for member in crew.members}
        people = [row for row in staff_of_unit(crew.unit_id) if row.pk not in inside]
        workers = sorted(people, key=lambda row: not rights_of(row.role).may(Permission.WORK_ON_ORDERS))
        set_choices(self, "person", [("", "—"), *((str(row.pk), named(row) or row.username) for row in workers)])
        with_example(self, "from_day")


@staff(Permission.PLAN_ORDERS)
@require_http_methods(["GET", "POST"])
def crews(request: HttpRequest) -> HttpResponse:
    """List the crews of the own unit; POST makes one."""
    by = actor(request)
    if by.unit_id is None:
        raise NotYourWork()
    form = CrewPageForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _list(request, by.unit_id, form)
    if not form.is_valid():
        return _list(request, by.unit_id, form, status=422)
    try:
        crew_id = fieldwork.keep_crew(by.unit_id, form.values(), by=by)
    except Refusal as refusal:
        form.add_error(None, words_of(refusal))
        return _list(request, by.unit_id, form, status=status_of(refusal))
    messages.success(request, _("The crew is there; say who belongs to it."))
    return redirect("crew", crew_id=crew_id)


def _list(request: HttpRequest, unit_id: int, form: CrewPageForm, *, status: int = 200) -> HttpResponse:
    rows = worked.crews_of_unit(unit_id, on=today(), also_inactive=True)
    unit = city.unit(unit_id)
    topics = {topic.id: topic for topic in city.topics(unit.city_id)} if unit is not None else {}
    context = {
        "form": form,
        "unit": unit,
        "rows": [(row, [topics[topic_id] for topic_id in sorted(row.topic_ids) if topic_id in topics]) for row in rows],
    }
    return render(request, "planner/crews.html", context, status=status)


@staff(Permission.PLAN_ORDERS)
@require_http_methods(["GET", "POST"])
def crew(request: HttpRequest, crew_id: int) -> HttpResponse:
    """Show a crew of the own unit; POST changes it."""
    by = actor(request)
    row = _own(by, crew_id)
    form = CrewPageForm(request.POST, crew=row) if request.method == "POST" else CrewPageForm(crew=row)
    if request.method != "POST":
        return _page(request, row, form)
    if not form.is_valid():
        return _page(request, row, form, status=422)
    version = request.POST.get("version", "")
    try:
        fieldwork.keep_crew(
            row.unit_id,
            form.values(),
            by=by,
            crew_id=crew_id,
            version=int(version) if version.isascii() and version.isdigit() and len(version) < 10 else None,
        )
    except Missing:
        raise
    except Refusal as refusal:
        form.add_error(None, words_of(refusal))
        return _page(request, row, form, status=status_of(refusal))
    messages.success(request, _("The crew is changed."))
    return redirect("crew", crew_id=crew_id)


@staff(Permission.PLAN_ORDERS)
@require_POST
def crew_member(request: HttpRequest, crew_id: int) -> HttpResponse:
    """Let a person belong to the crew from a day on, or (`deed=leave`) no longer from today on."""
    by = actor(request)
    row = _own(by, crew_id)
    if request.POST.get("deed") == "leave":
        person = request.POST.get("person", "")
        staff_id = int(person) if person.isascii() and person.isdigit() and len(person) < 10 else 0
        confirmed(
            request,
            _("The person no longer belongs to the crew."),
            lambda: fieldwork.end_member(crew_id, staff_id, to_on=today(), by=by),
        )
        return redirect("crew", crew_id=crew_id)
    form = MemberForm(row, request.POST)
    if not form.is_valid():
        return _page(request, row, CrewPageForm(crew=row), member=form, status=422)
    given = form.cleaned_data
    confirmed(
        request,
        _("The person belongs to the crew."),
        lambda: fieldwork.add_member(crew_id, int(given["person"]), from_on=given["from_day"], by=by),
    )
    return redirect("crew", crew_id=crew_id)


def _own(by: Actor, crew_id: int) -> CrewFacts:
    row = worked.crew_by_id(crew_id, on=today())
    if row is None or row.unit_id != by.unit_id:
        raise NoSuchCrew()
    return row


def _page(
    request: HttpRequest, row: CrewFacts, form: CrewPageForm, *, member: MemberForm | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "crew": row,
        "member": member or MemberForm(row),
        "times": worked.member_times(row.id),
        "today": today(),
    }
    return render(request, "planner/crew.html", context, status=status)
