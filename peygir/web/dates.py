"""Days as people type them into a form: the Jalali calendar, or (with dashes) the Gregorian one, in any digits."""

from datetime import date

from django import forms

from peygir.core.jalali import DateIsNotValid, format_numeric, parse_jalali
from peygir.core.persian import ascii_digits
from peygir.web.middleware.refusals import words_of
from peygir.web.templatetags.ui import digits, language
from peygir.web.town import today


def read_day(text: str) -> date:
    """The day that was typed. Raises ValidationError with words in the reader's language."""
    plain = ascii_digits(text.strip())
    try:
        return parse_jalali(plain)
    except DateIsNotValid as refusal:
        try:
            return date.fromisoformat(plain)
        except ValueError:
            raise forms.ValidationError(words_of(refusal)) from refusal


def example_day() -> str:
    """Today, as the reader would type it, and as the calendar writes it."""
    return shown_day(today())


def shown_day(one: date) -> str:
    """A day as the reader would type it."""
    return digits(format_numeric(one)) if language() == "fa" else one.isoformat()
