"""The pages for what went wrong outside any view: unknown addresses, forged forms, our own faults."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: no such address."""
    words = _("Perhaps the address was cut off. With your tracking code you will find your request.")
    return render(request, "refused.html", {"status": 404, "words": words}, status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 raised by Django itself."""
    words = _("If you think it should be, please sign in with another account.")
    return render(request, "refused.html", {"status": 403, "words": words}, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: something that no page of ours sends."""
    words = _("The request could not be read. Please go back and try again.")
    return render(request, "refused.html", {"status": 400, "words": words}, status=400)


def forged(request: HttpRequest, reason: str = "", **more: Any) -> HttpResponse:
    """A form without our mark: an old page, or cookies that are switched off."""
    words = _("This page was open for too long, or cookies are off. Please go back, reload the page and send it again.")
    return render(request, "refused.html", {"status": 403, "words": words}, status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """500: our own fault; a page that needs no database."""
    return render(request, "500.html", status=500)
