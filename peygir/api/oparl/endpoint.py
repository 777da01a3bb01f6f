"""The common part of every OParl address: JSON with open access for other sites, 304 where nothing changed, errors."""

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt

from peygir.api.bodies import View, taking
from peygir.api.oparl.addresses import type_of
from peygir.api.oparl.making import Json
from peygir.api.oparl.objects import KEPT, OparlObjects
from peygir.city import queries as city
from peygir.core.bodies import FORM
from peygir.core.refusals import Missing, Refusal, Unavailable
from peygir.core.translation import gettext_lazy as _
from peygir.history.outages import outage_of

METHODS: Final = "GET, HEAD, OPTIONS"


class NoSuchOparlObject(Missing):
    """There is no object at this address, or it was never public."""

    message = _("There is no such object.")


def oparl(view: Callable[..., Json]) -> View:
    """Answer GET with the JSON that `view` returns for the objects of the city, the request, and its arguments."""

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, **kwargs: str) -> HttpResponse:
        if request.method == "OPTIONS":
            return _open(HttpResponse(status=204, headers={"Allow": METHODS}))
        if request.method not in ("GET", "HEAD"):
            response = _error("Only GET is answered here.", "method", 405)
            response["Allow"] = METHODS
            return response
        try:
            data = view(_objects(), request, **kwargs)
        except Refusal as refusal:
            return _refused(request, refusal)
        except OSError as failure:
            outage = outage_of(failure)
            if outage is None:
                raise
            return _refused(request, outage)
        return _answered(request, data)

    return taking(answer, FORM, refuse=_refused)


def _objects() -> OparlObjects:
    return KEPT.objects(city.current_city(settings.CITY))


def _answered(request: HttpRequest, data: Json) -> HttpResponse:
    body = json.dumps(data, ensure_ascii=False).encode()
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = _open(HttpResponse(body, content_type="application/json; charset=utf-8"))
    response["ETag"] = etag
    response["Cache-Control"] = "public, no-cache"
    unchanged = get_conditional_response(request, etag=etag, response=response)
    return _open(unchanged) if isinstance(unchanged, HttpResponseNotModified) else response


def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    status = 404 if isinstance(refusal, Missing) else 503 if isinstance(refusal, Unavailable) else 400
    language = city.current_city(settings.CITY).language if status != 503 else "en"
    return _error(refusal.words(language), refusal.name, status)


def _error(message: str, debug: str, status: int) -> HttpResponse:
    data = {"type": type_of("Error"), "message": message, "debug": debug}
    text = json.dumps(data, ensure_ascii=False)
    return _open(HttpResponse(text, content_type="application/json; charset=utf-8", status=status))


def _open(response: HttpResponse) -> HttpResponse:
    """Open data: pages of other sites may read it, and no cookie is read here."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
