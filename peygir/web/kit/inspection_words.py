"""What inspectors found at finished work, as text in the story of a case."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from peygir.core.json_values import JsonObject, text_in
from peygir.desks.inspection.rules import InspectionFinding
from peygir.history.kinds.case_work import CaseInspected
from peygir.web.kit.telling import Telling

_FOUND: Final = {
    InspectionFinding.FIXED: gettext_noop("An inspector of the city looked at the place: it is fixed."),
    InspectionFinding.NOT_FIXED: gettext_noop("An inspector of the city looked at the place: it is not fixed."),
    InspectionFinding.NOT_SEEN: gettext_noop("An inspector of the city was there and could not see it."),
}


def _found(data: JsonObject) -> str:
    return _(_FOUND[InspectionFinding.of(text_in(data, "finding"))])


TELLINGS: Final = {CaseInspected.kind: Telling("eye", "tone-info", _found)}
