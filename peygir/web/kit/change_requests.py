"""What the administrator's forms share: typed days, hours and choices, and the preview of a decision."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peygir.city import queries as city
from peygir.city.urgencies import ClockKind, Urgency
from peygir.core.persian import ascii_digits
from peygir.people.change_kinds import LONGEST_WHY
from peygir.web.kit.current_city import current_city, topic_groups
from peygir.web.kit.dates import read_day
from peygir.web.kit.form_fields import DayField, OptionGroup
from peygir.web.kit.templatetags.ui import digits, in_language, named

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

CLOCKS: Final = (
    (ClockKind.BUSINESS, gettext_lazy("working time")),
    (ClockKind.CALENDAR, gettext_lazy("every hour counts")),
)
URGENCIES: Final = (
    (Urgency.URGENT, gettext_lazy("urgent")),
    (Urgency.NORMAL, gettext_lazy("normal")),
    (Urgency.PLANNED, gettext_lazy("planned")),
    (Urgency.ON_THE_SPOT, gettext_lazy("answered on the spot")),
)
_LEFT_OUT: Final = frozenset({"csrfmiddlewaretoken", "step"})


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One row of a preview: a label, the current value and the new one."""

    what: str
    before: str
    after: str

    @property
    def is_same(self) -> bool:
        """Whether the two values are equal."""
        return self.before == self.after


@dataclass(frozen=True, slots=True)
class ChangePreview:
    """What would change, from which day, and the form's values to submit again as confirmation.

    `is_proposed`: a second person decides it.
    """

    lines: list[PreviewRow]
    since: str
    hidden: list[tuple[str, str]]
    notes: tuple[str, ...] = ()
    is_proposed: bool = False


def why_field() -> forms.CharField:
    """The reason of a change, which a second person reads where the change needs one."""
    return forms.CharField(
        label=gettext_lazy("Why"),
        max_length=LONGEST_WHY,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Needed where a second person confirms the change."),
    )


class HoursField(forms.CharField):
    """A number of hours in any digits, with at most two decimal places."""

    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=10, required=False, **more)

    def clean(self, value: object) -> Decimal | None:
        """Return a decimal, or None for an empty field."""
        text = ascii_digits(super().clean(value)).replace("٫", ".")
        if not text:
            return None
        try:
            return Decimal(text).quantize(Decimal("0.01"))
        except InvalidOperation as wrong:
            raise forms.ValidationError(_("“%(text)s” is no number of hours.") % {"text": value}) from wrong


def since_field(**more: Any) -> DayField:
    """Return the field for the day from which a decision holds."""
    return DayField(label=gettext_lazy("From the day"), **more)


def hidden_of(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the submitted form's values as hidden fields."""
    return [(name, one) for name, values in request.POST.lists() if name not in _LEFT_OUT for one in map(str, values)]


def topic_choices(*, with_groups: bool = False) -> list[OptionGroup]:
    """Return the topics in force grouped; `with_groups` adds the groups themselves as choices."""
    listed: list[OptionGroup] = []
    for names, code, topics in topic_groups():
        group = [(code, _("all of “%(group)s”") % {"group": in_language(names)})] if with_groups else []
        listed.append((in_language(names), [*group, *((topic.code, named(topic)) for topic in topics)]))
    return listed


def unit_choices() -> list[tuple[str, str]]:
    """The units in force, by code."""
    return [(unit.code, named(unit)) for unit in city.units(current_city().id)]


def yes_no(value: bool) -> str:
    """Return a boolean as text."""
    return _("yes") if value else _("no")


def hour_words(value: time | None) -> str:
    """Return a time of day as text."""
    return digits(f"{value:%H:%M}") if value is not None else "—"


def choice_of(pairs: Iterable[tuple[str, "StrOrPromise"]], value: str) -> str:
    """Return the label of a choice."""
    return str(dict(pairs).get(value, value or "—"))


def day_or_none(text: str) -> date | None:
    """Read a day from a URL; None if it cannot be read."""
    try:
        return read_day(text) if text else None
    except forms.ValidationError:
        return None
