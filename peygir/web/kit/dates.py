"""Dates typed into a form: the Jalali calendar, or (with dashes) the Gregorian one, in any digits."""

from datetime import date

from django import forms

from peygir.core.jalali import FIRST_YEAR, LAST_YEAR, DateIsNotValid, format_numeric, parse_jalali, to_gregorian
from peygir.core.persian import ascii_digits
from peygir.web.kit.current_city import today
from peygir.web.kit.middleware.refusals import words_of
from peygir.web.kit.templatetags.ui import digits, language

_FIRST, _LAST = to_gregorian(FIRST_YEAR, 1, 1), to_gregorian(LAST_YEAR, 12, 29)


def day_in_address(text: str) -> date | None:
    """Read a Gregorian date from a URL; None if it is none or outside the years of `parse_jalali`."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if _FIRST <= day <= _LAST else None


def read_day(text: str) -> date:
    """Read a typed date. Raises ValidationError with a message in the viewer's language."""
    plain = ascii_digits(text.strip())
    try:
        return parse_jalali(plain)
    except DateIsNotValid as refusal:
        if (day := day_in_address(plain)) is None:
            raise forms.ValidationError(words_of(refusal)) from refusal
        return day


def example_day() -> str:
    """Return today as the viewer would type it, in the format of the calendar widget."""
    return written_day(today())


def written_day(day: date) -> str:
    """Return a date as the viewer would type it."""
    return digits(format_numeric(day)) if language() == "fa" else day.isoformat()
