"""A case's pictures and files, for those who may see the case."""

from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from peygir.cases.actions import NoSuchCase
from peygir.cases.judging import may_see_originals
from peygir.cases.rules import visibility_of
from peygir.desks.fieldwork import queries as fieldwork
from peygir.desks.intake import queries as intake
from peygir.web.clerk.case import open_case_of
from peygir.web.kit.access import actor, staff
from peygir.web.kit.stored_files import stored_file

_ENDINGS: Final = {
    "application/pdf": ".pdf",
    "audio/mpeg": ".mp3",
    "audio/ogg": ".ogg",
    "audio/flac": ".flac",
    "audio/amr": ".amr",
    "audio/wav": ".wav",
    "audio/mp4": ".m4a",
}
_AN_HOUR: Final = 3600


@staff()
@require_GET
def case_photo(request: HttpRequest, code: str, kind: str, number: int, size: str) -> HttpResponseBase:
    """Return a re-encoded picture of a report or of the work, full size or small; 404 until it is ready.

    Who may not see originals gets a covered picture as the public does.
    """
    by = actor(request)
    case = open_case_of(by, code)
    picture = intake.picture(number) if kind == "report" else fieldwork.evidence(number)
    if picture is None or picture.case_id != case.pk or picture.state != "ready":
        raise NoSuchCase()
    is_small, sees_original = size == "thumb", may_see_originals(by, visibility_of(case))
    if kind != "report" and not sees_original and fieldwork.is_signature(number):
        raise NoSuchCase()
    original = picture.thumb if is_small else picture.picture
    response = stored_file(
        request,
        original if sees_original else picture.public_name(is_small=is_small),
        content_type="image/jpeg",
        file_name=f"{case.code}-{number}.jpg",
    )
    if sees_original:
        patch_cache_control(response, private=True, max_age=_AN_HOUR)  # it never changes
    else:
        patch_cache_control(response, private=True, no_cache=True)
    return response


@staff()
@require_GET
@cache_control(private=True, no_cache=True)
def case_covered(request: HttpRequest, code: str, kind: str, number: int, size: str) -> HttpResponseBase:
    """Return a picture as everybody would see it, full size or small: with its covers. 404 for one without any."""
    case = open_case_of(actor(request), code)
    picture = intake.picture(number) if kind == "report" else fieldwork.evidence(number)
    if picture is None or picture.case_id != case.pk or not picture.covered:
        raise NoSuchCase()
    name = picture.public_name(is_small=size == "thumb")
    return stored_file(request, name, content_type="image/jpeg", file_name=f"{case.code}-{number}.jpg")


@staff()
@require_GET
@cache_control(private=True, no_cache=True)
def case_file(request: HttpRequest, code: str, number: int) -> HttpResponseBase:
    """Return a document or recording of a report as it was received, for download or the page's player.

    A voice or a letter tells who reported, so not everybody who sees the case may open it. It was written by a
    stranger: no browser shows it within our pages, guesses its type or runs anything in it.
    """
    by = actor(request)
    case = open_case_of(by, code)
    attached = intake.attached_file(number)
    if attached is None or attached.case_id != case.pk or not may_see_originals(by, visibility_of(case)):
        raise NoSuchCase()
    response = stored_file(
        request,
        attached.name,
        content_type=attached.media_type,
        file_name=f"{case.code}-{number}{_ENDINGS.get(attached.media_type, '')}",
        is_attachment=True,
    )
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
