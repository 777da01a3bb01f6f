"""The form of a season, and its settings as text."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peygir.city import queries as city
from peygir.city.local_knowledge import SeasonNow
from peygir.city.local_knowledge_rows import ANY_TOPIC
from peygir.core import translation
from peygir.core.persian import ascii_digits
from peygir.web.kit.change_requests import (
    CLOCKS,
    HoursField,
    PreviewRow,
    choice_of,
    since_field,
    topic_choices,
    unit_choices,
)
from peygir.web.kit.current_city import current_city, today, topic_groups
from peygir.web.kit.form_fields import set_choices, with_example
from peygir.web.kit.templatetags.ui import digits, hours, in_language, language, named

_HOURS: Final = ("ack_hours", "visit_hours", "due_hours")
_OWN: Final = gettext_lazy("as the topic")


@dataclass(frozen=True, slots=True)
class TypedSeasonHours:
    """The hours and the clock of a season as typed; None or empty: the topic's own."""

    ack_hours: Decimal | None
    visit_hours: Decimal | None
    due_hours: Decimal | None
    clock: str


class SeasonForm(forms.Form):
    """A season's name, scope, hours, team and texts, from a day on."""

    name_fa = forms.CharField(label=gettext_lazy("Name in Persian"), max_length=200)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=200, required=False)
    every_topic = forms.BooleanField(label=gettext_lazy("It covers all topics"), required=False)
    topics = forms.MultipleChoiceField(
        label=gettext_lazy("Topics"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )
    districts = forms.MultipleChoiceField(
        label=gettext_lazy("Districts"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=gettext_lazy("None chosen: in the whole city."),
    )
    ack_hours = HoursField(label=gettext_lazy("Acknowledge"))
    visit_hours = HoursField(label=gettext_lazy("Visit"))
    due_hours = HoursField(label=gettext_lazy("Finish"))
    clock = forms.ChoiceField(label=gettext_lazy("Clock"), required=False, choices=[("", _OWN), *CLOCKS])
    unit = forms.ChoiceField(
        label=gettext_lazy("Who takes it"),
        required=False,
        help_text=gettext_lazy("Nobody chosen: whoever takes the topic otherwise."),
    )
    menu_key = forms.CharField(label=gettext_lazy("Key in the phone menu"), max_length=2, required=False)
    text_fa = forms.CharField(
        label=gettext_lazy("What citizens should know, in Persian"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    text_en = forms.CharField(
        label=gettext_lazy("The same in English"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    since = since_field()

    def __init__(self, data: QueryDict | None = None, *, initial: dict[str, object] | None = None) -> None:
        super().__init__(data, initial=initial)
        rows = sorted(city.districts(current_city().id, on=today()), key=lambda one: (len(one.code), one.code))
        places = [(one.code, named(one)) for one in rows]
        set_choices(self, "topics", topic_choices(with_groups=True))
        set_choices(self, "districts", places)
        set_choices(self, "unit", [("", "—"), *unit_choices()])
        with_example(self, "since")

    def clean(self) -> dict[str, Any]:
        """Check that topics are chosen, or all of them."""
        values = super().clean() or {}
        if not values.get("every_topic") and not values.get("topics") and "topics" not in self.errors:
            self.add_error("topics", _("Choose at least one topic or group, or all of them."))
        return values

    def given(self) -> dict[str, Any]:
        """Return the values as `set_season` takes them."""
        said_here = self.cleaned_data
        names = ("name_fa", "name_en", *_HOURS, "clock", "text_fa", "text_en", "menu_key", "unit")
        topics = [ANY_TOPIC] if said_here["every_topic"] else said_here["topics"]
        return {name: said_here[name] for name in names} | {
            "topics": topics,
            "district_codes": said_here["districts"],
            "menu_key": ascii_digits(said_here["menu_key"]),
        }


def initial_of(season: SeasonNow | None) -> dict[str, Any]:
    """Return the initial values of a season's form (None: a new season)."""
    if season is None:
        return {}
    names = ("name_fa", "name_en", *_HOURS, "clock", "text_fa", "text_en", "menu_key")
    unit = city.unit(season.unit_id) if season.unit_id else None
    values = {name: getattr(season, name) for name in names}
    values |= {name: hours(values[name]) for name in _HOURS} | {"menu_key": digits(season.menu_key)}
    return values | {
        "topics": list(season.topics),
        "every_topic": ANY_TOPIC in season.topics,
        "districts": list(season.district_codes),
        "unit": unit.code if unit is not None else "",
    }


def reach_words(season: SeasonNow) -> str:
    """Return the topics and districts to which a season applies, as text."""
    return f"{_topics(season.topics)} · {_districts(season.district_codes)}"


def hours_words(season: SeasonNow | TypedSeasonHours) -> str:
    """Return the hours and the clock of a season as text."""
    own = str(_OWN)
    return _("acknowledge %(ack)s · visit %(visit)s · finish %(due)s · clock: %(clock)s") % {
        "ack": hours(season.ack_hours) or own,
        "visit": hours(season.visit_hours) or own,
        "due": hours(season.due_hours) or own,
        "clock": choice_of(CLOCKS, season.clock) if season.clock else own,
    }


def lines_between(season: SeasonNow | None, form: SeasonForm) -> list[PreviewRow]:
    """Return the preview: the season as on the form's day beside the form's values."""
    given, since = form.given(), form.cleaned_data["since"]
    now = next(
        (one for one in city.seasons(current_city().id, on=since) if season is not None and one.code == season.code),
        None,
    )
    then = city.unit_by_code(current_city().id, given["unit"]) if given["unit"] else None
    typed_hours = TypedSeasonHours(given["ack_hours"], given["visit_hours"], given["due_hours"], given["clock"])
    labels = (
        _("Name"),
        _("Topics"),
        _("Districts"),
        _("Hours"),
        _("Who takes it"),
        _("Key in the phone menu"),
        _("What citizens should know, in Persian"),
        _("The same in English"),
        _("Name in English"),
    )
    typed = (
        in_language((given["name_fa"], given["name_en"])),
        _topics(given["topics"]),
        _districts(given["district_codes"]),
        hours_words(typed_hours),
        named(then),
        given["menu_key"],
        given["text_fa"],
        given["text_en"],
        given["name_en"],
    )
    before = _texts_of(now) if now is not None else [""] * len(labels)
    return [
        PreviewRow(what, str(old) or "—", str(new) or "—") for what, old, new in zip(labels, before, typed, strict=True)
    ]


def _texts_of(season: SeasonNow) -> list[str]:
    """Return the values of a season as the preview shows them, in the order of its labels."""
    return [
        in_language((season.name_fa, season.name_en)),
        _topics(season.topics),
        _districts(season.district_codes),
        hours_words(season),
        named(city.unit(season.unit_id) if season.unit_id else None),
        season.menu_key,
        season.text_fa,
        season.text_en,
        season.name_en,
    ]


def _topics(codes: Collection[str]) -> str:
    if ANY_TOPIC in codes:
        return _("all topics")
    groups = {code: in_language(names) for names, code, _topics in topic_groups()}
    names = []
    for code in codes:
        topic = city.topic_by_code(current_city().id, code)
        names.append(groups.get(code) or (named(topic) if topic is not None else code))
    return (translation.gettext_lazy(", ").in_language(language())).join(names)


def _districts(codes: Collection[str]) -> str:
    if not codes:
        return _("in the whole city")
    names = {one.code: named(one) for one in city.districts(current_city().id, on=today())}
    return digits(
        (translation.gettext_lazy(", ").in_language(language())).join(names.get(code, code) for code in codes)
    )
