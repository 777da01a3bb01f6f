"""The first page of the public record: what it is and how large, who has signed it, and how to check it."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from peygir.core import clock
from peygir.history.record.growing import record_folder
from peygir.history.record.heads import contradiction
from peygir.history.record.verifier.joining import FILE_NAME
from peygir.history.record.witnesses import witnesses
from peygir.web.kit.access import public
from peygir.web.public.record import record_home, record_keys_here
from peygir.web.public.record_heads import head_parts, is_unwitnessed

_NEWEST: Final = 7


@public()
@require_GET
def record(request: HttpRequest) -> HttpResponse:
    """Show what the record is, how large it is, who has signed it, its key, and how to check it."""
    folder, keys, parts = record_folder(record_home()), record_keys_here(), head_parts(_NEWEST)
    context: dict[str, object] = {"key": str(keys.public), "file_name": FILE_NAME, "origin": keys.origin}
    if parts:
        context |= {
            "size": parts[0].size,
            "root": parts[0].root,
            "at": parts[0].at,
            "heads": parts,
            "has_witnesses": bool(witnesses()),
            "is_unwitnessed": is_unwitnessed(parts, clock.now()),
            "is_contradicted": bool(contradiction(folder)),
            "begins": folder.text("beginning"),
            "begins_why": _line(folder.text("beginning"), "why "),
            "begins_note": _line(folder.text("beginning"), "note "),
            "begins_size": _begins_size(folder.text("beginning")),
            "address": f"{settings.PUBLIC_URL.rstrip('/')}/record",
        }
    return render(request, "public/record.html", context)


def _line(note: str, name: str) -> str:
    return next((line.removeprefix(name) for line in note.split("\n") if line.startswith(name)), "")


def _begins_size(note: str) -> int:
    return int(note.split("\n")[3]) if note else 0
