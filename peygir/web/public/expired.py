"""The page behind an expired signed link: what happened, and how to get a new link."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from peygir.core.refusals import Refusal
from peygir.web.kit.middleware.refusals import words_of

GONE = 410


def expired_link(request: HttpRequest, refusal: Refusal, *, is_following: bool = False) -> HttpResponse:
    """Return 410 with the refusal's sentence, and links that need no signature."""
    context = {"words": words_of(refusal), "is_following": is_following}
    return render(request, "public/expired.html", context, status=GONE)
