"""The fields of “done” that the rule of a topic adds: further pictures, a form, where the photo was taken, a reason."""

from typing import Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peygir.core.persian import ascii_digits
from peygir.desks.fieldwork.evidence_needs import EvidenceNeeds
from peygir.desks.fieldwork.evidence_words import StandInReason
from peygir.web.kit.photo_field import PhotoField
from peygir.web.kit.templatetags.ui import digits, in_language
from peygir.web.kit.typed_forms import ANSWER, answer_fields

PICTURES: Final = frozenset({"photo", "before", "signature"})


class PointField(forms.CharField):
    """A latitude and a longitude in degrees, as a map's page copies them; None if it is empty."""

    def clean(self, value: object) -> tuple[float, float] | None:
        """Return the pair."""
        text = ascii_digits(super().clean(value) or "").replace("،", ",").replace("٫", ".")
        if not text:
            return None
        try:
            lat, lon = (float(part) for part in text.split(","))
        except ValueError as wrong:
            raise forms.ValidationError(
                _("Please write latitude and longitude with a comma between, for example 29.5918, 52.5837.")
            ) from wrong
        return lat, lon


def added_fields(needs: EvidenceNeeds) -> dict[str, forms.Field]:
    """Return the fields that the rule adds to the form, in their order."""
    fields: dict[str, forms.Field] = {}
    if needs.before:
        fields["before"] = PhotoField(label=gettext_lazy("Photo from before the work"), required=False)
    if needs.signature:
        fields["signature"] = PhotoField(label=gettext_lazy("Picture of the signature"), required=False)
    if needs.most_metres:
        fields["point"] = PointField(
            label=gettext_lazy("Where the photo was taken"),
            required=False,
            max_length=60,
            help_text=gettext_lazy("Latitude, longitude. It is read from the photo itself if the camera wrote it."),
        )
    fields |= answer_fields(needs.fields)
    if needs.stand_ins:
        reasons = [(key, in_language(label)) for key, label in StandInReason.labels().items() if key in needs.stand_ins]
        fields["stand_in"] = forms.ChoiceField(
            label=gettext_lazy("If something cannot be had: why?"), required=False, choices=[("", "—"), *reasons]
        )
    return fields


def needs_words(needs: EvidenceNeeds) -> str:
    """Return the sentence that says what the rule asks of the photo itself."""
    sentences = []
    if needs.after:
        sentences.append(_("For this topic a photo of the finished work is needed."))
    if needs.most_metres:
        sentences.append(_("It is taken at most %(metres)s m from the place.") % {"metres": digits(needs.most_metres)})
    if needs.time:
        sentences.append(_("It is taken after the case was opened."))
    return " ".join(sentences)


def given_evidence(values: dict[str, object]) -> dict[str, object]:
    """Take the values of the added fields out of a form's, and return them as values of the command."""
    given: dict[str, object] = {}
    answers = {name.removeprefix(ANSWER): str(values.pop(name)) for name in [*values] if name.startswith(ANSWER)}
    if answers:
        given["answers"] = answers
    for name in ("before", "signature", "stand_in"):
        if value := values.pop(name, None):
            given[name] = value
    point = values.pop("point", None)
    if isinstance(point, tuple):
        given["lat"], given["lon"] = point
    return given
