"""The page on which staff cover faces and plates of a photo before it is public: by pointer, keys or numbers."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from peygir.cases.actions import NoSuchCase
from peygir.cases.facts import CaseFacts
from peygir.cases.judging import may_see_originals
from peygir.cases.rules import visibility_of
from peygir.core.persian import ascii_digits
from peygir.core.refusals import Conflict, Invalid
from peygir.desks.fieldwork import queries as fieldwork
from peygir.desks.intake import queries as intake
from peygir.journey.covering import cover_photo
from peygir.media.cover_rules import MOST_COVERS, CoverIsWrong, covers_of
from peygir.web.clerk.case import CONFLICT, open_case_of
from peygir.web.kit.access import actor, staff
from peygir.web.kit.middleware.refusals import words_of

_SIDES: Final = ("left", "top", "width", "height")
_EMPTY_ROWS: Final = 4
_PER_CENT: Final = 10.0  # thousandths of a side


@dataclass(frozen=True, slots=True)
class CoverRow:
    """One rectangle in the form: its number and its four percentages, as typed or as kept."""

    number: int
    left: str = ""
    top: str = ""
    width: str = ""
    height: str = ""


@dataclass(frozen=True, slots=True)
class CoverablePhoto:
    """One photo of the case, with its place among them."""

    kind: str
    number: int
    place: int
    what: str
    covers: Sequence[Sequence[int]]
    is_public: bool


@staff()
@require_http_methods(["GET", "POST"])
def case_cover(request: HttpRequest, code: str, kind: str, number: int) -> HttpResponse:
    """Show the photo with its covers and a row of numbers for each; POST keeps them, or takes all off.

    After a photo was shown to everybody the next one that waits comes, or the page of the case.
    """
    by = actor(request)
    case = open_case_of(by, code)
    if not may_see_originals(by, visibility_of(case)):
        raise NoSuchCase()  # nothing to decide for this person
    photo, photos = _photo_of(case, kind, number)
    if request.method != "POST":
        return _page(request, case, photo, photos, _rows(photo.covers), seen=photo.covers)
    typed, seen = [] if request.POST.get("clear") else _typed(request), _seen(request)
    is_shown = bool(request.POST.get("show"))
    try:
        covers = covers_of(_numbers(typed))
        cover_photo(case.code, kind, number=number, covers=covers, seen=seen, is_shown=is_shown, by=by)
    except Conflict as refusal:
        photo, photos = _photo_of(case, kind, number)
        rows, fault = _both(_rows(photo.covers), typed), words_of(refusal)
        return _page(request, case, photo, photos, rows, seen=photo.covers, fault=fault, status=CONFLICT)
    except Invalid as refusal:
        return _page(request, case, photo, photos, typed, seen=seen, fault=words_of(refusal), status=422)
    if is_shown:
        messages.success(request, _("Everybody sees the photo now, with its covers."))
        return _next(case, photo, photos)
    messages.success(request, _("The covers are saved.") if typed else _("All covers are off."))
    return redirect("case_cover", code=case.code, kind=kind, number=number)


def _photo_of(case: CaseFacts, kind: str, number: int) -> tuple[CoverablePhoto, list[CoverablePhoto]]:
    """Return a photo of the case, and all that are ready: the reporters', then those of the work. Raises NoSuchCase."""
    photos = [
        CoverablePhoto("report", one.id, place, _("Photo of the report"), one.covers, one.is_public)
        for place, one in enumerate((one for one in intake.pictures_of(case.pk) if one.state == "ready"), start=1)
    ]
    work = [one for one in fieldwork.evidence_of(case.pk) if one.kind == "photo" and one.state == "ready"]
    photos += [
        CoverablePhoto("work", one.pk, place, _("Photo of the work"), one.covers, one.is_public)
        for place, one in enumerate(work, start=len(photos) + 1)
    ]
    for photo in photos:
        if (photo.kind, photo.number) == (kind, number):
            return photo, photos
    raise NoSuchCase()


def _next(case: CaseFacts, photo: CoverablePhoto, photos: Sequence[CoverablePhoto]) -> HttpResponse:
    """Redirect to the next photo about which nothing is decided yet, or back to the case."""
    later = [*photos[photo.place :], *photos[: photo.place - 1]]
    waiting = next((one for one in later if not one.is_public and not one.covers), None)
    if waiting is None:
        return redirect(f"{reverse('case', args=[case.code])}#public")
    return redirect("case_cover", code=case.code, kind=waiting.kind, number=waiting.number)


def _page(
    request: HttpRequest,
    case: CaseFacts,
    photo: CoverablePhoto,
    photos: Sequence[CoverablePhoto],
    rows: list[CoverRow],
    *,
    seen: Sequence[Sequence[int]],
    fault: str = "",
    status: int = 200,
) -> HttpResponse:
    free = max(min(_EMPTY_ROWS, MOST_COVERS - len(rows)), 0)
    context = {
        "case": case,
        "photo": photo,
        "photos": photos,
        "src": reverse("case_photo", args=[case.code, photo.kind, photo.number, "full"]),
        "public_src": reverse("case_covered", args=[case.code, photo.kind, photo.number, "full"]),
        "seen": json.dumps([list(cover) for cover in seen]),
        "rows": [*rows, *(CoverRow(len(rows) + more) for more in range(1, free + 1))],
        "most": MOST_COVERS,
        "fault": fault,
        "is_conflict": status == CONFLICT,
    }
    return render(request, "clerk/cover.html", context, status=status)


def _seen(request: HttpRequest) -> list[list[int]]:
    """Return the covers that the page had; nothing readable counts as none."""
    try:
        covers = json.loads(request.POST.get("seen", ""))
        return [[int(value) for value in cover] for cover in covers]
    except (ValueError, TypeError, OverflowError, RecursionError):
        return []


def _rows(covers: Sequence[Sequence[int]]) -> list[CoverRow]:
    return [CoverRow(at, *(f"{value / _PER_CENT:g}" for value in cover)) for at, cover in enumerate(covers, start=1)]


def _sides(row: CoverRow) -> tuple[str, str, str, str]:
    return row.left, row.top, row.width, row.height


def _both(kept: Sequence[CoverRow], typed: Sequence[CoverRow]) -> list[CoverRow]:
    """Return the kept covers, and those of the form that are not among them, numbered."""
    known = {_sides(row) for row in kept}
    rows = [*kept, *(row for row in typed if _sides(row) not in known)]
    return [replace(row, number=at) for at, row in enumerate(rows, start=1)]


def _typed(request: HttpRequest) -> list[CoverRow]:
    """Return the rows of the form in which anything was typed."""
    columns = [request.POST.getlist(side)[: 2 * MOST_COVERS] for side in _SIDES]
    rows = [values for values in zip(*columns, strict=False) if any(value.strip() for value in values)]
    return [CoverRow(at, *values) for at, values in enumerate(rows, start=1)]


def _numbers(rows: Sequence[CoverRow]) -> list[list[float]]:
    """Return the rectangles in thousandths. Raises CoverIsWrong."""
    rectangles = []
    for row in rows:
        try:
            rectangles.append([float(ascii_digits(text).replace("٫", ".")) * _PER_CENT for text in _sides(row)])
        except ValueError as wrong:
            raise CoverIsWrong(number=row.number) from wrong
    return rectangles
