"""The forms of the honours office."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peygir.city import queries as city
from peygir.core.jalali import to_jalali
from peygir.core.persian import ascii_digits
from peygir.core.vocabulary import Vocabulary
from peygir.outlook.honours.facts import EditionFacts, SchoolFacts
from peygir.outlook.honours.rules import (
    FIRST_CATEGORIES,
    EditionTerms,
    categories_as_text,
    categories_from,
)
from peygir.outlook.honours.states import FlagKind, HonourDecision, NominatedBy, PupilHonour
from peygir.outlook.honours.usefulness import LIMITS, RULE_LABELS, UsefulnessRules
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.dates import written_day
from peygir.web.kit.form_fields import DayField, WholeNumber, set_choices, with_example
from peygir.web.kit.honour_words import decimal_words
from peygir.web.kit.templatetags.ui import digits, in_language, named


class RuleField(forms.CharField):
    """A number of the rules such as 0.7 or «۰٫۷», within its limits."""

    def __init__(self, name: str, **more: Any) -> None:
        self._limits = LIMITS[name]
        super().__init__(max_length=10, **more)

    def clean(self, value: object) -> float:
        """Return the number. Raises ValidationError."""
        text = ascii_digits(str(value or "").strip()).replace("٫", ".").replace("/", ".")
        low, high = self._limits
        try:
            number = float(text)
        except ValueError:
            number = low - 1
        if not low <= number <= high:
            words = _("A number from %(low)s to %(high)s.")
            raise forms.ValidationError(words % {"low": decimal_words(low), "high": decimal_words(high)})
        return round(number, 3)


class EditionForm(forms.Form):
    """An edition: its year, days, places, rules and categories."""

    year = WholeNumber(label=gettext_lazy("Year"), min_value=1300, max_value=1600)
    title_fa = forms.CharField(label=gettext_lazy("Title in Persian"), max_length=120)
    title_en = forms.CharField(label=gettext_lazy("Title in English"), max_length=120)
    from_on = DayField(label=gettext_lazy("First day whose reports count"))
    to_on = DayField(label=gettext_lazy("Last day"))
    places = WholeNumber(label=gettext_lazy("How many are honoured"), min_value=1, max_value=500)
    categories = forms.CharField(
        label=gettext_lazy("Categories"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One in a line: code | Persian name | English name"),
    )

    def __init__(self, data: QueryDict | None = None, *, edition: EditionFacts | None = None) -> None:
        super().__init__(data, initial=_initial(edition))
        rules = edition.rules if edition is not None else UsefulnessRules()
        for name, value in rules.as_json().items():
            self.fields[name] = RuleField(name, label=in_language(RULE_LABELS[name]), initial=decimal_words(value))
        with_example(self, "from_on", "to_on")

    def rule_fields(self) -> list[forms.BoundField]:
        """Return the fields of the rules."""
        return [self[name] for name in LIMITS]

    def terms(self) -> EditionTerms:
        """Return what was filled in. Raises CategoriesAreNotRight."""
        values = self.cleaned_data
        rules = {name: values[name] for name in LIMITS}
        half_life = int(rules.pop("half_life_days"))
        return EditionTerms(
            year=values["year"],
            title_fa=values["title_fa"],
            title_en=values["title_en"],
            from_on=values["from_on"],
            to_on=values["to_on"],
            places=values["places"],
            rules=UsefulnessRules(half_life, **rules),
            categories=categories_from(values["categories"]),
        )


class FlagForm(forms.Form):
    """What may speak against a candidate."""

    kind = forms.ChoiceField(label=gettext_lazy("What may stand in the way"))
    note = forms.CharField(label=gettext_lazy("Note"), max_length=300, required=False)

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        set_choices(self, "kind", _labels(FlagKind))


class DecisionForm(forms.Form):
    """The committee's decision about a candidate."""

    decision = forms.ChoiceField(label=gettext_lazy("Decision"), widget=forms.RadioSelect)
    category = forms.ChoiceField(label=gettext_lazy("Category"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}), required=False
    )

    def __init__(self, data: QueryDict | None = None, *, edition: EditionFacts, initial: dict[str, str]) -> None:
        super().__init__(data, initial=initial)
        set_choices(self, "decision", _labels(one for one in HonourDecision if one != HonourDecision.NONE))
        set_choices(self, "category", [("", "—"), *((row.code, in_language(row.label)) for row in edition.categories)])


class PupilForm(forms.Form):
    """The nomination of a pupil."""

    school = forms.ChoiceField(label=gettext_lazy("School"))
    name = forms.CharField(label=gettext_lazy("Name of the pupil"), max_length=120)
    grade = WholeNumber(label=gettext_lazy("Grade"), min_value=1, max_value=12)
    honour = forms.ChoiceField(label=gettext_lazy("Nominated as"), widget=forms.RadioSelect)
    nominated_by = forms.ChoiceField(label=gettext_lazy("Nominated by"), widget=forms.RadioSelect)
    guardian_name = forms.CharField(label=gettext_lazy("Name of the guardian"), max_length=120, required=False)
    guardian_phone = forms.CharField(
        label=gettext_lazy("Mobile of the guardian"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Needed if the guardian agrees by a code."),
    )

    def __init__(self, data: QueryDict | None = None, *, schools: Iterable[SchoolFacts] = ()) -> None:
        super().__init__(data)
        districts = {row.id: named(row) for row in city.districts(current_city().id, on=today())}
        rows = [(str(row.id), f"{in_language(row.name)} · {districts.get(row.district_id, '')}") for row in schools]
        set_choices(self, "school", rows)
        set_choices(self, "honour", _labels(PupilHonour))
        set_choices(self, "nominated_by", _labels(NominatedBy))


class SchoolForm(forms.Form):
    """One school."""

    code = forms.CharField(label=gettext_lazy("Code of the school"), max_length=20)
    district = forms.ChoiceField(label=gettext_lazy("District"))
    name_fa = forms.CharField(label=gettext_lazy("Name in Persian"), max_length=120)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=120, required=False)

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        rows = city.districts(current_city().id, on=today())
        set_choices(self, "district", [(row.code, named(row)) for row in rows])


def _initial(edition: EditionFacts | None) -> dict[str, object]:
    if edition is None:
        year = to_jalali(today()).year + 1
        return {"year": digits(str(year)), "places": digits(18), "categories": categories_as_text(FIRST_CATEGORIES)}
    return {
        "year": digits(str(edition.year)),
        "title_fa": edition.title_fa,
        "title_en": edition.title_en,
        "from_on": written_day(edition.from_on),
        "to_on": written_day(edition.to_on),
        "places": digits(edition.places),
        "categories": categories_as_text(edition.categories),
    }


def _labels(members: Iterable[Vocabulary]) -> list[tuple[str, str]]:
    return [(member.value, in_language(member.label)) for member in members]
