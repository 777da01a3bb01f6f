"""Photos of a case that look like photos of other cases: the same report twice, or an old picture handed in again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from peygir.cases import queries as cases
from peygir.cases.facts import CaseFacts
from peygir.desks.fieldwork import queries as fieldwork
from peygir.desks.intake import queries as intake
from peygir.media.queries import pictures_like
from peygir.people.rules import Actor
from peygir.web.clerk.case import open_case_of
from peygir.web.kit.access import actor, staff

MOST: Final = 20
"""The most similar pictures that are looked at, for each photo."""


@dataclass(frozen=True, slots=True)
class AlikePart:
    """One photo of the case, by its picture, small and full, and the codes of the other cases that have one like it."""

    src: str
    full: str
    is_of_work: bool
    codes: Sequence[str]


@staff()
@require_GET
def case_alike(request: HttpRequest, code: str) -> HttpResponse:
    """Return a fragment for the case's page, or a full page without scripts."""
    by = actor(request)
    case = open_case_of(by, code)
    is_part = bool(request.headers.get("HX-Request"))
    context = {"case": case, "alike": _alike(case, by)}
    return render(request, "clerk/alike.html" if is_part else "clerk/alike_page.html", context)


def _alike(case: CaseFacts, by: Actor) -> list[AlikePart]:
    """Return the photos with a likeness in a case that this person may see."""
    own = [(one.picture, "report", one.id) for one in intake.pictures_of(case.pk) if one.picture]
    own += [(one.picture, "work", one.pk) for one in fieldwork.evidence_of(case.pk) if one.picture]
    if not own:
        return []
    like_by_name = pictures_like([name for name, _, _ in own], most=MOST)
    names = set().union(*like_by_name.values())
    case_ids: dict[str, set[int]] = {}
    for name, case_id in [*intake.cases_of_pictures(names), *fieldwork.cases_of_pictures(names)]:
        if case_id != case.pk:
            case_ids.setdefault(name, set()).add(case_id)
    codes = cases.codes_of(set().union(*case_ids.values()), seen_by=by)
    parts = []
    for name, kind, number in own:
        found_ids = set().union(*(case_ids.get(like, set()) for like in like_by_name[name]))
        if shown := sorted(codes[case_id] for case_id in found_ids if case_id in codes):
            src, full = (reverse("case_photo", args=[case.code, kind, number, size]) for size in ("thumb", "full"))
            parts.append(AlikePart(src, full, kind == "work", shown))
    return parts
