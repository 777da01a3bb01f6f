"""What a press on many cases asks for: a colleague, or an answer whose gaps are filled for each case."""

from collections.abc import Sequence
from typing import Any, Final, TypeAlias

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peygir.core.refusals import Refusal
from peygir.people.queries import staff_of_unit
from peygir.people.rules import Actor
from peygir.web.clerk.filling_in import GAPS, fill_in
from peygir.web.kit.form_fields import set_choices
from peygir.web.kit.middleware.refusals import words_of
from peygir.web.kit.templatetags.ui import named

# The moves by which many citizens are answered alike; each is one of the table's.
ANSWERS: Final = (
    ("finish", gettext_lazy("The work is done")),
    ("schedule", gettext_lazy("It is in the programme and takes longer")),
    ("decline", gettext_lazy("No action is needed")),
)


class AssignForm(forms.Form):
    """The colleague of the manager's unit who gets the cases."""

    assignee = forms.ChoiceField(label=gettext_lazy("To whom?"))

    def __init__(self, by: Actor, data: Any = None) -> None:
        super().__init__(data, auto_id="bulk-%s")
        colleagues = staff_of_unit(by.unit_id) if by.unit_id is not None else []
        people = [(str(person.pk), named(person) or person.username) for person in colleagues]
        set_choices(self, "assignee", [("", "—"), *people])

    def given(self, text: str) -> dict[str, Any]:
        """The person, whatever is read."""
        return {"assignee_id": int(self.cleaned_data["assignee"])}

    def sealed(self) -> Sequence[str]:
        """Nothing: the lines of a preview read the same whoever it is."""
        return []


class BulkAnswerForm(forms.Form):
    """One answer for many; where the work is done, also what was done, which stands as evidence."""

    answers = forms.ChoiceField(
        label=gettext_lazy("What is the answer?"), choices=ANSWERS, widget=forms.RadioSelect, initial="finish"
    )
    words = forms.CharField(
        label=gettext_lazy("Answer to the citizens"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )
    work = forms.CharField(
        label=gettext_lazy("What was done"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="bulk-%s")
        self.fields["words"].help_text = _("These are filled in for each case: %(gaps)s") % {
            "gaps": " ".join(f"{{{name}}}" for name in GAPS)
        }
        self.fields["work"].help_text = _("Only where the work is done: it stands as evidence in each case.")

    @property
    def verb(self) -> str:
        """The move that answers."""
        said = str(self.data.get("answers", "finish"))
        return said if said in dict(ANSWERS) else "finish"

    def clean_words(self) -> str:
        """The words, with no gap that stands for nothing."""
        text = str(self.cleaned_data["words"])
        try:
            fill_in(text, dict.fromkeys(GAPS, ""))
        except Refusal as refusal:
            raise forms.ValidationError(words_of(refusal)) from refusal
        return text

    def clean(self) -> dict[str, Any]:
        """Work that is called done needs evidence."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("answers") == "finish" and not cleaned.get("work"):
            self.add_error("work", _("Please say what was done; without evidence no work is called done."))
        return cleaned

    def answer_for(self, code: str, *, topic: str, place: str) -> str:
        """What the citizen of one case reads."""
        return fill_in(self.cleaned_data["words"], {"code": code, "topic": topic, "place": place})

    def given(self, text: str) -> dict[str, Any]:
        """The answer that the citizen of one case reads, and the evidence of work that is done."""
        return {"note": text, "form": self.cleaned_data["work"]} if self.verb == "finish" else {"note": text}

    def sealed(self) -> Sequence[str]:
        """What was typed, all of which a preview shows."""
        return [str(self.data.get(name, "")) for name in self.fields]


BulkForm: TypeAlias = AssignForm | BulkAnswerForm
