"""Forms of the bulk commands: a colleague, or an answer with placeholders that are filled for each case."""

from collections.abc import Sequence
from typing import Any, Final, TypeAlias

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from peygir.core.refusals import Refusal
from peygir.journey.commands import CommandValues
from peygir.people.queries import takers_in
from peygir.people.rules import Actor
from peygir.web.clerk.filling_in import GAPS, fill_in
from peygir.web.kit.form_fields import set_choices
from peygir.web.kit.middleware.refusals import words_of
from peygir.web.kit.templatetags.ui import named

# The moves that answer many citizens alike; each is a verb of the table of moves.
ANSWERS: Final = (
    ("finish", pgettext_lazy("answer to many", "The work is done")),
    ("schedule", gettext_lazy("It is in the programme and takes longer")),
    ("decline", gettext_lazy("No action is needed")),
)


class AssignForm(forms.Form):
    """The colleague in the manager's unit to whom the cases are assigned."""

    assignee = forms.ChoiceField(label=gettext_lazy("To whom?"))

    def __init__(self, by: Actor, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="bulk-%s")
        colleagues = takers_in(by.unit_id) if by.unit_id is not None else []
        people = [(str(person.pk), named(person) or person.username) for person in colleagues]
        set_choices(self, "assignee", [("", "—"), *people])

    def given(self, text: str) -> CommandValues:
        """Return the person; `text` has no effect."""
        return {"assignee_id": int(self.cleaned_data["assignee"])}

    def sealed(self) -> Sequence[str]:
        """Return nothing: the preview's text does not depend on the person."""
        return []


class BulkAnswerForm(forms.Form):
    """One answer for many cases; where the work is done, also what was done, kept as evidence."""

    answers = forms.ChoiceField(label=gettext_lazy("What is the answer?"), choices=ANSWERS, widget=forms.RadioSelect)
    words = forms.CharField(
        label=gettext_lazy("Answer to the citizens"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )
    work = forms.CharField(
        label=gettext_lazy("What was done"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="bulk-%s")
        self.fields["words"].help_text = _("These are filled in for each case: %(gaps)s") % {
            "gaps": " ".join(f"{{{name}}}" for name in GAPS)
        }
        self.fields["work"].help_text = _("Only where the work is done: it is the evidence in each case.")

    @property
    def verb(self) -> str:
        """Return the move that answers."""
        said = str(self.data.get("answers", "finish"))
        return said if said in dict(ANSWERS) else "finish"

    def clean_words(self) -> str:
        """Return the text. Raises ValidationError for an unknown placeholder."""
        text = str(self.cleaned_data["words"])
        try:
            fill_in(text, dict.fromkeys(GAPS, ""))
        except Refusal as refusal:
            raise forms.ValidationError(words_of(refusal)) from refusal
        return text

    def clean(self) -> dict[str, Any]:
        """Require evidence where the work is said to be done."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("answers") == "finish" and not cleaned.get("work"):
            self.add_error("work", _("Please say what was done; without evidence no work is called done."))
        return cleaned

    def answer_for(self, code: str, *, topic: str, place: str) -> str:
        """Return what the citizen of one case reads."""
        return fill_in(self.cleaned_data["words"], {"code": code, "topic": topic, "place": place})

    def given(self, text: str) -> CommandValues:
        """Return the answer to the citizen of one case, and the evidence of finished work."""
        return {"note": text, "form": self.cleaned_data["work"]} if self.verb == "finish" else {"note": text}

    def sealed(self) -> Sequence[str]:
        """Return all that was typed; a preview shows all of it."""
        return [str(self.data.get(name, "")) for name in self.fields]


BulkForm: TypeAlias = AssignForm | BulkAnswerForm
