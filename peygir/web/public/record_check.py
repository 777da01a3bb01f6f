"""The page that checks the record in the browser, on the city's address and as one file for later."""

from pathlib import Path
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from peygir.core.refusals import Unavailable
from peygir.core.translation import gettext_lazy
from peygir.web.kit import built
from peygir.web.kit.access import public
from peygir.web.public.record import record_keys_here

_ENTRY: Final = "public/record-check"


class PagesAreNotBuilt(Unavailable):
    """The scripts of the pages are not there."""

    message = gettext_lazy("The scripts of this page are not built on this server.")


@public()
@require_GET
def record_check(request: HttpRequest) -> HttpResponse:
    """Check the record in the browser, against heads that this browser, or a printed sheet, has seen."""
    return render(request, "public/record_check.html", _context("/record"))


@public()
@require_GET
@cache_control(public=True, max_age=3600)
def record_check_file(request: HttpRequest) -> HttpResponse:
    """Return the same page as one file, which works without any network. Raises PagesAreNotBuilt."""
    entry = built.entry(_ENTRY)
    if entry is None:
        raise PagesAreNotBuilt()
    script = Path(settings.BUILT_PAGES, entry.script.rpartition("/")[2]).read_text(encoding="utf-8")
    # What stands in a script element ends with the first "</script".
    context = {**_context(""), "script": script.replace("</script", "<\\/script")}
    text = render_to_string("public/record_check_file.html", context, request)
    headers = {"Content-Disposition": 'attachment; filename="record-check.html"'}
    return HttpResponse(text, content_type="application/octet-stream", headers=headers)


def _context(address: str) -> dict[str, object]:
    return {"key": str(record_keys_here().public), "address": address, "words": _words()}


def _words() -> dict[str, str]:
    """What the script says of each result, by its name."""
    return {
        "signed": _("The newest head is signed by the record's key: {size} entries."),
        "grown": _("The record begins with the head of {size} entries that was seen before."),
        "continued": _(
            "The city began a new log, and the public record says why. The log before it, {name}, is still there with "
            "its {size} entries, as it was when the new one began."
        ),
        "before": _(
            "Two histories: the log {name} is not as it was when the new log began. Keep what you have and show others."
        ),
        "ended": _(
            "The log of this key ended, and the key did not sign what follows. Ask others for the key of {name}, and "
            "put it in the place of the old one."
        ),
        "another": _(
            "Another record: this browser saw the record {name} at this address, and the one shown now does not "
            "continue it. Keep what you have and show others."
        ),
        "included": _("The report of this proof is entry {index} of the record, and still is."),
        "kept": _("What this slip promised is in the record, as entry {index}."),
        "promised": _(
            "What this slip promises is not in the record. If a night has passed since, keep it and ask why."
        ),
        "cut": _(
            "Cut off: a head of {size} entries was seen, the record has {newest}. Keep your head and show others."
        ),
        "two": _("Two histories: the record does not begin with the head of {size} entries. Keep it and show others."),
        "forged": _("A signature is not from the key that it names, or a part was changed."),
        "unsigned": _("This is not signed by the key of the record."),
        "key": _("This is no key of a record."),
        "proof": _("The proof does not lead to the head that it names."),
        "tile": _("A file of the record does not fit the others."),
        "missing": _("A file of the record is missing, or could not be read."),
        "unreadable": _("A file cannot be read: it is no head, proof or slip of a record."),
    }
