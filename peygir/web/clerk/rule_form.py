"""The form of a routing rule: every condition as a field, read into the data that the rule stores."""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peygir.cases.facts import CodedNames
from peygir.city import queries as city
from peygir.city.urgencies import Urgency
from peygir.core.jalali import weekday_names
from peygir.core.persian import ascii_digits
from peygir.desks.routing.actions import RuleDraft
from peygir.people.channels import Channel
from peygir.web.kit.current_city import current_city, today, topic_groups
from peygir.web.kit.form_fields import DayField, set_choices, with_example
from peygir.web.kit.numbers import whole
from peygir.web.kit.templatetags.ui import in_language, language, named

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# The week as the city counts it, Saturday first.
_WEEK: Final = (5, 6, 0, 1, 2, 3, 4)
# The fields of each part of the form, in order.
PARTS: Final = (
    ("what", ("topics", "groups", "urgencies")),
    ("where", ("districts", "neighbourhoods", "area")),
    ("when", ("weekdays", "hours_from", "hours_to", "dates_from", "dates_to", "seasons", "campaigns")),
    ("how", ("words", "channels")),
)
_LISTS: Final = (
    "topics",
    "groups",
    "urgencies",
    "districts",
    "neighbourhoods",
    "seasons",
    "campaigns",
    "channels",
)


def _boxes(label: "StrOrPromise") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, required=False, widget=forms.CheckboxSelectMultiple)


def _list(label: "StrOrPromise") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, required=False, widget=forms.SelectMultiple(attrs={"size": 7}))


def _text(label: "StrOrPromise", **given: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=20, **given)


class RuleForm(forms.Form):
    """A rule as a supervisor writes it."""

    name_fa = forms.CharField(label=gettext_lazy("Name of the rule in Persian"), max_length=120)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=120, required=False)
    unit = forms.ChoiceField(label=gettext_lazy("To this unit"), required=False)
    person = forms.CharField(label=gettext_lazy("To this person (user name)"), max_length=150, required=False)
    order = forms.CharField(label=gettext_lazy("Place in the order"), max_length=6, required=False)
    valid_from = DayField(label=gettext_lazy("Valid from"), required=False)
    valid_to = DayField(label=gettext_lazy("Valid until, without this day"), required=False)

    topics = _list(gettext_lazy("Topics"))
    groups = _boxes(gettext_lazy("Topic groups"))
    urgencies = _boxes(gettext_lazy("Urgency"))
    districts = _boxes(gettext_lazy("Districts"))
    neighbourhoods = _list(gettext_lazy("Neighbourhoods"))
    area = forms.CharField(
        label=gettext_lazy("Area on the map (GeoJSON)"),
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr", "spellcheck": "false"}),
        help_text=gettext_lazy("A Polygon or MultiPolygon, longitude first."),
    )
    weekdays = _boxes(gettext_lazy("Weekdays"))
    hours_from = _text(gettext_lazy("From this hour"), help_text=gettext_lazy("Like 20:00"))
    hours_to = _text(gettext_lazy("To this hour"), help_text=gettext_lazy("An earlier one lies on the next day."))
    dates_from = DayField(label=gettext_lazy("From this day"), required=False)
    dates_to = DayField(label=gettext_lazy("To this day"), required=False)
    seasons = _boxes(gettext_lazy("Season of the topic"))
    campaigns = _boxes(gettext_lazy("While a campaign runs"))
    words = forms.CharField(
        label=gettext_lazy("One of these words"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One word or phrase on each line; spelling and half-spaces do not matter."),
    )
    channels = _boxes(gettext_lazy("Channels"))

    def __init__(self, data: QueryDict | None = None, *, initial: dict[str, object] | None = None) -> None:
        super().__init__(data, initial=initial)
        for name, choices in _choices().items():
            set_choices(self, name, choices)
        with_example(self, "valid_from", "valid_to", "dates_from", "dates_to")

    def clean_order(self) -> int | None:
        """Read a number in any digits, or None."""
        text = ascii_digits(self.cleaned_data["order"]).strip()
        if not text:
            return None
        order = whole(text)
        if order is None:
            raise forms.ValidationError(_("Please write a number."))
        return order

    def clean_area(self) -> Any:
        """Return the geometry; also accepts a feature or a collection of one."""
        text = self.cleaned_data["area"].strip()
        if not text:
            return None
        try:
            area = json.loads(text)
        except (ValueError, RecursionError) as broken:
            raise forms.ValidationError(_("This is not GeoJSON.")) from broken
        for _level in range(2):
            if isinstance(area, dict) and isinstance(area.get("features"), list) and len(area["features"]) == 1:
                area = area["features"][0]
            if isinstance(area, dict) and area.get("type") == "Feature":
                area = area.get("geometry")
        return area

    def draft(self) -> RuleDraft:
        """Return the rule as data."""
        given = self.cleaned_data
        conditions: dict[str, Any] = {name: given[name] for name in _LISTS if given[name]}
        conditions["weekdays"] = [int(one) for one in given["weekdays"]]
        conditions["words"] = [line.strip() for line in given["words"].splitlines() if line.strip()]
        conditions["area"] = given["area"]
        hours = {"from": ascii_digits(given["hours_from"]).strip(), "to": ascii_digits(given["hours_to"]).strip()}
        conditions["hours"] = hours if any(hours.values()) else None
        dates = {end: given[f"dates_{end}"].isoformat() for end in ("from", "to") if given[f"dates_{end}"]}
        conditions["dates"] = dates or None
        return RuleDraft(
            name_fa=given["name_fa"],
            name_en=given["name_en"],
            conditions=conditions,
            unit_code=given["unit"],
            person=given["person"].strip(),
            order=given["order"],
            valid_from=given["valid_from"],
            valid_to=given["valid_to"],
        )

    def part(self, name: str) -> list[forms.BoundField]:
        """Return the fields of a part that have choices."""
        names = dict(PARTS)[name]
        return [self[one] for one in names if getattr(self.fields[one], "choices", True)]

    @property
    def what(self) -> list[forms.BoundField]:
        """Return the fields about the kind of report."""
        return self.part("what")

    @property
    def where(self) -> list[forms.BoundField]:
        """Return the fields about its place."""
        return self.part("where")

    @property
    def when(self) -> list[forms.BoundField]:
        """Return the fields about its time."""
        return self.part("when")

    @property
    def how(self) -> list[forms.BoundField]:
        """Return the fields about how it was reported."""
        return self.part("how")


def _choices() -> dict[str, Any]:
    city_facts, on = current_city(), today()
    groups = topic_groups()
    week = weekday_names(language())
    seasons = [(one.code, named(one)) for one in city.seasons(city_facts.id)]
    return {
        "unit": [("", "—"), *_named(city.units(city_facts.id))],
        "topics": [(in_language(names), [(one.code, named(one)) for one in rows]) for names, _code, rows in groups],
        "groups": [(code, in_language(names)) for names, code, _rows in groups],
        "urgencies": [(urgency, in_language(urgency.label)) for urgency in Urgency],
        "districts": _named(city.districts(city_facts.id, on=on)),
        "neighbourhoods": _named(city.neighbourhoods(city_facts.id, on=on)),
        "weekdays": [(str(number), week[number]) for number in _WEEK],
        "channels": [(channel, in_language(channel.label)) for channel in Channel if channel is not Channel.IMPORT],
        "seasons": seasons,
        "campaigns": seasons,
    }


def _named(rows: Iterable[CodedNames]) -> list[tuple[str, str]]:
    return [(row.code, named(row)) for row in rows]
