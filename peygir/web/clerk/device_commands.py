"""Receives the commands that a signed-in person's phone kept until it had a connection."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from peygir.core.strict_json import JsonIsNotReadable, read_json
from peygir.journey.sync.actions import Sender, receive_commands
from peygir.journey.sync.envelopes import BatchIsNotReadable, read_batch
from peygir.journey.sync.results import result_body
from peygir.people.channels import Channel
from peygir.web.kit.access import actor, staff
from peygir.web.kit.upload_owner import owner_of

_DEEPEST = 8  # nesting of lists and objects


@staff()
@require_POST
def outbox_commands(request: HttpRequest) -> HttpResponse:
    """Carry out the commands and answer what became of each, as `POST /api/v1/commands` does."""
    try:
        batch = read_batch(read_json(request.body, deepest=_DEEPEST))
    except JsonIsNotReadable as error:
        raise BatchIsNotReadable(field="JSON") from error
    by = actor(request)
    results = receive_commands(batch, sender=Sender(str(by), by, Channel.PHONE, uploaders=owner_of(request)))
    return JsonResponse(result_body(results), json_dumps_params={"ensure_ascii": False})
