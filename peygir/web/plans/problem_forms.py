"""The forms of problems: what one says, the cases that show it, and whom to ask about it."""

import re
from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peygir.city import queries as city
from peygir.core.codes import read_code
from peygir.outlook.planning.actions.problems import ProblemTerms
from peygir.outlook.planning.facts import ProblemFacts
from peygir.outlook.planning.seeing import units_planned_by
from peygir.outlook.planning.states import AnsweringBody
from peygir.people.rules import Actor
from peygir.web.kit.current_city import current_city, today, topic_groups
from peygir.web.kit.form_fields import set_choices
from peygir.web.kit.templatetags.ui import in_language, named

_SEPARATORS: Final = re.compile(r"[\s,،;؛]+")
MOST_CODES: Final = 8_000
"""Letters of a list of codes: five hundred of them."""


def codes_in(text: str) -> list[str]:
    """Return the tracking codes in a typed list, in any digits; what is none stays as it is, to be refused by name."""
    parts = [part for part in _SEPARATORS.split(text.replace("-", "")) if part]
    return list(dict.fromkeys(read_code(part) or part[:20] for part in parts))


class PlanProblemForm(forms.Form):
    """A problem: title, what is wrong, what was tried, whose it is, where and about what, and who may read it."""

    title = forms.CharField(label=gettext_lazy("Title of the problem"), max_length=200)
    text = forms.CharField(
        label=gettext_lazy("What is wrong, for whom, and since when"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    tried = forms.CharField(
        label=gettext_lazy("What was tried until now"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    unit = forms.TypedChoiceField(label=gettext_lazy("Unit that plans for it"), coerce=int)
    topic = forms.TypedChoiceField(label=gettext_lazy("Topic"), coerce=int, empty_value=None, required=False)
    district = forms.TypedChoiceField(label=gettext_lazy("District"), coerce=int, empty_value=None, required=False)
    is_public = forms.BooleanField(
        label=gettext_lazy("Everybody may read it"),
        required=False,
        help_text=gettext_lazy("Once it is recognised. Names, phone numbers and addresses are refused then."),
    )
    codes = forms.CharField(
        label=gettext_lazy("Cases that show it"),
        max_length=MOST_CODES,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "box-ltr"}),
        help_text=gettext_lazy("Tracking codes, with blanks or commas between them."),
    )

    def __init__(
        self, by: Actor, data: Any = None, *, problem: ProblemFacts | None = None, initial: Any = None
    ) -> None:
        super().__init__(data, initial=initial or _initial(problem))
        city_id, own = current_city().id, units_planned_by(by)
        units = [unit for unit in city.units(city_id) if own is None or unit.id in own]
        set_choices(self, "unit", [(unit.id, named(unit)) for unit in units])
        groups = [(in_language(names), [(one.id, named(one)) for one in rows]) for names, _code, rows in topic_groups()]
        set_choices(self, "topic", [("", _("several, or none")), *groups])
        districts = [(row.id, named(row)) for row in city.districts(city_id, on=today())]
        set_choices(self, "district", [("", _("the whole city")), *districts])
        if problem is not None:
            del self.fields["codes"]

    def terms(self, problem: ProblemFacts | None = None) -> ProblemTerms:
        """Return what was filled in; the neighbourhood of a problem stays while its district does."""
        values = self.cleaned_data
        stays = problem is not None and problem.district_id == values["district"]
        return ProblemTerms(
            title=values["title"],
            text=values["text"],
            tried=values["tried"],
            unit_id=values["unit"],
            topic_id=values["topic"],
            district_id=values["district"],
            neighbourhood_id=problem.neighbourhood_id if problem is not None and stays else None,
            is_public=values["is_public"],
            valid_to=problem.valid_to if problem is not None else None,
        )


class CodesForm(forms.Form):
    """Cases to be added to a problem."""

    codes = forms.CharField(
        label=gettext_lazy("Tracking codes"), max_length=MOST_CODES, widget=forms.Textarea(attrs={"rows": 2})
    )


class PlanQuestionForm(forms.Form):
    """Whom to ask about a problem, and what."""

    whom = forms.ChoiceField(label=gettext_lazy("Who is asked"))
    request = forms.CharField(
        label=gettext_lazy("Question"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        city_id = current_city().id
        groups: Iterable[Any] = [
            (str(AnsweringBody.COUNCIL.value), _("The council")),
            (_("Units"), [(f"unit-{unit.id}", named(unit)) for unit in city.units(city_id)]),
            (_("Agencies"), [(f"agency-{agency.id}", named(agency)) for agency in city.agencies(city_id)]),
        ]
        set_choices(self, "whom", groups)

    def asked(self) -> dict[str, Any]:
        """Return who is asked, and the question, as the action takes them."""
        body, _dash, number = self.cleaned_data["whom"].partition("-")
        return {
            "body": body,
            "unit_id": int(number) if body == AnsweringBody.UNIT else None,
            "agency_id": int(number) if body == AnsweringBody.AGENCY else None,
            "request": self.cleaned_data["request"],
        }


def _initial(problem: ProblemFacts | None) -> dict[str, object]:
    if problem is None:
        return {"is_public": True}
    return {
        "title": problem.title,
        "text": problem.text,
        "tried": problem.tried,
        "unit": problem.unit_id,
        "topic": problem.topic_id,
        "district": problem.district_id,
        "is_public": problem.is_public,
    }
