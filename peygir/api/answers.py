"""Answers by JSON in the shape that a view declares, written straight out."""

import json
from datetime import datetime
from typing import Any

from django.http import HttpResponse

from peygir.core.refusals import Refusal


def as_json(body: dict[str, Any], status: int = 200) -> HttpResponse:
    """`body` as JSON, moments in ISO 8601. For long answers: their values are ours, so nothing checks them again."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"), default=_written)
    return HttpResponse(text, content_type="application/json; charset=utf-8", status=status)


def refusal_body(refusal: Refusal) -> dict[str, str]:
    """What a program and a person read of a refusal."""
    return {"error": refusal.name, "fa": refusal.words("fa"), "en": refusal.words("en")}


def _written(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no form in JSON")
