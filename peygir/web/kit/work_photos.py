"""The pictures of a case for those who judge its work: the reporters', then those of the work and of visits."""

from django.urls import reverse
from django.utils.translation import gettext as _

from peygir.cases.facts import CaseFacts
from peygir.desks.fieldwork import queries as fieldwork
from peygir.desks.intake import queries as intake
from peygir.web.kit.parts import PhotoPart


def work_photos(case: CaseFacts) -> list[PhotoPart]:
    """Return the pictures of the reports and of the work that are ready, the reporters' first."""
    reported = [one.id for one in intake.pictures_of(case.pk) if one.state == "ready"]
    work = [one.pk for one in fieldwork.evidence_of(case.pk) if one.kind == "photo" and one.state == "ready"]
    before = [_photo(case.code, "report", number, _("Photo of the report"), "") for number in reported]
    return before + [_photo(case.code, "work", number, _("Photo of the work"), _("after")) for number in work]


def _photo(code: str, kind: str, number: int, alt: str, tag: str) -> PhotoPart:
    full, thumb = (reverse("case_photo", args=[code, kind, number, size]) for size in ("full", "thumb"))
    return PhotoPart(alt, full, thumb, tag)
