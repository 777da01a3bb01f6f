"""The form of a goal: a named question, chosen by what, where and against whom, and how much is to change."""

from collections.abc import Sequence
from typing import Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peygir.city import queries as city
from peygir.core.translation import Text
from peygir.core.translation import gettext_lazy as _l
from peygir.outlook.insight.metric_catalogue import METRICS
from peygir.outlook.insight.questions import Filter
from peygir.outlook.planning.actions.goal_writing import MOST_YEARS, GoalChoice
from peygir.outlook.planning.goal_rules import MEASURES, measure_text
from peygir.outlook.planning.states import Estimator
from peygir.web.kit.current_city import current_city, today, topic_groups
from peygir.web.kit.form_fields import DayField, WholeNumber, set_choices, with_example
from peygir.web.kit.goal_words import HOW_MEASURED
from peygir.web.kit.templatetags.ui import digits, in_language, named

LESS, MORE = "less", "more"
MOST_PERCENT: Final = 1000
_DIRECTIONS: Final[dict[str, Text]] = {LESS: _l("less than before"), MORE: _l("more than before")}


class PlanGoalForm(forms.Form):
    """What is measured, where, compared with what, and by how much it is to change until when."""

    programme = forms.ChoiceField(label=gettext_lazy("Programme"))
    metric = forms.ChoiceField(label=gettext_lazy("What is measured"))
    topic = forms.ChoiceField(label=gettext_lazy("About"), required=False)
    place = forms.ChoiceField(label=gettext_lazy("Where"), required=False)
    estimator = forms.ChoiceField(label=gettext_lazy("How it is measured"), widget=forms.RadioSelect)
    has_controls = forms.BooleanField(
        label=gettext_lazy("Compare with all other areas of the same kind"),
        help_text=gettext_lazy("What changes everywhere is then no success of the programme. Needs a place."),
        required=False,
        initial=True,
    )
    is_chosen_as_worst = forms.BooleanField(
        label=gettext_lazy("The place was chosen because it was bad"),
        help_text=gettext_lazy("Then a part of the fall is expected without any work, and is taken off."),
        required=False,
    )
    years = forms.ChoiceField(label=gettext_lazy("Compared with the last"))
    direction = forms.ChoiceField(label=gettext_lazy("The goal"))
    percent = WholeNumber(label=gettext_lazy("By how many percent"), min_value=1, max_value=MOST_PERCENT)
    due_on = DayField(label=gettext_lazy("Until"))

    def __init__(
        self, data: QueryDict | None = None, *, programmes: Sequence[tuple[int, str]], chosen: str = ""
    ) -> None:
        initial = {"estimator": Estimator.ITS.value, "years": "3", "direction": LESS, "programme": chosen}
        super().__init__(data, initial=initial)
        set_choices(self, "programme", [(str(number), title) for number, title in programmes])
        set_choices(self, "metric", [(code, in_language(METRICS[code].name)) for code in MEASURES])
        topics = [
            (in_language(names), [(topic.code, named(topic)) for topic in rows])
            for names, _code, rows in topic_groups()
        ]
        set_choices(self, "topic", [("", _("everything")), *topics])
        set_choices(self, "place", [("", _("the whole city")), *_places()])
        set_choices(self, "estimator", [(one.value, in_language(HOW_MEASURED[one])) for one in Estimator])
        years = [(str(number), _("%(years)s years") % {"years": digits(number)}) for number in range(2, MOST_YEARS + 1)]
        set_choices(self, "years", [("1", _("one year")), *years])
        set_choices(self, "direction", [(code, in_language(text)) for code, text in _DIRECTIONS.items()])
        with_example(self, "due_on")

    def programme_id(self) -> int:
        """Return the chosen programme."""
        return int(self.cleaned_data["programme"])

    def choice(self) -> GoalChoice:
        """Return what was chosen. Raises MeasureIsNotMonthly."""
        values = self.cleaned_data
        filters: list[Filter] = []
        if values["topic"]:
            filters.append(Filter("topic", (values["topic"],)))
        kind, _separator, code = values["place"].partition(":")
        if kind:
            filters.append(Filter(kind, (code,)))
        change = values["percent"] / 100
        return GoalChoice(
            measure=measure_text(values["metric"], tuple(filters)),
            years=int(values["years"]),
            change=-change if values["direction"] == LESS else change,
            due_on=values["due_on"],
            estimator=values["estimator"],
            controls=_others(kind, code) if values["has_controls"] and kind else (),
            is_chosen_as_worst=values["is_chosen_as_worst"],
        )


def _places() -> list[tuple[str, list[tuple[str, str]]]]:
    """The districts, and the neighbourhoods of each, as groups of choices."""
    on, city_id = today(), current_city().id
    districts = city.districts(city_id, on=on)
    groups = [(_("Districts"), [(f"district:{one.code}", named(one)) for one in districts])]
    areas = city.neighbourhoods(city_id, on=on)
    for district in districts:
        rows = [(f"neighbourhood:{one.code}", named(one)) for one in areas if one.district_id == district.id]
        if rows:
            groups.append((named(district), rows))
    return groups


def _others(kind: str, code: str) -> tuple[str, ...]:
    """The codes of all other areas of the same kind."""
    rows = city.districts if kind == "district" else city.neighbourhoods
    return tuple(one.code for one in rows(current_city().id, on=today()) if one.code != code)
