"""The form of a vote: its terms, and one row for each project, typed or taken from a programme."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.jalali import to_jalali
from peygir.outlook.planning.voting_facts import VotingFacts
from peygir.outlook.planning.voting_rules import MOST_POINTS, MOST_PROJECTS, BallotProjectTerms, VotingTerms
from peygir.outlook.planning.voting_states import BallotRule
from peygir.web.kit.current_city import current_city, today, zone
from peygir.web.kit.dates import written_day
from peygir.web.kit.form_fields import DayField, WallTime, WholeNumber, set_choices, with_example
from peygir.web.kit.templatetags.ui import digits, in_language, named
from peygir.web.secretariat.forms import RialsField

FREE_ROWS: Final = 4
"""So many empty rows stand below the projects that are there."""
_PARTS: Final = ("title", "cost", "district", "programme", "text")


class VotingForm(forms.Form):
    """A vote of citizens with its projects."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    text = forms.CharField(
        label=gettext_lazy("What is it about?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    year = WholeNumber(label=gettext_lazy("Fiscal year"), min_value=1300, max_value=1600)
    budget = RialsField(label=gettext_lazy("Sum in rials"))
    rule = forms.ChoiceField(label=gettext_lazy("How people vote"), widget=forms.RadioSelect)
    most = WholeNumber(
        label=gettext_lazy("How many projects, or points, a ballot has"), min_value=1, max_value=MOST_POINTS
    )
    opens_on = DayField(label=gettext_lazy("First day"))
    opens_time = WallTime(label=gettext_lazy("From"))
    closes_on = DayField(label=gettext_lazy("Last day"))
    closes_time = WallTime(label=gettext_lazy("Until"))

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        voting: VotingFacts | None = None,
        programmes: Sequence[tuple[int, str, int]] = (),
    ) -> None:
        super().__init__(data, initial=_initial(voting))
        self._costs = {str(pk): (title, cost) for pk, title, cost in programmes}
        with_example(self, "opens_on", "closes_on")
        set_choices(self, "rule", [(one.value, in_language(one.label)) for one in BallotRule])
        self._rows = _row_count(data, voting)
        programme_choices = [("", "—"), *((str(pk), title) for pk, title, _cost in programmes)]
        districts = city.districts(current_city().id, on=today())
        district_choices = [("", _("the whole city")), *((str(one.id), named(one)) for one in districts)]
        for row in range(self._rows):
            self._add_row(row, programme_choices, district_choices)

    def rows(self) -> list[list[forms.BoundField]]:
        """Return the fields of each project."""
        return [[self[f"p{row}-{part}"] for part in _PARTS] for row in range(self._rows)]

    def terms(self) -> VotingTerms:
        """Return the terms of the vote."""
        values = self.cleaned_data
        return VotingTerms(
            title=values["title"],
            text=values["text"],
            year=values["year"],
            budget=values["budget"],
            rule=values["rule"],
            most=values["most"],
            opens_at=_moment(values["opens_on"], values["opens_time"]),
            closes_at=_moment(values["closes_on"], values["closes_time"]),
        )

    def projects(self) -> list[BallotProjectTerms]:
        """Return the projects of the rows that say something; a programme gives title and cost that are not typed."""
        values = self.cleaned_data
        projects = []
        for row in range(self._rows):
            given = {part: values.get(f"p{row}-{part}") for part in _PARTS}
            title, cost = self._costs.get(str(given["programme"] or ""), ("", 0))
            if not (given["title"] or given["programme"]):
                continue
            projects.append(
                BallotProjectTerms(
                    title=given["title"] or title,
                    cost=given["cost"] if given["cost"] is not None else cost,
                    text=given["text"] or "",
                    programme_id=int(given["programme"]) if given["programme"] else None,
                    district_id=int(given["district"]) if given["district"] else None,
                )
            )
        return projects

    def _add_row(self, row: int, programmes: Sequence[tuple[str, str]], districts: Sequence[tuple[str, str]]) -> None:
        number = digits(row + 1)
        self.fields[f"p{row}-title"] = forms.CharField(
            label=_("Project %(number)s") % {"number": number}, max_length=200, required=False
        )
        self.fields[f"p{row}-cost"] = RialsField(label=_("Cost in rials"), required=False)
        self.fields[f"p{row}-district"] = forms.ChoiceField(label=_("Where"), choices=districts, required=False)
        self.fields[f"p{row}-programme"] = forms.ChoiceField(
            label=_("From a programme"), choices=programmes, required=False
        )
        self.fields[f"p{row}-text"] = forms.CharField(
            label=_("Description"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}), required=False
        )


def _row_count(data: QueryDict | None, voting: VotingFacts | None) -> int:
    """As many rows as were sent, else those of the projects and some more."""
    if data is not None:
        sent = [int(name[1:-6]) for name in data if name.startswith("p") and name.endswith("-title") and _is_row(name)]
        return min(max(sent, default=-1) + 1, MOST_PROJECTS)
    return min((len(voting.projects) if voting is not None else 0) + FREE_ROWS, MOST_PROJECTS)


def _is_row(name: str) -> bool:
    number = name[1:-6]
    return number.isascii() and number.isdigit() and len(number) <= 2


def _initial(voting: VotingFacts | None) -> dict[str, object]:
    """The values of a vote; of a new one a week from the day after tomorrow, in the next fiscal year."""
    if voting is None:
        first = today() + timedelta(days=2)
        return {
            "year": digits(str(to_jalali(clock.now().astimezone(zone()).date()).year + 1)),
            "rule": BallotRule.APPROVAL.value,
            "most": digits(5),
            "opens_on": written_day(first),
            "opens_time": time(8),
            "closes_on": written_day(first + timedelta(days=6)),
            "closes_time": time(22),
        }
    opens, closes = (moment.astimezone(zone()) for moment in (voting.opens_at, voting.closes_at))
    values: dict[str, object] = {
        "title": voting.title,
        "text": voting.text,
        "year": digits(str(voting.year)),
        "budget": digits(voting.budget),
        "rule": voting.rule,
        "most": digits(voting.most),
        "opens_on": written_day(opens.date()),
        "opens_time": opens.time(),
        "closes_on": written_day(closes.date()),
        "closes_time": closes.time(),
    }
    for row, project in enumerate(voting.projects):
        values |= {
            f"p{row}-title": project.title,
            f"p{row}-cost": digits(project.cost),
            f"p{row}-district": str(project.district_id or ""),
            f"p{row}-programme": str(project.programme_id or ""),
            f"p{row}-text": project.text,
        }
    return values


def _moment(day: date, clock_time: time) -> datetime:
    return datetime.combine(day, clock_time, zone())
