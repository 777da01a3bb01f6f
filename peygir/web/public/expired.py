"""The page behind a signed link whose time is over: what is so, and how the reader gets another."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from peygir.core.refusals import Refusal
from peygir.web.kit.middleware.refusals import words_of

GONE = 410


def expired_link(request: HttpRequest, refusal: Refusal, *, is_following: bool = False) -> HttpResponse:
    """410 with the refusal's sentence, and ways on that need no link."""
    context = {"words": words_of(refusal), "is_following": is_following}
    return render(request, "public/expired.html", context, status=GONE)
