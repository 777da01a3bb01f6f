"""The drop box for its receivers: the boxes of the own office, and one box, encrypted until the browser opens it."""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from peygir.core.bodies import MB, BodyLimit
from peygir.core.refusals import Refusal
from peygir.desks.dropbox import queries as dropbox
from peygir.desks.dropbox.actions import (
    NoSuchDropBox,
    SealsDoNotFit,
    close_box,
    reopen_box,
    reseal,
    send_reply,
)
from peygir.desks.dropbox.queries import DropBoxFacts, DropKeyFacts, SealedMessageFacts
from peygir.desks.dropbox.rules import KEPT_CLOSED, DropBoxState, DropReceiver, receivers_of
from peygir.people.permissions import Permission
from peygir.people.queries import staff_names
from peygir.web.kit.access import actor, staff, takes
from peygir.web.kit.current_city import current_city
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.numbers import whole
from peygir.web.kit.submitting import confirmed
from peygir.web.kit.templatetags.ui import in_language, language

ANSWER: Final = BodyLimit(other=MB, multipart=34 * MB)
_LONGEST_SEALS: Final = 200_000
RECEIVERS: Final = (Permission.READ_CONFIDENTIAL, Permission.JUDGE_INSPECTORATE)


@dataclass(frozen=True, slots=True)
class DroppedRow:
    """A box in the list, with the day on which it is destroyed."""

    box: DropBoxFacts
    destroyed_on: date | None


@dataclass(frozen=True, slots=True)
class SealedRow:
    """A message for the page: who wrote, and what the browser needs to open it, as text."""

    message: SealedMessageFacts
    writer: str
    text: str
    seals: str


@staff(*RECEIVERS)
@require_GET
def dropped(request: HttpRequest) -> HttpResponse:
    """List the boxes of the own office; those that wait for an answer first."""
    by, city_id = actor(request), current_city().id
    boxes = dropbox.boxes_of(by, city_id)
    rows = [DroppedRow(box, box.closed_on + KEPT_CLOSED if box.closed_on else None) for box in boxes]
    open_rows = [row for row in rows if row.box.state == DropBoxState.OPEN]
    receivers = receivers_of(by)
    context = {
        "waiting": [row for row in open_rows if not row.box.is_answered],
        "answered": [row for row in open_rows if row.box.is_answered],
        "closed": [row for row in rows if row.box.state == DropBoxState.CLOSED],
        "destroyed": dropbox.destroyed_count(by, city_id),
        "has_keys": any(dropbox.keys_in_force(city_id, one) for one in receivers),
        "receiver": in_language(receivers[0].label) if receivers else "",
    }
    return render(request, "inspectorate/dropped.html", context)


@staff(*RECEIVERS)
@require_GET
def dropped_box(request: HttpRequest, box_id: int) -> HttpResponse:
    """Show one box; its messages are encrypted, and opened in the browser with the viewer's own key file."""
    box = _box(request, box_id)
    keys = dropbox.keys_in_force(current_city().id, box.receiver)
    sealed = dropbox.sealed_messages(box.id)
    names = staff_names({one.staff_id for one in sealed if one.staff_id is not None}, language())
    holders = staff_names({key.holder_id for key in keys}, language())
    context = {
        "box": box,
        "rows": [_row(one, names) for one in sealed],
        "public": _text_of(box.public),
        "keys": json.dumps(_keys_for_browser(current_city().id, box.receiver, keys, holders), ensure_ascii=False),
        "next_number": len(sealed) + 1,
        "destroyed_on": box.closed_on + KEPT_CLOSED if box.closed_on else None,
        "kept_days": KEPT_CLOSED.days,
        "receiver": in_language(DropReceiver.of(box.receiver).label),
    }
    return render(request, "inspectorate/dropped_box.html", context)


@staff(*RECEIVERS)
@require_GET
def dropped_file(request: HttpRequest, box_id: int, message: int, number: int) -> HttpResponse:
    """Return one encrypted file. Raises NoSuchDropBox."""
    content = dropbox.sealed_file(_box(request, box_id).id, message, number)
    if content is None:
        raise NoSuchDropBox()
    return HttpResponse(content, content_type="application/octet-stream")


@takes(ANSWER)
@staff(*RECEIVERS)
@require_POST
def dropped_answer(request: HttpRequest, box_id: int) -> HttpResponse:
    """Store an answer that the browser has encrypted; answers JSON with the faults, if any."""
    box = _box(request, box_id)
    try:
        seals = _seals(request, with_words=True)
        parts = [file.read() for file in request.FILES.getlist("parts")]
        send_reply(box.id, whole(request.POST.get("number", "")) or 0, parts, seals, by=actor(request))
    except Refusal as refusal:
        return JsonResponse({"faults": [words_of(refusal)]}, status=status_of(refusal))
    return JsonResponse({"faults": []})


@staff(*RECEIVERS)
@require_POST
def dropped_seals(request: HttpRequest, box_id: int) -> HttpResponse:
    """Store content keys that the browser has sealed to another key in force; answers JSON with the faults, if any."""
    box = _box(request, box_id)
    try:
        key_id = whole(request.POST.get("key", "")) or 0
        seals = {number: sealed for number, sealed in _seals(request).items() if number is not None}
        reseal(box.id, key_id, seals, by=actor(request))
    except Refusal as refusal:
        return JsonResponse({"faults": [words_of(refusal)]}, status=status_of(refusal))
    return JsonResponse({"faults": []})


@staff(*RECEIVERS)
@require_POST
def dropped_end(request: HttpRequest, box_id: int) -> HttpResponse:
    """Close a box, or open it again (`deed`)."""
    by = actor(request)
    if request.POST.get("deed") == "reopen":
        confirmed(request, _("The box is open again."), lambda: reopen_box(box_id, by=by))
        return redirect("dropped_box", box_id)
    confirmed(request, _("The box is closed."), lambda: close_box(box_id, by=by))
    return redirect("dropped")


def _box(request: HttpRequest, box_id: int) -> DropBoxFacts:
    """Raises NoSuchDropBox for a box of another office."""
    box = dropbox.box_for(actor(request), current_city().id, box_id)
    if box is None:
        raise NoSuchDropBox()
    return box


def _row(message: SealedMessageFacts, names: Mapping[int, str]) -> SealedRow:
    writer = "" if message.is_from_citizen else names.get(message.staff_id or 0, "")
    seals = {str(key_id): _text_of(sealed) for key_id, sealed in message.seals.items()}
    return SealedRow(message, writer, _text_of(message.text), json.dumps(seals))


def _keys_for_browser(
    city_id: int, receiver: str, in_force: Sequence[DropKeyFacts], holders: Mapping[int, str]
) -> list[dict[str, object]]:
    """Every key of the receiver: those in force to seal to, the others so that an old file is recognised."""
    current = {key.id for key in in_force}
    return [
        {
            "id": key.id,
            "public": _text_of(key.public),
            "holder": holders.get(key.holder_id, ""),
            "current": key.id in current,
        }
        for key in dropbox.drop_keys(city_id, [receiver])
    ]


def _seals(request: HttpRequest, *, with_words: bool = False) -> dict[int | None, bytes]:
    """The sealed content keys of a form, by number; "words" is None. Raises SealsDoNotFit."""
    text = request.POST.get("seals", "")
    try:
        found = json.loads(text[:_LONGEST_SEALS])
        items = {str(name): base64.b64decode(str(sealed), validate=True) for name, sealed in found.items()}
    except (ValueError, AttributeError, binascii.Error) as error:
        raise SealsDoNotFit() from error
    seals: dict[int | None, bytes] = {}
    for name, sealed in items.items():
        number = None if with_words and name == "words" else whole(name)
        if number is None and name != "words":
            raise SealsDoNotFit()
        seals[number] = sealed
    return seals


def _text_of(content: bytes) -> str:
    return base64.b64encode(content).decode()
