"""The webhook of the city's office automation: letters that came there, and what became of ours (docs/letters.md)."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from peygir.api.hooks import NoSuchDoor
from peygir.core.signed_messages import MessageIsNotSigned
from peygir.journey.letters.office import is_connected, receive_office_message
from peygir.people.actions import count_miss, refuse_if_over

router = Router()
MISSES, WINDOW = 20, 600


@router.post("/hooks/office", auth=None, include_in_schema=False)
def office_message(request: HttpRequest) -> HttpResponse:
    """Receive a signed message; the same one again does nothing, and is answered alike.

    Raises NoSuchDoor while no office automation is connected, MessageIsNotSigned, OfficeMessageIsNotRight; wrong
    signatures of one address are limited.
    """
    refuse_unless_office(request)
    address = str(request.META.get("REMOTE_ADDR") or "")
    try:
        result = receive_office_message(
            request.body,
            message_id=request.headers.get("webhook-id", ""),
            timestamp=request.headers.get("webhook-timestamp", ""),
            signatures=request.headers.get("webhook-signature", ""),
        )
    except MessageIsNotSigned:
        count_miss("office_hook", address, MISSES, WINDOW)
        raise
    status = 404 if result == "unknown" else 200
    return HttpResponse(f"{result}\n", content_type="text/plain; charset=utf-8", status=status)


def refuse_unless_office(request: HttpRequest) -> None:
    """Require, before the body is read, that an office automation is connected, and not too many wrong signatures.

    Raises NoSuchDoor, AskedTooOften.
    """
    if not is_connected() or not request.headers.get("webhook-signature"):
        raise NoSuchDoor()
    refuse_if_over("office_hook", str(request.META.get("REMOTE_ADDR") or ""), MISSES, WINDOW)
