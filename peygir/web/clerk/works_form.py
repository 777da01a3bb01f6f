"""The form of planned works: what, from when to when, topics and place, read into the arguments of the action."""

import uuid
from datetime import date, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peygir.city import queries as city
from peygir.people.permissions import Permission
from peygir.people.rules import Actor
from peygir.web.kit.current_city import current_city, end_of, start_of, today, topic_groups
from peygir.web.kit.form_fields import DayField, Option, WallTime, WholeNumber, set_choices, with_example
from peygir.web.kit.templatetags.ui import in_language, named

USUAL_RADIUS: Final = 200
_TIME: Final = gettext_lazy("Empty: the whole day. Like 08:00")


class WorkForm(forms.Form):
    """Works or an outage, entered by a unit's manager or the centre."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)
    title_fa = forms.CharField(label=gettext_lazy("Title in Persian"), max_length=200)
    title_en = forms.CharField(label=gettext_lazy("Title in English"), max_length=200, required=False)
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
    from_day = DayField(label=gettext_lazy("First day"))
    from_time = WallTime(label=gettext_lazy("From"), required=False, help_text=_TIME)
    to_day = DayField(label=gettext_lazy("Last day"))
    to_time = WallTime(label=gettext_lazy("Until"), required=False, help_text=_TIME)
    topics = forms.MultipleChoiceField(
        label=gettext_lazy("Which topics do they explain?"),
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=gettext_lazy("Reports of these topics from this place are answered by the works."),
    )
    neighbourhood = forms.ChoiceField(label=gettext_lazy("Neighbourhood"), required=False)
    lat = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=-90, max_value=90)
    lon = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=-180, max_value=180)
    radius_m = WholeNumber(
        label=gettext_lazy("Metres around the marked point"),
        required=False,
        min_value=1,
        max_value=50_000,
    )
    whole_city = forms.BooleanField(label=gettext_lazy("In the whole city"), required=False)

    def __init__(self, by: Actor, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"key": uuid.uuid4().hex, "radius_m": USUAL_RADIUS})
        self._by = by
        city_facts = current_city()
        if not by.may(Permission.WORK_AT_CENTRE):
            del self.fields["unit"]
        else:
            units = [(str(unit.id), named(unit)) for unit in city.units(city_facts.id)]
            set_choices(self, "unit", [("", "—"), *units])
        places = city.neighbourhoods(city_facts.id, on=today())
        listed = [(place.code, named(place)) for place in places]
        set_choices(self, "neighbourhood", [("", "—"), *listed])
        set_choices(self, "topics", _topics())
        with_example(self, "from_day", "to_day")

    def clean(self) -> dict[str, Any]:
        """Require one place: the marked point, a neighbourhood, or the whole city if explicitly chosen."""
        values = super().clean() or {}
        has_point = values.get("lat") is not None and values.get("lon") is not None
        if not (values.get("whole_city") or has_point or values.get("neighbourhood")):
            self.add_error(
                "neighbourhood",
                _("Mark the place on the map, choose a neighbourhood, or say that it is the whole city."),
            )
        return values

    def given(self) -> dict[str, Any]:
        """Return the values as `plan_work` takes them."""
        said_here, zone = self.cleaned_data, ZoneInfo(current_city().time_zone)
        has_point = said_here["lat"] is not None and said_here["lon"] is not None and not said_here["whole_city"]
        unit = said_here.get("unit")
        return {
            "texts": {name: said_here[name] for name in ("title_fa", "title_en", "text_fa", "text_en")},
            "from_at": _moment(said_here["from_day"], said_here["from_time"], zone) or start_of(said_here["from_day"]),
            "to_at": _moment(said_here["to_day"], said_here["to_time"], zone) or end_of(said_here["to_day"]),
            "topics": said_here["topics"],
            "lat": said_here["lat"] if has_point else None,
            "lon": said_here["lon"] if has_point else None,
            "radius_m": (said_here["radius_m"] or USUAL_RADIUS) if has_point else None,
            "neighbourhood": "" if said_here["whole_city"] else said_here["neighbourhood"],
            "unit_id": (int(unit) if unit else None) if "unit" in self.fields else self._by.unit_id,
            "key": f"{self._by}:{said_here['key']}" if said_here["key"] else None,
        }


def _moment(day: date, hour: time | None, zone: ZoneInfo) -> datetime | None:
    return datetime.combine(day, hour, zone) if hour is not None else None


def _topics() -> list[Option]:
    """Return every topic under its group, with the whole group as the first choice of each."""
    return [
        (
            in_language(names),
            [
                (group, _("All of “%(group)s”") % {"group": in_language(names)}),
                *((topic.code, named(topic)) for topic in topics),
            ],
        )
        for names, group, topics in topic_groups()
    ]
