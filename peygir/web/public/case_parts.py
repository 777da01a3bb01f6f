"""Parts of a public case page beside its story: the answer, approved photos, offered texts, a small map, its link."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Protocol

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from peygir.cases import queries as cases
from peygir.cases.actions import NoSuchCase
from peygir.cases.public_events import PublicEvent
from peygir.cases.queries import PublicCase
from peygir.cases.states import CaseState
from peygir.city import queries as city
from peygir.city.facts import AgencyFacts
from peygir.core.codes import is_code
from peygir.core.persian import is_persian
from peygir.desks.fieldwork import queries as fieldwork
from peygir.desks.fieldwork.evidence_words import EvidenceRole
from peygir.desks.intake import queries as intake
from peygir.desks.intake.publishing.queries import shown_words
from peygir.desks.routing.queries import agency_referrals_of
from peygir.history.kinds.case_moves import CaseDeclined, CaseFinished, CaseReferredOut, CaseScheduled
from peygir.history.kinds.case_plans import CaseFunded, CaseProposalRefused, CaseProposed, CaseWorksBegun, CaseWorksDone
from peygir.history.kinds.case_work import AgencyAnswered
from peygir.web.kit.access import public
from peygir.web.kit.built import asset
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.parts import MapPart, PhotoPart, pair_of
from peygir.web.kit.plan_words import plan_shown
from peygir.web.kit.qr import qr
from peygir.web.kit.sketch import sketch
from peygir.web.kit.stored_files import stored_file
from peygir.web.kit.templatetags.ui import digits, in_language, language

# The events whose notes are the unit's answer to the citizen.
_ANSWERS: Final = frozenset(
    {
        CaseFinished.kind,
        CaseDeclined.kind,
        CaseScheduled.kind,
        CaseReferredOut.kind,
        AgencyAnswered.kind,
        CaseProposed.kind,
        CaseFunded.kind,
        CaseWorksBegun.kind,
        CaseWorksDone.kind,
        CaseProposalRefused.kind,
    }
)


class PublishedPicture(Protocol):
    """A photo of a report or of the work, as everybody may get it."""

    @property
    def is_public(self) -> bool: ...

    def public_name(self, *, is_small: bool) -> str: ...


@dataclass(frozen=True, slots=True)
class LastAnswer:
    """The unit's latest answer to the citizen, and its day, or its moment for who reported the case.

    `is_foreign`: in Persian, for a reader of English.
    """

    words: str
    when: date
    is_foreign: bool
    agency: AgencyFacts | None = None  # an agency's own words, and not the unit's


@dataclass(frozen=True, slots=True)
class AgencyLine:
    """When an agency was told of the case, when it answered, and in how many days (until today without an answer)."""

    agency: AgencyFacts
    told_on: date
    answered_on: date | None
    days: int


def agency_lines(case_id: int) -> list[AgencyLine]:
    """Return what everybody may know of the agencies that were told of a case, the first one first."""
    lines = []
    for referral in agency_referrals_of(case_id):
        if (agency := referral.agency) is None:
            continue
        told_on = city.day_of(agency.city_id, referral.sent_at)
        ends = referral.answered_at or referral.ended_at
        until = city.day_of(agency.city_id, ends) if ends is not None else today()
        answered_on = until if referral.answered_at is not None else None
        lines.append(AgencyLine(agency, told_on, answered_on, (until - told_on).days))
    return lines


def everybodys(public_case: PublicCase, events: Sequence[PublicEvent]) -> dict[str, Any]:
    """Return the context of the page; for a case that is not public, the answer and the link alone.

    `events` are those that the visitor may know.
    """
    link = f"{settings.PUBLIC_URL}{reverse('public_case', args=[public_case.code])}"
    parts: dict[str, Any] = {"link": link, "qr": qr(link), "answer": _answer(public_case, events)}
    if any(event.kind == CaseReferredOut.kind for event in public_case.events):
        parts["agencies"] = agency_lines(public_case.case_id)
    if not public_case.is_shown:
        return parts | preview_of(public_case, None)
    photos = photos_of(public_case)
    return (
        parts
        | photos
        | preview_of(public_case, next(iter([*photos["after"], *photos["before"]]), None))
        | {
            "words": shown_words(public_case.case_id),
            "map": _map(public_case),
            "plan": plan_shown(public_case.case_id, public_case.state, (event.kind for event in public_case.events)),
        }
    )


def photos_of(public_case: PublicCase) -> dict[str, Any]:
    """Return the approved photos of a public case (before, after, the pair that compares them), and how many wait."""
    if not public_case.is_shown:
        return {"before": [], "after": [], "pair": None, "waiting_photos": 0}
    pictures = intake.pictures_of(public_case.case_id)
    before, after, pair = _photos(public_case, [(place, one) for place, one in enumerate(pictures, 1) if one.is_public])
    waiting = sum(not one.is_public and one.state != "refused" for one in pictures)
    return {"before": before, "after": after, "pair": pair, "waiting_photos": waiting}


def preview_of(public_case: PublicCase, photo: PhotoPart | None) -> dict[str, str]:
    """Return what messengers show of a shared link: a title, the state in words, and a picture."""
    topic = in_language(public_case.topic) if public_case.topic else _("A citizen's report")
    place = (
        in_language(public_case.neighbourhood or public_case.district)
        if public_case.neighbourhood or public_case.district
        else ""
    )
    picture = photo.href if photo else asset("src/kit/icons/mark-512.png")
    return {
        "share_title": digits(f"{topic} · {place}" if place else topic),
        "share_words": in_language(CaseState.of(public_case.state).label),
        "share_picture": f"{settings.PUBLIC_URL}{picture}",
    }


def _answer(public_case: PublicCase, events: Sequence[PublicEvent]) -> LastAnswer | None:
    answer_events = [event for event in events if event.kind in _ANSWERS and event.number in public_case.public_notes]
    if not answer_events:
        return None
    last = answer_events[-1]
    words = public_case.public_notes[last.number]
    agency = city.agency(int(last.data["agency"])) if last.kind == AgencyAnswered.kind else None
    return LastAnswer(words, last.at or last.on, language() != "fa" and is_persian(words), agency)


def _photos(
    public_case: PublicCase, before: Sequence[tuple[int, intake.Picture]]
) -> tuple[list[PhotoPart], list[PhotoPart], tuple[PhotoPart, PhotoPart] | None]:
    """Return the approved photos: the reporters', those of the work, and the two that show the change."""
    evidence = enumerate(fieldwork.evidence_of(public_case.case_id), 1)
    after = [(place, one) for place, one in evidence if one.is_public]
    photo_parts = [_photo(public_case.code, "report", place, _("Photo of the report")) for place, _one in before]
    work = {one.pk: _photo(public_case.code, "work", place, _("Photo of the work")) for place, one in after}
    begun = {one.pk for _place, one in after if one.role == EvidenceRole.BEFORE}
    visited = (
        {visit.evidence_id for visit in fieldwork.visits_of(public_case.case_id)} if photo_parts and work else set()
    )
    return (
        photo_parts,
        list(work.values()),
        pair_of(photo_parts, [photo for pk, photo in work.items() if pk not in visited | begun]),
    )


def _photo(code: str, kind: str, number: int, alt: str) -> PhotoPart:
    def address(size: str) -> str:
        return reverse("public_photo", args=[code, kind, number, size])

    return PhotoPart(alt, address("full"), address("thumb"))


def _map(public_case: PublicCase) -> MapPart | None:
    if public_case.point is None or not city.has_polygons(current_city().id):
        return None
    label = _("Map of the place, to about a hundred metres")
    drawn = sketch((), pin=public_case.point)
    return MapPart("show", reverse("areas"), *public_case.point, 14.5, True, label, drawn)


@public()
@require_GET
@cache_control(private=True, no_cache=True)
def public_photo(request: HttpRequest, code: str, kind: str, number: int, size: str) -> HttpResponseBase:
    """Return an approved picture, full size or small; 404 if it is not (or no longer) approved.

    `number` is its place among the case's own pictures, from 1: a number of the whole city would tell when it came.
    Browsers ask anew each time, so that none shows a picture that was covered or taken back meanwhile.
    """
    case = cases.public_case(code) if is_code(code) else None
    if case is None or not case.is_shown:
        raise NoSuchCase()
    pictures: Sequence[PublishedPicture] = (
        intake.pictures_of(case.case_id) if kind == "report" else list(fieldwork.evidence_of(case.case_id))
    )
    picture = pictures[number - 1] if 1 <= number <= len(pictures) else None
    if picture is None or not picture.is_public:
        raise NoSuchCase()
    name = picture.public_name(is_small=size == "thumb")
    return stored_file(request, name, content_type="image/jpeg", file_name=f"{case.code}-{number}.jpg")
