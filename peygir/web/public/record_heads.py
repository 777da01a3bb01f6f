"""Heads of the public record: each with its signatures, on paper, and what witnesses hand in."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods

from peygir.core import clock
from peygir.core.head_sheet import HeadText, head_sheet
from peygir.core.refusals import Refusal
from peygir.core.transparency.proofs import consistency_proof, inclusion_proof
from peygir.core.transparency.tiles import hash_reader
from peygir.history.record.growing import record_folder
from peygir.history.record.heads import RecordHead, TwoHeadsWereSigned, head_of, heads, take_cosignatures
from peygir.history.record.witnesses import WitnessFacts, WitnessKind, keys_of_witnesses, witnesses
from peygir.web.kit.access import public
from peygir.web.kit.current_city import current_city
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.security_log import log_security_event
from peygir.web.kit.templatetags.ui import digits, in_language, language, moment, named
from peygir.web.public.record import TEXT, NoSuchRecordFile, record_home, record_keys_here

SHOWN: Final = 40
LATE: Final = timedelta(days=3)
"""A head that no witness has signed for so long is a reason to ask why."""
LONGEST_PASTE: Final = 20_000
LARGEST_SIZE: Final = 1 << 50


@dataclass(frozen=True, slots=True)
class HeadPart:
    """A head in a list: its size and root, when it was signed, and by which witnesses."""

    size: int
    root: str
    at: datetime | None
    signers: Sequence[tuple[str, datetime]]


@dataclass(frozen=True, slots=True)
class WitnessPart:
    """A witness in a list: its name, what it is, its key, and the newest head that it signed."""

    witness: WitnessFacts
    kind: str
    key: str
    size: int | None
    at: datetime | None


class CosignatureForm(forms.Form):
    """What a witness hands in."""

    signature = forms.CharField(
        label=gettext_lazy("The signed head"),
        help_text=gettext_lazy("What the command printed, from the first line to the last."),
        widget=forms.Textarea(attrs={"rows": 8, "dir": "ltr", "spellcheck": "false", "autocomplete": "off"}),
        max_length=LONGEST_PASTE,
        required=False,
    )
    file = forms.FileField(label=gettext_lazy("Or its file"), required=False)

    def text(self) -> str:
        """What was pasted, else what the file holds."""
        given = self.cleaned_data.get("file")
        pasted: str = self.cleaned_data["signature"]
        return pasted or (given.read(LONGEST_PASTE).decode("utf-8", "replace") if given else "")


@public()
@require_GET
def record_heads(request: HttpRequest) -> HttpResponse:
    """List the newest heads with who signed them."""
    return render(request, "public/record_heads.html", {"heads": head_parts(SHOWN)})


@public()
@require_GET
@cache_control(public=True, max_age=5)
def record_head(request: HttpRequest, entries: int) -> HttpResponse:
    """Return a signed head with all its signatures. Raises NoSuchRecordFile."""
    text = record_folder(record_home()).head(entries)
    if not text:
        raise NoSuchRecordFile()
    return HttpResponse(text, content_type=TEXT)


@public()
@require_GET
def record_head_sheet(request: HttpRequest, entries: int) -> HttpResponse:
    """Return a head as a sheet to print. Raises NoSuchRecordFile."""
    every = witnesses(with_ended=True)
    head = head_of(record_folder(record_home()), entries, keys_of_witnesses(every))
    if head is None:
        raise NoSuchRecordFile()
    part, root = _part(head, every, _moments()), head.checkpoint.root
    seen = f"{entries}.{base64.urlsafe_b64encode(root).decode().rstrip('=')}"
    signers = [_("Signed by %(name)s, %(at)s") % {"name": name, "at": moment(at)} for name, at in part.signers[:5]]
    text = HeadText(
        office=_("Municipality of %(city)s · 137 citizen-contact centre") % {"city": named(current_city())},
        heading=_("Head of the public record"),
        day=moment(part.at) if part.at is not None else "",
        size=_("%(count)s entries") % {"count": digits(f"{entries:,}")},
        root=part.root,
        link=f"{settings.PUBLIC_URL.rstrip('/')}{reverse('record_check')}#{seen}",
        below=_(
            "Keep this sheet. Read the code with a phone later: the page that opens computes whether the record of "
            "today still begins with this head."
        ),
        signers=signers or [_("No witness has signed this head yet.")],
        origin=head.checkpoint.origin,
    )
    content = head_sheet(text, language=language(), made_at=part.at or clock.now())
    disposition = f'inline; filename="record-{entries}.pdf"'
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": disposition})


@public("record_witness", limit=60, window_seconds=600)
@require_http_methods(["GET", "POST"])
def record_witness(request: HttpRequest) -> HttpResponse:
    """Show the witnesses and what each signed last; POST takes the signature of one."""
    if request.method != "POST":
        return _witness_page(request, CosignatureForm())
    form = CosignatureForm(request.POST, request.FILES)
    if not form.is_valid():
        return _witness_page(request, form, status=422)
    known = witnesses()
    try:
        taken = take_cosignatures(record_home(), record_keys_here(), keys_of_witnesses(known), form.text(), clock.now())
    except Refusal as refusal:
        if isinstance(refusal, TwoHeadsWereSigned):
            log_security_event("record_two_heads", request)
        form.add_error("signature", words_of(refusal))
        return _witness_page(request, form, status=status_of(refusal))
    names = {witness.key: in_language(witness.name) for witness in known}
    for size, signature in taken:
        words = _("Taken: %(name)s signed the head of %(count)s entries.")
        messages.success(request, words % {"name": names[signature.key], "count": digits(f"{size:,}")})
    return redirect("record_witness")


@public()
@require_GET
@cache_control(public=True, max_age=3600)
def record_growth_proof(request: HttpRequest, old: int, new: int) -> HttpResponse:
    """Return the proof that the record of `new` entries begins with that of `old`, a hash in base64 a line.

    Raises NoSuchRecordFile for sizes that the record has not reached.
    """
    folder = record_folder(record_home())
    newest = _newest_size()
    if not 0 < old <= new <= newest:
        raise NoSuchRecordFile()
    return _hashes(consistency_proof(old, new, hash_reader(newest, folder.read)))


@public()
@require_GET
@cache_control(public=True, max_age=3600)
def record_place_proof(request: HttpRequest, index: int, entries: int) -> HttpResponse:
    """Return the proof that the entry at `index` is in the record of so many `entries`, a hash in base64 a line.

    Raises NoSuchRecordFile for a place or a size that the record has not reached.
    """
    folder = record_folder(record_home())
    newest = _newest_size()
    if not index < entries <= newest:
        raise NoSuchRecordFile()
    return _hashes(inclusion_proof(index, entries, hash_reader(newest, folder.read)))


def head_parts(limit: int) -> list[HeadPart]:
    """Return the newest heads with who signed them, newest first."""
    every = witnesses(with_ended=True)
    moments = _moments()
    return [
        _part(head, every, moments)
        for head in heads(record_folder(record_home()), keys_of_witnesses(every), limit=limit)
    ]


def is_unwitnessed(parts: Sequence[HeadPart], now: datetime) -> bool:
    """Whether no witness has signed any head of the last days."""
    return bool(parts) and not any(at > now - LATE for part in parts for _name, at in part.signers)


def witness_parts() -> list[WitnessPart]:
    """Return the witnesses, each with the newest head that it signed."""
    every, kinds = witnesses(), WitnessKind.labels()
    newest: dict[str, tuple[int, datetime]] = {}
    for head in reversed(heads(record_folder(record_home()), keys_of_witnesses(every), limit=400)):
        newest |= {str(one.key): (head.checkpoint.size, one.at) for one in head.signed}
    return [
        WitnessPart(one, in_language(kinds[one.kind]), str(one.key), *newest.get(str(one.key), (None, None)))
        for one in every
    ]


def _witness_page(request: HttpRequest, form: CosignatureForm, *, status: int = 200) -> HttpResponse:
    keys = record_keys_here()
    context = {
        "form": form,
        "rows": witness_parts(),
        "key": str(keys.public),
        "address": f"{settings.PUBLIC_URL.rstrip('/')}/record",
    }
    return render(request, "public/record_witness.html", context, status=status)


def _part(head: RecordHead, every: Sequence[WitnessFacts], moments: dict[int, datetime]) -> HeadPart:
    names = {witness.key: in_language(witness.name) for witness in every}
    signers = [(names[one.key], one.at) for one in head.signed]
    size = head.checkpoint.size
    return HeadPart(size, head.checkpoint.root.hex(), moments.get(size), signers)


def _moments() -> dict[int, datetime]:
    """When the record had which size."""
    return {step.size: datetime.fromisoformat(step.at) for step in record_folder(Path(record_home())).growth()}


def _newest_size() -> int:
    sizes = record_folder(record_home()).head_sizes()
    return sizes[0] if sizes else 0


def _hashes(parts: Sequence[bytes]) -> HttpResponse:
    text = "".join(f"{base64.b64encode(part).decode()}\n" for part in parts)
    return HttpResponse(text, content_type=TEXT)
