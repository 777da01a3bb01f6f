"""Days in words, and date fields: text inputs to which a script adds a calendar."""

from datetime import date, datetime
from typing import Any, Final

from django import template
from django.forms import BoundField
from django.template.context import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from peygir.city import queries as city
from peygir.core.jalali import calendar_months, weekday_names
from peygir.web.kit import durations
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.days import FIRST, LAST
from peygir.web.kit.mark_words import month_label
from peygir.web.kit.templatetags import ui

register = template.Library()

# Weekday numbers of Python, in the order shown: from Saturday.
WEEK: Final = (5, 6, 0, 1, 2, 3, 4)


@register.filter
def days_ago(value: date | None) -> str:
    """«امروز», «دیروز» or «۳ روز پیش»."""
    return ui.digits(durations.days_ago((today() - value).days, ui.language())) if value else ""


@register.filter
def days_left(value: date | None) -> str:
    """«۳ روز مانده», «امروز» or «۲ روز گذشته»."""
    return ui.digits(durations.days_left((value - today()).days, ui.language())) if value else ""


@register.filter
def day_or_moment(value: date | None) -> str:
    """Format a moment to the minute, and a day, of which no hour is told, as a day."""
    return ui.moment(value) if isinstance(value, datetime) else ui.day(value)


@register.filter
def month_name(first_on: date) -> str:
    """Return the name of a month of the Iranian calendar with its year, by its first day."""
    return month_label(first_on)


@register.inclusion_tag("ui/field.html", takes_context=True)
def date_field(
    context: Context,
    bound: BoundField,
    *,
    optional: bool = False,
    from_today: bool = False,
    first: date | None = None,
    last: date | None = None,
    **attrs: str,
) -> dict[str, Any]:
    """Render a date field, like `field`; days before `first` (or today) or after `last` cannot be chosen."""
    attrs["class"] = f"box-ltr {attrs.pop('class', '')}".strip()
    attrs.setdefault("autocomplete", "off")
    found: dict[str, Any] = ui.field(bound, optional=optional, **attrs)
    return {**found, "box": _with_calendar(context, found["box"], today() if from_today else first, last)}


@register.inclusion_tag("ui/date_range.html", takes_context=True)
def date_range(context: Context, begin: BoundField, end: BoundField, *, legend: str = "") -> dict[str, Any]:
    """Render two fields for the first and the last day; the calendar selects both, one after the other."""
    fields = [date_field(context, begin), date_field(context, end)]
    return {"fields": fields, "legend": legend}


@register.simple_tag(takes_context=True)
def date_box(
    context: Context,
    name: str,
    box_id: str,
    *,
    value: str = "",
    placeholder: str = "",
    required: bool = False,
    from_today: bool = False,
    fault_id: str = "",
) -> SafeString:
    """Return an input for a date outside of any form class; the template adds its label and its error."""
    needed = mark_safe(" required") if required else ""
    wrong = format_html(' aria-invalid="true" aria-describedby="{}"', fault_id) if fault_id else ""
    box = format_html(
        '<input class="box box-ltr" id="{}" name="{}" value="{}" maxlength="20" autocomplete="off"'
        ' placeholder="{}"{}{}>',
        box_id,
        name,
        value or "",
        placeholder,
        needed,
        wrong,
    )
    return _with_calendar(context, box, today() if from_today else None, None)


def _with_calendar(context: Context, box: str, first: date | None, last: date | None) -> SafeString:
    """Wrap the input, and on its first use on a page add the data shared by all calendars."""
    request: Any = context.get("request")
    is_there = getattr(request, "has_date_shape", False)
    if request is not None:
        request.has_date_shape = True
    return render_to_string(
        "ui/date_box.html",
        {
            "box": box,
            "first": first,
            "last": last,
            "shape": None if is_there else _shape(),
        },
    )


def _shape() -> dict[str, Any]:
    is_persian = ui.language() == "fa"
    names = weekday_names(ui.language())
    days = [names[day] for day in WEEK]
    shorts = [name[0] if is_persian else name[:2] for name in days]
    off = city.office_week(current_city().id, None, today()).days_off
    is_off = [day in off for day in WEEK]
    return {
        "calendar": "jalali" if is_persian else "gregorian",
        "digits": ui.language(),
        "today": today(),
        "months": "|".join(calendar_months(ui.language())),
        "weekdays": "|".join(days),
        "heads": list(zip(days, shorts, is_off, strict=True)),
        "address": reverse("days_off"),
        "years": f"{FIRST} {LAST}",
    }
