"""Office hours and the weekend, of the city and of each unit, from a day on."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Final, TypedDict

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from peygir.city import actions
from peygir.city import queries as city
from peygir.city.facts import HoursFacts, in_force
from peygir.core import translation
from peygir.core.jalali import weekday_names
from peygir.core.office import OfficeWeek
from peygir.core.refusals import Refusal
from peygir.desks.promises.calendar_changes import running_past
from peygir.history.kinds.city import OfficeHoursChanged
from peygir.journey.two_person_calendar import propose_office_hours
from peygir.people.actions import NotYourWork
from peygir.people.permissions import Permission
from peygir.people.rules import may_administer
from peygir.web.admin.decisions import decisions
from peygir.web.kit.access import actor, staff
from peygir.web.kit.change_requests import (
    ChangePreview,
    PreviewRow,
    hidden_of,
    hour_words,
    since_field,
    unit_choices,
    why_field,
)
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.form_fields import WallTime, choices_of, set_choices, with_example
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.submitting import refuse
from peygir.web.kit.templatetags.dates import WEEK
from peygir.web.kit.templatetags.ui import day, digits, language, named

CITY: Final = "*"
_FIELDS: Final = {"DayIsPast": "since", "OfficeHoursAreWrong": "opens", "UnitIsUnknown": "whose"} | {
    "ChangeReasonIsMissing": "why"
}


class TypedHours(TypedDict):
    """The hours of a form as `set_hours` takes them; `unit` empty: the city, a None: as in the city's files."""

    unit: str
    opens: time | None
    closes: time | None
    week_off: frozenset[int] | None
    since: date


class HoursForm(forms.Form):
    """Whose hours, the opening and closing time, and the days off."""

    whose = forms.ChoiceField(label=gettext_lazy("Whose"))
    opens = WallTime(label=gettext_lazy("Opens"), required=False, help_text=gettext_lazy("Like 07:30"))
    closes = WallTime(label=gettext_lazy("Closes"), required=False)
    week_off = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    since = since_field()
    why = why_field()

    def __init__(self, data: QueryDict | None = None, *, initial: dict[str, object] | None = None) -> None:
        super().__init__(data, initial=initial)
        set_choices(self, "whose", [(CITY, _("the city")), *unit_choices()])
        set_choices(self, "week_off", [(str(one), weekday(one)) for one in WEEK])
        with_example(self, "since")

    def given(self) -> TypedHours:
        """Return the values as `set_hours` takes them."""
        said_here = self.cleaned_data
        off = frozenset(map(int, said_here["week_off"]))
        whose = said_here["whose"]
        return {
            "unit": "" if whose == CITY else whose,
            "opens": said_here["opens"],
            "closes": said_here["closes"],
            "week_off": off or None,
            "since": said_here["since"],
        }


@dataclass(frozen=True, slots=True)
class HoursLine:
    """Today's hours of the city or a unit, as text."""

    code: str
    name: str
    opens: str
    closes: str
    week_off: str
    since: date | None  # when the decision in force began
    is_own: bool
    planned: str


@staff(Permission.LOOK_AFTER)
@require_http_methods(["GET", "POST"])
def admin_office(request: HttpRequest) -> HttpResponse:
    """Show the table; POST previews a change, then proposes it to a second person."""
    if request.method != "POST":
        return _page(request, HoursForm(initial=_initial(request.GET.get("whose", CITY))))
    if not may_administer(actor(request)):
        raise NotYourWork()
    form, step = HoursForm(request.POST), request.POST.get("step")
    if not form.is_valid() or step == "again":
        return _page(request, form, status=200 if form.is_valid() else 422)
    given = form.given()
    if step != "do":
        preview = _preview(request, form, given)
        if preview.lines[0].is_same:
            form.add_error(None, words_of(actions.NothingDiffers()))
            return _page(request, form, status=422)
        return _page(request, form, preview=preview)
    try:
        why = form.cleaned_data["why"]
        change_id = propose_office_hours(current_city().id, why=why, by=actor(request), **given)
    except Refusal as refusal:
        refuse(form, refusal, _FIELDS)
        return _page(request, form, status=status_of(refusal))
    messages.success(request, _("Proposed: a second person must confirm it; until then nothing changes."))
    return redirect("admin_change", change_id=change_id)


def weekday(number: int) -> str:
    """The name of a weekday, Monday 0."""
    return weekday_names(language())[number]


def _preview(request: HttpRequest, form: HoursForm, given: TypedHours) -> ChangePreview:
    unit = city.unit_by_code(current_city().id, given["unit"]) if given["unit"] else None
    unit_id, since = unit.id if unit is not None else None, given["since"]
    now = city.office_week(current_city().id, unit_id, since)
    filed = city.filed_hours(current_city().id, unit_id, since)
    then = (given["opens"] or filed[0], given["closes"] or filed[1], given["week_off"] or filed[2])
    name = dict(choices_of(form, "whose"))[form.cleaned_data["whose"]]
    preview_row = PreviewRow(str(name), _words(now.opens, now.closes, now.days_off), _words(*then))
    count = running_past(current_city().id, since, unit_id)
    kept = ngettext(
        "%(count)s open promise runs beyond this day and keeps the hours by which it was given.",
        "%(count)s open promises run beyond this day and keep the hours by which they were given.",
        count,
    )
    return ChangePreview([preview_row], day(since), hidden_of(request), (kept % {"count": digits(count)},), True)


def _words(opens: time | None, closes: time | None, off: Collection[int]) -> str:
    return _("%(opens)s to %(closes)s · off: %(days)s") % {
        "opens": hour_words(opens),
        "closes": hour_words(closes),
        "days": _days(off),
    }


def _days(off: Collection[int]) -> str:
    comma = translation.gettext_lazy(", ").in_language(language())
    return comma.join(weekday(one) for one in WEEK if one in off) or _("none")


def _initial(whose: str) -> dict[str, Any]:
    unit = city.unit_by_code(current_city().id, whose) if whose not in ("", CITY) else None
    week: OfficeWeek = city.office_week(current_city().id, unit.id if unit is not None else None, today())
    return {
        "whose": unit.code if unit is not None else CITY,
        "opens": f"{week.opens:%H:%M}",
        "closes": f"{week.closes:%H:%M}",
        "week_off": [str(one) for one in sorted(week.days_off)],
    }


def _page(
    request: HttpRequest, form: HoursForm, *, status: int = 200, preview: ChangePreview | None = None
) -> HttpResponse:
    city_id = current_city().id
    lines = [_line(CITY, _("the city"), None, is_own=True)]
    lines += [_line(one.code, named(one), one.id, is_own=one.office_opens is not None) for one in city.units(city_id)]
    context = {
        "form": form,
        "preview": preview,
        "lines": lines,
        "here": reverse("admin_office"),
        "back": reverse("admin_office"),
        "may_change": may_administer(actor(request)),
        "decisions": decisions(city_id, OfficeHoursChanged.kind),
    }
    return render(request, "admin/office.html", context, status=status)


def _line(code: str, name: str, unit_id: int | None, *, is_own: bool) -> HoursLine:
    week = city.office_week(current_city().id, unit_id, today())
    versions: tuple[HoursFacts, ...] = city.hours_versions(current_city().id, unit_id)
    decided = in_force(versions, today())
    coming = [one for one in versions if one.valid_from > today() and one.valid_from != one.valid_to]
    planned = ""
    if coming:
        then = city.office_week(current_city().id, unit_id, coming[-1].valid_from)
        planned = _("from %(day)s: %(hours)s") % {
            "day": day(coming[-1].valid_from),
            "hours": _words(then.opens, then.closes, then.days_off),
        }
    return HoursLine(
        code,
        name,
        hour_words(week.opens),
        hour_words(week.closes),
        _days(week.days_off),
        decided.valid_from if decided is not None else None,
        is_own,
        planned,
    )
