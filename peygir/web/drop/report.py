"""A new report: what the drop box is, the seven words, and the report with the words typed back."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from peygir.core.refusals import Refusal
from peygir.desks.dropbox import queries as dropbox
from peygir.desks.dropbox.actions import NobodyHoldsAKey, open_box
from peygir.desks.dropbox.box_keys import derive
from peygir.desks.dropbox.cleaning import DroppedFile, clean_files
from peygir.desks.dropbox.code_words import Code, code_indices, code_of_indices, new_code, read_code
from peygir.desks.dropbox.passes import READING_SECONDS, WRITING_SECONDS, make_pass, read_pass
from peygir.desks.dropbox.rules import KEPT_CLOSED, LONGEST_TEXT, MOST_FILES, DropReceiver
from peygir.web.drop.pages import BODY, drop_page, open_to_anybody, page, to_start, typed_text
from peygir.web.kit.access import takes
from peygir.web.kit.current_city import current_city
from peygir.web.kit.middleware.refusals import status_of, words_of

WRITE: Final = "write"
READ: Final = "read"
_INDICES: Final = 14


@drop_page
@open_to_anybody
@require_http_methods(["GET", "HEAD", "POST"])
def drop_box(request: HttpRequest) -> HttpResponse:
    """Show what the drop box is and is not, whom a report may go to, and the form for whoever has words."""
    ready = dropbox.receivers_with_keys(current_city().id)
    context = {
        "receivers": [(one.value, one.value in ready) for one in DropReceiver],
        "is_ready": bool(ready),
        "kept_days": KEPT_CLOSED.days,
    }
    return page(request, "start", context)


@drop_page
@to_start
@open_to_anybody
def drop_box_words(request: HttpRequest) -> HttpResponse:
    """Show seven new words, this once. Raises NobodyHoldsAKey."""
    receiver = request.POST.get("receiver", "")
    if receiver not in dropbox.receivers_with_keys(current_city().id):
        raise NobodyHoldsAKey()
    code = new_code()
    sealed = make_pass(WRITE, code_indices(code) + receiver.encode(), WRITING_SECONDS)
    return page(request, "words", {"code": code, "pass": sealed})


@drop_page
@to_start
@takes(BODY)
@open_to_anybody
def drop_box_write(request: HttpRequest) -> HttpResponse:
    """Show the form of a report; take it once its words are typed back."""
    carried = _carried(request.POST.get("pass", ""))
    if carried is None:
        words = _("This page was open too long, or the server was restarted. Please start again; nothing was stored.")
        return page(request, "refused", {"words": words}, status=422)
    code, receiver = carried
    context: dict[str, Any] = {"pass": request.POST["pass"], "text": typed_text(request, "text"), **form_limits()}
    if "send" not in request.POST:
        return page(request, "write", context)
    faults, status = [], 422
    if read_code(typed_text(request, "words")) != code:
        faults.append(
            _("These are not the seven words that you were shown. Look at your note, and type them in order.")
        )
    else:
        try:
            keys = derive(code, current_city().code)
            files = clean_files(sent_files(request))
            open_box(current_city().id, receiver, keys, text=context["text"], files=files)
        except Refusal as refusal:
            faults, status = [words_of(refusal)], status_of(refusal)
        else:
            return page(request, "done", {"pass": make_pass(READ, keys.master, READING_SECONDS)})
    context |= {"faults": faults, "had_files": bool(request.FILES)}
    return page(request, "write", context, status=status)


def sent_files(request: HttpRequest) -> list[DroppedFile]:
    """The files of a form, from memory."""
    return [DroppedFile(file.name or "", file.read()) for file in request.FILES.getlist("files")]


def form_limits() -> dict[str, int]:
    """What a form says about its text and files."""
    return {"longest": LONGEST_TEXT, "most_files": MOST_FILES}


def _carried(text: str) -> tuple[Code, str] | None:
    """The words and the receiver of the report that is being written; None if its pass is not valid."""
    content = read_pass(WRITE, text)
    if content is None:
        return None
    return code_of_indices(content[:_INDICES]), content[_INDICES:].decode()
