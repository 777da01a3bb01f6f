"""What inspectors found at finished work, as text in the story of a case."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from peygir.core.json_values import JsonObject, text_in
from peygir.desks.inspection.rules import Finding
from peygir.history.kinds.case_work import CaseInspected
from peygir.web.kit.telling import Telling

_FOUND: Final = {
    Finding.FIXED: gettext_noop("An inspector of the city looked at the place: it is fixed."),
    Finding.NOT_FIXED: gettext_noop("An inspector of the city looked at the place: it is not fixed."),
    Finding.NOT_SEEN: gettext_noop("An inspector of the city was there and could not see it."),
}


def _found(data: JsonObject) -> str:
    return _(_FOUND[Finding.of(text_in(data, "finding"))])


TELLINGS: Final = {CaseInspected.kind: Telling("eye", "tone-info", _found)}
