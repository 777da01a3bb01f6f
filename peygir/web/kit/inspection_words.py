"""What inspectors found at finished work, as text in the story of a case."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from peygir.core.json_values import JsonObject, number_in, text_in
from peygir.desks.inspection.forms import form_version
from peygir.desks.inspection.rules import InspectionFinding, ObjectionOutcome
from peygir.history.kinds.case_work import CaseInspected, FindingObjected, ObjectionDecided
from peygir.web.kit.telling import Telling, said_always
from peygir.web.kit.templatetags.ui import in_language
from peygir.web.kit.typed_forms import answer_lines

_FOUND: Final = {
    InspectionFinding.FIXED: gettext_noop("An inspector of the city looked at the place: it is fixed."),
    InspectionFinding.PARTLY: gettext_noop("An inspector of the city looked at the place: it is partly fixed."),
    InspectionFinding.ANOTHER_PROBLEM: gettext_noop(
        "An inspector of the city looked at the place: it is fixed, and there is another problem."
    ),
    InspectionFinding.NOT_FIXED: gettext_noop("An inspector of the city looked at the place: it is not fixed."),
    InspectionFinding.NOT_SEEN: gettext_noop("An inspector of the city was there and could not see it."),
}


def _found(data: JsonObject) -> str:
    return _(_FOUND[InspectionFinding.of(text_in(data, "finding"))])


def _decided(data: JsonObject) -> str:
    if text_in(data, "outcome") == ObjectionOutcome.UPHELD:
        return _("The centre decided about the unit's objection: it was fixed.")
    return _("The centre decided about the unit's objection: the finding stands.")


def found_lines(body: JsonObject, city_id: int) -> list[tuple[str, str]]:
    """Return what a phone's finding says, as (label, text); `body` is that of its command."""
    finding = InspectionFinding.labels().get(text_in(body, "finding"))
    lines = [(_("Finding"), in_language(finding) if finding is not None else "—")]
    number = number_in(body, "form")
    form = form_version(number, city_id) if number is not None else None
    answers = body.get("answers")
    if isinstance(answers, dict):
        told = {str(code): str(text) for code, text in answers.items()}
        lines += [(line.label, line.words) for line in answer_lines(form.fields if form is not None else (), told)]
    note = text_in(body, "note")
    return [*lines, (_("In words"), note)] if note else lines


TELLINGS: Final = {
    CaseInspected.kind: Telling("eye", "tone-info", _found),
    FindingObjected.kind: Telling(
        "hand", "tone-yellow", said_always(gettext_noop("The unit objected to the inspector's finding.")), False
    ),
    ObjectionDecided.kind: Telling("badge-check", "tone-info", _decided, False),
}
