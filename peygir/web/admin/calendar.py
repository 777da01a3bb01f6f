"""The calendar: a year of days off, and closing, halving or opening days, with a preview of the promises that move."""

from datetime import date, timedelta
from typing import Any, Final

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
from peygir.city.days_rules import DayChangeRequest, as_city_day, day_after
from peygir.core.jalali import to_gregorian, to_jalali, weekday_name, weekday_names
from peygir.core.persian import ascii_digits
from peygir.core.refusals import Refusal
from peygir.desks.promises.calendar_changes import would_move
from peygir.history.kinds.city import CalendarDaysChanged
from peygir.journey.two_person_calendar import days_need_two, propose_days
from peygir.people.actions import NotYourWork
from peygir.people.permissions import Permission
from peygir.people.rules import may_administer
from peygir.web.admin.calendar_year import lines_of, months_of
from peygir.web.admin.decisions import decisions
from peygir.web.kit.access import actor, staff
from peygir.web.kit.change_requests import ChangePreview, PreviewRow, day_or_none, hidden_of, hour_words, why_field
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.form_fields import DayField, WallTime, with_example
from peygir.web.kit.middleware.refusals import status_of
from peygir.web.kit.numbers import whole
from peygir.web.kit.submitting import refuse
from peygir.web.kit.templatetags.dates import WEEK
from peygir.web.kit.templatetags.ui import day, digits, in_language, language

KINDS: Final = (
    ("shut", gettext_lazy("shut all day")),
    ("half", gettext_lazy("half day: open until an hour")),
    ("open", gettext_lazy("open all the same")),
    ("plain", gettext_lazy("nothing of its own (remove)")),
)
_FIELDS: Final = {"DayIsPast": "from_day", "DaysAreMissing": "to_day", "HalfDayNeedsAnHour": "closes_at"} | {
    "ChangeReasonIsMissing": "why"
}
_NAMED: Final = 6  # cases that a preview names


class DaysForm(forms.Form):
    """A range of days and the change to make to them."""

    from_day = DayField(label=gettext_lazy("First day"))
    to_day = DayField(label=gettext_lazy("Last day"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("The office is"), choices=KINDS)
    closes_at = WallTime(label=gettext_lazy("Closes at"), required=False, help_text=gettext_lazy("Like 12:00"))
    name_fa = forms.CharField(label=gettext_lazy("Occasion in Persian"), max_length=200, required=False)
    name_en = forms.CharField(label=gettext_lazy("Occasion in English"), max_length=200, required=False)
    moves = forms.BooleanField(
        label=gettext_lazy("Open promises that run over these days move with them"),
        required=False,
        help_text=gettext_lazy("Otherwise they stay as they were given. None is made shorter than it was given."),
    )

    why = why_field()

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        with_example(self, "from_day")

    def clean(self) -> dict[str, Any]:
        """Check that the last day is not before the first and that the range is not too long."""
        values = super().clean() or {}
        first, last = values.get("from_day"), values.get("to_day")
        if first and last and last < first:
            self.add_error("to_day", _("The last day is before the first."))
        return values

    def requested_days(self) -> list[DayChangeRequest]:
        """Return the days as arguments of `set_days`; at most one more than its limit, so that it refuses them."""
        said_here = self.cleaned_data
        first, last = said_here["from_day"], said_here["to_day"] or said_here["from_day"]
        count = min((last - first).days + 1, 40)
        return [
            DayChangeRequest(
                first + timedelta(days=step),
                said_here["kind"],
                said_here["name_fa"],
                said_here["name_en"],
                said_here["closes_at"],
            )
            for step in range(count)
        ]


@staff(Permission.LOOK_AFTER)
@require_http_methods(["GET", "POST"])
def admin_calendar(request: HttpRequest) -> HttpResponse:
    """Show a year of the calendar; POST previews a change, then makes it."""
    if request.method != "POST":
        return _page(request, DaysForm())
    if not may_administer(actor(request)):
        raise NotYourWork()
    form, step = DaysForm(request.POST), request.POST.get("step")
    if not form.is_valid() or step == "again":
        return _page(request, form, status=200 if form.is_valid() else 422)
    requested_days, moves, city_id = form.requested_days(), form.cleaned_data["moves"], current_city().id
    is_by_two = days_need_two(city_id, requested_days, moves=moves)
    if step != "do":
        return _page(request, form, preview=_preview(request, requested_days, is_by_two=is_by_two))
    try:
        if is_by_two:
            why = form.cleaned_data["why"]
            change_id = propose_days(city_id, requested_days, moves=moves, why=why, by=actor(request))
            messages.success(request, _("Proposed: a second person must confirm it; until then nothing changes."))
            return redirect("admin_change", change_id=change_id)
        actions.set_days(city_id, requested_days, moves=False, by=str(actor(request)))
    except Refusal as refusal:
        refuse(form, refusal, _FIELDS)
        return _page(request, form, status=status_of(refusal))
    messages.success(request, _("The calendar is changed; it can be taken back below."))
    return redirect(f"{reverse('admin_calendar')}?year={to_jalali(requested_days[0].day).year}")


def _preview(request: HttpRequest, requested_days: list[DayChangeRequest], *, is_by_two: bool) -> ChangePreview:
    city_id = current_city().id
    lines = [
        PreviewRow(f"{weekday_name(one.day, language())} {day(one.day)}", _now(one.day), _then(one))
        for one in requested_days
    ]
    days = {one.day: as_city_day(one.day.isoformat(), day_after(one)) for one in requested_days}
    moved = would_move(city_id, days)
    count = len({one.case_id for one in moved})
    if not moved:
        notes = [_("No open promise would fall due on another moment.")]
    else:
        note_format = ngettext(
            "The open promises of %(count)s case would fall due at another moment.",
            "The open promises of %(count)s cases would fall due at another moment.",
            count,
        )
        codes = list(dict.fromkeys(digits(one.code) for one in moved))[:_NAMED]
        notes = [
            note_format % {"count": digits(count)} + " " + _("For example: %(codes)s") % {"codes": _(", ").join(codes)}
        ]
        is_moved = request.POST.get("moves")
        notes.append(
            _("They will be moved once a second person has confirmed it, and each case says so.")
            if is_moved
            else _("They stay as they were given; tick the box to move them.")
        )
    return ChangePreview(lines, day(requested_days[0].day), hidden_of(request), tuple(notes), is_proposed=is_by_two)


def _now(when: date) -> str:
    own = city.city_day(current_city().id, when)
    off = city.closed_days(current_city().id, when, when + timedelta(days=1)).get(when)
    if own is not None and own.closes_at is not None:
        return _("half day, until %(hour)s") % {"hour": hour_words(own.closes_at)}
    return _("shut: %(name)s") % {"name": in_language((off.name_fa, off.name_en))} if off is not None else _("open")


def _then(change_request: DayChangeRequest) -> str:
    if change_request.kind == "half":
        return _("half day, until %(hour)s") % {"hour": hour_words(change_request.closes_at)}
    if change_request.kind == "shut":
        name = in_language(
            (change_request.name_fa or change_request.name_en, change_request.name_en or change_request.name_fa)
        )
        return _("shut: %(name)s") % {"name": name or "—"}
    return _("open") if change_request.kind == "open" else _("as the week and the nation say")


def _page(
    request: HttpRequest, form: DaysForm, *, status: int = 200, preview: ChangePreview | None = None
) -> HttpResponse:
    this = to_jalali(today()).year
    wanted_year = whole(ascii_digits(request.GET.get("year", "")))
    first = day_or_none(form["from_day"].value() or "")
    year = to_jalali(first).year if first else this
    if wanted_year is not None and abs(wanted_year - this) <= 10:
        year = wanted_year
    begin, end = to_gregorian(year, 1, 1), to_gregorian(year + 1, 1, 1)
    heads = [weekday_names(language())[one][:1] for one in WEEK]
    context = {
        "form": form,
        "preview": preview,
        "year": year,
        "months": months_of(year, begin, end),
        "heads": heads,
        "lines": lines_of(begin, end),
        "is_open": form.is_bound,
        "here": reverse("admin_calendar"),
        "back": reverse("admin_calendar"),
        "may_change": may_administer(actor(request)),
        "decisions": decisions(current_city().id, CalendarDaysChanged.kind),
    }
    return render(request, "admin/calendar.html", context, status=status)
