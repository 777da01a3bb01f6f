"""Webhooks that providers call: inbound short messages, delivery reports, updates of messengers.

Each has a path that only the provider knows; its content is stored before the response, and processed later.
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
DEEPEST: Final = 32  # nesting in updates of messengers

router = Router()


class NoSuchDoor(Missing):
    """No provider has this path."""

    message = _("There is no such address.")


@router.api_operation(["GET", "POST"], "/hooks/sms/{port}/{secret}", auth=None, include_in_schema=False)
def short_message(request: HttpRequest, port: str, secret: str) -> HttpResponse:
    """Receive a short message or a delivery report from a provider. Raises NoSuchDoor."""
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
    """Receive an update from a messenger. Raises NoSuchDoor."""
    _check(request, secret, is_known=name in chat_names())
    keep_update(name, _json(request))
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


def _check(request: HttpRequest, secret: str, *, is_known: bool) -> None:
    """Check a path's secret. Raises NoSuchDoor; wrong guesses are rate-limited."""
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
