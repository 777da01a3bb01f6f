"""Parts of a public case page beside its story: the answer, approved photos, offered texts, a small map, its link."""

from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from peygir.cases import queries as cases
from peygir.cases.actions import NoSuchCase
from peygir.cases.public import MapSpot
from peygir.cases.queries import PublicCase
from peygir.city import queries as city
from peygir.core.codes import is_code
from peygir.desks.fieldwork import queries as fieldwork
from peygir.desks.intake import queries as intake
from peygir.desks.intake.publishing.queries import shown_words
from peygir.history.kinds.case_moves import CaseDeclined, CaseFinished, CaseReferredOut, CaseScheduled
from peygir.history.kinds.case_work import AgencyAnswered
from peygir.media import files
from peygir.web.kit.access import public
from peygir.web.kit.current_city import current_city
from peygir.web.kit.parts import MapPart, PhotoPart, pair_of
from peygir.web.kit.qr import qr
from peygir.web.kit.sketch import sketch

# The events whose notes are the unit's answer to the citizen.
_ANSWERS: Final = frozenset(
    {CaseFinished.kind, CaseDeclined.kind, CaseScheduled.kind, CaseReferredOut.kind, AgencyAnswered.kind}
)


@dataclass(frozen=True, slots=True)
class LastAnswer:
    """The unit's latest answer to the citizen, and its time."""

    words: str
    at: Any


def everybodys(public_case: PublicCase) -> dict[str, Any]:
    """Return the context of the page; for a case that is not public, the answer and the link alone."""
    link = f"{settings.PUBLIC_URL}{reverse('public_case', args=[public_case.code])}"
    parts: dict[str, Any] = {"link": link, "qr": qr(link), "answer": _answer(public_case)}
    if not public_case.is_shown:
        return parts
    return (
        parts
        | photos_of(public_case)
        | {
            "words": shown_words(public_case.case_id),
            "others": public_case.report_count - 1,
            "map": _map(public_case),
        }
    )


def photos_of(found: PublicCase) -> dict[str, Any]:
    """Return the approved photos of a public case: before, after, and the pair that compares them."""
    before, after, pair = _photos(found) if found.is_shown else ([], [], None)
    return {"before": before, "after": after, "pair": pair}


def _answer(found: PublicCase) -> LastAnswer | None:
    said = [event for event in found.events if event.kind in _ANSWERS and event.number in found.public_notes]
    return LastAnswer(found.public_notes[said[-1].number], said[-1].at) if said else None


def _photos(public_case: PublicCase) -> tuple[list[PhotoPart], list[PhotoPart], tuple[PhotoPart, PhotoPart] | None]:
    """Return the approved photos: the reporters', those of the work, and the two that show the change."""
    before = [one for one in intake.pictures_of(public_case.case_id) if one.is_public]
    after = [one for one in fieldwork.evidence_of(public_case.case_id) if one.is_public]
    photo_parts = [_photo(public_case.code, "report", one.id, _("Photo of the report")) for one in before]
    work = {one.pk: _photo(public_case.code, "work", one.pk, _("Photo of the work")) for one in after}
    visited = (
        {visit.evidence_id for visit in fieldwork.visits_of(public_case.case_id)} if photo_parts and work else set()
    )
    return (
        photo_parts,
        list(work.values()),
        pair_of(photo_parts, [photo for pk, photo in work.items() if pk not in visited]),
    )


def _photo(code: str, kind: str, number: int, alt: str) -> PhotoPart:
    def address(size: str) -> str:
        return reverse("public_photo", args=[code, kind, number, size])

    return PhotoPart(alt, address("full"), address("thumb"))


def _map(public_case: PublicCase) -> MapPart | None:
    if public_case.point is None or not city.has_polygons(current_city().id):
        return None
    label = _("Map of the place, to about a hundred metres")
    drawn = sketch([MapSpot(*public_case.point, 1)])
    return MapPart("show", reverse("areas"), *public_case.point, 14.5, True, label, drawn)


@public()
@require_GET
@cache_control(private=True, max_age=60)
def public_photo(request: HttpRequest, code: str, kind: str, number: int, size: str) -> HttpResponseBase:
    """Return an approved picture, full size or small; 404 if it is not (or no longer) approved."""
    case = cases.public_case(code) if is_code(code) else None
    picture = intake.picture(number) if kind == "report" else fieldwork.evidence(number)
    if case is None or not case.is_shown or picture is None or picture.case_id != case.case_id or not picture.is_public:
        raise NoSuchCase()
    name = picture.thumb if size == "thumb" else picture.picture
    return FileResponse(files.open(name), content_type="image/jpeg", filename=f"{case.code}-{number}.jpg")
