"""Responses in the standard's two formats: JSON, and the same values as XML without a schema or namespace."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final
from xml.sax.saxutils import escape

from django.http import HttpResponse

FORMS: Final = ("xml", "json")
CONTENT_TYPES: Final = {"xml": "text/xml; charset=utf-8", "json": "application/json; charset=utf-8"}
# XML name of the list → XML name of its members.
_MEMBERS: Final = {
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "errors": "error",
    "endpoints": "endpoint",
    "formats": "format",
    "notes": "note",
    "service_request_updates": "request_update",
    "photos": "photo",
}
_UNFIT_FOR_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def answer(
    root: str, value: Mapping[str, object] | Sequence[Mapping[str, object]], form: str, status: int = 200
) -> HttpResponse:
    """Return `value` (a list of mappings, or one mapping); in XML under `root`, JSON has no root."""
    if form == "json":
        body = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    else:
        body = f'<?xml version="1.0" encoding="utf-8"?>\n{"".join(_element(root, value))}'
    response = HttpResponse(body, content_type=CONTENT_TYPES[form], status=status)
    # Open data: pages of other sites may read it, and no cookie is read here.
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _element(name: str, value: object) -> Iterable[str]:
    match value:
        case None | "" | [] | ():
            yield f"<{name}/>"
        case Mapping():
            yield f"<{name}>"
            for key, inner in value.items():
                yield from _element(key, inner)
            yield f"</{name}>"
        case list() | tuple():
            yield f"<{name}>"
            for inner in value:
                yield from _element(_MEMBERS[name], inner)
            yield f"</{name}>"
        case bool():
            yield f"<{name}>{'true' if value else 'false'}</{name}>"
        case _:
            yield f"<{name}>{escape(_UNFIT_FOR_XML.sub('', str(value)))}</{name}>"
