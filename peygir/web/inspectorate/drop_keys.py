"""The keys of the drop box: made in the holder's browser, confirmed by somebody else, ended with a reason."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from peygir.core.refusals import Refusal
from peygir.desks.dropbox import queries as dropbox
from peygir.desks.dropbox.actions import confirm_drop_key, end_drop_key, propose_drop_key
from peygir.desks.dropbox.queries import DropKeyFacts
from peygir.desks.dropbox.rules import DropKeyEnd, DropReceiver, may_confirm_key, may_end_key, receivers_of
from peygir.people.queries import staff_names
from peygir.people.rules import Actor
from peygir.web.inspectorate.dropped import RECEIVERS
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.submitting import confirmed
from peygir.web.kit.templatetags.ui import in_language, language

_GROUP = 4


@dataclass(frozen=True, slots=True)
class DropKeyRow:
    """A key with its holder, its fingerprint in groups, and what the viewer may do with it."""

    key: DropKeyFacts
    holder: str
    receiver: str
    fingerprint: str
    ended_why: str
    may_confirm: bool
    may_end: bool


@staff(*RECEIVERS)
@require_http_methods(["GET", "POST"])
def drop_keys(request: HttpRequest) -> HttpResponse:
    """Show all keys and how to make one; POST hands in the public half of a pair that the browser has made."""
    if request.method != "POST":
        return _page(request)
    try:
        public = base64.b64decode(request.POST.get("public", "")[:100], validate=True)
    except (ValueError, binascii.Error):
        public = b""
    try:
        propose_drop_key(current_city().id, public, by=actor(request))
    except Refusal as refusal:
        return _page(request, fault=words_of(refusal), status=status_of(refusal))
    messages.success(
        request, _("The key is handed in. Somebody else of the inspectorate or the mayor's desk confirms it.")
    )
    return redirect("drop_keys")


@staff(*RECEIVERS)
@require_POST
def drop_key(request: HttpRequest, key_id: int) -> HttpResponse:
    """Confirm a key of somebody else, or end one (`deed`, with `why`)."""
    by = actor(request)
    if request.POST.get("deed") == "confirm":
        words = _("The key is confirmed: from now on, messages are sealed to it too.")
        confirmed(request, words, lambda: confirm_drop_key(key_id, by=by))
    else:
        why = request.POST.get("why", "")
        confirmed(request, _("Nothing more is sealed to this key."), lambda: end_drop_key(key_id, why, by=by))
    return redirect("drop_keys")


def _page(request: HttpRequest, *, fault: str = "", status: int = 200) -> HttpResponse:
    by, city_id = actor(request), current_city().id
    own = receivers_of(by)
    keys = dropbox.drop_keys(city_id, list(DropReceiver))
    names = staff_names({key.holder_id for key in keys}, language())
    rows = [_row(key, names, by) for key in keys]
    context = {
        "fault": fault,
        "proposed": [row for row in rows if row.key.confirmed_at is None and row.key.ended_at is None],
        "current": [row for row in rows if row.key.is_in_force],
        "ended": [row for row in rows if row.key.ended_at is not None],
        "receiver": in_language(own[0].label) if own else "",
        "has_own": any(row.key.holder_id == by.id and row.key.ended_at is None for row in rows),
        "whys": [(one.value, in_language(one.label)) for one in DropKeyEnd],
    }
    return render(request, "inspectorate/drop_keys.html", context, status=status)


def _row(key: DropKeyFacts, names: Mapping[int, str], by: Actor) -> DropKeyRow:
    text = key.fingerprint[:32]
    return DropKeyRow(
        key,
        names.get(key.holder_id, ""),
        in_language(DropReceiver.of(key.receiver).label),
        " ".join(text[start : start + _GROUP] for start in range(0, len(text), _GROUP)),
        in_language(DropKeyEnd.labels()[key.ended_why]) if key.ended_why else "",
        key.confirmed_at is None and key.ended_at is None and may_confirm_key(by, holder_id=key.holder_id),
        key.ended_at is None and may_end_key(by, holder_id=key.holder_id),
    )
