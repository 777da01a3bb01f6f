"""Serves the base map: the ranges of one PMTiles file, with a name of its own for each content."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy as _
from peygir.web.kit.access import public
from peygir.web.kit.stored_files import served_part
from peygir.web.kit.street_map import tile_file

_TYPE = "application/vnd.pmtiles"
_YEAR = 365 * 24 * 3600


class NoSuchMap(Missing):
    """No base map of this name is in use."""

    message = _("This street map is no longer in use. Please reload the page.")


@public()
@require_safe
def map_tiles(request: HttpRequest, name: str) -> HttpResponseBase:
    """Return a range of the base map's file; browsers may keep it for a year. Raises NoSuchMap, PartIsNotNamed."""
    file = tile_file()
    if file is None or file.name != name:
        raise NoSuchMap()
    path = file.path
    try:
        response = served_part(
            request, lambda: path.open("rb"), etag=name, content_type=_TYPE, file_name=f"{name}.pmtiles"
        )
    except FileNotFoundError as gone:
        raise NoSuchMap() from gone
    response.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    return response
