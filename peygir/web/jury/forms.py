"""The forms of the jury."""

from collections.abc import Mapping
from datetime import timedelta

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peygir.outlook.scoring.months import month_named, month_of
from peygir.outlook.scoring.ranking.deciding import LONGEST_REASON, DecidedPlaceContent
from peygir.outlook.scoring.ranking.terms import (
    FIRST_CATEGORIES,
    LONGEST_NAME,
    MOST_MONTHS,
    RankingTerms,
    categories_as_text,
    categories_from,
)
from peygir.outlook.scoring.ranking_facts import RankingDecisionFacts, RankingSeasonFacts, SeasonOrderFacts
from peygir.web.kit.current_city import today
from peygir.web.kit.form_fields import WholeNumber, set_choices
from peygir.web.kit.ranking_words import place_text, ranks_words
from peygir.web.kit.templatetags.ui import digits, in_language


class SeasonTermsForm(forms.Form):
    """What is ranked in a season, and how."""

    name_fa = forms.CharField(label=gettext_lazy("Name in Persian"), max_length=LONGEST_NAME)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=LONGEST_NAME)
    first_month = forms.CharField(
        label=gettext_lazy("First month"), max_length=10, help_text=gettext_lazy("Year and month, like 1405-07")
    )
    last_month = forms.CharField(label=gettext_lazy("Last month"), max_length=10)
    fewest_months = WholeNumber(
        label=gettext_lazy("Fewest months with a mark"),
        min_value=1,
        max_value=MOST_MONTHS,
        help_text=gettext_lazy("A unit with fewer of them has too little to say, and no rank."),
    )
    categories = forms.CharField(
        label=gettext_lazy("Categories"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=3000,
        help_text=gettext_lazy(
            "One in a line: code | kinds joined by + | mark or an indicator | places | Persian name | English name"
        ),
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        following = month_of(month_of(today()).last_on + timedelta(days=1))
        third = month_of(month_of(following.last_on + timedelta(days=1)).last_on + timedelta(days=1))
        initial = {
            "first_month": digits(following.name),
            "last_month": digits(third.name),
            "fewest_months": digits(2),
            "categories": categories_as_text(FIRST_CATEGORIES),
        }
        super().__init__(data, initial=initial)

    def terms(self) -> RankingTerms:
        """Return what was filled in. Raises MonthIsNotRight, RankingTermsAreNotRight."""
        values = self.cleaned_data
        return RankingTerms(
            name_fa=values["name_fa"],
            name_en=values["name_en"],
            from_on=month_named(values["first_month"]).first_on,
            to_on=month_named(values["last_month"]).last_on,
            fewest_months=values["fewest_months"],
            categories=categories_from(values["categories"]),
        )


class NoteForm(forms.Form):
    """A note about a unit."""

    unit = forms.ChoiceField(label=gettext_lazy("Unit"))
    text = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The jury alone reads it. It cannot be changed later."),
    )

    def __init__(self, data: QueryDict | None = None, *, names: Mapping[int, str]) -> None:
        super().__init__(data)
        rows = sorted(names.items(), key=lambda row: row[1])
        set_choices(self, "unit", [("", "—"), *((str(unit_id), name) for unit_id, name in rows)])


class PlacesForm(forms.Form):
    """The places of each category, with reasons; `order` is the number of the order that was looked at."""

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        season: RankingSeasonFacts,
        order: SeasonOrderFacts,
        names: Mapping[int, str],
        decision: RankingDecisionFacts | None,
    ) -> None:
        super().__init__(data, initial=_initial(order, decision))
        self._season = season
        self.fields["order"] = forms.IntegerField(widget=forms.HiddenInput)
        for category in season.terms.categories:
            ranked = [one for one in order.of_category(category.code) if one.rank is not None]
            choices = [("", "—")]
            choices += [(str(one.unit_id), f"{names[one.unit_id]} ({ranks_words(one)})") for one in ranked]
            for place in range(1, min(category.places, len(ranked)) + 1):
                unit = forms.ChoiceField(label=place_text(place), required=False)
                unit.choices = choices
                self.fields[f"unit-{category.code}-{place}"] = unit
                self.fields[f"reason-{category.code}-{place}"] = forms.CharField(
                    label=_("Reason"), max_length=LONGEST_REASON, required=False, widget=forms.Textarea({"rows": 2})
                )

    def groups(self) -> list[tuple[str, list[tuple[forms.BoundField, forms.BoundField]]]]:
        """Return the name of each category with the fields (unit, reason) of its places."""
        return [
            (
                in_language(category.label),
                [
                    (self[name], self[name.replace("unit-", "reason-", 1)])
                    for name in self.fields
                    if name.startswith(f"unit-{category.code}-")
                ],
            )
            for category in self._season.terms.categories
        ]

    def places(self) -> list[DecidedPlaceContent]:
        """Return the places to which a unit was given."""
        given_places = []
        for name in self.fields:
            kind, _dash, rest = name.partition("-")
            unit = self.cleaned_data.get(name)
            if kind == "unit" and unit:
                code, _dash, place = rest.rpartition("-")
                reason = self.cleaned_data.get(f"reason-{rest}", "")
                given_places.append(DecidedPlaceContent(code, int(place), int(unit), reason))
        return given_places


def _initial(order: SeasonOrderFacts, decision: RankingDecisionFacts | None) -> dict[str, object]:
    """What an earlier decision says; without one, the places that the figures give alone."""
    values: dict[str, object] = {"order": order.number}
    if decision is None:
        for one in order.standings:
            if one.place is not None:
                values[f"unit-{one.category}-{one.place}"] = str(one.unit_id)
        return values
    for place in decision.places:
        values[f"unit-{place.category}-{place.place}"] = str(place.unit_id)
        values[f"reason-{place.category}-{place.place}"] = place.reason
    return values
