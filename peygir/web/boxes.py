"""Boxes for times of day and whole numbers, shown and read in the digits of the reader's language."""

from datetime import time
from typing import Any

from django import forms

from peygir.core.persian import ascii_digits
from peygir.web.templatetags.ui import digits


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
