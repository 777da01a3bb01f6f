"""Security headers: the browser may run and load nothing from other origins."""

from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port

_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:{tiles}; "
    "media-src 'self'; "
    "connect-src 'self'{tiles}{live}; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; object-src 'none'"
)

# Geolocation is used for reporting; no other device feature is used, by us or by a frame.
_NOT_USED: Final = (
    "geolocation=(self), accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), "
    "gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), "
    "publickey-credentials-create=(self), publickey-credentials-get=(self), "
    "screen-wake-lock=(), serial=(), usb=(), xr-spatial-tracking=()"
)


def security_headers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Add the content security policy and related headers to every response that has none of its own."""
    tiles = str(getattr(settings, "MAP_TILES", ""))
    origin = f" {urlsplit(tiles).scheme}://{urlsplit(tiles).netloc}" if urlsplit(tiles).netloc else ""
    is_https = bool(getattr(settings, "SERVED_BY_HTTPS", False))
    policy = f"{_POLICY}; upgrade-insecure-requests" if is_https else _POLICY

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy.format(tiles=origin, live=_live(request)))
        response.headers.setdefault("Permissions-Policy", _NOT_USED)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if is_https:
            # The proxy in front terminates HTTPS, so Django itself would not send this; a year, this host alone.
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        return response

    return middleware


def _live(request: HttpRequest) -> str:
    """Return the live stream's origin, on staff pages alone; "" if it equals this origin."""
    live_url = str(settings.LIVE_URL)
    if not live_url or not request.path.startswith("/desk/"):
        return ""
    if live_url.startswith(":"):
        try:
            host = split_domain_port(request.get_host())[0]
        except DisallowedHost:  # such a request is refused, and needs no stream
            return ""
        return f" {request.scheme}://{host}{live_url}"
    parts = urlsplit(live_url)
    return f" {parts.scheme}://{parts.netloc}" if parts.netloc else ""
