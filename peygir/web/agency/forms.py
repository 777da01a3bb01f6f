"""The forms by which an agency refuses a referral, answers it, and asks about it."""

from typing import Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peygir.city import queries as city
from peygir.desks.partners.agency_rules import LONGEST_WORDS
from peygir.desks.partners.agency_states import AgencyOutcome, QuestionTo
from peygir.web.kit.form_fields import DayField, Option, set_choices, with_example
from peygir.web.kit.numbers import number_of
from peygir.web.kit.photo_field import PhotoField
from peygir.web.kit.templatetags.ui import in_language, named

FIELD_OF: Final = {
    "AgencyWordsAreMissing": "text",
    "WordsArePersonal": "text",
    "AgencyOwnerIsNotRight": "whose",
    "AgencyOutcomeIsMissing": "outcome",
    "AgencyDayIsNotRight": "on",
    "PhotoIsNotReadable": "photo",
    "PhotoIsAnimated": "photo",
    "PhotoIsTooBig": "photo",
}
"""The refusals of an agency's deeds by their names, and the field that each is about."""


class AgencyRefusalForm(forms.Form):
    """It is not the agency's business: why, and whose it is."""

    text = forms.CharField(
        label=gettext_lazy("Why is it not your business?"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("For the 137 centre."),
    )
    whose = forms.ChoiceField(label=gettext_lazy("Whose business is it?"), required=False)

    def __init__(self, data: QueryDict | None = None, *, city_id: int, own_id: int) -> None:
        super().__init__(data, auto_id="refuse-%s")
        agencies = [(f"agency-{one.id}", named(one)) for one in city.agencies(city_id) if one.id != own_id]
        units = [(f"unit-{one.id}", named(one)) for one in city.units(city_id) if one.is_open]
        choices: list[Option] = [("", _("I do not know")), (_("Agencies"), agencies)]
        set_choices(self, "whose", [*choices, (_("Units of the municipality"), units)])

    def other(self) -> tuple[int | None, int | None]:
        """Return (id of another agency, id of a unit): one of them, or none."""
        kind, _dash, number = self.cleaned_data["whose"].partition("-")
        other_id = number_of(number)
        return (other_id if kind == "agency" else None), (other_id if kind == "unit" else None)


class AgencyOutcomeForm(forms.Form):
    """The agency's answer: words, what came of it, the day, a photo."""

    outcome = forms.ChoiceField(label=gettext_lazy("What came of it?"), widget=forms.RadioSelect)
    on = DayField(label=gettext_lazy("On which day"), required=False)
    text = forms.CharField(
        label=gettext_lazy("Your answer to the citizen"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Everybody who reported it reads this. Please name no person and no private number."),
    )
    photo = PhotoField(label=gettext_lazy("Photo of the place"), required=False)

    def __init__(
        self, data: QueryDict | None = None, files: "MultiValueDict[str, UploadedFile[bytes]] | None" = None
    ) -> None:
        super().__init__(data, files, auto_id="answer-%s")
        set_choices(self, "outcome", [(one.value, in_language(one.label)) for one in AgencyOutcome])
        with_example(self, "on")


class AgencyQuestionForm(forms.Form):
    """A question to the centre, or to those who reported it."""

    to = forms.ChoiceField(label=gettext_lazy("Whom do you ask?"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=gettext_lazy("Your question"), max_length=LONGEST_WORDS, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="ask-%s", initial={"to": QuestionTo.CENTRE.value})
        set_choices(self, "to", [(one.value, in_language(one.label)) for one in QuestionTo])


class AgencyEntryForm(forms.Form):
    """The mail address of a person of an agency who wants to sign in."""

    email = forms.EmailField(label=gettext_lazy("Your mail address at the agency"), max_length=254)
