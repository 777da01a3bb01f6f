"""The form by which a contractor says what came of the work for one case, with what the rule of its topic asks for."""

from typing import Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peygir.desks.fieldwork.actions.finishing import MoreEvidence
from peygir.desks.fieldwork.actions.order_results import StreetResult
from peygir.desks.fieldwork.evidence_needs import EvidenceNeeds
from peygir.desks.fieldwork.order_states import BlockedWhy, OrderResult
from peygir.web.kit.current_city import last_second_of
from peygir.web.kit.evidence_fields import PICTURES, added_fields, given_evidence, needs_words
from peygir.web.kit.form_fields import DayField, set_choices, with_example
from peygir.web.kit.photo_field import PhotoField
from peygir.web.kit.templatetags.ui import in_language
from peygir.web.kit.typed_forms import ANSWER

FIELD_OF: Final = {
    "ResultIsUnknown": "result",
    "BlockedNeedsReason": "reason",
    "ResultNeedsWords": "note",
    "EvidenceIsMissing": "photo",
    "PhotoIsNotReadable": "photo",
    "PhotoIsAnimated": "photo",
    "PhotoIsTooBig": "photo",
    "PhotoIsFar": "photo",
    "PhotoIsFromAnotherTime": "photo",
    "PointIsNotWhole": "point",
    "ReasonIsNotAllowed": "stand_in",
}
"""The refusals of a result by their names, and the field that each is about."""


class LinkedResultForm(forms.Form):
    """What came of the work for one case: the result, why it was not possible, photos, and a few words.

    The photo from before the work is always offered; the rest of what the topic's rule asks for is added.
    """

    result = forms.ChoiceField(label=gettext_lazy("What came of it?"), widget=forms.RadioSelect)
    reason = forms.ChoiceField(label=gettext_lazy("Why was it not possible?"), required=False)
    until = DayField(label=gettext_lazy("Possible again from"), required=False)
    before = PhotoField(label=gettext_lazy("Photo from before the work"), required=False)
    photo = PhotoField(label=gettext_lazy("Photo of the finished work"), required=False)
    note = forms.CharField(
        label=gettext_lazy("In a few words"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("For the unit. Needed unless it is fixed."),
    )

    def __init__(
        self,
        needs: EvidenceNeeds,
        data: QueryDict | None = None,
        files: "MultiValueDict[str, UploadedFile[bytes]] | None" = None,
    ) -> None:
        super().__init__(data, files)
        note = self.fields.pop("note")
        for name, field in added_fields(needs).items():
            field.required = False  # only "fixed" needs it, which the action knows
            self.fields.setdefault(name, field)
        self.fields["note"] = note
        self.fields["photo"].help_text = needs_words(needs)
        set_choices(self, "result", [(one.value, in_language(one.label)) for one in OrderResult])
        reasons = [(one.value, in_language(one.label)) for one in BlockedWhy]
        set_choices(self, "reason", [("", _("it was possible")), *reasons])
        with_example(self, "until")

    @property
    def pictures(self) -> frozenset[str]:
        """The names of the fields that take a picture."""
        return PICTURES

    @property
    def added(self) -> list[forms.BoundField]:
        """The fields that the topic's rule adds, but for the pictures and the reason that stands in for them."""
        return [self[name] for name in self.fields if name.startswith(ANSWER) or name in ("point", "signature")]

    def given(self) -> StreetResult:
        """Return the values as `give_result` takes them."""
        values = dict(self.cleaned_data)
        evidence = given_evidence(values)
        return StreetResult(
            result=values["result"],
            reason=values["reason"],
            note=values["note"],
            photo=values["photo"],
            more=MoreEvidence(**evidence),  # type: ignore[arg-type]
            until=last_second_of(values["until"]) if values["until"] else None,
        )
