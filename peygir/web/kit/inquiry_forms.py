"""The short form of a question or an order about a case, and the form of an answer."""

from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peygir.cases import queries as cases
from peygir.cases.actions import NoSuchCase
from peygir.cases.facts import CaseFacts
from peygir.city import queries as city
from peygir.desks.inquiries.rules import ANSWER_DAYS, InquiryKind
from peygir.people.rules import Actor
from peygir.web.kit.current_city import current_city, last_second_of
from peygir.web.kit.form_fields import DayField, WholeNumber, set_choices, with_example
from peygir.web.kit.templatetags.ui import digits, named

USUAL_DAYS: Final = ANSWER_DAYS[1]


class InquiryForm(forms.Form):
    """A question or an order: its text, and what its kind needs besides."""

    text = forms.CharField(
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Please write a sentence.")},
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("Answer within"), coerce=int, widget=forms.RadioSelect, initial=USUAL_DAYS
    )
    until = DayField(
        label=gettext_lazy("Finished by the end of"),
        help_text=gettext_lazy("The citizen's own promise is not moved by it."),
    )
    unit = forms.TypedChoiceField(label=gettext_lazy("To which unit?"), coerce=int)
    version = WholeNumber(widget=forms.HiddenInput, required=False)

    def __init__(self, kind: str, case: CaseFacts, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"version": case.version, "days": USUAL_DAYS})
        self.fields["text"].label = _LABELS[InquiryKind.of(kind)]
        needed = {"text", "version", *_NEEDED[InquiryKind.of(kind)]}
        for name in set(self.fields) - needed:
            del self.fields[name]
        if "days" in self.fields:
            choices = [(days, _("%(count)s working days") % {"count": digits(days)}) for days in ANSWER_DAYS]
            set_choices(self, "days", choices)
        if "unit" in self.fields:
            units = [(unit.id, named(unit)) for unit in city.units(current_city().id) if unit.id != case.unit_id]
            set_choices(self, "unit", [("", "—"), *units])
        with_example(self, "until")

    def given(self) -> dict[str, Any]:
        """Return the values as `journey.steering.order` takes them."""
        values = self.cleaned_data
        until = values.get("until")
        return {
            "text": values["text"],
            "version": values.get("version"),
            "days": values.get("days", 0),
            "until": last_second_of(until) if until is not None else None,
            "unit_id": values.get("unit"),
        }


class AnswerForm(forms.Form):
    """The unit's answer to a question."""

    text = forms.CharField(
        label=gettext_lazy("Answer"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Please write the answer.")},
    )


_LABELS: Final = {
    InquiryKind.ASK: gettext_lazy("What do you want to know?"),
    InquiryKind.DATE: gettext_lazy("What should be done by then?"),
    InquiryKind.REFER: gettext_lazy("Why there?"),
    InquiryKind.TAKE_OVER: gettext_lazy("Why do you take it over?"),
    InquiryKind.NOTE: gettext_lazy("What should the council know?"),
}
_NEEDED: Final[dict[InquiryKind, tuple[str, ...]]] = {
    InquiryKind.ASK: ("days",),
    InquiryKind.DATE: ("until",),
    InquiryKind.REFER: ("unit",),
    InquiryKind.TAKE_OVER: (),
    InquiryKind.NOTE: (),
}


def case_to_steer(by: Actor, code: str) -> CaseFacts:
    """Return the case of a code. Raises NoSuchCase, also for a case that this person may not see."""
    case = cases.case_of(code)
    if case is None or not cases.may_open(by, case):
        raise NoSuchCase()
    return case
