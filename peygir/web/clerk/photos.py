"""A case's pictures, for those who may see the case."""

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from peygir.cases.actions import NoSuchCase
from peygir.desks.fieldwork import queries as fieldwork
from peygir.desks.intake import queries as intake
from peygir.media import files
from peygir.web.clerk.case import open_case_of
from peygir.web.kit.access import actor, staff


@staff()
@require_GET
@cache_control(private=True, max_age=3600)
def case_photo(request: HttpRequest, code: str, kind: str, number: int, size: str) -> HttpResponseBase:
    """Return a re-encoded picture of a report or of the work, full size or small; 404 until it is ready."""
    case = open_case_of(actor(request), code)
    picture = intake.picture(number) if kind == "report" else fieldwork.evidence(number)
    if picture is None or picture.case_id != case.pk or picture.state != "ready":
        raise NoSuchCase()
    name = picture.thumb if size == "thumb" else picture.picture
    return FileResponse(files.open(name), content_type="image/jpeg", filename=f"{case.code}-{number}.jpg")
