"""The forms of the panel's secretary, and of units that answer the panel."""

from datetime import timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from peygir.city import queries as city
from peygir.core.persian import ascii_digits
from peygir.outlook.panel.finding_facts import PanelFindingFacts
from peygir.outlook.panel.rules import AGES, PanelTerms, population_from
from peygir.outlook.panel.states import (
    REFUSABLE_LATER,
    AgeGroup,
    ClosedReason,
    LawfulReason,
    LeavingReason,
    PetitionRefusal,
    SeedKind,
)
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.dates import written_day
from peygir.web.kit.form_fields import DayField, WallTime, WholeNumber, set_choices, with_example
from peygir.web.kit.panel_words import choices_of
from peygir.web.kit.templatetags.ui import digits, in_language, named

_NUMBERS = {
    "seats": (gettext_lazy("Seats"), 24),
    "honoured_seats": (gettext_lazy("Of these, for citizens whom the city honoured"), 6),
    "answer_days": (gettext_lazy("Working days within which a unit answers"), 10),
    "quorum": (gettext_lazy("Percent of the members who have to vote"), 50),
    "voting_days": (gettext_lazy("Days that a vote lasts"), 7),
    "sample_size": (gettext_lazy("Cases that are judged each month"), 20),
    "floor_percent": (gettext_lazy("Percent of them drawn with equal chances"), 30),
    "threshold": (gettext_lazy("Signatures after which a petition is answered"), 200),
    "petition_days": (gettext_lazy("Days that a petition can be signed"), 60),
}


class PanelForm(forms.Form):
    """A new panel: its days, its lot, and the rules of its work."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    sign_up_until = DayField(label=gettext_lazy("Last day of signing up"))
    seed_on = DayField(label=gettext_lazy("Day whose seed draws the lot"))
    from_on = DayField(label=gettext_lazy("First day of the term"))
    to_on = DayField(label=gettext_lazy("Last day of the term"))
    seed_kind = forms.ChoiceField(label=gettext_lazy("Where the seed comes from"), widget=forms.RadioSelect)
    seed_source = forms.CharField(
        label=gettext_lazy("Which public number, and who publishes it"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Only if it is not the root of the public record."),
    )
    population = forms.CharField(
        label=gettext_lazy("People of each district"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("A line for each: code | people"),
    )
    population_source = forms.CharField(label=gettext_lazy("Source of these numbers"), max_length=300)

    def __init__(self, data: QueryDict | None = None) -> None:
        day = today()
        rows = city.districts(current_city().id, on=day)
        initial: dict[str, Any] = {
            "sign_up_until": written_day(day + timedelta(days=30)),
            "seed_on": written_day(day + timedelta(days=37)),
            "from_on": written_day(day + timedelta(days=45)),
            "to_on": written_day(day + timedelta(days=410)),
            "seed_kind": SeedKind.RECORD.value,
            "population": "\n".join(f"{row.code} | " for row in rows),
        }
        super().__init__(data, initial=initial)
        set_choices(self, "seed_kind", choices_of(SeedKind))
        for name, (label, value) in _NUMBERS.items():
            self.fields[name] = WholeNumber(label=label, min_value=0, max_value=1_000_000, initial=digits(value))
        for group, share in AGES.items():
            words = in_language(AgeGroup.of(group).label)
            self.fields[f"age-{group}"] = WholeNumber(label=words, min_value=0, max_value=1000, initial=digits(share))
        with_example(self, "sign_up_until", "seed_on", "from_on", "to_on")

    def numbers(self) -> list[forms.BoundField]:
        """Return the fields of the rules."""
        return [self[name] for name in _NUMBERS]

    def shares(self) -> list[forms.BoundField]:
        """Return the fields of the age groups' shares per thousand."""
        return [self[f"age-{group}"] for group in AGES]

    def terms(self) -> PanelTerms:
        """Return what was filled in. Raises PanelPopulationIsNotRight."""
        values = self.cleaned_data
        plain = (
            "title",
            "sign_up_until",
            "seed_on",
            "from_on",
            "to_on",
            "seed_kind",
            "seed_source",
            "population_source",
        )
        return PanelTerms(
            **{name: values[name] for name in (*plain, *_NUMBERS)},
            population=population_from(ascii_digits(values["population"])),
            ages={group: values[f"age-{group}"] for group in AGES},
        )


class PanelSeedForm(forms.Form):
    """The public number of the named day."""

    seed = forms.CharField(label=gettext_lazy("The public number"), max_length=200)


class PanelSessionForm(forms.Form):
    """When and where the panel meets."""

    held_on = DayField(label=gettext_lazy("Day"))
    begins_at = WallTime(label=gettext_lazy("Begins at"), help_text=gettext_lazy("Like 09:30"))
    place = forms.CharField(label=gettext_lazy("Place"), max_length=200)

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        with_example(self, "held_on")


class PanelItemForm(forms.Form):
    """An item of the agenda, about a finding or not."""

    title = forms.CharField(label=gettext_lazy("What is it about?"), max_length=200, required=False)
    finding = forms.ChoiceField(label=gettext_lazy("Finding"), required=False)

    def __init__(self, data: QueryDict | None = None, *, findings: list[PanelFindingFacts]) -> None:
        super().__init__(data)
        set_choices(self, "finding", [("", "—"), *((str(row.id), row.title) for row in findings)])


class PanelMinutesForm(forms.Form):
    """The minutes, and who was there."""

    present = forms.MultipleChoiceField(label=gettext_lazy("Who was there"), widget=forms.CheckboxSelectMultiple)
    minutes = forms.CharField(
        label=gettext_lazy("Minutes"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=8000,
        help_text=gettext_lazy("No names: members are spoken of by their number."),
    )

    def __init__(self, data: QueryDict | None = None, *, numbers: list[int]) -> None:
        super().__init__(data)
        set_choices(self, "present", [(str(number), digits(number)) for number in numbers])


class PetitionOpeningForm(forms.Form):
    """Which unit will owe the answer."""

    unit = forms.ChoiceField(label=gettext_lazy("Which unit owes the answer?"))

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        set_choices(self, "unit", [("", "—"), *((str(row.id), named(row)) for row in city.units(current_city().id))])


class PetitionRefusingForm(forms.Form):
    """Why a petition is not opened."""

    reason = forms.ChoiceField(label=gettext_lazy("Why is it not opened?"))

    def __init__(self, data: QueryDict | None = None, *, is_later: bool = False) -> None:
        super().__init__(data)
        reasons = [member for member in PetitionRefusal if member.value]
        reasons = [member for member in reasons if member in REFUSABLE_LATER] if is_later else reasons
        rows = [(member.value, in_language(member.label)) for member in reasons]
        set_choices(self, "reason", [("", "—"), *rows])


class RemovalForm(forms.Form):
    """Why somebody's seat ends."""

    reason = forms.ChoiceField(label=gettext_lazy("Why does the seat end?"))

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        rows = choices_of((LeavingReason.MOVED, LeavingReason.OFFICE, LeavingReason.CONDUCT))
        set_choices(self, "reason", [("", "—"), *rows])


class OwedAnswerForm(forms.Form):
    """A unit's answer to the panel."""

    text = forms.CharField(
        label=gettext_lazy("The answer"),
        widget=forms.Textarea(attrs={"rows": 7}),
        max_length=4000,
        help_text=gettext_lazy("What was done, or will be done and by when. Everybody reads it."),
    )
    closed = forms.ChoiceField(
        label=gettext_lazy("Are the words public?"),
        required=False,
        help_text=gettext_lazy("That you answered, when, and why the words are closed is public in any case."),
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        set_choices(self, "closed", choices_of(ClosedReason))


class MoreTimeForm(forms.Form):
    """More time for an answer, for a lawful reason."""

    reason = forms.ChoiceField(label=gettext_lazy("Reason"))
    note = forms.CharField(label=gettext_lazy("What do you wait for?"), max_length=500)

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        set_choices(self, "reason", [("", "—"), *choices_of(LawfulReason)])
