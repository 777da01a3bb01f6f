"""Records visits and finished work with the evidence."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db.models import Q

from peygir.cases import actions as cases
from peygir.cases.actions import MoveNotPossible, MoveNotYours
from peygir.cases.commands import BY_COMMAND
from peygir.cases.judging import groups_of
from peygir.cases.lifecycle import CREW, OWNER
from peygir.cases.models import Case
from peygir.cases.rules import visibility_of
from peygir.cases.states import CaseState
from peygir.core import clock
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something
from peygir.desks.fieldwork.models import ERASED_FORM, Evidence, Visit
from peygir.history.kinds.case_answers import EvidenceCovered, EvidencePublished, EvidenceUnpublished
from peygir.history.kinds.case_work import EvidenceReady, EvidenceReceived, EvidenceRefused, VisitMade
from peygir.media import files, photos
from peygir.media.actions import drop_raw, keep_look, let_go_of
from peygir.people.rules import IMPORT, SYSTEM, Actor

MAX_FORM: Final = 4000
PHOTO_FILES: Final = ("raw", "picture", "thumb", "covered", "covered_thumb")
"""The columns of a piece of evidence that name its files."""
VISIT: Final = {"label": BY_COMMAND["visit"].label}
_VISITED_IN: Final = frozenset({CaseState.IN_HAND, CaseState.WAITING, CaseState.SCHEDULED, CaseState.REOPENED})


class EvidenceIsMissing(Invalid):
    """Neither a photo nor a filled form was given."""

    message = _("“Done” needs a photo of the work or a filled form.")


class FormIsTooLong(Invalid):
    """The form exceeds the maximum length."""

    message = _("The form is longer than {limit} characters. Please make it shorter.")


def record_visit(case: Case, *, by: Actor, note: str = "", photo: bytes | None = None) -> None:
    """Record that somebody of the owning unit was on site, with a note for colleagues and a photo if there is one.

    The caller has opened the file. Raises MoveNotYours, MoveNotPossible, and what `photos.check_photo` raises.
    """
    if not {OWNER, CREW} & groups_of(by, visibility_of(case)):
        raise MoveNotYours(**VISIT, why=_("for the unit that has the case."))
    if case.state not in _VISITED_IN:
        raise MoveNotPossible(**VISIT, why=_("The case is “{text}”.", text=CaseState.labels()[case.state].inside()))
    moment, evidence = clock.now(), None
    if photo is not None:
        photos.check_photo(photo)
        raw = files.save(photo, "raw", is_own=True)
        evidence = Evidence(case=case, kind="photo", state="pending", raw=raw, by=str(by), at=moment)
        evidence.save(force_insert=True)
    visit = Visit(case=case, number=case.event_count + 1, evidence=evidence, by=str(by), at=moment)
    visit.save(force_insert=True)
    made = VisitMade(visit=visit.pk)
    cases.record_event(case, made, by=by, at=moment, note=note, version=case.version + 1)
    if evidence is not None:
        cases.record_event(case, EvidenceReceived(evidence=evidence.pk), by=by, at=moment)


def attach_photo(case: Case, photo: bytes, *, by: Actor) -> int:
    """Keep a photo of the place that is no evidence of the work, such as an inspector's; returns its id.

    A job re-encodes it. The caller has opened the file. Raises what `photos.check_photo` raises.
    """
    photos.check_photo(photo)
    moment, raw = clock.now(), files.save(photo, "raw", is_own=True)
    evidence = Evidence(case=case, kind="photo", state="pending", raw=raw, by=str(by), at=moment)
    evidence.save(force_insert=True)
    cases.record_event(case, EvidenceReceived(evidence=evidence.pk), by=by, at=moment)
    return int(evidence.pk)


def finish_work(
    case: Case,
    *,
    answer: str,
    by: Actor,
    photo: bytes | None = None,
    form: str = "",
    is_photo_shown: bool = False,
    at: datetime | None = None,
) -> None:
    """Store the evidence and mark the case as done; the caller has opened the file.

    A photo is checked and kept raw here; a job re-encodes it, and then shows it to everybody if `is_photo_shown`.
    Raises EvidenceIsMissing, FormIsTooLong, and what `photos.check_photo`, `cases.finish` and, for a photo that is to
    be shown, `refuse_to_publish` raise.
    """
    form = plain(form)
    if photo is None and not says_something(form):
        raise EvidenceIsMissing()
    if len(form) > MAX_FORM:
        raise FormIsTooLong(limit=MAX_FORM)
    moment = at or clock.now()
    evidence = Evidence(case=case, kind="form", form=form, by=str(by), at=moment)
    if photo is not None:
        evidence.kind, evidence.state = "photo", "pending"
        if is_photo_shown:
            cases.refuse_to_publish(case, by, is_shown=True)
            evidence.is_public_when_ready = True
        photos.check_photo(photo)
        evidence.raw = files.save(photo, "raw", is_own=True)
    evidence.save(force_insert=True)
    cases.finish(case, evidence_id=evidence.pk, answer=answer, by=by, at=moment)
    if photo is not None:
        cases.record_event(case, EvidenceReceived(evidence=evidence.pk), by=by, at=moment)


def finish_by_record(case_id: int, *, at: datetime) -> None:
    """Mark the work as done by the city's own record; idempotent."""
    with cases.open_file(case_id) as case:
        if not Evidence.objects.filter(case=case).exists():
            finish_work(case, answer="", by=IMPORT, form="city record", at=at)


def prepare_evidence(case_id: int, number: int) -> None:
    """Re-encode the pending photos of a case's evidence; a refused one is marked, never lost silently."""
    for evidence in Evidence.objects.filter(case_id=case_id, state="pending").order_by("pk"):
        state, picture, thumb = "ready", "", ""
        try:
            safe = photos.read_photo(files.read(evidence.raw))
        except (Invalid, files.FileIsMissing):
            state = "refused"
        else:
            picture, thumb = files.save(safe.jpeg_bytes, ".jpg"), files.save(safe.thumb_bytes, ".jpg")
            keep_look(picture, safe.look)
        with cases.open_file(case_id) as case:
            pending = Evidence.objects.filter(pk=evidence.pk, state="pending")
            if pending.update(state=state, picture=picture, thumb=thumb, raw=""):
                result = EvidenceReady if state == "ready" else EvidenceRefused
                cases.record_event(case, result(evidence=evidence.pk), by=SYSTEM)
                if evidence.is_public_when_ready and state == "ready":
                    _show_as_wished(case, evidence.pk)
            else:  # it was erased meanwhile, or done by another delivery, whose files have the same names
                let_go_of(name for name in (picture, thumb) if name)
        drop_raw(evidence.raw)


def _show_as_wished(case: Case, evidence_id: int) -> None:
    """Show a photo that its author approved before it was ready, unless the case is no longer a public one."""
    if cases.is_publishable(case):
        Evidence.objects.filter(pk=evidence_id).update(is_public=True)
        cases.record_event(case, EvidencePublished(evidence=evidence_id), by=SYSTEM)


def show_evidence(case: Case, evidence_id: int, *, is_shown: bool, by: Actor) -> None:
    """Show a photo of the work on the case's public page, or hide it; idempotent.

    The caller has opened the file. Raises NoSuchCase if there is no such photo, and what `refuse_to_publish` raises.
    """
    cases.refuse_to_publish(case, by, is_shown=is_shown)
    photos_here = Evidence.objects.filter(pk=evidence_id, case=case, kind="photo", state="ready")
    if not photos_here.exists():
        raise cases.NoSuchCase()
    if photos_here.filter(is_public=not is_shown).update(is_public=is_shown):
        change = EvidencePublished if is_shown else EvidenceUnpublished
        cases.record_event(case, change(evidence=evidence_id), by=by)


def keep_evidence_covers(
    case: Case, evidence_id: int, covers: Sequence[Sequence[int]], *, covered: str, thumb: str, by: Actor
) -> list[str]:
    """Keep the covers of a photo of the work; see `intake.publishing.actions.keep_photo_covers`."""
    cases.refuse_to_publish(case, by, is_shown=bool(covers))
    row = Evidence.objects.filter(pk=evidence_id, case=case, kind="photo", state="ready").first()
    if row is None:
        raise cases.NoSuchCase()
    left = [row.covered, row.covered_thumb]
    Evidence.objects.filter(pk=evidence_id).update(covers=covers, covered=covered, covered_thumb=thumb)
    cases.record_event(case, EvidenceCovered(evidence=evidence_id, covers=len(covers)), by=by)
    if not covers and row.is_public:
        show_evidence(case, evidence_id, is_shown=False, by=by)
    return [name for name in left if name]


def erase_evidence(case: Case) -> tuple[int, set[str]]:
    """Empty the photos and forms of a case's work; returns how many, and the files that they named.

    The caller deletes the files that no other row names. Hold the case's lock.
    """
    rows = Evidence.objects.filter(case=case)
    photos_here = rows.filter(~Q(raw="") | ~Q(picture="") | ~Q(thumb="") | ~Q(covered=""))
    names = {name for row in photos_here.values_list(*PHOTO_FILES) for name in row if name}
    nothing = dict.fromkeys(PHOTO_FILES, "")
    count = photos_here.update(state="refused", is_public=False, is_public_when_ready=False, covers=[], **nothing)
    return count + rows.filter(kind="form").exclude(form=ERASED_FORM).update(form=ERASED_FORM), names
