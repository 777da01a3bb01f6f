"""The box of whoever has the seven words: answers, a further message, files of answers, and the receipt."""

from collections.abc import Mapping
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from peygir.core import clock
from peygir.core.refusals import Missing, Refusal
from peygir.core.translation import gettext_lazy
from peygir.desks.dropbox import queries as dropbox
from peygir.desks.dropbox.actions import BoxTakesNothing, receive_message
from peygir.desks.dropbox.box_keys import BoxKeys, derive
from peygir.desks.dropbox.cleaning import clean_files
from peygir.desks.dropbox.code_words import read_code
from peygir.desks.dropbox.passes import READING_SECONDS, make_pass, read_pass
from peygir.desks.dropbox.queries import FoundBox
from peygir.desks.dropbox.receipts import drop_receipt
from peygir.desks.dropbox.rules import KEPT_CLOSED
from peygir.history.record.growing import record_folder
from peygir.history.record.keys import origin_of, record_keys
from peygir.people.actions import count_miss, refuse_if_over
from peygir.web.drop.pages import BODY, DOOR, drop_page, open_to_anybody, page, to_start, typed_text
from peygir.web.drop.report import READ, form_limits, sent_files
from peygir.web.kit.access import takes
from peygir.web.kit.blinded import blinded_address
from peygir.web.kit.current_city import current_city
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.numbers import whole

GUESSES: str = f"{DOOR}_guess"
MOST_GUESSES: int = 120
"""Wrong words of one address in an hour. What makes guessing hopeless is the code; this bounds what it costs us."""


class NoSuchDroppedFile(Missing):
    """The answer has no such file."""

    message = gettext_lazy("This answer has no such file.")


@drop_page
@to_start
@open_to_anybody
def drop_box_open(request: HttpRequest) -> HttpResponse:
    """Open the box of the words that were typed; say honestly that there is none. Raises AskedTooOften."""
    caller = blinded_address(request)
    refuse_if_over(GUESSES, caller, MOST_GUESSES, 3600)
    code = read_code(typed_text(request, "words"))
    if code is None:
        words = _("These are not seven words of our list. Check each word, or type them with a blank between them.")
        return page(request, "unknown", {"words": words}, status=422)
    keys = derive(code, current_city().code)
    box = dropbox.box_of_words(current_city().id, keys)
    if box is None:
        count_miss(GUESSES, caller, MOST_GUESSES, 3600)
        return page(request, "unknown", {"words": ""}, status=404)
    return _box_page(request, keys, box)


@drop_page
@to_start
@takes(BODY)
@open_to_anybody
def drop_box_reply(request: HttpRequest) -> HttpResponse:
    """Take a further message, or show the box again. Raises BoxTakesNothing."""
    keys = _keys_of(request)
    context: dict[str, object] = {}
    status = 200
    if "send" in request.POST:
        text = typed_text(request, "text")
        try:
            receive_message(current_city().id, keys, text=text, files=clean_files(sent_files(request)))
            context["is_sent"] = True
        except BoxTakesNothing:
            raise
        except Refusal as refusal:
            context |= {"faults": [words_of(refusal)], "text": text, "had_files": bool(request.FILES)}
            status = status_of(refusal)
    box = dropbox.box_of_words(current_city().id, keys)
    if box is None:
        raise BoxTakesNothing()
    return _box_page(request, keys, box, context, status=status)


@drop_page
@to_start
@open_to_anybody
def drop_box_file(request: HttpRequest) -> HttpResponse:
    """Return a file of an answer, decrypted, to be saved. Raises NoSuchDroppedFile, BoxTakesNothing."""
    message, number = whole(request.POST.get("message", "")), whole(request.POST.get("number", ""))
    opened = dropbox.answer_file(current_city().id, _keys_of(request), message or 0, number or 0)
    if opened is None:
        raise NoSuchDroppedFile()
    file, content = opened
    ending = "".join(letter for letter in Path(file.name).suffix if letter.isascii() and letter.isalnum())
    headers = {"Content-Disposition": f'attachment; filename="answer-{file.number}.{ending or "bin"}"'}
    return HttpResponse(content, content_type="application/octet-stream", headers=headers)


@drop_page
@to_start
@open_to_anybody
def drop_box_receipt(request: HttpRequest) -> HttpResponse:
    """Return what proves that the report came in. Raises BoxTakesNothing."""
    home = Path(settings.HOME)
    keys = record_keys(home, origin_of(settings.PUBLIC_URL))
    text = drop_receipt(current_city().id, _keys_of(request), record_folder(home), keys, clock.now())
    if text is None:
        raise BoxTakesNothing()
    headers = {"Content-Disposition": 'attachment; filename="note.txt"'}
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers=headers)


def _keys_of(request: HttpRequest) -> BoxKeys:
    """The keys that a page carried. Raises BoxTakesNothing if its time is over."""
    master = read_pass(READ, request.POST.get("pass", ""))
    if master is None:
        raise BoxTakesNothing()
    return BoxKeys(master)


def _box_page(
    request: HttpRequest, keys: BoxKeys, box: FoundBox, more: Mapping[str, object] | None = None, *, status: int = 200
) -> HttpResponse:
    context = {
        "box": box,
        "pass": make_pass(READ, keys.master, READING_SECONDS),
        "ends_on": box.closed_on + KEPT_CLOSED if box.closed_on is not None else None,
        **form_limits(),
        **(more or {}),
    }
    return page(request, "box", context, status=status)
