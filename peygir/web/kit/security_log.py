"""Writes a log line for each sign-in, each failed one, and each request refused because of its sender."""

import logging
from typing import Final

from django.http import HttpRequest

from peygir.web.kit.devices import network_of

STAFF_ID: Final = "peygir.staff_id"
"""In a request's META: the id of the signed-in member of staff, once it was looked up."""
REFUSED: Final = frozenset({401, 403, 429})
"""The statuses for a caller who is unknown, not permitted, or over the rate limit."""
_IS_LOGGED: Final = "peygir.is_logged"

_log = logging.getLogger("peygir.web.security_log")  # the name by which log readers filter


def log_security_event(event: str, request: HttpRequest, *, staff_id: int | None = None, status: int = 200) -> None:
    """Write the event with the caller's network and the account; never with what somebody typed.

    `staff_id` is the account that was tried, by default the signed-in one; None if there is neither. `status` is the
    HTTP status of a refusal. Runs no SQL statement.
    """
    request.META[_IS_LOGGED] = True
    staff_id = staff_id or request.META.get(STAFF_ID)
    facts = {"staff": staff_id, "network": network_of(request), "path": request.path, "status": status}
    _log.info(event, extra=facts)


def log_refusal(request: HttpRequest, status: int) -> None:
    """Write the same for a response whose status is in `REFUSED`, unless a more specific event was written."""
    match = request.resolver_match
    rule = getattr(match.func, "access_rule", None) if match is not None else None
    if getattr(rule, "is_blinded", False):
        return  # who was refused there is nobody's business
    if status in REFUSED and not request.META.get(_IS_LOGGED):
        log_security_event("request_refused", request, status=status)
