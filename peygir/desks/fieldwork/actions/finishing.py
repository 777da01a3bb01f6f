"""Marks work as done with the evidence that its topic's rule needs, or with the reasons that stand in for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import Max

from peygir.cases import actions as cases
from peygir.cases.models import Case
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.geometry import metres_between
from peygir.core.refusals import Invalid
from peygir.core.translation import COMMA, Joined
from peygir.core.translation import gettext_lazy as _
from peygir.core.typed_fields import checked_answers
from peygir.core.words import plain, says_something
from peygir.desks.fieldwork.evidence_needs import BroughtFacts, EvidenceNeeds, Lack, lacks_of, parts_of
from peygir.desks.fieldwork.evidence_words import EvidencePart, EvidenceRole, PlaceSource, StandInReason
from peygir.desks.fieldwork.models import Evidence, EvidenceStandIn
from peygir.desks.fieldwork.queries.needed_evidence import needs_of
from peygir.history.kinds.case_work import EvidenceReceived
from peygir.media import files, photos
from peygir.media.shots import Shot, shot_of
from peygir.people.rules import IMPORT, Actor

MAX_FORM: Final = 4000
_BEFORE_ROLES: Final = (EvidenceRole.BEFORE.value, EvidenceRole.VISIT.value)


class EvidenceIsMissing(Invalid):
    """Neither a photo nor a filled form was given."""

    message = _("“Done” needs a photo of the work or a filled form.")


class FormIsTooLong(Invalid):
    """The form exceeds the maximum length."""

    message = _("The form is longer than {limit} characters. Please make it shorter.")


class EvidenceLacks(Invalid):
    """The rule of the topic asks for more than was brought, and no reason stands in."""

    message = _("For this topic, “done” also needs: {parts}. If it cannot be had, choose the reason.")


class PhotoIsFar(Invalid):
    """The photo was taken farther from the place than the rule of the topic allows."""

    message = _(
        "The photo was taken {metres} m from the place; for this topic it may be {most} m. Take it at the place, "
        "correct the place of the case, or choose a reason."
    )


class PhotoIsFromAnotherTime(Invalid):
    """The photo was taken before the case was opened, or last called done, or in the future."""

    message = _(
        "The photo was not taken during this work: its time lies outside the time of the case. Take a new one, or "
        "choose a reason."
    )


class ReasonIsNotAllowed(Invalid):
    """The reason is not among those that the rule of the topic accepts."""

    message = _("This reason does not stand in for evidence of this topic.")


class PointIsNotWhole(Invalid):
    """Only one of latitude and longitude was given, or one that is impossible."""

    message = _("Where the photo was taken needs a latitude (-90 to 90) and a longitude (-180 to 180).")


@dataclass(frozen=True, slots=True)
class MoreEvidence:
    """What may come with a photo or a form: pictures from before the work and of a signature, and answers by code.

    `lat`, `lon` (degrees, WGS84) and `taken_at` are those of the page that took the photo; what the camera wrote
    counts before them. `stand_in` is the reason (StandInReason) for all that is missing.
    """

    before: bytes | None = None
    signature: bytes | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    lat: float | None = None
    lon: float | None = None
    taken_at: datetime | None = None
    stand_in: str = ""


NO_MORE: Final = MoreEvidence()


def finish_work(
    case: Case,
    *,
    answer: str,
    by: Actor,
    photo: bytes | None = None,
    form: str = "",
    is_photo_shown: bool = False,
    more: MoreEvidence = NO_MORE,
    at: datetime | None = None,
) -> None:
    """Store the evidence and mark the case as done; the caller has opened the file.

    Photos are checked and kept raw here; a job re-encodes them, and then shows that of the work to everybody if
    `is_photo_shown`. What is needed depends on the rule of the topic on the day on which the case was opened.
    Raises EvidenceIsMissing, FormIsTooLong, EvidenceLacks, PhotoIsFar, PhotoIsFromAnotherTime, ReasonIsNotAllowed,
    PointIsNotWhole, and what `photos.check_photo`, `checked_answers`, `cases.finish` and, for a photo that is to be
    shown, `refuse_to_publish` raise.
    """
    form = plain(form)
    if photo is None and not says_something(form):
        raise EvidenceIsMissing()
    if len(form) > MAX_FORM:
        raise FormIsTooLong(limit=MAX_FORM)
    moment = at or clock.now()
    for picture in (photo, more.before, more.signature):
        if picture is not None:
            photos.check_photo(picture)
    shot, source = _shot(case, photo, more)
    evidence = Evidence(case=case, kind="form", form=form, by=str(by), at=moment)
    lacks: Sequence[Lack] = ()
    if by.kind != IMPORT.kind:
        needs = needs_of(case)
        evidence.answers = checked_answers(needs.fields, more.answers) or None
        lacks = _lacks(case, needs, photo, shot, more, now=moment)
    if photo is not None:
        evidence.kind, evidence.state, evidence.role = "photo", "pending", EvidenceRole.AFTER.value
        evidence.lat, evidence.lon, evidence.taken_at, evidence.place_source = shot.lat, shot.lon, shot.taken_at, source
        if is_photo_shown:
            cases.refuse_to_publish(case, by, is_shown=True)
            evidence.is_public_when_ready = True
        evidence.raw = files.save(photo, "raw", is_own=True)
    evidence.save(force_insert=True)
    added = [evidence.pk] if photo is not None else []
    added += _keep_beside(case, more, by=by, at=moment)
    _keep_stand_ins(evidence, case, lacks, more.stand_in)
    cases.finish(case, evidence_id=evidence.pk, answer=answer, by=by, at=moment)
    for evidence_id in added:
        cases.record_event(case, EvidenceReceived(evidence=evidence_id), by=by, at=moment)


def finish_by_record(case_id: int, *, at: datetime) -> None:
    """Mark the work as done by the city's own record; idempotent."""
    with cases.open_file(case_id) as case:
        if not Evidence.objects.filter(case=case).exists():
            finish_work(case, answer="", by=IMPORT, form="city record", at=at)


def _shot(case: Case, photo: bytes | None, more: MoreEvidence) -> tuple[Shot, str]:
    """Where and when the photo was taken, and who says so: the camera, else the page that took it."""
    if (more.lat is None) != (more.lon is None):
        raise PointIsNotWhole()
    if more.lat is not None and more.lon is not None and not (-90 <= more.lat <= 90 and -180 <= more.lon <= 180):
        raise PointIsNotWhole()
    if photo is None:
        return Shot(), ""
    shot = shot_of(photo, ZoneInfo(city.city_by_id(case.city_id).time_zone))
    if shot.lat is not None or shot.taken_at is not None:
        lat, lon = (shot.lat, shot.lon) if shot.lat is not None else (more.lat, more.lon)
        return Shot(lat, lon, shot.taken_at or more.taken_at), PlaceSource.CAMERA.value
    source = PlaceSource.PAGE.value if more.lat is not None or more.taken_at is not None else ""
    return Shot(more.lat, more.lon, more.taken_at), source


def _lacks(
    case: Case, needs: EvidenceNeeds, photo: bytes | None, shot: Shot, more: MoreEvidence, *, now: datetime
) -> list[Lack]:
    """What a reason stands in for. Raises the refusals of `finish_work` if none is given, or one not allowed."""
    earlier = Evidence.objects.filter(case=case)
    done_at = earlier.filter(role=EvidenceRole.AFTER.value).aggregate(last=Max("at"))["last"]
    since = max(filter(None, (case.opened_at, done_at)))
    metres = None
    if shot.lat is not None and shot.lon is not None and case.lat is not None and case.lon is not None:
        metres = metres_between(shot.lat, shot.lon, case.lat, case.lon)
    brought = BroughtFacts(
        before=more.before is not None or earlier.filter(role__in=_BEFORE_ROLES, at__gte=since).exists(),
        after=photo is not None,
        signature=more.signature is not None,
        metres=metres,
        taken_at=shot.taken_at,
        has_place=case.lat is not None,
    )
    lacks = lacks_of(needs, brought, since=since, now=now)
    if lacks and not more.stand_in:
        _refuse(lacks, needs, metres)
    if more.stand_in and (more.stand_in not in StandInReason.values() or more.stand_in not in needs.stand_ins):
        if lacks:
            raise ReasonIsNotAllowed()
        return []
    return lacks


def _refuse(lacks: Sequence[Lack], needs: EvidenceNeeds, metres: float | None) -> None:
    missing = [lack for lack in lacks if not lack.is_wrong]
    if missing:
        labels = tuple(part.label for part in parts_of(missing))
        raise EvidenceLacks(parts=Joined(labels, COMMA))
    if any(lack.part == EvidencePart.PLACE for lack in lacks) and metres is not None:
        raise PhotoIsFar(metres=round(metres), most=needs.most_metres)
    raise PhotoIsFromAnotherTime()


def _keep_beside(case: Case, more: MoreEvidence, *, by: Actor, at: datetime) -> list[int]:
    """Keep the pictures from before the work and of the signature, raw; returns their ids."""
    kept = []
    for kind, role, picture in (("photo", EvidenceRole.BEFORE.value, more.before), ("sign", "", more.signature)):
        if picture is not None:
            raw = files.save(picture, "raw", is_own=True)
            row = Evidence(case=case, kind=kind, role=role, state="pending", raw=raw, by=str(by), at=at)
            row.save(force_insert=True)
            kept.append(row.pk)
    return kept


def _keep_stand_ins(evidence: Evidence, case: Case, lacks: Sequence[Lack], reason: str) -> None:
    if lacks and case.unit_id is not None:
        EvidenceStandIn.objects.bulk_create(
            EvidenceStandIn(
                evidence=evidence,
                case=case,
                unit_id=case.unit_id,
                part=part.value,
                reason=reason,
                by=evidence.by,
                at=evidence.at,
            )
            for part in parts_of(lacks)
        )
