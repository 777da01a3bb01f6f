"""Form fields for days, times and whole numbers in the digits of the viewer's language, and helpers for choices."""

from collections.abc import Iterable
from datetime import date, time
from typing import TYPE_CHECKING, Any, TypeAlias

from django import forms
from django.utils.translation import gettext as _

from peygir.core.persian import ascii_digits
from peygir.web.kit.dates import example_day, read_day
from peygir.web.kit.templatetags.ui import digits

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Option: TypeAlias = "tuple[str | int, StrOrPromise] | tuple[StrOrPromise, Iterable[tuple[str | int, StrOrPromise]]]"
"""A choice of a field as (value, label), or a group of them as (label, choices)."""

OptionGroup: TypeAlias = tuple[str, list[tuple[str, str]]]
"""A group of choices as (label, choices)."""


class DigitsInput(forms.TextInput):
    """A text input for a number, because browsers show `type=number` in Latin digits alone."""

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__({"inputmode": "numeric", "autocomplete": "off", **(attrs or {})})

    def format_value(self, value: object) -> str | None:
        """Return the value in the viewer's digits, without thousands separators."""
        plain = f"{value:%H:%M}" if isinstance(value, time) else value
        return None if plain is None or plain == "" else digits(str(plain))


class WallTime(forms.TimeField):
    """A time of day."""

    widget = DigitsInput

    def to_python(self, value: str | time | None) -> time | None:
        """Return the time, or None for an empty field."""
        found: time | None = super().to_python(ascii_digits(value) if isinstance(value, str) else value)
        return found


class WholeNumber(forms.IntegerField):
    """A whole number."""

    widget = DigitsInput

    def to_python(self, value: object) -> int | None:
        """Return the number, or None for an empty field."""
        found: int | None = super().to_python(ascii_digits(value) if isinstance(value, str) else value)
        return found


class DayField(forms.CharField):
    """A date of either calendar, in any digits."""

    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=20, **more)

    def clean(self, value: object) -> date | None:
        """Return the date, or None for an optional field left empty."""
        text = super().clean(value)
        return read_day(text) if text else None


def with_example(form: forms.Form, *names: str) -> None:
    """Add an example date to the help text of the date fields."""
    for name in names:
        if name in form.fields:
            form.fields[name].help_text = _("Like %(day)s") % {"day": example_day()}


def set_choices(form: forms.Form, name: str, choices: Iterable[Option]) -> None:
    """Set the choices of a field of the form."""
    form.fields[name].choices = list(choices)  # type: ignore[attr-defined]


def choices_of(form: forms.Form, name: str) -> list[Option]:
    """Return the choices of a field of the form."""
    return list(form.fields[name].choices)  # type: ignore[attr-defined]
