"""Computes the signals about evidence in a job, keeps them with their figures, and records their explanations."""

from collections.abc import Sequence
from typing import Final

from peygir.cases import actions as cases
from peygir.cases.models import Case
from peygir.cases.owned_pictures import OwnedPicture, PictureFinder
from peygir.cases.rules import visibility_of
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing, NotAllowed
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import says_something
from peygir.desks.fieldwork import signal_rules as rules
from peygir.desks.fieldwork.evidence_words import EvidenceRole, ExplainedWhy
from peygir.desks.fieldwork.models import Evidence, EvidenceSignal
from peygir.desks.fieldwork.queries.needed_evidence import needs_of
from peygir.desks.fieldwork.queries.signals import may_explain, owners_of_pictures
from peygir.history.kinds.evidence import SignalExplained
from peygir.media import files
from peygir.media.photos import PhotoIsNotReadable
from peygir.media.queries import copies_of, look_of_picture
from peygir.media.screen_pattern import screen_pattern
from peygir.media.stored_pictures import difference_of
from peygir.people.actions.interests import refuse_interested
from peygir.people.rules import Actor

MOST_COPIES: Final = 20
"""The most copies of one photo that are compared with it, the nearest first."""
_NO_RESULT: Final = (EvidenceRole.BEFORE.value, EvidenceRole.VISIT.value)
picture_finders: Final[list[PictureFinder]] = [owners_of_pictures]
"""Who finds the rows that name a picture; `journey.dispatch` adds those of other desks."""


class SignalIsExplained(Conflict):
    """The signal has its explanation already."""

    message = _("This signal has been explained meanwhile.")


class SignalIsNotYours(NotAllowed):
    """Only the unit's manager and the inspectorate explain a signal, and nobody one about the own work."""

    message = _("The manager of the unit or the inspectorate explains a signal, and nobody one about the own work.")


class NoSuchSignal(Missing):
    """There is no such signal, or it is none of the caller's."""

    message = _("There is no such signal.")


class ExplanationIsUnknown(Invalid):
    """The explanation is not of the list, or “another reason” has no words."""

    message = _("Choose how the signal is explained; for another reason, write it.")


def look_at_evidence(case_id: int, _number: int) -> None:
    """Compute the signals of those photos of a case that nobody has looked at; idempotent.

    It reads files, so it runs outside transactions.
    """
    waiting = Evidence.objects.filter(case_id=case_id, kind="photo", state="ready", looked_at=None)
    for evidence in waiting.order_by("pk").select_related("case"):
        signals_found = _found_in(evidence)
        with cases.open_file(case_id) as case:
            if Evidence.objects.filter(pk=evidence.pk, state="ready", looked_at=None).update(looked_at=clock.now()):
                keep_signals(case, evidence, signals_found)


def look_at_results(case_id: int, _number: int) -> None:
    """Compute the signals of a finished work that need no photo: many results of one person in minutes; idempotent."""
    with cases.open_file(case_id) as case:
        brought = Evidence.objects.filter(case=case, by__startswith="staff:").exclude(kind="sign")
        evidence = brought.exclude(role__in=_NO_RESULT).order_by("-pk").first()
        if evidence is None:
            return
        since = evidence.at - rules.MANY_WITHIN
        own = Evidence.objects.filter(by=evidence.by, at__gte=since, at__lte=evidence.at).exclude(kind="sign")
        results = own.exclude(role__in=_NO_RESULT).order_by("case_id", "at")
        moments = list(results.distinct("case_id").values_list("at", flat=True))
        keep_signals(case, evidence, rules.about_pace(evidence.at, moments))


def keep_signals(case: Case, evidence: Evidence, signals_found: Sequence[rules.SignalFound]) -> None:
    """Keep the signals about a piece of evidence; those that are there already stay as they are."""
    there = set(EvidenceSignal.objects.filter(evidence=evidence).values_list("kind", flat=True))
    for signal_found in signals_found:
        if signal_found.kind in there:
            continue
        signal = EvidenceSignal(
            evidence=evidence,
            case=case,
            unit_id=case.unit_id,
            kind=signal_found.kind.value,
            figures=signal_found.figures,
            by=evidence.by,
            at=clock.now(),
        )
        if signal_found.other is not None:
            signal.other_case_id, signal.other_kind = signal_found.other.case_id, signal_found.other.kind
            signal.other_number = signal_found.other.number
        signal.save(force_insert=True)


def explain_signal(signal_id: int, *, why: str, note: str = "", by: Actor) -> None:
    """Record how a signal is explained; the words are kept as a note of the case.

    Raises NoSuchSignal, SignalIsNotYours, OwnInterest, SignalIsExplained, ExplanationIsUnknown.
    """
    if why not in ExplainedWhy.values() or (why == ExplainedWhy.OTHER and not says_something(note)):
        raise ExplanationIsUnknown()
    row = EvidenceSignal.objects.filter(pk=signal_id).first()
    if row is None:
        raise NoSuchSignal()
    with cases.open_file(row.case_id) as case:
        if not may_explain(by, visibility_of(case), author=row.by):
            raise SignalIsNotYours()
        refuse_interested(by, unit_id=case.unit_id)
        moment = clock.now()
        explained = EvidenceSignal.objects.filter(pk=signal_id, explained_at=None)
        if not explained.update(explained_why=why, explained_by=str(by), explained_at=moment):
            raise SignalIsExplained()
        event = SignalExplained(signal=signal_id, what=row.kind, why=why)
        cases.record_event(case, event, by=by, at=moment, note=note)


def erase_signals(case: Case) -> int:
    """Delete the signals about the photos of a case, and take those of other cases off them; returns how many.

    Hold the case's lock.
    """
    EvidenceSignal.objects.filter(other_case=case).update(other_case=None, other_kind="", other_number=None, figures={})
    return int(EvidenceSignal.objects.filter(case=case).delete()[0])


def forget_reported_photos(case: Case) -> None:
    """Take the photos of a case's reports off the signals that were compared with them; hold the case's lock."""
    named = EvidenceSignal.objects.filter(other_case=case, other_kind="report")
    named.update(other_case=None, other_kind="", other_number=None, figures={})


def _found_in(evidence: Evidence) -> list[rules.SignalFound]:
    case = evidence.case
    place = rules.Point(case.lat, case.lon) if case.lat is not None and case.lon is not None else None
    at = rules.Point(evidence.lat, evidence.lon) if evidence.lat is not None and evidence.lon is not None else None
    try:
        picture = files.read(evidence.picture)
        decibels = screen_pattern(picture)
    except (files.FileIsMissing, PhotoIsNotReadable):
        return []
    photo = rules.LookedAtPhoto(
        opened_at=case.opened_at,
        is_after=evidence.role == EvidenceRole.AFTER,
        taken_at=evidence.taken_at,
        at=at,
        place=place,
        place_source=evidence.place_source,
        tags=evidence.tags,
        decibels=decibels,
        most_metres=needs_of(case).most_metres,
    )
    signals_found = rules.about_photo(photo)
    signals_found += rules.about_copies(
        evidence.case_id, came_at=evidence.at, is_after=photo.is_after, compared=_compared(evidence)
    )
    if at is not None:
        own = rules.TakenAt(evidence.taken_at or evidence.at, at, evidence.case_id)
        signals_found += rules.about_travel(own, _other_places(evidence, own))
    return signals_found


def _compared(evidence: Evidence) -> list[rules.ComparedPicture]:
    """The copies of a photo that belong to somebody, each compared with it cell by cell."""
    look = look_of_picture(evidence.picture)
    bits_by_name = {evidence.picture: 0}
    if look is not None:
        bits_by_name |= {copy.name: copy.bits for copy in copies_of(look, most=MOST_COPIES)}
    owned = [one for finder in picture_finders for one in finder(bits_by_name)]
    compared = []
    for other in owned:
        if (other.kind, other.number) != ("work", evidence.pk):
            try:
                difference = 0.0 if other.name == evidence.picture else _difference(evidence, other)
            except (files.FileIsMissing, PhotoIsNotReadable):
                continue
            compared.append(rules.ComparedPicture(other, bits_by_name[other.name], difference))
    return compared


def _difference(evidence: Evidence, other: OwnedPicture) -> float:
    return difference_of(files.read(evidence.thumb), files.read(other.thumb))


def _other_places(evidence: Evidence, own: rules.TakenAt) -> list[rules.TakenAt]:
    """Where else the same person took photos about that time."""
    within = 2 * rules.TRAVEL_WITHIN
    rows = Evidence.objects.filter(
        by=evidence.by, at__gte=evidence.at - within, at__lte=evidence.at + within, lat__isnull=False
    ).exclude(pk=evidence.pk)
    return [
        rules.TakenAt(row.taken_at or row.at, rules.Point(row.lat, row.lon), row.case_id)
        for row in rows.order_by("-at")[:200]
        if row.lat is not None and row.lon is not None and row.case_id != own.case_id
    ]
