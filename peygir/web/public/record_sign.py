"""The page on which a witness signs the newest head of the record in the browser, by a key that stays there."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from peygir.core import clock
from peygir.web.kit.access import public
from peygir.web.kit.templatetags.ui import moment
from peygir.web.public.record import record_keys_here
from peygir.web.public.record_heads import head_parts, witness_parts

_NEWEST: Final = 7
"""Heads whose day the page knows; the newest is one of them, unless the page was left open for a week."""


@public()
@require_GET
@never_cache
def record_sign(request: HttpRequest) -> HttpResponse:
    """Let a witness make a key, or sign the newest head with one; what it signs is handed in at `record_witness`."""
    heads = head_parts(_NEWEST)
    known = {
        "now": int(clock.now().timestamp()),
        "days": {str(head.size): moment(head.at) for head in heads if head.at is not None},
        "witnesses": {part.key: part.size or 0 for part in witness_parts()},
    }
    context = {
        "key": str(record_keys_here().public),
        "address": "/record",
        "known": known,
        "has_heads": bool(heads),
        "words": _words(),
    }
    return render(request, "public/record_sign.html", context)


def _words() -> dict[str, str]:
    """What the script says, by name."""
    return _words_of_the_key() | {
        "log": _("This head is signed by the record's key."),
        "begins": _("The record begins with the head of {size} entries that you signed last. Nothing was taken out."),
        "again": _("This is the head that you signed last; signing it again changes nothing."),
        "first": _(
            "You have signed no head before. Compare this one, by telephone or on paper, with what others have."
        ),
        "two": _(
            "Nothing was signed. The record that you are shown does not begin with the head of {size} entries that you "
            "signed: there are two histories (split view). Keep your key file, and tell the council and the press."
        ),
        "cut": _(
            "Nothing was signed. You signed a head of {size} entries, and the record that you are shown has {newest}: "
            "it was cut off. Keep your key file, and tell the council and the press."
        ),
        "follows": _(
            "Nothing was signed. This is another log than the one that you signed last; it says that it continues it."
        ),
        "another": _(
            "Nothing was signed. This is another record than the one that you signed last. Check the address of this "
            "page, and ask the city."
        ),
        "ended": _(
            "Nothing was signed. The log of this key ended, and the key did not sign what follows. Ask others for the "
            "key of {name}, and put it in the place of the old one."
        ),
        "before": _(
            "Nothing was signed. The log {name} is not as it was when the new log began: there are two histories "
            "(split view). Keep your key file, and tell the council and the press."
        ),
        "renewed": _("The record has grown since this page was opened. Load the page again."),
        "clock": _(
            "Nothing was signed. The clock of this device differs from the city's by more than five minutes. Set it, "
            "and load the page again."
        ),
        "forged": _("A signature is not from the key that it names, or a part was changed."),
        "unsigned": _("This is not signed by the key of the record."),
        "key": _("This is no key of a record."),
        "tile": _("A file of the record does not fit the others."),
        "missing": _("A file of the record is missing, or could not be read."),
        "unreadable": _("A file cannot be read: it is no head, proof or slip of a record."),
    }


def _words_of_the_key() -> dict[str, str]:
    return {
        "choose": _("Choose your key file."),
        "no_key_file": _("This is no key file of a witness."),
        "passphrase": _("The passphrase does not open this file, or the file is damaged."),
        "name": _("The name has no spaces and no plus sign, and at most 100 characters, as in panel.example."),
        "too_short": _("Use at least five words, or sixteen characters."),
        "not_same": _("The two passphrases differ."),
    }
