"""Writes one log line for each sign-in, each failed one, and each request that was refused for who sent it."""

import logging
from typing import Final

from django.http import HttpRequest

from peygir.web.kit.devices import network_of

STAFF_ID: Final = "peygir.staff_id"
"""In a request's META: the id of the member of staff who is signed in, once somebody asked who it is."""
REFUSED: Final = frozenset({401, 403, 429})
"""The statuses of a caller who is not known, who may not do this, or who came too often."""
_IS_LOGGED: Final = "peygir.is_logged"

_log = logging.getLogger("peygir.web.security_log")  # a name by which operators filter


def log_security_event(event: str, request: HttpRequest, *, staff_id: int | None = None, status: int = 200) -> None:
    """Write the event with the caller's network, and the account it is about; no line holds what somebody typed.

    `staff_id` is the account that was tried, by default the one that is signed in; None where there is neither.
    `status` is that of the answer, where it is a refusal. Costs no statement.
    """
    request.META[_IS_LOGGED] = True
    staff_id = staff_id or request.META.get(STAFF_ID)
    facts = {"staff": staff_id, "network": network_of(request), "path": request.path, "status": status}
    _log.info(event, extra=facts)


def log_refusal(request: HttpRequest, status: int) -> None:
    """The same for an answer whose status is one of `REFUSED`, unless a more exact line was written."""
    if status in REFUSED and not request.META.get(_IS_LOGGED):
        log_security_event("request_refused", request, status=status)
