"""Refuses requests before their form is read: bodies over the limit, and callers over their rate limit."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from django.http import HttpRequest, HttpResponse

from peygir.core.refusals import Refusal, TooMany
from peygir.web.kit.access import count_visit
from peygir.web.kit.memory_only import keep_in_memory
from peygir.web.kit.middleware.refusals import refused

REFUSED: Final = "peygir.refused"
"""In a request's META: the refusal of a body that the server did not read (`peygir.ops.front.admission`)."""


class Admitting:
    """Middleware: runs before the CSRF check, which reads the whole form."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: Sequence[object],
        kwargs: Mapping[str, object],
    ) -> HttpResponse | None:
        """Return the page of a refusal, or None to continue. The API renders its own refusals."""
        keep_in_memory(request, view)
        refusal = request.META.get(REFUSED)
        if isinstance(refusal, Refusal):
            return None if request.path.startswith("/api/") else refused(request, refusal)
        try:
            count_visit(request, getattr(view, "access_rule", None))
        except TooMany as too_often:
            return refused(request, too_often)
        return None
