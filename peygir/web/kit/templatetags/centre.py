"""Filters of the centre's pages: short dates and weekdays, half-hours, kinds of days."""

from datetime import date, datetime

from django import template
from django.utils.translation import gettext as _

from peygir.core.jalali import format_day_short, weekday_name
from peygir.web.kit.templatetags.ui import digits, language

register = template.Library()


@register.filter
def weekday(day: date) -> str:
    """«شنبه»."""
    return weekday_name(day, language())


@register.filter
def short_day(day: date) -> str:
    """«۷ آذر»."""
    return format_day_short(day, language())


@register.filter
def kind_words(kind: str) -> str:
    """Return why a day is unusual, "" for an ordinary one."""
    return {
        "holiday": _("public holiday"),
        "bridge": _("between two days off"),
        "after": _("after a holiday"),
        "eve": _("eve of a holiday"),
    }.get(kind, "")


@register.filter
def rounded(value: float | None, places: int = 0) -> str:
    """Round a number to so many places, in the viewer's digits."""
    if value is None:
        return "—"
    text = f"{float(value):.{places}f}"
    if places and text.endswith("0" * places):
        text = text.split(".")[0]
    return digits(text.replace(".", "٫") if language() == "fa" else text)


@register.filter
def minutes(seconds: int) -> str:
    """Return «۱:۰۵»: minutes and seconds, with hours if there are any."""
    hours, rest = divmod(max(0, seconds), 3600)
    text = f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"
    return digits(text)


@register.filter
def since_minutes(since: datetime, at: datetime) -> str:
    """Return the time since a moment, formatted as by `minutes`."""
    return minutes(int((at - since).total_seconds()))
