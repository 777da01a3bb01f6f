"""JSON responses in the shape that a view declares, serialised directly."""

import json
from collections.abc import Mapping
from datetime import datetime

from django.http import HttpResponse

from peygir.core.refusals import Refusal


def as_json(body: Mapping[str, object], status: int = 200) -> HttpResponse:
    """Return `body` as JSON, moments in ISO 8601. For long responses: their values are ours and are not validated
    again.
    """
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"), default=_written)
    return HttpResponse(text, content_type="application/json; charset=utf-8", status=status)


def refusal_body(refusal: Refusal) -> dict[str, str]:
    """Return a refusal for programs (`error`) and for people."""
    return {"error": refusal.name, "fa": refusal.words("fa"), "en": refusal.words("en")}


def _written(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no form in JSON")
