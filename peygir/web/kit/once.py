"""Forms that are carried out once, however often they are sent: each has a key (the field `key`) of its page."""

import hashlib
import json
import uuid
from collections.abc import Callable
from typing import Final

from django.http import HttpRequest

from peygir.storage.receipts.actions import KeptAnswer, answer_once
from peygir.storage.receipts.rules import digest_of, stored_key
from peygir.web.kit.access import actor

_OF_THE_PAGE: Final = frozenset({"csrfmiddlewaretoken", "key", "seen"})
_PAGE_KEY: Final = "peygir.page_key"
_DONE: Final = KeptAnswer(200)


def page_key(request: HttpRequest) -> str:
    """Return the key of the forms of the page that is being shown."""
    key: str = request.META.setdefault(_PAGE_KEY, uuid.uuid4().hex)
    return key


def act_once(request: HttpRequest, act: Callable[[], object]) -> None:
    """Carry out the form that was sent, unless it was carried out before under its key; without a key, always.

    A refusal leaves the key unused. Raises KeyIsOfAnotherCommand, CommandIsBeingDone, and what `act` raises.
    """
    key = request.POST.get("key", "")
    if not key:
        act()
        return

    def done() -> KeptAnswer:
        act()
        return _DONE

    answer_once(str(actor(request)), stored_key(key, request.path), _digest(request), done, waits=True)


def _digest(request: HttpRequest) -> bytes:
    fields = {name: values for name, values in request.POST.lists() if name not in _OF_THE_PAGE}
    return digest_of({"fields": fields, "files": file_digests(request)})


def file_digests(request: HttpRequest) -> list[str]:
    """Return the name of the field and the SHA-256 of each file of a form, and leave the files unread."""
    digests = []
    for name, files in request.FILES.lists():
        for file in files:
            sha256 = hashlib.sha256()
            for chunk in file.chunks():
                sha256.update(chunk)
            file.seek(0)
            digests.append(json.dumps([name, sha256.hexdigest()]))
    return digests
