"""JSON responses in the shape that a view declares, serialised directly."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.http import HttpResponse

from peygir.core.refusals import Conflict, Invalid, Missing, NotAllowed, Refusal, TooLarge, TooMany, Unavailable

_STATUS: Final = {
    Invalid: 422,
    NotAllowed: 403,
    Missing: 404,
    Conflict: 409,
    TooMany: 429,
    TooLarge: 413,
    Unavailable: 503,
}


def as_json(body: Mapping[str, object], status: int = 200) -> HttpResponse:
    """Return `body` as JSON, moments in ISO 8601. For long responses: their values are ours and are not validated
    again.
    """
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"), default=_written)
    return HttpResponse(text, content_type="application/json; charset=utf-8", status=status)


def refusal_body(refusal: Refusal) -> dict[str, str]:
    """Return a refusal for programs (`error`) and for people."""
    return {"error": refusal.name, "fa": refusal.words("fa"), "en": refusal.words("en")}


def status_of(refusal: Refusal) -> int:
    """Return the HTTP status of a refusal, by its family."""
    return next(code for family, code in _STATUS.items() if isinstance(refusal, family))


def _written(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no form in JSON")
