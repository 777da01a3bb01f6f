"""Doors that providers call: a short message that came in, what became of ours, an update of a messenger.

Each stands on a path that only the provider knows; what it tells is kept before it is answered, and worked on later.
"""

from secrets import compare_digest
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Router

from peygir.core.refusals import Missing
from peygir.core.strict_json import JsonIsNotReadable, read_json
from peygir.core.translation import gettext_lazy as _
from peygir.gateways import sms
from peygir.gateways.chat import chat_names
from peygir.gateways.results import GatewayFailed
from peygir.journey.conversation.polling import keep_heard, keep_update
from peygir.people.actions import count_miss

SHORTEST_SECRET: Final = 16
MOST_BYTES: Final = 256 * 1024
DEEPEST: Final = 32  # of what messengers nest in one another

router = Router()


class NoSuchDoor(Missing):
    """A path that no provider was given."""

    message = _("There is no such address.")


@router.api_operation(["GET", "POST"], "/hooks/sms/{port}/{secret}", auth=None, include_in_schema=False)
def short_message(request: HttpRequest, port: str, secret: str) -> HttpResponse:
    """A provider brings a short message, or tells what became of one of ours. Raises NoSuchDoor."""
    _check(request, secret, is_known=port in settings.SMS_PORTS)
    given = {name: str(request.GET[name]) for name in request.GET} | {
        name: str(request.POST[name]) for name in request.POST
    }
    if not given and (told := _json(request)) and isinstance(told, dict):
        given = {str(name): str(value) for name, value in told.items() if value is not None}
    try:
        heard = sms.provider(port).called(given)
    except GatewayFailed as failure:
        raise NoSuchDoor() from failure
    if heard is not None:
        keep_heard(port, [heard])
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@router.post("/hooks/chat/{name}/{secret}", auth=None, include_in_schema=False)
def update(request: HttpRequest, name: str, secret: str) -> HttpResponse:
    """A messenger brings an update. Raises NoSuchDoor."""
    _check(request, secret, is_known=name in chat_names())
    keep_update(name, _json(request))
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


def _check(request: HttpRequest, secret: str, *, is_known: bool) -> None:
    """Raises NoSuchDoor; guesses are counted and soon refused."""
    known = settings.HOOK_SECRET
    is_right = len(known) >= SHORTEST_SECRET and compare_digest(secret.encode(), known.encode())
    if not (is_right and is_known):
        count_miss("hook", str(request.META.get("REMOTE_ADDR") or ""), 20, 600)
        raise NoSuchDoor()


def _json(request: HttpRequest) -> object:
    if len(request.body) > MOST_BYTES:
        return None
    try:
        hook_data: object = read_json(request.body or b"null", deepest=DEEPEST)
    except JsonIsNotReadable:
        return None
    return hook_data
