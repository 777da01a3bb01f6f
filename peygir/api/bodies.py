"""Request bodies of the API: longer than those of the pages, and refusals of bodies that the server did not read."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.http import HttpRequest, HttpResponse

from peygir.core.bodies import FORM, MB, BodyIsTooBig, BodyLimit
from peygir.core.refusals import Refusal

_FORMS: Final = ("multipart/form-data", "application/x-www-form-urlencoded")
View = Callable[..., HttpResponse]
REFUSED: Final = "peygir.refused"
"""In a request's META: the refusal of a body that the server did not read (`peygir.ops.front.admission`)."""


def raise_if_refused(request: HttpRequest) -> None:
    """Raise the refusal of a body that the server did not read, if any."""
    refusal = request.META.get(REFUSED)
    if isinstance(refusal, Refusal):
        raise refusal


def read_whole(request: HttpRequest, limit: BodyLimit = FORM) -> None:
    """Read a body that is no form into `request.body`. Raises BodyIsTooBig."""
    if request.content_type in _FORMS or hasattr(request, "_body"):
        return  # Django reads forms within its own limits
    most = limit.of(request.content_type or "")
    content = request.read(most + 1)
    if len(content) > most:
        raise BodyIsTooBig(megabytes=most // MB)
    request._body = content  # Django's own cache of the body, here with our limit


def taking(
    view: View,
    limit: BodyLimit,
    *,
    before_body: Callable[[HttpRequest], None] | None = None,
    refuse: Callable[[HttpRequest, Refusal], HttpResponse],
) -> View:
    """Return the view with a declared limit of its body and who may send long ones; see `admission`."""

    @wraps(view)
    def reading(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            raise_if_refused(request)
            read_whole(request, limit)
        except Refusal as refusal:
            return refuse(request, refusal)
        return view(request, *args, **kwargs)

    reading.body_limit = limit  # type: ignore[attr-defined]
    if before_body is not None:
        reading.before_body = before_body  # type: ignore[attr-defined]
    return reading
