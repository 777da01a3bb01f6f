"""Answers of open data: with an ETag, kept by caches, readable by pages of other sites, without cookies."""

import hashlib

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import get_conditional_response


def kept_answer(request: HttpRequest, response: HttpResponse, *, seconds: int) -> HttpResponse:
    """Return the answer for caches, or 304 to who has just this one; caches keep it for so many seconds."""
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = f"public, max-age={seconds}"
    unchanged = get_conditional_response(request, etag=etag, response=response)
    return opened(unchanged) if isinstance(unchanged, HttpResponseNotModified) else response


def opened(response: HttpResponse) -> HttpResponse:
    """Let pages of other sites read an answer; it says nothing of who asks."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
