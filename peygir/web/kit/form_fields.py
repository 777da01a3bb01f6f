"""Boxes for days, times and whole numbers, in the digits of the reader's language, and what a form offers to choose."""

from collections.abc import Iterable
from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from peygir.core.persian import ascii_digits
from peygir.web.kit.dates import example_day, read_day
from peygir.web.kit.templatetags.ui import digits


class DigitsInput(forms.TextInput):
    """A box of text for a number: a browser shows the numbers of its own kind of box in Latin digits alone."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "numeric", "autocomplete": "off", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        """The value in the reader's digits, without marks between thousands."""
        plain = f"{value:%H:%M}" if isinstance(value, time) else value
        return None if plain is None or plain == "" else digits(str(plain))


class WallTime(forms.TimeField):
    """A time of day."""

    widget = DigitsInput

    def to_python(self, value: Any) -> time | None:
        """The time, or None for an empty box."""
        found: time | None = super().to_python(ascii_digits(value) if isinstance(value, str) else value)
        return found


class WholeNumber(forms.IntegerField):
    """A whole number."""

    widget = DigitsInput

    def to_python(self, value: Any) -> int | None:
        """The number, or None for an empty box."""
        found: int | None = super().to_python(ascii_digits(value) if isinstance(value, str) else value)
        return found


class DayField(forms.CharField):
    """A day on either calendar, in any digits."""

    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=20, **more)

    def clean(self, value: Any) -> date | None:
        """The date, or None for an empty box that may be empty."""
        text = super().clean(value)
        return read_day(text) if text else None


def with_example(form: forms.Form, *names: str) -> None:
    """Say beside the boxes for days how one is written."""
    for name in names:
        if name in form.fields:
            form.fields[name].help_text = _("Like %(day)s") % {"day": example_day()}


def set_choices(form: forms.Form, name: str, choices: Iterable[Any]) -> None:
    """Let one of the form's fields offer these choices."""
    form.fields[name].choices = list(choices)  # type: ignore[attr-defined]


def choices_of(form: forms.Form, name: str) -> list[Any]:
    """What may be chosen in one of the form's fields."""
    return list(form.fields[name].choices)  # type: ignore[attr-defined]
