"""The forms of the register of letters: a letter in or out, search, letterhead, and reasons."""

from typing import Final

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peygir.cases.queries import case_of
from peygir.city import queries as city
from peygir.core.codes import read_code
from peygir.desks.letters.letter_facts import LetterFacts, LetterTermsFacts
from peygir.desks.letters.letter_states import LetterDirection, LetterState, LetterWay
from peygir.desks.letters.queries import LetterFilter, letter_by_number
from peygir.desks.letters.rules import LONGEST_BODY, LONGEST_PARTY, LONGEST_SUBJECT, LetterDraft
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.dates import written_day
from peygir.web.kit.form_fields import DayField, set_choices, with_example
from peygir.web.kit.numbers import number_of
from peygir.web.kit.templatetags.ui import digits, in_language, named

FIELD_OF: Final = {
    "LetterHasNoParty": "party",
    "LetterHasNoSubject": "subject",
    "LetterSaysNothing": "body",
    "LetterHasNoAddress": "address",
    "LetterDayIsNotRight": "dated_on",
    "OfficeIsNotConnected": "way",
    "AnnexesAreTooMany": "annex",
    "FileIsTooBig": "annex",
    "FileKindIsUnknown": "annex",
    "FileIsEmpty": "annex",
}
"""The refusals of a letter by their names, and the field that each is about."""


class LetterForm(forms.Form):
    """A letter in or out: whom it is from or to, its day, subject and text, what it answers and is about."""

    party = forms.CharField(label=gettext_lazy("To"), max_length=LONGEST_PARTY)
    way = forms.ChoiceField(label=gettext_lazy("How does it go?"), widget=forms.RadioSelect)
    address = forms.CharField(label=gettext_lazy("Mail address"), max_length=254, required=False)
    dated_on = DayField(label=gettext_lazy("Day of the letter"))
    other_number = forms.CharField(label=gettext_lazy("Their number"), max_length=60, required=False)
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=LONGEST_SUBJECT)
    body = forms.CharField(
        label=gettext_lazy("Text"), max_length=LONGEST_BODY, widget=forms.Textarea(attrs={"rows": 8}), required=False
    )
    answers = forms.CharField(
        label=gettext_lazy("Answers the letter of number"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("Like 1405/12"),
    )
    due_on = DayField(label=gettext_lazy("Answer expected by"), required=False)
    agency = forms.ChoiceField(label=gettext_lazy("Agency"), required=False)
    case = forms.CharField(label=gettext_lazy("Tracking code"), max_length=20, required=False)
    annex = forms.FileField(
        label=gettext_lazy("Annex"), required=False, help_text=gettext_lazy("A PDF, a photo or a recording.")
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        files: "MultiValueDict[str, UploadedFile[bytes]] | None" = None,
        *,
        direction: str,
        answered: LetterFacts | None = None,
    ) -> None:
        initial: dict[str, object] = {"dated_on": written_day(today()), "way": LetterWay.PAPER.value}
        if answered is not None:
            agency = f"{answered.agency_id or ''}"
            subject = _("Answer: %(subject)s") % {"subject": answered.subject}
            initial |= {"answers": digits(answered.number), "party": answered.party, "address": answered.address}
            initial |= {"subject": subject[:LONGEST_SUBJECT], "agency": agency, "case": answered.case_code}
            initial |= {"other_number": ""}
        super().__init__(data, files, initial=initial)
        self.direction = LetterDirection.of(direction)
        if direction == LetterDirection.IN:
            self.fields["party"].label = _("From")
            self.fields["way"].label = _("How did it come?")
            del self.fields["address"]
            self.fields["due_on"].label = _("Answer owed by")
        ways = [one for one in LetterWay if one != LetterWay.OFFICE or settings.OFFICE_URL]
        set_choices(self, "way", [(one.value, in_language(one.label)) for one in ways])
        agencies = [(str(one.id), named(one)) for one in city.agencies(current_city().id)]
        set_choices(self, "agency", [("", "—"), *agencies])
        with_example(self, "dated_on", "due_on")

    def clean_answers(self) -> int | None:
        """Return the id of the letter that this one answers. Raises ValidationError for a number we do not have."""
        if not (number := self.cleaned_data["answers"].strip()):
            return None
        letter = letter_by_number(current_city().id, number)
        if letter is None:
            raise forms.ValidationError(_("The register has no letter of this number."))
        return letter.id

    def clean_case(self) -> int | None:
        """Return the id of the case. Raises ValidationError for a code that no case has."""
        if not (code := read_code(self.cleaned_data["case"])):
            return None
        case = case_of(code)
        if case is None or case.is_confidential:
            raise forms.ValidationError(_("No case has this code."))
        return int(case.pk)

    def draft(self) -> LetterDraft:
        """Return what the form says."""
        values = self.cleaned_data
        return LetterDraft(
            party=values["party"],
            subject=values["subject"],
            body=values["body"],
            dated_on=values["dated_on"],
            way=values["way"],
            address=values.get("address", ""),
            other_number=values["other_number"],
            answers=values["answers"],
            due_on=values["due_on"],
            case_id=values["case"],
            agency_id=number_of(values["agency"]),
        )


class LetterSearchForm(forms.Form):
    """Which letters are listed."""

    q = forms.CharField(label=gettext_lazy("Number or words"), max_length=80, required=False)
    direction = forms.ChoiceField(label=gettext_lazy("Direction"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="search-%s")
        set_choices(self, "direction", [("", _("In and out")), *_choices(LetterDirection)])
        set_choices(self, "state", [("", _("All states")), *_choices(LetterState)])

    def filters(self) -> LetterFilter:
        """Return the filter; what cannot be understood filters nothing."""
        values = self.cleaned_data if self.is_valid() else {}
        return LetterFilter(values.get("q", ""), values.get("direction", ""), values.get("state", ""))


class LetterTermsForm(forms.Form):
    """Letterhead, signature, and the governor's office to which escalations go."""

    office = forms.CharField(label=gettext_lazy("Office on the letterhead"), max_length=120)
    signer_office = forms.CharField(label=gettext_lazy("Office that signs"), max_length=120)
    signer_name = forms.CharField(label=gettext_lazy("Name of who signs"), max_length=80, required=False)
    governor = forms.CharField(label=gettext_lazy("Governor's office: to whom"), max_length=120)
    governor_way = forms.ChoiceField(label=gettext_lazy("How do its letters go?"), widget=forms.RadioSelect)
    governor_address = forms.CharField(label=gettext_lazy("Its mail address"), max_length=254, required=False)

    def __init__(self, data: QueryDict | None = None, *, terms: LetterTermsFacts) -> None:
        names = ("office", "signer_office", "signer_name", "governor", "governor_way", "governor_address")
        super().__init__(data, initial={name: getattr(terms, name) for name in names})
        ways = [one for one in LetterWay if one != LetterWay.OFFICE or settings.OFFICE_URL]
        set_choices(self, "governor_way", [(one.value, in_language(one.label)) for one in ways])


def _choices(vocabulary: type[LetterDirection] | type[LetterState]) -> list[tuple[str, str]]:
    return [(one.value, in_language(one.label)) for one in vocabulary]
